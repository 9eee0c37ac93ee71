#pragma once

#include <QGraphicsScene>
#include <optional>

#include "app/canvas/diagram_geometry.h"
#include "app/canvas/diagram_painter.h"

namespace app {

/// What is on the canvas: the diagram, its overlay, what is marked, and the traces of a gesture. It paints
/// everything itself, without items: ten thousand of them would be too slow.
class DiagramScene : public QGraphicsScene {
    Q_OBJECT

public:
    explicit DiagramScene(QObject* parent = nullptr);

    /// The lines that a gesture leaves while it goes on.
    struct Traces {
        std::optional<QLineF> connection;
        std::optional<QRectF> rubberBand;
        std::vector<QLineF> guides;
        std::vector<QLineF> gaps;  ///< Equal distances
        QString remark;            ///< At `remarkAt`: how large something becomes
        QPointF remarkAt;
    };

    PaintCounts paint(QPainter& painter, const QRectF& exposed, double zoom, const Theme& theme);
    void paintTraces(QPainter& painter, const Theme& theme) const;

    DiagramGeometry geometry;
    Overlay overlay;
    std::vector<DiagramOverlay> layers;  ///< Each with an id of its own
    DiagramOverlay layer;                ///< All of them as one
    CanvasMarks marks;
    Traces traces;
    Diagram shown;  ///< As it was given, before any drag

private:
    DiagramPainter m_painter;
};

}  // namespace app
