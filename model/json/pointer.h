#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace model {

/// A key as a reference token of a JSON pointer (RFC 6901): `~` and `/` escaped.
inline std::string escapedForPointer(std::string_view key) {
    std::string result;
    for (const char c : key) {
        if (c == '~')
            result += "~0";
        else if (c == '/')
            result += "~1";
        else
            result += c;
    }
    return result;
}

/// A JSON pointer that grows and shrinks while a tree is walked. It is put into words only when it is asked
/// for: most walks find nothing to tell.
class PointerPath {
public:
    std::string text() const {
        std::string text;
        for (const Token& token : m_tokens)
            text += '/' + (token.key.data() ? escapedForPointer(token.key) : std::to_string(token.index));
        return text;
    }

    /// Goes one step down for the lifetime of the scope, which the key has to outlive.
    class Scope {
    public:
        Scope(PointerPath& path, std::string_view key) : m_path(path) { path.m_tokens.push_back({key, 0}); }
        Scope(PointerPath& path, const char* key) : Scope(path, std::string_view(key)) {}
        Scope(PointerPath& path, std::string&& key) = delete;
        Scope(PointerPath& path, std::size_t index) : m_path(path) { path.m_tokens.push_back({{}, index}); }
        ~Scope() { m_path.m_tokens.pop_back(); }
        Scope(const Scope&) = delete;
        Scope& operator=(const Scope&) = delete;

    private:
        PointerPath& m_path;
    };

private:
    struct Token {
        std::string_view key;  ///< Without one it is an index
        std::size_t index;
    };
    std::vector<Token> m_tokens;
};

}  // namespace model
