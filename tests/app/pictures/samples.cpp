#include "app/canvas/canvas_view.h"
#include "app/export_mode/export_mode.h"
#include "app/simulate/result_table.h"
#include "tests/app/picture.h"

namespace pictures {

namespace {

void takeExport(Stage& stage, const QString& sample) {
    stage.window().setMode(app::Mode::Export);
    stage.waitFor([&] {
        const app::ExportMode& mode = stage.window().exportMode();
        return !mode.isWorking() && !stage.window().exportMode().files().plan().empty();
    });
    stage.take(sample + "-export");
}

/// The sample in every room, once with an element selected.
void takeSample(Stage& stage, const QString& sample, const QString& service) {
    stage.openSample(sample);
    stage.take(sample + "-design");
    stage.window().selection().set({"service:" + service});
    stage.take(sample + "-design-selected");
    stage.window().selection().set({});
    stage.take(sample + "-rates");
    stage.window().setMode(app::Mode::Decompose);
    stage.canvas().fitAll();
    stage.take(sample + "-decompose");
    stage.simulate();
    auto* const table = stage.window().findChild<app::ResultTable*>();
    table->setKind(app::ResultTable::Kind::Operations);
    stage.take(sample + "-simulate");
    table->setKind(app::ResultTable::Kind::Costs);
    stage.take(sample + "-costs");
    takeExport(stage, sample);
}

}  // namespace

Picture samples() {
    return {"samples", [](Stage& stage) {
                takeSample(stage, "online-boutique", "checkoutservice");
                takeSample(stage, "shop", "order");
            }};
}

}  // namespace pictures
