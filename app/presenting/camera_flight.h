#pragma once

#include <QObject>
#include <QVariantAnimation>
#include <functional>

#include "app/canvas/canvas_view.h"
#include "model/layout.h"

namespace app {

model::Camera cameraOf(const CanvasView& canvas);
void setCamera(CanvasView& canvas, const model::Camera& camera);

/// Takes a canvas from one part of its diagram to another, steadily.
class CameraFlight : public QObject {
    Q_OBJECT

public:
    explicit CameraFlight(CanvasView& canvas, QObject* parent = nullptr);

    /// To what is seen after `arrive`; at once without motion.
    void fly(const std::function<void()>& arrive, bool inMotion);
    void finish();

private:
    void step(double share);

    CanvasView& m_canvas;
    QVariantAnimation m_motion;
    model::Camera m_from, m_to;
};

}  // namespace app
