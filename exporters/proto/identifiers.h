#pragma once

#include <set>
#include <string>
#include <string_view>
#include <vector>

/// Identifiers of Protocol Buffers, made from what people call things.
namespace exporters {

/// The words of a name: cut at everything that is no ASCII letter or digit, and where a new word begins in
/// CamelCase. `HTTPStatus code-2` -> `HTTP`, `Status`, `code`, `2`.
std::vector<std::string> wordsOfName(std::string_view text);

/// `place order` -> `PlaceOrder`; a name that is CamelCase already stays as it is.
std::string pascalIdentifier(std::string_view text, std::string_view fallback);
/// `orderID` -> `order_id`.
std::string snakeIdentifier(std::string_view text, std::string_view fallback);
/// The words in lower case, as inside of a sentence: `OrderLine` -> `order line`.
std::string plainWords(std::string_view text);

/// Gives out identifiers of one scope, each once: the second of a kind becomes `Name2`.
class IdentifierScope {
public:
    /// `name`, or the first of `name` + separator + 2, 3, ... that is free.
    std::string take(const std::string& name, std::string_view separator = "");
    bool isFree(const std::string& name) const { return m_taken.count(name) == 0; }
    void reserve(const std::string& name) { m_taken.insert(name); }

private:
    std::set<std::string> m_taken;
};

/// Gives out the names of the fields of one message. They differ also where the generated accessors and JSON
/// names would meet: `has_name` beside `name`, `line1` beside `line_1`.
class FieldScope {
public:
    std::string take(const std::string& name);

private:
    bool meetsAnother(const std::string& name) const;

    std::set<std::string> m_names;
    std::set<std::string> m_jsonNames;
};

}  // namespace exporters
