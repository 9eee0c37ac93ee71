#pragma once

#include <string>
#include <string_view>

#include "model/layout.h"
#include "model/project.h"
#include "model/result.h"

namespace model {

/// What leads from one version to another, as one line of JSON: the elements that differ, whole, and null for
/// those that are gone: `{"services":{"orders":{...},"cart":null},"name":"Shop"}`. Fields that the format
/// does not know stand under `?`, as text. Empty when nothing differs. No merge patch (RFC 7386): the nulls
/// that a scenario's changes hold stay what they are. What both versions share is not looked into.
std::string patchBetween(const Project& before, const Project& after);
std::string patchBetween(const Layout& before, const Layout& after);

/// The version that a patch leads to: `patched(before, patchBetween(before, after)) == after`. What the patch
/// does not name is shared. Fails, with the JSON pointer, on text that is no such patch.
Result<Project> patched(const Project& before, std::string_view patch);
Result<Layout> patched(const Layout& before, std::string_view patch);

}  // namespace model
