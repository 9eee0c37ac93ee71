#include <QAction>
#include <QApplication>
#include <QMenu>
#include <QTest>

#include "app/canvas/canvas_view.h"
#include "app/canvas/diagram_geometry.h"
#include "app/design/diagram_editor.h"
#include "app/design/note_edit.h"
#include "app/design/view_edit.h"
#include "app/studio/workbench.h"
#include "tests/app/picture.h"

namespace pictures {

namespace {

void moveMouse(app::CanvasView& canvas, const QPointF& place, Qt::MouseButtons buttons) {
    const QPoint at = canvas.mapFromScene(place);
    QMouseEvent event(QEvent::MouseMove, at, canvas.viewport()->mapToGlobal(at), Qt::NoButton, buttons, {});
    QApplication::sendEvent(canvas.viewport(), &event);
}

void keepDragging(app::CanvasView& canvas, const QPointF& from, const QPointF& to) {
    moveMouse(canvas, from, Qt::NoButton);
    QTest::mousePress(canvas.viewport(), Qt::LeftButton, {}, canvas.mapFromScene(from));
    moveMouse(canvas, (from + to) / 2, Qt::LeftButton);
    moveMouse(canvas, to, Qt::LeftButton);
}

void letGo(app::CanvasView& canvas) {
    QTest::keyClick(&canvas, Qt::Key_Escape);
    QTest::mouseRelease(canvas.viewport(), Qt::LeftButton, {}, QPoint(1, 1));
}

void takeShaping(Stage& stage) {
    app::CanvasView& canvas = stage.canvas();
    const QRectF order = canvas.geometry().rectOf("service:order");
    canvas.setSelection({"service:order"});
    moveMouse(canvas, order.center(), Qt::NoButton);
    stage.take("grips");
    keepDragging(canvas, order.bottomRight(), order.bottomRight() + QPointF(90, 40));
    stage.take("resizing");
    letGo(canvas);
    const QRectF cart = canvas.geometry().rectOf("service:cart");
    keepDragging(canvas, cart.center(), {order.center().x() + 2, cart.center().y() + 30});
    stage.take("guides");
    letGo(canvas);
    canvas.setSelection({"service:order", "service:cart", "service:payment"});
    stage.take("several");
}

void takeMenu(Stage& stage) {
    app::CanvasView& canvas = stage.canvas();
    canvas.setSelection({"service:order"});
    QTest::keyClick(&canvas, Qt::Key_F10, Qt::ShiftModifier);
    if (QWidget* menu = QApplication::activePopupWidget()) {
        // Within the window, so that it is on the picture of it.
        const QPoint at = stage.window().mapFromGlobal(menu->pos());
        menu->setParent(&stage.window(), Qt::Widget);
        menu->move(at);
        menu->show();
        stage.take("menu");
        menu->close();
    }
}

void takeNotes(Stage& stage) {
    app::CanvasView& canvas = stage.canvas();
    app::DiagramEditor& editor = stage.window().workbench().current().editor();
    model::Layout layout = stage.window().document().layout();
    model::Note note;
    note.text = "Peak load comes on the first of December. Ask the payment provider for their limit before.";
    const QPointF place = canvas.geometry().bounds().topRight() + QPointF(-40, -60);
    note.place = {place.x(), place.y()};
    note.anchor = "service:payment";
    app::addNote(layout, "services", note);
    stage.window().document().apply(layout, "Add a note");
    canvas.setSelection({"context:ordering"});
    for (const app::DiagramRegion& region : canvas.diagram().regions)
        if (region.key != canvas.diagram().regions.front().key) {
            editor.fold({region.key}, true);
            break;
        }
    canvas.setSelection({});
    editor.apply(app::hideElements(editor.pinned(), editor.diagramName(), {"service:order"}));
    canvas.fitAll();
    stage.take("notes-groups-hidden");
}

void takeKeys(Stage& stage) {
    app::CanvasView& canvas = stage.canvas();
    canvas.setSelection({"service:cart"});
    QTest::keyClick(&canvas, Qt::Key_C);
    QTest::keyClicks(&canvas, "pay");
    stage.take("connecting-by-keys");
    QTest::keyClick(&canvas, Qt::Key_Escape);
}

}  // namespace

Picture editing() {
    return {"editing", [](Stage& stage) {
                stage.openSample("shop");
                stage.canvas().fitAll();
                takeShaping(stage);
                takeMenu(stage);
                takeKeys(stage);
                takeNotes(stage);
            }};
}

}  // namespace pictures
