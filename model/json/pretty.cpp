#include "model/json/pretty.h"

#include <cmath>

namespace model {
namespace {

using Json = nlohmann::ordered_json;

constexpr std::size_t lineWidth = 100;
/// Up to this level containers are always broken into lines: the file, its collections, their entities.
constexpr int alwaysBroken = 2;

std::string scalarText(const Json& value) {
    return value.dump(-1, ' ', false, Json::error_handler_t::replace);
}

/// Appends the value on one line; false (and rubbish at the end) when it outgrows the width.
bool appendInline(const Json& value, std::string& out, std::size_t limit) {
    if (!value.is_structured()) {
        out += scalarText(value);
        return out.size() <= limit;
    }
    const bool object = value.is_object();
    out += object ? '{' : '[';
    bool first = true;
    for (auto entry = value.begin(); entry != value.end(); ++entry) {
        if (!first) out += ", ";
        first = false;
        if (object) out += scalarText(entry.key()) + ": ";
        if (!appendInline(entry.value(), out, limit)) return false;
    }
    out += object ? '}' : ']';
    return out.size() <= limit;
}

class Printer {
public:
    std::string text;

    void print(const Json& value, int level, std::size_t column) {
        if (!value.is_structured()) {
            text += scalarText(value);
            return;
        }
        if (value.empty() || (level > alwaysBroken && printInline(value, column))) {
            if (value.empty()) text += value.is_object() ? "{}" : "[]";
            return;
        }
        const bool object = value.is_object();
        text += object ? '{' : '[';
        bool first = true;
        for (auto entry = value.begin(); entry != value.end(); ++entry) {
            text += first ? "\n" : ",\n";
            first = false;
            const std::size_t indent = 2 * static_cast<std::size_t>(level + 1);
            text.append(indent, ' ');
            std::size_t used = indent;
            if (object) {
                const std::string key = scalarText(entry.key()) + ": ";
                text += key;
                used += key.size();
            }
            print(entry.value(), level + 1, used);
        }
        text += '\n';
        text.append(2 * static_cast<std::size_t>(level), ' ');
        text += object ? '}' : ']';
    }

private:
    bool printInline(const Json& value, std::size_t column) {
        std::string line;
        const std::size_t room = column + 1 < lineWidth ? lineWidth - column - 1 : 0;
        if (!appendInline(value, line, room)) return false;
        text += line;
        return true;
    }
};

}  // namespace

std::string prettyJson(const Json& tree) {
    Printer printer;
    printer.print(tree, 0, 0);
    printer.text += '\n';
    return std::move(printer.text);
}

}  // namespace model
