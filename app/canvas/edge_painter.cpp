#include "app/canvas/edge_painter.h"

#include <cmath>

#include "app/canvas/edge_field.h"
#include "app/canvas/node_painter.h"

namespace app {
namespace {

constexpr double arrowLength = 9;
constexpr double arrowHalfWidth = 4;
/// The role tags of context maps, as their users know them.
constexpr QRgb roleTagColour = 0xff54ceaf;

bool hasArrow(EdgeStyle style) {
    return style == EdgeStyle::Call || style == EdgeStyle::Event || style == EdgeStyle::Query;
}

QPen penOf(EdgeStyle style, const QColor& colour, double pixels, double ratio) {
    const double width = pixels * ratio;
    switch (style) {
        case EdgeStyle::Event: {
            QPen pen = cosmeticPen(colour, width, Qt::CustomDashLine);
            pen.setDashPattern({5 / pixels, 4 / pixels});
            return pen;
        }
        case EdgeStyle::SharedKernel: {
            QPen pen = cosmeticPen(colour, 4 * ratio);
            pen.setCapStyle(Qt::FlatCap);
            return pen;
        }
        case EdgeStyle::About: {
            QPen pen = cosmeticPen(colour, width, Qt::CustomDashLine);
            pen.setDashPattern({2 / pixels, 3 / pixels});
            return pen;
        }
        case EdgeStyle::SeparateWays:
            return cosmeticPen(colour, std::max(1.5 * ratio, width), Qt::DotLine);
        default:
            return cosmeticPen(colour, width);
    }
}

}  // namespace

void EdgePainter::paintLine(const DiagramEdge& edge, const EdgeRoute& route, const EdgeHeat* heat,
                            bool selected, const QColor& marked) {
    if (route.line.size() < 2) return;
    const bool failing = heat && heat->failing;
    const QColor colour = failing            ? m_theme.bad
                          : selected         ? m_theme.accent
                          : marked.isValid() ? marked
                                             : m_theme.edge;
    m_painter.setBrush(Qt::NoBrush);
    if (selected) {
        m_painter.setPen(cosmeticPen(m_theme.accentSurface, 8 * m_ratio));
        m_painter.drawPath(route.path);
    }
    m_painter.setPen(penOf(edge.style, colour, failing || selected || marked.isValid() ? 2 : 1, m_ratio));
    if (m_coarse)
        paintStretches(route);
    else
        m_painter.drawPath(route.path);
    const double reach = 2 * arrowLength;
    const bool seen = m_exposed.adjusted(-reach, -reach, reach, reach).contains(route.tip());
    if (seen && hasArrow(edge.style)) paintArrow(route, colour);
}

/// Only what is seen of a line: the dashes of one that runs far beyond would cost more than all the rest.
void EdgePainter::paintStretches(const EdgeRoute& route) {
    const QRectF near = m_exposed.adjusted(-4, -4, 4, 4);
    int first = -1;
    for (int i = 1; i <= route.line.size(); ++i) {
        const bool seen = i < route.line.size() && crosses(near, route.line[i - 1], route.line[i]);
        if (seen && first < 0) first = i - 1;
        if (seen || first < 0) continue;
        m_painter.drawPolyline(route.line.constData() + first, i - first);
        first = -1;
    }
}

void EdgePainter::paintArrow(const EdgeRoute& route, const QColor& colour) {
    const QPointF tip = route.tip();
    const QPointF before =
        route.pointAt(std::max(0.0, 1 - arrowLength / std::max(arrowLength, route.length())));
    const QPointF way = tip - before;
    const double length = std::hypot(way.x(), way.y());
    if (length < 1e-6) return;
    const QPointF along = way / length;
    const QPointF across(-along.y(), along.x());
    const QPointF base = tip - along * arrowLength;
    const QPointF corners[3] = {tip, base + across * arrowHalfWidth, base - across * arrowHalfWidth};
    m_painter.setPen(Qt::NoPen);
    m_painter.setBrush(colour);
    m_painter.drawConvexPolygon(corners, 3);
}

bool EdgePainter::paintLabel(const DiagramEdge& edge, const EdgeRoute& route, const EdgeHeat* heat,
                             bool always) {
    if (route.line.size() < 2) return false;
    if (!edge.fromTag.isEmpty()) paintTags(edge.fromTag, route, true);
    if (!edge.toTag.isEmpty()) paintTags(edge.toTag, route, false);
    const bool failing = heat && heat->failing;
    const QString text = heat && !heat->text.isEmpty() ? heat->text : edge.label;
    if (text.isEmpty() || !(route.labelShown || always || failing)) return false;
    // Who looks at the edge sees all of its words.
    const bool whole = always || text != edge.label || route.labelSize.isEmpty();
    const QSizeF size = whole ? labelChipSize(text) : route.labelSize;
    paintChip(edge.label.isEmpty() ? route.pointAt(0.5) : route.labelCentre, text, size,
              failing  ? m_theme.bad
              : always ? m_theme.text
                       : m_theme.secondary);
    return true;
}

void EdgePainter::paintChip(const QPointF& centre, const QString& text, const QSizeF& size,
                            const QColor& colour) {
    QRectF chip({}, size);
    chip.moveCenter(centre);
    if (!m_exposed.intersects(chip)) return;
    const QTransform before = m_painter.transform();
    m_painter.translate(centre);
    m_painter.scale(m_enlarged, m_enlarged);
    chip.moveTopLeft({std::round(-size.width() / 2), std::round(-size.height() / 2)});
    m_painter.setPen(Qt::NoPen);
    m_painter.setBrush(m_theme.canvas);
    m_painter.drawRoundedRect(chip, 4, 4);
    m_painter.setPen(colour);
    m_texts.draw(m_painter, TextRole::Caption, chip.adjusted(4, 0, -4, 0), Qt::AlignHCenter, text);
    m_painter.setTransform(before);
}

void EdgePainter::paintTags(const QString& tags, const EdgeRoute& route, bool atStart) {
    const QStringList words = tags.split(u' ', Qt::SkipEmptyParts);
    constexpr double padding = 5, space = 3, height = 18;
    double width = -space;
    for (const QString& word : words)
        width += m_texts.width(TextRole::CaptionBold, word) + 2 * padding + space;
    // Where the chips clear the frame: half their extent in the direction in which the line leaves it.
    const QPointF end = atStart ? route.start() : route.tip();
    const QPointF inner = atStart ? route.pointAt(0.02) : route.pointAt(0.98);
    const bool sideways = std::abs(inner.x() - end.x()) > std::abs(inner.y() - end.y());
    const QPointF way =
        sideways ? QPointF(inner.x() < end.x() ? -1 : 1, 0) : QPointF(0, inner.y() < end.y() ? -1 : 1);
    const QPointF centre = end + way * (6 + (sideways ? width / 2 : height / 2));
    double x = centre.x() - width / 2;
    for (const QString& word : words) {
        const QRectF chip(x, centre.y() - height / 2,
                          m_texts.width(TextRole::CaptionBold, word) + 2 * padding, height);
        const bool direction = word == QLatin1String("U") || word == QLatin1String("D");
        m_painter.setPen(direction ? cosmeticPen(m_theme.strongLine, m_ratio) : QPen(Qt::NoPen));
        m_painter.setBrush(direction ? m_theme.raised : QColor::fromRgba(roleTagColour));
        m_painter.drawRoundedRect(chip, 4, 4);
        m_painter.setPen(direction ? m_theme.text : QColor(0x10, 0x16, 0x1c));
        m_texts.draw(m_painter, TextRole::CaptionBold, chip, Qt::AlignHCenter, word);
        x = chip.right() + space;
    }
}

}  // namespace app
