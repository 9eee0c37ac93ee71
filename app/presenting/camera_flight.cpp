#include "app/presenting/camera_flight.h"

#include <cmath>

#include "app/theme/motion.h"

namespace app {

namespace {

constexpr int flightTime = 600;  // ms

}  // namespace

model::Camera cameraOf(const CanvasView& canvas) {
    const QPointF centre =
        canvas.viewportTransform().inverted().map(QRectF(canvas.viewport()->rect()).center());
    return {centre.x(), centre.y(), canvas.zoom()};
}

void setCamera(CanvasView& canvas, const model::Camera& camera) {
    canvas.setZoom(camera.zoom);
    canvas.centerOn(camera.x, camera.y);
}

CameraFlight::CameraFlight(CanvasView& canvas, QObject* parent) : QObject(parent), m_canvas(canvas) {
    m_motion.setStartValue(0.0);
    m_motion.setEndValue(1.0);
    m_motion.setEasingCurve(QEasingCurve::InOutSine);
    connect(&m_motion, &QVariantAnimation::valueChanged, this,
            [this](const QVariant& share) { step(share.toDouble()); });
}

void CameraFlight::fly(const std::function<void()>& arrive, bool inMotion) {
    m_motion.stop();
    m_from = cameraOf(m_canvas);
    arrive();
    m_to = cameraOf(m_canvas);
    const int time = inMotion ? motionTime(m_canvas, flightTime) : 0;
    if (time == 0 || m_from == m_to) return;
    setCamera(m_canvas, m_from);
    m_motion.setDuration(time);
    m_motion.start();
}

void CameraFlight::finish() {
    if (m_motion.state() != QAbstractAnimation::Running) return;
    m_motion.stop();
    setCamera(m_canvas, m_to);
}

/// The zoom grows by the same factor each moment: so it looks even.
void CameraFlight::step(double share) {
    if (share >= 1) return setCamera(m_canvas, m_to);
    const auto between = [share](double from, double to) { return from + (to - from) * share; };
    setCamera(m_canvas, {between(m_from.x, m_to.x), between(m_from.y, m_to.y),
                         std::exp(between(std::log(m_from.zoom), std::log(m_to.zoom)))});
}

}  // namespace app
