#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "model/quantity.h"

namespace CLI {
class App;
}

namespace app {

/// What a command understands: each member names an option or argument and where its value goes.
/// What is given wrongly is refused with the exit code 2 before the command runs.
class Syntax {
public:
    explicit Syntax(CLI::App& command) : m_command(command) {}

    void argument(const std::string& name, std::string& value, const std::string& help);
    /// One or more, in their order.
    void arguments(const std::string& name, std::vector<std::string>& values, const std::string& help);
    void optionalArgument(const std::string& name, std::string& value, const std::string& help);
    void flag(const std::string& name, bool& value, const std::string& help);
    void text(const std::string& name, const std::string& placeholder, std::string& value,
              const std::string& help, bool required = false);
    /// Given any number of times, once for each value, which may contain anything.
    void texts(const std::string& name, const std::string& placeholder, std::vector<std::string>& values,
               const std::string& help);
    /// One of several words.
    void choice(const std::string& name, std::string& value, const std::vector<std::string>& words,
                const std::string& help);
    /// Items separated by commas.
    void list(const std::string& name, const std::string& placeholder, std::vector<std::string>& value,
              const std::string& help);
    void number(const std::string& name, std::optional<std::uint64_t>& value, std::uint64_t least,
                std::uint64_t most, const std::string& help);
    /// `500ms`, `90s`, `10m`, `2h`; seconds without a unit.
    void duration(const std::string& name, std::optional<model::Duration>& value, const std::string& help);
    /// A number above 0, such as 250 or 0.5.
    void rate(const std::string& name, std::optional<double>& value, const std::string& help);
    /// `1%`, or `0.01`; above 0 and below 100 %.
    void share(const std::string& name, std::optional<double>& value, const std::string& help);

private:
    CLI::App& m_command;
};

/// A length of time as people type it; nothing when the text is none or not positive.
std::optional<model::Duration> parseDuration(const std::string& text);
/// A share as people type it; nothing when the text is none, or not between 0 and 1.
std::optional<double> parseShare(const std::string& text);

}  // namespace app
