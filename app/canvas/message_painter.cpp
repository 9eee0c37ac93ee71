#include "app/canvas/message_painter.h"

#include "app/canvas/node_painter.h"
#include "app/diagram/sequence_measures.h"

namespace app {
namespace {

namespace seq = sequence_measures;

constexpr double messageArrow = 9;
constexpr double messageArrowHalf = 4.5;
constexpr double selfLoop = 28;

}  // namespace

bool isMessage(NodeShape shape) {
    return shape == NodeShape::Message || shape == NodeShape::SelfMessage || shape == NodeShape::Activity;
}

MessagePainter::MessagePainter(QPainter& painter, TextPainter& texts, const Theme& theme, bool wordless)
    : m_painter(painter), m_texts(texts), m_theme(theme), m_wordless(wordless) {}

QPen MessagePainter::pen(const QColor& colour, double width, Qt::PenStyle style) const {
    return cosmeticPen(colour, width * m_painter.device()->devicePixelRatioF(), style);
}

void MessagePainter::paint(const DiagramNode& node, const QRectF& rect, bool selected) {
    if (selected) {
        m_painter.setPen(Qt::NoPen);
        m_painter.setBrush(m_theme.accentSurface);
        m_painter.drawRoundedRect(rect.adjusted(0, -2, 0, 2), 6, 6);
    }
    if (node.shape == NodeShape::Activity)
        paintActivity(node, rect);
    else if (node.shape == NodeShape::SelfMessage)
        paintSelfMessage(node, rect);
    else
        paintMessage(node, rect);
    if (!selected) return;
    m_painter.setPen(pen(m_theme.accent, 2));
    m_painter.setBrush(Qt::NoBrush);
    m_painter.drawRoundedRect(rect.adjusted(0, -2, 0, 2), 6, 6);
}

/// Filled where the caller waits, open where it does not, as UML has it.
void MessagePainter::paintArrow(const QPointF& from, const QPointF& to, bool dashed, bool open) {
    m_painter.setPen(pen(m_theme.edge, 1, dashed ? Qt::DashLine : Qt::SolidLine));
    m_painter.drawLine(from, to);
    const double back = to.x() > from.x() ? -messageArrow : messageArrow;
    const QPointF head[] = {to + QPointF(back, -messageArrowHalf), to, to + QPointF(back, messageArrowHalf)};
    m_painter.setPen(pen(m_theme.edge, open ? 1.4 : 1));
    m_painter.setBrush(open ? QBrush(Qt::NoBrush) : QBrush(m_theme.edge));
    if (open)
        m_painter.drawPolyline(head, 3);
    else
        m_painter.drawPolygon(head, 3);
}

void MessagePainter::paintMessage(const DiagramNode& node, const QRectF& rect) {
    // Arrows end at the bar of who is busy, not at the lifeline within it.
    const QRectF room = rect.adjusted(seq::busyWidth / 2, 0, -seq::busyWidth / 2, 0);
    const double y = rect.top() + seq::arrowDrop, back = rect.bottom() - seq::answerRise;
    const QPointF left(room.left(), y), right(room.right(), y);
    const bool event = node.arrow == EdgeStyle::Event;
    paintArrow(node.leftwards ? right : left, node.leftwards ? left : right, event, event);
    const bool waits = node.arrow == EdgeStyle::Call || node.arrow == EdgeStyle::Query;
    if (waits && !node.isAnswer) {
        const QPointF near(room.left(), back), far(room.right(), back);
        paintArrow(node.leftwards ? near : far, node.leftwards ? far : near, true, true);
    }
    paintWords(node, QRectF(room.left() + 6, rect.top(), room.width() - 12, seq::arrowDrop - 3));
}

void MessagePainter::paintSelfMessage(const DiagramNode& node, const QRectF& rect) {
    const double x = rect.left() + seq::busyWidth / 2, top = rect.top() + 10, bottom = rect.bottom() - 10;
    const QPointF turn[] = {{x, top}, {x + selfLoop, top}, {x + selfLoop, bottom}};
    m_painter.setPen(pen(m_theme.edge));
    m_painter.setBrush(Qt::NoBrush);
    m_painter.drawPolyline(turn, 3);
    paintArrow({x + selfLoop, bottom}, {x, bottom}, false, false);
    paintWords(node, rect.adjusted(selfLoop + seq::busyWidth / 2 + 8, 0, -2, 0));
}

void MessagePainter::paintActivity(const DiagramNode& node, const QRectF& rect) {
    m_painter.setPen(pen(m_theme.strongLine));
    m_painter.setBrush(m_theme.raised);
    m_painter.drawRoundedRect(rect, 6, 6);
    if (m_wordless) return;
    m_painter.setPen(m_theme.text);
    m_texts.draw(m_painter, TextRole::Caption, rect.adjusted(6, 0, -6, 0), Qt::AlignHCenter, node.title);
}

/// The name, and after it what is said besides.
void MessagePainter::paintWords(const DiagramNode& node, const QRectF& box) {
    if (m_wordless) return;
    m_painter.setPen(node.isAnswer ? m_theme.secondary : m_theme.text);
    if (node.subtitle.isEmpty())
        return m_texts.draw(m_painter, TextRole::Caption, box,
                            node.shape == NodeShape::SelfMessage ? Qt::AlignLeft : Qt::AlignHCenter,
                            node.title);
    const double title = m_texts.width(TextRole::Caption, node.title) + 1;
    const double both = title + 8 + m_texts.width(TextRole::Caption, node.subtitle) + 1;
    const bool fits = both <= box.width();
    const double left =
        node.shape == NodeShape::SelfMessage || !fits ? box.left() : box.center().x() - both / 2;
    m_texts.draw(m_painter, TextRole::Caption,
                 QRectF(left, box.top(), std::min(title, box.width()), box.height()), Qt::AlignLeft,
                 node.title);
    const double rest = std::min(both, box.right() - left) - title - 8;
    if (rest < 24) return;
    m_painter.setPen(m_theme.secondary);
    m_texts.draw(m_painter, TextRole::Caption, QRectF(left + title + 8, box.top(), rest, box.height()),
                 Qt::AlignLeft, node.subtitle);
}

void MessagePainter::paintLines(const std::vector<DiagramLine>& lines, const QRectF& exposed) {
    for (const DiagramLine& line : lines) {
        const QRectF place = QRectF(line.line.p1(), line.line.p2()).normalized().adjusted(-8, -1, 8, 1);
        if (!place.intersects(exposed)) continue;
        if (line.width <= 0) {
            m_painter.setPen(pen(m_theme.strongLine, 1, Qt::DashLine));
            m_painter.drawLine(line.line);
            continue;
        }
        m_painter.setPen(pen(m_theme.strongLine));
        m_painter.setBrush(m_theme.panel);
        const double half = line.width / 2;
        m_painter.drawRect(QRectF(line.line.p1(), line.line.p2()).normalized().adjusted(-half, 0, half, 0));
    }
}

}  // namespace app
