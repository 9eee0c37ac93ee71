#include "app/canvas/node_painter.h"

#include <QTextOption>
#include <algorithm>
#include <cmath>
#include <map>

#include "app/canvas/convention_colours.h"
#include "app/canvas/message_painter.h"
#include "app/canvas/sign_painter.h"
#include "app/diagram/node_sizes.h"

namespace app {
namespace {

constexpr double cardRadius = 8;
constexpr double stripWidth = 5;
constexpr double cutCorner = 14;
constexpr double lidHeight = 12;
constexpr double foldedCorner = 12;
constexpr double markSize = 13;
constexpr double markGap = 5;
/// How much of the colour of an overlay a node takes; its words stay readable on it.
constexpr double tintStrength = 0.22;

QPainterPath roundedRect(const QRectF& rect, double radius) {
    QPainterPath path;
    path.addRoundedRect(rect, radius, radius);
    return path;
}

QPainterPath cutCard(const QRectF& rect, double radius) {
    QPainterPath path(rect.topLeft() + QPointF(radius, 0));
    path.lineTo(rect.right() - cutCorner, rect.top());
    path.lineTo(rect.right(), rect.top() + cutCorner);
    path.lineTo(rect.right(), rect.bottom() - radius);
    path.quadTo(rect.bottomRight(), rect.bottomRight() - QPointF(radius, 0));
    path.lineTo(rect.left() + radius, rect.bottom());
    path.quadTo(rect.bottomLeft(), rect.bottomLeft() - QPointF(0, radius));
    path.lineTo(rect.left(), rect.top() + radius);
    path.quadTo(rect.topLeft(), rect.topLeft() + QPointF(radius, 0));
    return path;
}

QPainterPath cylinder(const QRectF& rect) {
    const QRectF lid(rect.left(), rect.top(), rect.width(), lidHeight);
    const QRectF base(rect.left(), rect.bottom() - lidHeight, rect.width(), lidHeight);
    QPainterPath path(QPointF(rect.left(), lid.center().y()));
    path.arcTo(lid, 180, -180);
    path.lineTo(rect.right(), base.center().y());
    path.arcTo(base, 0, -180);
    path.closeSubpath();
    return path;
}

/// A card with a head that stands half in it.
QPainterPath person(const QRectF& rect) {
    const double head = std::min(rect.height() / 3, 24.0);
    QPainterPath path = roundedRect(rect.adjusted(0, head * 0.8, 0, 0), cardRadius);
    QPainterPath skull;
    skull.addEllipse(QPointF(rect.center().x(), rect.top() + head / 2), head / 2, head / 2);
    return path.united(skull);
}

QPainterPath hexagon(const QRectF& rect) {
    const double point = std::min(rect.width() / 6, rect.height() / 3);
    QPainterPath path(QPointF(rect.left(), rect.center().y()));
    path.lineTo(rect.left() + point, rect.top());
    path.lineTo(rect.right() - point, rect.top());
    path.lineTo(rect.right(), rect.center().y());
    path.lineTo(rect.right() - point, rect.bottom());
    path.lineTo(rect.left() + point, rect.bottom());
    path.closeSubpath();
    return path;
}

QPainterPath sheetOfPaper(const QRectF& rect) {
    QPainterPath path(rect.topLeft());
    path.lineTo(rect.right() - foldedCorner, rect.top());
    path.lineTo(rect.right(), rect.top() + foldedCorner);
    path.lineTo(rect.bottomRight());
    path.lineTo(rect.bottomLeft());
    path.closeSubpath();
    return path;
}

/// The strip at a card's left border, at the origin: the part of the rounded rectangle that is left of it.
const QPainterPath& stripOf(double height) {
    static std::map<double, QPainterPath> strips;
    if (strips.size() > 200) strips.clear();
    QPainterPath& strip = strips[height];
    if (!strip.isEmpty()) return strip;
    QPainterPath side;
    side.addRect(0, 0, stripWidth, height);
    strip = roundedRect(QRectF(0, 0, 60, height), cardRadius).intersected(side);
    return strip;
}

bool isCard(NodeShape shape) {
    return shape == NodeShape::Card || shape == NodeShape::CutCard || shape == NodeShape::DashedCard;
}

bool hasCentredWords(NodeShape shape) {
    return shape == NodeShape::Cylinder || shape == NodeShape::Pill || shape == NodeShape::Person ||
           shape == NodeShape::Hexagon || shape == NodeShape::Group;
}

}  // namespace

QPen cosmeticPen(const QColor& colour, double width, Qt::PenStyle style) {
    QPen pen(colour, width, style);
    pen.setCosmetic(true);
    return pen;
}

QColor withAlpha(QColor colour, double alpha) {
    colour.setAlphaF(float(alpha));
    return colour;
}

QColor blended(const QColor& under, const QColor& over, double strength) {
    const auto mixed = [strength](float below, float above) {
        return below + (above - below) * float(strength);
    };
    return QColor::fromRgbF(mixed(under.redF(), over.redF()), mixed(under.greenF(), over.greenF()),
                            mixed(under.blueF(), over.blueF()));
}

QPainterPath NodePainter::outline(NodeShape shape, const QRectF& rect, double grow) {
    const QRectF grown = rect.adjusted(-grow, -grow, grow, grow);
    switch (shape) {
        case NodeShape::CutCard:
            return cutCard(grown, cardRadius + grow);
        case NodeShape::Cylinder:
            return cylinder(grown);
        case NodeShape::Pill:
            return roundedRect(grown, grown.height() / 2);
        case NodeShape::Person:
            return person(grown);
        case NodeShape::Hexagon:
            return hexagon(grown);
        case NodeShape::Note:
            return sheetOfPaper(grown);
        default:
            return roundedRect(grown, cardRadius + grow);
    }
}

QRectF NodePainter::wordBox(NodeShape shape, const QRectF& rect) {
    switch (shape) {
        case NodeShape::Cylinder:
            return rect.adjusted(8, lidHeight + 1, -8, -2);
        case NodeShape::Person:
            return rect.adjusted(8, std::min(rect.height() / 3, 24.0), -8, -4);
        default:
            return rect.adjusted(16, 3, -16, -3);
    }
}

QRectF NodePainter::shownRect(const DiagramNode& node, bool overlaid) {
    QRectF rect = node.rect();
    if (overlaid && isCard(node.shape)) {
        const double more = std::max(0.0, overlayCardHeight - rect.height());
        rect.adjust(0, -more / 2, 0, more / 2);
    }
    return rect;
}

QPen NodePainter::pen(const QColor& colour, double width, Qt::PenStyle style) const {
    return cosmeticPen(colour, width * m_painter.device()->devicePixelRatioF(), style);
}

QPen NodePainter::borderOf(const DiagramNode& node, const NodeHeat* heat, const NodeMark& mark) const {
    const bool gone = mark.sign == DiagramSign::Removed;
    const bool dashed = node.shape == NodeShape::DashedCard;
    const Qt::PenStyle line = dashed || gone ? Qt::DashLine : Qt::SolidLine;
    if (mark.sign) return pen(signColour(*mark.sign, m_theme), 2, line);
    const bool plain = node.paint == NodePaint::Plain;
    QColor border = dashed && plain ? m_theme.faint : coloursOf(node.paint, m_theme).border;
    if (heat && heat->alarming) border = m_theme.heat(heat->utilisation.value_or(1));
    return pen(border, 1, line);
}

void NodePainter::paint(const DiagramNode& node, const NodeHeat* heat, bool selected, const NodeMark& mark) {
    const QRectF rect = shownRect(node, heat != nullptr);
    if (isMessage(node.shape))
        return MessagePainter(m_painter, m_texts, m_theme, m_wordless).paint(node, rect, selected);
    if (heat && heat->alarming) paintRing(node, rect, *heat);
    if (selected) paintHalo(node, rect);
    m_painter.setPen(borderOf(node, heat, mark));
    const QColor fill = coloursOf(node.paint, m_theme).fill;
    m_painter.setBrush(mark.tint.isValid() ? blended(fill, mark.tint, tintStrength) : fill);
    paintShape(node, rect);
    if (isCard(node.shape)) paintCard(node, rect, heat);
    if (hasCentredWords(node.shape)) paintCentred(node, wordBox(node.shape, rect), heat);
    if (selected) {
        m_painter.setPen(pen(m_theme.accent, 2));
        m_painter.setBrush(Qt::NoBrush);
        m_painter.drawPath(outline(node.shape, rect));
    }
}

void NodePainter::paintShape(const DiagramNode& node, const QRectF& rect) {
    switch (node.shape) {
        case NodeShape::Card:
        case NodeShape::DashedCard:
            m_painter.drawRoundedRect(rect, cardRadius, cardRadius);
            break;
        case NodeShape::Pill:
            m_painter.drawRoundedRect(rect, rect.height() / 2, rect.height() / 2);
            break;
        case NodeShape::CutCard:
        case NodeShape::Person:
        case NodeShape::Hexagon:
            m_painter.drawPath(outline(node.shape, rect));
            break;
        case NodeShape::Cylinder:
            paintCylinder(node, rect);
            break;
        case NodeShape::Figure:
            paintFigure(node, rect);
            break;
        case NodeShape::Note:
            paintNote(node, rect);
            break;
        case NodeShape::Group:
            paintGroup(node, rect);
            break;
        case NodeShape::Message:
        case NodeShape::SelfMessage:
        case NodeShape::Activity:
            break;  // Drawn by themselves
    }
}

void NodePainter::paintCard(const DiagramNode& node, const QRectF& rect, const NodeHeat* heat) {
    if (node.context >= 0 && node.shape != NodeShape::DashedCard) {
        m_painter.translate(rect.topLeft());
        m_painter.fillPath(stripOf(rect.height()), m_theme.context(node.context));
        m_painter.translate(-rect.topLeft());
    }
    const double inset = node.shape == NodeShape::CutCard ? 22 : 12;
    if (heat) paintHeat(node, rect, *heat);
    if (m_wordless) return;
    const double corner = node.corner.isEmpty() ? 0 : m_texts.width(TextRole::Caption, node.corner);
    const QRectF top(rect.left() + 17, rect.top() + (heat ? 7 : 9), rect.width() - 17 - inset, 20);
    const NodeColours colours = coloursOf(node.paint, m_theme);
    m_painter.setPen(colours.text);
    m_texts.draw(m_painter, TextRole::Name, top.adjusted(0, 0, corner > 0 ? -corner - 6 : 0, 0),
                 Qt::AlignLeft, node.title);
    if (corner > 0) {
        m_painter.setPen(colours.secondary);
        m_texts.draw(m_painter, TextRole::Caption, top, Qt::AlignRight, node.corner);
    }
    if (heat) return;
    paintBelow(node, QRectF(top.left(), rect.top() + 30, rect.width() - 29, 16), Qt::AlignLeft,
               colours.secondary);
}

void NodePainter::paintBelow(const DiagramNode& node, const QRectF& box, Qt::Alignment side,
                             const QColor& colour) {
    const QString mark = technologyMark(node);
    const double indent = mark.isEmpty() ? 0 : markSize + markGap;
    QRectF words = box.adjusted(indent, 0, 0, 0);
    if (!mark.isEmpty()) {
        const double spare =
            std::max(0.0, words.width() - m_texts.width(TextRole::Caption, node.subtitle.left(200)));
        if (side & Qt::AlignHCenter) words.adjust(std::floor(spare / 2), 0, 0, 0);
        m_marks.draw(m_painter, mark,
                     QRectF(words.left() - indent, box.center().y() - markSize / 2, markSize, markSize),
                     colour);
    }
    m_painter.setPen(colour);
    m_texts.draw(m_painter, TextRole::Caption, words, mark.isEmpty() ? side : Qt::AlignLeft, node.subtitle);
}

void NodePainter::paintHeat(const DiagramNode&, const QRectF& rect, const NodeHeat& heat) {
    const QRectF box(rect.left() + 17, rect.top() + 27, rect.width() - 29, 16);
    if (!m_wordless) {
        m_painter.setPen(m_theme.secondary);
        m_texts.draw(m_painter, TextRole::Caption, box, Qt::AlignLeft, heat.text);
    }
    if (!heat.utilisation) return;
    const double share = std::clamp(*heat.utilisation, 0.0, 1.0);
    const QRectF bar(box.left(), rect.bottom() - 13, box.width(), 5);
    m_painter.setPen(Qt::NoPen);
    m_painter.setBrush(m_theme.strongLine);
    m_painter.drawRoundedRect(bar, 2.5, 2.5);
    m_painter.setBrush(m_theme.heat(share));
    m_painter.drawRoundedRect(QRectF(bar.topLeft(), QSizeF(std::max(5.0, bar.width() * share), bar.height())),
                              2.5, 2.5);
}

void NodePainter::paintCylinder(const DiagramNode&, const QRectF& rect) {
    m_painter.drawPath(cylinder(rect));
    const QRectF lid(rect.left(), rect.top(), rect.width(), lidHeight);
    m_painter.setBrush(Qt::NoBrush);
    m_painter.drawArc(lid, 180 * 16, 180 * 16);
}

void NodePainter::paintFigure(const DiagramNode& node, const QRectF& rect) {
    const double head = 9;
    const QPointF top(rect.center().x(), rect.top() + head + 2);
    m_painter.setPen(pen(m_theme.secondary, 1.6));
    m_painter.drawEllipse(top, head, head);
    QPainterPath shoulders(top + QPointF(-18, 32));
    shoulders.arcTo(QRectF(top + QPointF(-18, 13), QSizeF(36, 38)), 180, -180);
    m_painter.setBrush(Qt::NoBrush);
    m_painter.drawPath(shoulders);
    if (m_wordless) return;
    m_painter.setPen(m_theme.text);
    m_texts.draw(m_painter, TextRole::SmallName,
                 QRectF(rect.left() - 40, rect.bottom() - 18, rect.width() + 80, 18), Qt::AlignHCenter,
                 node.title);
}

void NodePainter::paintNote(const DiagramNode& node, const QRectF& rect) {
    m_painter.drawPath(sheetOfPaper(rect));
    const QPointF fold = rect.topRight() + QPointF(-foldedCorner, foldedCorner);
    const QPointF corner[] = {fold - QPointF(0, foldedCorner), fold, fold + QPointF(foldedCorner, 0)};
    m_painter.drawPolyline(corner, 3);
    if (m_wordless) return;
    m_painter.setPen(m_theme.text);
    m_painter.setFont(TextPainter::font(TextRole::Caption));
    QTextOption flow(Qt::AlignLeft | Qt::AlignTop);
    flow.setWrapMode(QTextOption::WrapAtWordBoundaryOrAnywhere);
    m_painter.drawText(rect.adjusted(8, 6, -foldedCorner, -6), node.title, flow);
}

/// Two sheets, one over the other: there is more in it than is seen.
void NodePainter::paintGroup(const DiagramNode& node, const QRectF& rect) {
    const QColor colour = node.context < 0 ? m_theme.strongLine : m_theme.context(node.context);
    m_painter.setPen(pen(colour));
    m_painter.drawRoundedRect(rect.translated(4, 4), cardRadius, cardRadius);
    m_painter.drawRoundedRect(rect, cardRadius, cardRadius);
    m_painter.setBrush(withAlpha(colour, 0.12));
    m_painter.drawRoundedRect(rect, cardRadius, cardRadius);
}

void NodePainter::paintCentred(const DiagramNode& node, const QRectF& box, const NodeHeat* heat) {
    if (m_wordless) return;
    const QString below = heat && !heat->text.isEmpty() ? heat->text : node.subtitle;
    const bool two = !below.isEmpty();
    const QRectF upper(box.left(), box.top(), box.width(), two ? box.height() / 2 : box.height());
    const NodeColours colours = coloursOf(node.paint, m_theme);
    m_painter.setPen(colours.text);
    m_texts.draw(m_painter, TextRole::SmallName, upper.translated(0, two ? 0.5 : 0), Qt::AlignHCenter,
                 node.title);
    if (!two) return;
    const QRectF lower =
        QRectF(box.left(), upper.bottom(), box.width(), box.height() / 2).translated(0, -0.5);
    if (below == node.subtitle) return paintBelow(node, lower, Qt::AlignHCenter, colours.secondary);
    m_painter.setPen(colours.secondary);
    m_texts.draw(m_painter, TextRole::Caption, lower, Qt::AlignHCenter, below);
}

void NodePainter::paintWords(const DiagramNode& node, const QRectF& rect, const NodeHeat* heat) {
    const bool card = isCard(node.shape);
    QRectF box = rect.adjusted(4, 0, -4, 0);
    if (card) box = rect.adjusted(10, 1, -5, 0);
    if (node.shape == NodeShape::Cylinder)
        box.setTop(rect.top() + rect.height() * lidHeight / storeSize.height());
    if (node.shape == NodeShape::Figure)
        box = QRectF(rect.left() - 40, rect.bottom() - 18, rect.width() + 80, 18);
    const Qt::Alignment side = card ? Qt::AlignLeft : Qt::AlignHCenter;
    constexpr double roomForAll = 120;
    const QString figures = !heat ? QString() : rect.width() < roomForAll ? heat->brief : heat->text;
    const NodeColours colours = coloursOf(node.paint, m_theme);
    m_painter.setPen(colours.text);
    if (figures.isEmpty()) return m_texts.draw(m_painter, TextRole::SmallName, box, side, node.title);
    if (card) box.setBottom(rect.bottom() - rect.height() * 14 / overlayCardHeight);  // There lies the bar
    const QPointF below(0, box.height() / 2);
    box.setHeight(below.y());
    m_texts.draw(m_painter, card ? TextRole::SmallName : TextRole::CaptionBold, box, side, node.title);
    m_painter.setPen(colours.secondary);
    m_texts.draw(m_painter, TextRole::Caption, box.translated(below), side, figures);
}

void NodePainter::paintRing(const DiagramNode& node, const QRectF& rect, const NodeHeat& heat) {
    m_painter.setPen(Qt::NoPen);
    m_painter.setBrush(withAlpha(m_theme.heat(heat.utilisation.value_or(1)), 0.35));
    m_painter.drawPath(outline(node.shape, rect, 4));
}

void NodePainter::paintHalo(const DiagramNode& node, const QRectF& rect) {
    m_painter.setPen(Qt::NoPen);
    m_painter.setBrush(m_theme.accentSurface);
    m_painter.drawPath(outline(node.shape, rect, 4));
}

}  // namespace app
