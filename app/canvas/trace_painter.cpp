#include "app/canvas/trace_painter.h"

#include "app/canvas/node_painter.h"
#include "app/canvas/resizing.h"

namespace app {

QPointF foldSpotOf(const QRectF& rect, double zoom) {
    return rect.topRight() - QPointF(16 / zoom, 0);
}

TracePainter::TracePainter(const DiagramScene& scene, QPainter& painter, const Theme& theme)
    : m_scene(scene), m_painter(painter), m_theme(theme), m_zoom(painter.worldTransform().m11()) {}

void TracePainter::paint() {
    m_painter.setRenderHint(QPainter::Antialiasing);
    paintFoldSpots();
    paintLocks();
    paintGrips();
    paintEdgeEnds();
    paintGuides();
    paintGaps();
    paintConnection();
    paintRubberBand();
    paintRemark();
}

void TracePainter::paintGuides() {
    m_painter.setBrush(Qt::NoBrush);
    m_painter.setPen(cosmeticPen(m_theme.accent));
    for (const QLineF& guide : m_scene.traces.guides) m_painter.drawLine(guide);
}

/// A line between two bars.
void TracePainter::paintGaps() {
    m_painter.setPen(cosmeticPen(m_theme.warning, 1.5));
    for (const QLineF& gap : m_scene.traces.gaps) {
        const bool across = gap.y1() == gap.y2();
        const QPointF bar = across ? QPointF(0, pixels(5)) : QPointF(pixels(5), 0);
        m_painter.drawLine(gap);
        for (const QPointF& end : {gap.p1(), gap.p2()}) m_painter.drawLine(end - bar, end + bar);
    }
}

void TracePainter::paintGrips() {
    const QRectF rect = m_scene.geometry.rectOf(m_scene.marks.gripped);
    if (m_scene.marks.gripped.isEmpty() || rect.isNull()) return;
    m_painter.setPen(cosmeticPen(m_theme.accent, 1.5));
    m_painter.setBrush(m_theme.raised);
    const double half = pixels(3.5);
    for (const Grip& grip : allGrips()) {
        const QPointF place = placeOf(grip, rect);
        m_painter.drawRect(QRectF(place - QPointF(half, half), QSizeF(2 * half, 2 * half)));
    }
}

void TracePainter::paintEdgeEnds() {
    const int edge = m_scene.geometry.edgeIndex(m_scene.marks.attachable);
    if (m_scene.marks.attachable.isEmpty() || edge < 0) return;
    const EdgeRoute& route = m_scene.geometry.route(edge);
    if (route.line.size() < 2) return;
    m_painter.setPen(cosmeticPen(m_theme.accent, 1.5));
    m_painter.setBrush(m_theme.raised);
    for (const QPointF& end : {route.start(), route.tip()}) m_painter.drawEllipse(end, pixels(5), pixels(5));
}

/// A padlock at the upper left of what is selected or under the mouse and may not be moved.
void TracePainter::paintLocks() {
    if (m_zoom < 0.4) return;
    QSet<QString> shown = m_scene.marks.selection;
    shown.insert(m_scene.marks.hovered);
    if (shown.size() > 200) return;
    for (const QString& key : std::as_const(shown)) {
        const int index = m_scene.geometry.nodeIndex(key);
        if (index < 0 || !m_scene.geometry.node(index).locked) continue;
        const QPointF at = m_scene.geometry.node(index).rect().topLeft() + QPointF(pixels(2), 0);
        m_painter.setPen(cosmeticPen(m_theme.strongLine));
        m_painter.setBrush(m_theme.raised);
        m_painter.drawEllipse(at, pixels(9), pixels(9));
        m_painter.setPen(cosmeticPen(m_theme.text, 1.5));
        m_painter.setBrush(Qt::NoBrush);
        const QRectF bow(at.x() - pixels(2.5), at.y() - pixels(5.5), pixels(5), pixels(6));
        m_painter.drawArc(bow, 0, 180 * 16);
        m_painter.setBrush(m_theme.text);
        m_painter.drawRect(QRectF(at.x() - pixels(3.5), at.y() - pixels(1.5), pixels(7), pixels(5)));
    }
}

void TracePainter::paintFoldSpots() {
    if (!m_scene.marks.editable || m_zoom < 0.25) return;
    for (const DiagramNode& node : m_scene.geometry.diagram().nodes)
        if (node.folded) paintFoldSpot(node.rect(), true);
    const int region = m_scene.geometry.regionIndex(m_scene.marks.foldable);
    if (region >= 0) paintFoldSpot(m_scene.geometry.region(region).rect, false);
}

void TracePainter::paintFoldSpot(const QRectF& rect, bool folded) {
    const QPointF at = foldSpotOf(rect, m_zoom);
    m_painter.setPen(cosmeticPen(m_theme.strongLine));
    m_painter.setBrush(m_theme.raised);
    m_painter.drawEllipse(at, pixels(foldSpotRadius), pixels(foldSpotRadius));
    m_painter.setPen(cosmeticPen(m_theme.text, 1.5));
    const double arm = pixels(4);
    m_painter.drawLine(at - QPointF(arm, 0), at + QPointF(arm, 0));
    if (folded) m_painter.drawLine(at - QPointF(0, arm), at + QPointF(0, arm));
}

void TracePainter::paintConnection() {
    if (!m_scene.traces.connection) return;
    m_painter.setPen(cosmeticPen(m_theme.accent, 2));
    m_painter.drawLine(*m_scene.traces.connection);
    m_painter.setBrush(m_theme.accent);
    m_painter.drawEllipse(m_scene.traces.connection->p2(), pixels(4), pixels(4));
}

void TracePainter::paintRubberBand() {
    if (!m_scene.traces.rubberBand) return;
    m_painter.setPen(cosmeticPen(m_theme.accent));
    m_painter.setBrush(withAlpha(m_theme.accent, 0.08));
    m_painter.drawRect(*m_scene.traces.rubberBand);
}

void TracePainter::paintRemark() {
    if (m_scene.traces.remark.isEmpty()) return;
    m_painter.save();
    const QPointF at = m_painter.worldTransform().map(m_scene.traces.remarkAt);
    m_painter.resetTransform();
    m_painter.setFont(interFont(11));
    const double width = m_painter.fontMetrics().horizontalAdvance(m_scene.traces.remark) + 12;
    const QRectF chip(at.x() - width / 2, at.y() + 10, width, 20);
    m_painter.setPen(Qt::NoPen);
    m_painter.setBrush(m_theme.accent);
    m_painter.drawRoundedRect(chip, 4, 4);
    m_painter.setPen(m_theme.onAccent);
    m_painter.drawText(chip, Qt::AlignCenter, m_scene.traces.remark);
    m_painter.restore();
}

}  // namespace app
