#include "app/text/json_highlighter.h"

namespace app {

namespace {

constexpr qsizetype longestColouredLine = 4000;

/// Where a text in quotes that begins there ends, behind its last quote.
int endOfQuoted(const QString& text, int from) {
    int at = from + 1;
    for (; at < text.size() && text[at] != u'"'; ++at)
        if (text[at] == u'\\') ++at;
    return std::min(static_cast<int>(text.size()), at + 1);
}

bool isKey(const QString& text, int end) {
    while (end < text.size() && text[end].isSpace()) ++end;
    return end < text.size() && text[end] == u':';
}

}  // namespace

JsonHighlighter::JsonHighlighter(const Theme& theme, QTextDocument* document)
    : QSyntaxHighlighter(document), m_theme(theme) {}

void JsonHighlighter::setTheme(const Theme& theme) {
    m_theme = theme;
    rehighlight();
}

void JsonHighlighter::highlightBlock(const QString& text) {
    if (text.size() > longestColouredLine) return;
    for (int at = 0; at < text.size();) {
        const QChar c = text[at];
        int end = at + 1;
        if (c == u'"') {
            end = endOfQuoted(text, at);
            setFormat(at, end - at, isKey(text, end) ? m_theme.accent : m_theme.good);
        } else if (c.isLetterOrNumber() || c == u'-') {
            while (end < text.size() &&
                   (text[end].isLetterOrNumber() || QStringLiteral(".+-").contains(text[end])))
                ++end;
            setFormat(at, end - at, c.isLetter() ? m_theme.accent : m_theme.warning);
        } else if (!c.isSpace()) {
            setFormat(at, 1, m_theme.secondary);
        }
        at = end;
    }
}

}  // namespace app
