#include <QAction>
#include <QLineEdit>

#include "app/canvas/canvas_view.h"
#include "app/finding/find_popup.h"
#include "app/overlays/diagram_lens.h"
#include "app/studio/estimate_follower.h"
#include "app/studio/problem_finder.h"
#include "app/studio/workbench.h"
#include "app/views/view_actions.h"
#include "tests/app/big_models.h"
#include "tests/app/picture.h"

namespace pictures {

namespace {

void takeSearch(Stage& stage) {
    app::FindPopup& find = stage.window().workbench().find();
    find.open();
    stage.take("find-empty");
    find.field()->setText("order");
    stage.waitFor([&] { return !find.model().keys().isEmpty(); });
    stage.take("find");
    find.step(1);
    find.step(1);
    stage.take("find-next");
    find.field()->setText("tag:unheard ord");
    stage.take("find-nothing");
    find.close();
}

void takeOverlays(Stage& stage) {
    app::MainWindow& window = stage.window();
    stage.waitFor(
        [&] { return window.estimates().estimate() && !window.problems().latest().problems.empty(); });
    for (const app::OverlayKind& kind : app::overlayKinds()) {
        window.workbench().lens().setOverlay(kind.id);
        stage.take("overlay-" + kind.id);
    }
    window.workbench().lens().setOverlay({});
}

void takeFocus(Stage& stage) {
    app::MainWindow& window = stage.window();
    app::DiagramLens& lens = window.workbench().lens();
    window.selection().set({"service:payment"});
    lens.focusOnSelection();
    stage.take("focus");
    lens.setFocus(std::nullopt);
    lens.toggle({app::FindField::Team, lens.index().valuesOf(app::FindField::Team).value(0), false});
    lens.toggle({app::FindField::Kind, "service", false});
    stage.take("filter");
    lens.setHides(true);
    stage.take("filter-hidden");
    lens.stopHiding();
    lens.setFilter(std::nullopt);
}

void takePanels(Stage& stage) {
    app::MainWindow& window = stage.window();
    window.selection().set({"service:payment"});
    window.action("view.uses")->trigger();
    stage.take("where-used");
    app::StudioContext& studio = window.workbench().context();
    window.workbench().lens().focusOnSelection();
    app::saveView(studio);
    window.workbench().lens().setOverlay("team");
    app::saveView(studio);
    app::toggleBookmark(studio);
    window.action("view.saved-views")->trigger();
    stage.take("saved-views");
    window.action("view.saved-views")->trigger();
}

void takeFinding(Stage& stage) {
    stage.openSample("shop");
    takeSearch(stage);
    takeOverlays(stage);
    takeFocus(stage);
    takePanels(stage);
    stage.openModel(big::project(68));
    stage.window().workbench().lens().setOverlay("team");
    stage.take("overlay-crowded");
    stage.window().workbench().lens().setOverlay("utilisation");
    stage.take("overlay-without-estimate");
    stage.window().workbench().lens().setOverlay({});
}

}  // namespace

Picture finding() {
    return {"finding", takeFinding, {100}};
}

}  // namespace pictures
