#pragma once

#include <QApplication>
#include <QTest>
#include <QWheelEvent>

#include "app/canvas/canvas_view.h"
#include "app/diagram/diagram_kind.h"
#include "app/diagram/node_sizes.h"
#include "app/diagram/regions.h"

/// A canvas with a small diagram, and hands that move the mouse over it.
namespace app {

inline DiagramNode card(const QString& key, const QPointF& centre, const QString& region = {}) {
    DiagramNode node;
    node.key = key;
    node.title = key.section(':', 1);
    node.subtitle = "Go · gRPC";
    node.corner = "×2";
    node.region = region;
    node.context = region.isEmpty() ? -1 : 0;
    node.centre = centre;
    node.size = cardSize;
    return node;
}

inline DiagramRegion frame(const QString& key, const QPointF& centre, int context) {
    DiagramRegion region;
    region.key = key;
    region.title = key.section(':', 1);
    region.context = context;
    region.centre = centre;
    return region;
}

/// Two contexts side by side with two services and one, and a service outside; another context is empty.
inline Diagram smallDiagram() {
    Diagram diagram;
    diagram.name = "services";
    diagram.regions = {frame("context:left", {}, 0), frame("context:right", {}, 1),
                       frame("context:empty", {0, 400}, 2)};
    diagram.nodes = {card("service:a", {-320, -80}, "context:left"),
                     card("service:b", {-320, 40}, "context:left"),
                     card("service:c", {80, -80}, "context:right"), card("service:lone", {320, 160})};
    diagram.edges = {{"service:a>service:c", "service:a", "service:c", EdgeStyle::Call, "Place", {}, {}},
                     {"service:a>service:b", "service:a", "service:b", EdgeStyle::Event, {}, {}, {}}};
    fitRegions(diagram);
    return diagram;
}

/// A view with the small diagram at 100 %, its origin in the middle, and mouse gestures by places in the
/// diagram.
class Desk {
public:
    Desk() {
        view.resize(1000, 800);
        std::vector<CanvasTool> tools;
        for (const DiagramTool& tool : diagramKind("services").tools) tools.push_back(tool.look);
        view.setTools(tools);
        view.setDiagram(smallDiagram());
        view.show();
        view.setFocus();
        view.setZoom(1);
        view.centerOn(0, 0);
        [[maybe_unused]] const bool shown = QTest::qWaitForWindowExposed(&view);
    }
    QPoint at(const QPointF& place) const { return view.mapFromScene(place); }
    void press(const QPointF& place, Qt::KeyboardModifiers keys = {},
               Qt::MouseButton button = Qt::LeftButton) {
        QTest::mousePress(view.viewport(), button, keys, at(place));
    }
    void moveTo(const QPointF& place, Qt::MouseButtons buttons = Qt::LeftButton,
                Qt::KeyboardModifiers keys = {}) {
        const QPoint point = at(place);
        QMouseEvent event(QEvent::MouseMove, point, view.viewport()->mapToGlobal(point), Qt::NoButton,
                          buttons, keys);
        QApplication::sendEvent(view.viewport(), &event);
    }
    void release(const QPointF& place, Qt::KeyboardModifiers keys = {},
                 Qt::MouseButton button = Qt::LeftButton) {
        QTest::mouseRelease(view.viewport(), button, keys, at(place));
    }
    void drag(const QPointF& from, const QPointF& to, Qt::KeyboardModifiers keys = {}) {
        press(from, keys);
        moveTo(from + (to - from) / 2, Qt::LeftButton, keys);
        moveTo(to, Qt::LeftButton, keys);
        release(to, keys);
    }
    void click(const QPointF& place, Qt::KeyboardModifiers keys = {}) {
        press(place, keys);
        release(place, keys);
    }
    void wheel(const QPointF& place, const QPoint& angle, Qt::KeyboardModifiers keys = {}) {
        const QPoint point = at(place);
        QWheelEvent event(point, view.viewport()->mapToGlobal(point), {}, angle, Qt::NoButton, keys,
                          Qt::NoScrollPhase, false);
        QApplication::sendEvent(view.viewport(), &event);
    }

    CanvasView view;
};

using Moves = QHash<QString, QPointF>;

}  // namespace app
