#pragma once

#include <QSyntaxHighlighter>

#include "app/theme/theme.h"

namespace app {

/// Colours the keys, texts, numbers and words of JSON.
class JsonHighlighter : public QSyntaxHighlighter {
    Q_OBJECT

public:
    JsonHighlighter(const Theme& theme, QTextDocument* document);
    void setTheme(const Theme& theme);

protected:
    void highlightBlock(const QString& text) override;

private:
    Theme m_theme;
};

}  // namespace app
