#pragma once

#include <string>
#include <string_view>

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

/// A JSON pointer that grows and shrinks while a tree is walked.
class PointerPath {
public:
    const std::string& text() const { return m_text; }

    /// Goes one step down for the lifetime of the scope.
    class Scope {
    public:
        Scope(PointerPath& path, std::string_view key) : m_path(path), m_length(path.m_text.size()) {
            m_path.m_text += '/';
            m_path.m_text += escapedForPointer(key);
        }
        Scope(PointerPath& path, std::size_t index) : Scope(path, std::to_string(index)) {}
        ~Scope() { m_path.m_text.resize(m_length); }
        Scope(const Scope&) = delete;
        Scope& operator=(const Scope&) = delete;

    private:
        PointerPath& m_path;
        std::size_t m_length;
    };

private:
    std::string m_text;
};

}  // namespace model
