#include "app/canvas/text_painter.h"

#include <QFontMetricsF>
#include <cmath>

#include "app/theme/theme.h"

namespace app {
namespace {

constexpr int mostTextLines = 30'000;

}  // namespace

QString printable(const QString& text) {
    constexpr int longestLine = 400;
    QString line;
    const QString head = text.left(longestLine).simplified();
    for (int i = 0; i < head.size(); ++i) {
        const QChar c = head[i];
        const bool pair = c.isHighSurrogate() && i + 1 < head.size() && head[i + 1].isLowSurrogate();
        if (pair) {
            line += c;
            line += head[++i];
        } else if (!c.isSurrogate() && !c.isNonCharacter() && c.category() != QChar::Other_Control) {
            line += c;
        }
    }
    return line;
}

QFont TextPainter::font(TextRole role) {
    switch (role) {
        case TextRole::Name:
            return interFont(13, QFont::DemiBold);
        case TextRole::SmallName:
            return interFont(12, QFont::DemiBold);
        case TextRole::Secondary:
            return interFont(12);
        case TextRole::Caption:
            return interFont(11);
        case TextRole::CaptionBold:
            return interFont(11, QFont::DemiBold);
    }
    return {};
}

TextPainter::TextPainter() {
    for (int role = 0; role <= int(TextRole::CaptionBold); ++role) m_fonts.push_back(font(TextRole(role)));
}

double TextPainter::width(TextRole role, const QString& text) const {
    return QFontMetricsF(m_fonts[int(role)]).horizontalAdvance(text);
}

double TextPainter::lineHeight(TextRole role) const {
    return QFontMetricsF(m_fonts[int(role)]).height();
}

const TextPainter::Line& TextPainter::line(TextRole role, const QString& text, int width) {
    const QString key = QString(QChar(ushort(role))) + QChar(ushort(std::min(width, 0xfff0))) + text;
    if (const auto known = m_lines.constFind(key); known != m_lines.constEnd()) return *known;
    if (m_lines.size() > mostTextLines) m_lines.clear();
    const QFontMetricsF metrics(m_fonts[int(role)]);
    // A name of megabytes is cut before it is measured.
    const QString fitting = metrics.elidedText(printable(text), Qt::ElideRight, width + 0.5);
    Line line;
    line.text.setTextFormat(Qt::PlainText);
    line.text.setText(fitting);
    line.text.setPerformanceHint(QStaticText::ModerateCaching);
    line.text.prepare(QTransform(), m_fonts[int(role)]);
    line.width = metrics.horizontalAdvance(fitting);
    return *m_lines.insert(key, line);
}

void TextPainter::draw(QPainter& painter, TextRole role, const QRectF& box, Qt::Alignment horizontal,
                       const QString& text) {
    if (text.isEmpty() || box.width() < 4) return;
    const Line& found = line(role, text, int(box.width()));
    double x = box.left();
    if (horizontal & Qt::AlignRight) x = box.right() - found.width;
    if (horizontal & Qt::AlignHCenter) x = box.center().x() - found.width / 2;
    // Capitals stand in the middle of the box, on whole pixels: neighbours of different size share a
    // baseline.
    const QFontMetricsF metrics(m_fonts[int(role)]);
    const double y = std::round(box.center().y() + metrics.capHeight() / 2) - metrics.ascent();
    painter.setFont(m_fonts[int(role)]);
    painter.drawStaticText(QPointF(std::round(x), y), found.text);
}

}  // namespace app
