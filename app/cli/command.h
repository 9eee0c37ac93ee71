#pragma once

#include <functional>
#include <string>
#include <tl/expected.hpp>
#include <vector>

#include "app/cli/console.h"
#include "app/cli/syntax.h"
#include "app/file/file.h"
#include "model/result.h"

namespace app {

/// The exit codes of `lintel`: part of its stable interface.
enum class Exit {
    Done = 0,
    No = 1,  ///< Done, and the answer is no: a lint error, an objective missed, a difference found
    WrongUse = 2,
    BadInput = 3,  ///< A file that cannot be read or written, or is not valid
    Internal = 4,
    Interrupted = 130,
    Terminated = 143,
};

/// Why a command does not do what it was asked for.
struct Refusal {
    Exit exit = Exit::WrongUse;
    std::string text;
};
using Outcome = tl::expected<Exit, Refusal>;

inline tl::unexpected<Refusal> wrongUse(std::string text) {
    return tl::unexpected<Refusal>(Refusal{Exit::WrongUse, std::move(text)});
}
inline tl::unexpected<Refusal> badInput(const model::Error& error) {
    return tl::unexpected<Refusal>(Refusal{Exit::BadInput, error.text()});
}

/// One command of the program. `define` tells its options, and what runs once they are read.
struct Command {
    std::string name;
    std::string group;    ///< Under which it is listed
    std::string summary;  ///< One line
    std::string details;  ///< For its help
    std::string example;
    std::function<std::function<Outcome(Console&)>(Syntax&)> define;
};

/// All commands, by the name of their file.
std::vector<Command> commandList();

/// What `--json` means, in every help.
inline constexpr const char* jsonHelp = "Print one JSON document on standard output, and nothing else";
/// What a FILE may be, in every help.
inline constexpr const char* fileHelp = "A model: a .lintel file, - for standard input, or sample:NAME";

/// The model named on the command line, whole or not. Errors name the file, then the place in it.
model::Result<ModelFile> loadNamed(const std::string& file);
/// The same, with the exit code of a failure.
tl::expected<ModelFile, Refusal> readModel(const std::string& file);
/// The same; refuses a model that is not whole, with its problems.
tl::expected<ModelFile, Refusal> readWholeModel(const std::string& file);
/// The text of a model on standard input, at most `model::maxFileSize` bytes.
model::Result<std::string> readStandardInput();

}  // namespace app
