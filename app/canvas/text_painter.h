#pragma once

#include <QFont>
#include <QHash>
#include <QPainter>
#include <QStaticText>
#include <vector>

namespace app {

/// What a text on the canvas is; each has its font.
enum class TextRole { Name, SmallName, Secondary, Caption, CaptionBold };

/// The text as one line that any font and any XML file can hold: no control characters, no halves of
/// characters, and cut where it is absurdly long.
QString printable(const QString& text);

/// Draws single lines of text in their role's font, shortened where they do not fit. Keeps the laid-out
/// lines: the same text is laid out once.
class TextPainter {
public:
    TextPainter();

    static QFont font(TextRole role);
    double width(TextRole role, const QString& text) const;
    double lineHeight(TextRole role) const;
    /// One line in the box, centred vertically.
    void draw(QPainter& painter, TextRole role, const QRectF& box, Qt::Alignment horizontal,
              const QString& text);

private:
    struct Line {
        QStaticText text;
        double width = 0;
    };
    const Line& line(TextRole role, const QString& text, int width);

    QHash<QString, Line> m_lines;
    std::vector<QFont> m_fonts;
};

}  // namespace app
