#include "app/cli/command_line.h"

#include <CLI/CLI.hpp>

#include <exception>

#include "app/cli/command.h"
#include "app/cli/table.h"
#include "simulator/simulate.h"

namespace app {

namespace {

constexpr const char* exitCodeHelp =
    "Exit codes: 0 done; 1 done, and the answer is no (a lint error, an objective missed, a difference "
    "found); "
    "2 wrong use; 3 a file that cannot be read or written, or is not valid; 4 an internal error; 130 "
    "interrupted.";

/// The function of the command that was given, once the arguments are parsed.
using Chosen = std::function<Outcome(Console&)>;

void define(CLI::App& program, const Command& command, Chosen& chosen) {
    CLI::App* sub = program.add_subcommand(command.name, command.summary);
    sub->group(command.group);
    sub->footer((command.details.empty() ? "" : wrapped(command.details, 0) + "\n") + "Example:\n  " +
                command.example);
    Syntax syntax(*sub);
    sub->callback([run = command.define(syntax), &chosen] { chosen = run; });
}

std::unique_ptr<CLI::App> makeProgram(Chosen& chosen) {
    auto program =
        std::make_unique<CLI::App>("Design, stress and ship a microservice architecture.", "lintel");
    program->set_version_flag("--version",
                              std::string("lintel " LINTEL_VERSION ", engine ") + simulator::engineVersion);
    program->require_subcommand(1);
    program->footer(std::string("Help of a command, with an example: lintel COMMAND --help\n") +
                    exitCodeHelp);
    for (const Command& command : commandList()) define(*program, command, chosen);
    return program;
}

/// What CLI11 says when it stops early: help and version on standard output, everything else is wrong use.
Exit explain(const CLI::App& program, const CLI::ParseError& stop, Console& console) {
    std::ostringstream out;
    std::ostringstream err;
    const int code = program.exit(stop, out, err);
    if (code == 0) {
        console.print(out.str());
        return Exit::Done;
    }
    std::string text = err.str();
    while (text.ends_with('\n')) text.pop_back();
    console.message("lintel: " + text);
    return Exit::WrongUse;
}

Exit runChosen(const Chosen& chosen, Console& console) {
    const Outcome outcome = chosen(console);
    if (outcome) return *outcome;
    console.message("lintel: " + outcome.error().text);
    return outcome.error().exit;
}

/// Why the first word is no command; empty when it is one, or an option.
std::string unknownCommand(const std::string& word) {
    std::string known;
    for (const Command& command : commandList()) {
        if (word == command.name || word.starts_with('-')) return {};
        known += (known.empty() ? "" : ", ") + command.name;
    }
    return "there is no command `" + word + "`, expected one of: " + known;
}

Exit runGuarded(int argumentCount, const char* const* arguments, Console& console) {
    const std::string unknown = argumentCount > 1 ? unknownCommand(arguments[1]) : std::string();
    if (!unknown.empty()) {
        console.message("lintel: " + unknown);
        return Exit::WrongUse;
    }
    Chosen chosen;
    const auto program = makeProgram(chosen);
    try {
        program->parse(argumentCount, arguments);
    } catch (const CLI::ParseError& stop) {
        return explain(*program, stop, console);
    }
    return runChosen(chosen, console);
}

}  // namespace

int runCommandLine(int argumentCount, const char* const* arguments) {
    Console console;
    Exit exit = Exit::Internal;
    try {
        exit = runGuarded(argumentCount, arguments, console);
    } catch (const std::bad_alloc&) {
        console.message("lintel: internal error: the memory is used up");
    } catch (const std::exception& error) {
        console.message(std::string("lintel: internal error: ") + error.what());
    }
    if (!console.finish() && exit == Exit::Done) exit = Exit::BadInput;
    return static_cast<int>(exit);
}

}  // namespace app
