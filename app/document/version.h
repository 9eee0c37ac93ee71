#pragma once

#include <memory>
#include <string>

#include "model/layout.h"
#include "model/project.h"
#include "model/result.h"

namespace app {

/// One version of what the user works on: facts and appearance.
struct Version {
    std::shared_ptr<const model::Project> project;
    std::shared_ptr<const model::Layout> layout;
};

/// Whether both versions say and show the same.
bool sameContent(const Version& left, const Version& right);
/// Whether both are the very same values in memory.
inline bool sameValues(const Version& left, const Version& right) {
    return left.project == right.project && left.layout == right.layout;
}

/// What leads from one version to another, as text: a few hundred bytes where a version takes as much as its
/// list of elements.
struct VersionPatch {
    std::string project;
    std::string layout;

    bool operator==(const VersionPatch&) const = default;
};
VersionPatch patchBetween(const Version& before, const Version& after);
/// The version that the patch leads to; shares what the patch does not name.
model::Result<Version> patched(const Version& before, const VersionPatch& patch);

}  // namespace app
