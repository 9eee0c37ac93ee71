#pragma once

#include <string>
#include <string_view>

#include "model/layout.h"
#include "model/project.h"
#include "model/result.h"

namespace model {

/// The longest file that is read [bytes].
inline constexpr std::size_t maxFileSize = 256u << 20;

/// A parsed file: the model, and what is not whole in it (see `check`).
struct ParsedProject {
    Project project;
    std::vector<Error> problems;
};

/// Reads a model. Fails, with the JSON pointer or the line and column, on malformed JSON, wrong types,
/// unknown words, duplicate ids, a newer format version, too deep nesting or too long strings. What is
/// well-formed but not whole (dangling references, values out of range) is read, and listed as problems.
Result<ParsedProject> parseProject(std::string_view text);
/// The canonical text of a model: entities by id, fields in the order of the schema, defaults left out.
std::string writeProject(const Project& project);

Result<Layout> parseLayout(std::string_view text);
std::string writeLayout(const Layout& layout);

/// The model as a scenario has it: with the scenario's changes merged into its file (RFC 7386: objects field
/// by field, null takes away, all else replaces). Fails, with the place in the changes, when what comes of it
/// is no whole model. The model itself where there are none.
Result<Project> withChanges(const Project& project, const ScenarioId& scenario);

/// The JSON Schema (draft 2020-12) of the model's format.
std::string projectSchema();
/// The same for the layout beside it.
std::string layoutSchema();

}  // namespace model
