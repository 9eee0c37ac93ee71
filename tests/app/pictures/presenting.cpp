#include <QAction>
#include <QTest>

#include "app/canvas/canvas_view.h"
#include "app/presenting/presentation.h"
#include "app/presenting/slide_edit.h"
#include "app/studio/workbench.h"
#include "tests/app/picture.h"

namespace pictures {

namespace {

model::Layout bankSlides(model::Layout layout) {
    layout = app::withNewSlide(layout, 0, {"services", {}}, {0, 0, 0.4}, "A bank in 68 services");
    model::View whole = *layout.views.find(layout.slides[0].view);
    whole.camera.reset();
    layout.views = layout.views.with(whole);
    layout = app::withSlideWords(layout, 0, "A bank in 68 services",
                                 "Ten contexts, each with a team of its own; money passes only the ledger.");
    layout = app::withNewSlide(layout, 1, {"contexts", {}}, {0, 0, 1}, "Who depends on whom");
    return layout;
}

void takeLayout(Stage& stage) {
    stage.openSample("retail-bank");
    stage.canvas().fitAll();
    stage.take("bank");
    app::DiagramMode& mode = stage.window().workbench().current();
    stage.window().action("edit.layout")->trigger();
    stage.waitFor([&] { return mode.preview().isShown(); });
    QTest::qWait(400);
    stage.take("layout-preview");
    mode.cancelLayout();
}

void takePresenting(Stage& stage) {
    takeLayout(stage);
    app::MainWindow& window = stage.window();
    window.document().apply(bankSlides(window.document().layout()), "Add slides");
    window.action("view.slides")->trigger();
    stage.take("slides");
    window.action("view.slides")->trigger();
    window.selection().set({"operation:mobile-bff.pay"});
    window.action("present.flow")->trigger();
    QTest::keyClick(&stage.canvas(), Qt::Key_Period);
    QTest::keyClick(&stage.canvas(), Qt::Key_Period);
    stage.take("flow");
    QTest::keyClick(&stage.canvas(), Qt::Key_Escape);
    // Inside the window, where the picture is taken.
    auto* show = new app::Presentation(window.document().version(), window.theme());
    show->setParent(&window, Qt::Widget);
    show->setGeometry(window.rect());
    show->QWidget::show();
    stage.take("presentation");
    show->startFlow(model::OperationId("card-authorisation.authorise"));
    stage.take("presentation-flow");
    delete show;
    window.document().undoStack().undo();
}

}  // namespace

Picture presenting() {
    return {"presenting", takePresenting, {100}};
}

}  // namespace pictures
