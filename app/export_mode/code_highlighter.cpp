#include "app/export_mode/code_highlighter.h"

#include <QFileInfo>
#include <QRegularExpression>

namespace app {

namespace {

constexpr qsizetype longestLine = 2000;

const char* const cKeywords =
    "\\b(syntax|package|import|option|message|service|rpc|returns|enum|repeated|optional|reserved|oneof|map|"
    "stream|"
    "string|bytes|bool|double|float|int32|int64|uint32|uint64|class|struct|namespace|public|private|override|"
    "const|auto|"
    "return|if|else|for|while|void|int|std|using|new|nullptr|true|false|static|template|include|pragma)\\b";

}  // namespace

CodeHighlighter::CodeHighlighter(const Theme& theme, QTextDocument* document)
    : QSyntaxHighlighter(document), m_theme(theme) {}

void CodeHighlighter::setTheme(const Theme& theme) {
    m_theme = theme;
    rehighlight();
}

void CodeHighlighter::setLanguage(Language language) {
    m_language = language;
}

CodeHighlighter::Language CodeHighlighter::languageOf(const QString& path) {
    const QString name = QFileInfo(path).fileName();
    const QString suffix = QFileInfo(path).suffix();
    if (suffix == "yaml" || suffix == "yml") return Language::Yaml;
    if (suffix == "proto" || suffix == "cpp" || suffix == "h" || suffix == "cc" || suffix == "json")
        return Language::CLike;
    if (suffix == "sh" || suffix == "cmake" || name == "CMakeLists.txt" || name == "Dockerfile")
        return Language::Shell;
    return Language::Plain;
}

void CodeHighlighter::colour(const QString& text, const char* pattern, const QColor& colour, int group) {
    const QRegularExpression expression{QLatin1String(pattern)};
    auto matches = expression.globalMatch(text);
    while (matches.hasNext()) {
        const auto match = matches.next();
        setFormat(static_cast<int>(match.capturedStart(group)), static_cast<int>(match.capturedLength(group)),
                  colour);
    }
}

void CodeHighlighter::colourBlockComments(const QString& text) {
    setCurrentBlockState(0);
    qsizetype start = previousBlockState() == 1 ? 0 : text.indexOf("/*");
    while (start >= 0) {
        const qsizetype end = text.indexOf("*/", start);
        if (end < 0) setCurrentBlockState(1);
        const qsizetype length = end < 0 ? text.size() - start : end - start + 2;
        setFormat(static_cast<int>(start), static_cast<int>(length), m_theme.faint);
        start = end < 0 ? -1 : text.indexOf("/*", start + length);
    }
}

void CodeHighlighter::highlightBlock(const QString& text) {
    if (text.size() > longestLine || m_language == Language::Plain) return;
    const QColor strings = m_theme.good;
    const QColor keys = m_theme.accent;
    colour(text, "(?<![\\w.])[0-9]+(\\.[0-9]+)?[a-zA-Z]*(?![\\w.])", m_theme.warning);
    if (m_language == Language::Yaml) {
        colour(text, "^\\s*(?:- )?([A-Za-z0-9_./-]+|\"[^\"]*\")\\s*:", keys, 1);
        colour(text, ":\\s+(\"(?:[^\"\\\\]|\\\\.)*\"|'[^']*')", strings, 1);
        colour(text, "(^|\\s)#.*$", m_theme.faint);
        return;
    }
    if (m_language == Language::CLike) colour(text, cKeywords, keys);
    colour(text, "\"(?:[^\"\\\\]|\\\\.)*\"", strings);
    colour(text, m_language == Language::Shell ? "(^|\\s)#.*$" : "//.*$", m_theme.faint);
    if (m_language == Language::CLike) colourBlockComments(text);
}

}  // namespace app
