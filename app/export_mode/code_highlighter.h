#pragma once

#include <QSyntaxHighlighter>

#include "app/theme/theme.h"

namespace app {

/// Colours comments, strings, keys, numbers and keywords of what is exported; by the name of the file.
class CodeHighlighter : public QSyntaxHighlighter {
    Q_OBJECT

public:
    enum class Language { Plain, Yaml, CLike, Shell };

    CodeHighlighter(const Theme& theme, QTextDocument* document);
    void setTheme(const Theme& theme);
    void setLanguage(Language language);
    static Language languageOf(const QString& path);

protected:
    void highlightBlock(const QString& text) override;

private:
    void colour(const QString& text, const char* pattern, const QColor& colour, int group = 0);
    void colourBlockComments(const QString& text);

    Theme m_theme;
    Language m_language = Language::Plain;
};

}  // namespace app
