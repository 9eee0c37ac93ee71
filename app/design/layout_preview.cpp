#include "app/design/layout_preview.h"

#include "app/diagram/regions.h"
#include "app/theme/motion.h"

namespace app {

namespace {

constexpr int previewMotion = 220;  // ms
/// Larger diagrams take longer to draw than the eye follows: they are there at once.
constexpr std::size_t mostMovingNodes = 400;

}  // namespace

LayoutPreview::LayoutPreview(CanvasView& canvas, QObject* parent) : QObject(parent), m_canvas(canvas) {
    m_motion.setStartValue(0.0);
    m_motion.setEndValue(1.0);
    m_motion.setEasingCurve(QEasingCurve::InOutCubic);
    connect(&m_motion, &QVariantAnimation::valueChanged, this,
            [this](const QVariant& share) { step(share.toDouble()); });
}

Places LayoutPreview::seenPlaces() const {
    Places places;
    for (const DiagramNode& node : m_canvas.diagram().nodes) places.insert(node.key, node.centre);
    for (const DiagramRegion& region : m_canvas.diagram().regions) places.insert(region.key, region.centre);
    return places;
}

void LayoutPreview::show(const Places& places, bool fit) {
    m_motion.stop();
    if (!m_shown) {
        m_before = m_canvas.diagram();
        m_editable = m_canvas.isEditable();
        m_canvas.setEditable(false);
    }
    m_from = seenPlaces();
    m_places = places;
    const bool wasShown = std::exchange(m_shown, true);
    const int time = m_before.nodes.size() > mostMovingNodes ? 0 : motionTime(m_canvas, previewMotion);
    if (fit) {
        present(m_places);
        m_canvas.fitAll();
    }
    if (time > 0) {
        present(m_from);
        m_motion.setDuration(time);
        m_motion.start();
    } else {
        present(m_places);
    }
    if (!wasShown) emit shownChanged(true);
}

void LayoutPreview::step(double share) {
    if (!m_shown) return;
    Places now;
    for (auto place = m_places.begin(); place != m_places.end(); ++place) {
        const QPointF from = m_from.value(place.key(), place.value());
        now.insert(place.key(), from + (place.value() - from) * share);
    }
    present(now);
}

void LayoutPreview::present(const Places& places) {
    Diagram diagram = m_before;
    for (DiagramNode& node : diagram.nodes) node.centre = places.value(node.key, node.centre);
    for (DiagramRegion& region : diagram.regions) region.centre = places.value(region.key, region.centre);
    fitRegions(diagram);
    m_canvas.setDiagram(diagram);
}

void LayoutPreview::takeBack() {
    if (!m_shown) return;
    const Diagram before = m_before;
    end();
    m_canvas.setDiagram(before);
}

void LayoutPreview::end() {
    if (!m_shown) return;
    m_shown = false;
    m_motion.stop();
    m_canvas.setEditable(m_editable);
    emit shownChanged(false);
}

}  // namespace app
