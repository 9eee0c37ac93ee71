#include "app/canvas/minimap.h"

#include <QMouseEvent>
#include <QPainter>

#include "app/canvas/convention_colours.h"
#include "app/canvas/node_painter.h"
#include "app/canvas/tool_palette.h"

namespace app {

Minimap::Minimap(QWidget* parent) : QWidget(parent), m_theme(Theme::of(Scheme::Light)) {
    setFixedSize(170 + 2 * floatingShadow, 134 + 2 * floatingShadow);
    setAccessibleName(tr("Overview"));
    setToolTip(tr("Click or drag to look elsewhere"));
}

void Minimap::setTheme(const Theme& theme) {
    m_theme = theme;
    m_content = {};
    update();
}

void Minimap::setContent(const DiagramGeometry& geometry) {
    m_patches.clear();
    m_bounds = {};
    for (const DiagramRegion& region : geometry.diagram().regions) {
        m_patches.push_back({region.rect, region.context, region.look, region.key});
        m_bounds = m_bounds.united(region.rect);
    }
    for (const DiagramNode& node : geometry.diagram().nodes) {
        if (geometry.regionIndex(node.region) >= 0) continue;
        m_patches.push_back({node.rect(), -1, RegionLook::Context, node.key});
        m_bounds = m_bounds.united(node.rect());
    }
    m_content = {};
    update();
}

void Minimap::setSeen(const QRectF& seen) {
    m_seen = seen;
    update();
}

QTransform Minimap::toMap() const {
    const QRectF inner = QRectF(rect()).adjusted(floatingShadow + 8, floatingShadow + 6, -floatingShadow - 8,
                                                 -floatingShadow - 10);
    if (m_bounds.isEmpty()) return {};
    const double scale =
        std::min({inner.width() / m_bounds.width(), inner.height() / m_bounds.height(), 0.3});
    QTransform transform;
    transform.translate(inner.center().x(), inner.center().y());
    transform.scale(scale, scale);
    transform.translate(-m_bounds.center().x(), -m_bounds.center().y());
    return transform;
}

void Minimap::drawContent() {
    m_content = QPixmap(size() * devicePixelRatioF());
    m_content.setDevicePixelRatio(devicePixelRatioF());
    m_content.fill(Qt::transparent);
    QPainter painter(&m_content);
    painter.setRenderHint(QPainter::Antialiasing, m_patches.size() < 2000);
    painter.setPen(Qt::NoPen);
    const QTransform transform = toMap();
    for (const Patch& patch : m_patches) {
        const QColor colour =
            patch.context < 0 ? m_theme.faint : coloursOf(patch.look, patch.context, m_theme).border;
        painter.setBrush(withAlpha(colour, m_dimmed.contains(patch.key) ? 0.09 : 0.32));
        painter.drawRoundedRect(transform.mapRect(patch.rect), 2, 2);
    }
    drawMarks(painter, transform);
}

/// Errors as squares, warnings as triangles, hits as rings: told apart without their colours.
void Minimap::drawMarks(QPainter& painter, const QTransform& transform) const {
    painter.setRenderHint(QPainter::Antialiasing, m_marks.size() < 2000);
    for (const Mark& mark : m_marks) {
        const QPointF at = transform.map(mark.place);
        painter.setPen(Qt::NoPen);
        if (mark.kind == MarkKind::Error) {
            painter.setBrush(m_theme.bad);
            painter.drawRect(QRectF(at - QPointF(2.5, 2.5), QSizeF(5, 5)));
        } else if (mark.kind == MarkKind::Warning) {
            const QPointF corners[] = {at - QPointF(0, 3), at + QPointF(3, 2.5), at + QPointF(-3, 2.5)};
            painter.setBrush(m_theme.warning);
            painter.drawConvexPolygon(corners, 3);
        } else {
            painter.setPen(QPen(m_theme.text, 1.5));
            painter.setBrush(Qt::NoBrush);
            painter.drawEllipse(at, 3.5, 3.5);
        }
    }
}

void Minimap::addMark(const DiagramGeometry& geometry, MarkKind kind, const QString& key) {
    if (const QRectF rect = geometry.rectOf(key); !rect.isNull()) m_marks.push_back({kind, rect.center()});
}

void Minimap::setMarks(const DiagramGeometry& geometry, const DiagramOverlay& layer,
                       const QStringList& hits) {
    m_marks.clear();
    for (auto sign = layer.signs.begin(); sign != layer.signs.end(); ++sign)
        if (*sign == DiagramSign::Warning) addMark(geometry, MarkKind::Warning, sign.key());
    // Above the warnings.
    for (auto sign = layer.signs.begin(); sign != layer.signs.end(); ++sign)
        if (*sign == DiagramSign::Error) addMark(geometry, MarkKind::Error, sign.key());
    for (const QString& key : hits) addMark(geometry, MarkKind::Hit, key);
    m_dimmed = layer.dimmed;
    m_content = {};
    update();
}

Minimap::Counts Minimap::counts() const {
    Counts counts;
    for (const Mark& mark : m_marks)
        ++(mark.kind == MarkKind::Error     ? counts.errors
           : mark.kind == MarkKind::Warning ? counts.warnings
                                            : counts.hits);
    for (const Patch& patch : m_patches) counts.dimmed += m_dimmed.contains(patch.key);
    return counts;
}

void Minimap::paintEvent(QPaintEvent*) {
    paintFloatingFrame(*this, m_theme, 10);
    if (m_bounds.isEmpty()) return;
    if (m_content.isNull() || m_content.devicePixelRatio() != devicePixelRatioF()) drawContent();
    QPainter painter(this);
    painter.drawPixmap(0, 0, m_content);
    const QRectF room = QRectF(rect()).adjusted(floatingShadow + 5, floatingShadow + 3, -floatingShadow - 5,
                                                -floatingShadow - 7);
    const QRectF seen = toMap().mapRect(m_seen).intersected(room);
    if (seen.isEmpty()) return;
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setPen(QPen(m_theme.accent, 1));
    painter.setBrush(Qt::NoBrush);
    painter.drawRoundedRect(seen.adjusted(0.5, 0.5, -0.5, -0.5), 3, 3);
}

/// What is seen is dragged by where it is taken; beside it, the press brings its middle there.
void Minimap::mousePressEvent(QMouseEvent* event) {
    if (m_bounds.isEmpty()) return;
    const QPointF at = toMap().inverted().map(event->position());
    m_grip = m_seen.contains(at) ? at - m_seen.center() : QPointF();
    emit wanted(at - m_grip);
}

void Minimap::mouseMoveEvent(QMouseEvent* event) {
    if (m_bounds.isEmpty() || !(event->buttons() & Qt::LeftButton)) return;
    emit wanted(toMap().inverted().map(event->position()) - m_grip);
}

}  // namespace app
