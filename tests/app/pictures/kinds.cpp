#include <QAction>

#include "app/canvas/canvas_view.h"
#include "app/studio/command_palette.h"
#include "app/studio/workbench.h"
#include "tests/app/big_models.h"
#include "tests/app/picture.h"
#include "tests/app/spread_shop.h"

namespace pictures {

namespace {

void takeView(Stage& stage, const app::DiagramPlace& place, const QString& name) {
    stage.window().workbench().views().show(place);
    stage.waitFor([&] { return stage.canvas().diagram().name == app::diagramName(place); });
    stage.canvas().fitAll();
    stage.take(name);
}

/// A team of each type.
model::Project mixedTeams(model::Project project) {
    using enum model::TeamType;
    const std::vector types{StreamAligned, ComplicatedSubsystem, Enabling, Platform};
    std::size_t next = 0;
    for (const model::Team& team : model::Project(project).teams) {
        model::Team typed = team;
        typed.type = types[next++ % types.size()];
        project.teams = project.teams.with(typed);
    }
    return project;
}

void takeKinds(Stage& stage) {
    stage.openSample("shop");
    takeView(stage, {"components", "service:order"}, "components");
    takeView(stage, {"behaviour", "operation:order.place-order"}, "behaviour");
    stage.window().selection().set({"step:1/order.place-order"});
    stage.take("behaviour-step");
    takeView(stage, {"context", {}}, "system-context");
    takeView(stage, {"teams", {}}, "teams-shop");
    stage.window().action("view.views")->trigger();
    stage.take("views");
    stage.window().palette().hide();
    stage.openModel(mixedTeams(shop::spread()));
    takeView(stage, {"teams", {}}, "teams");
    takeView(stage, {"deployment", {}}, "deployment");
    for (const int services : {0, 1, 68, 2'000}) {
        stage.openModel(services > 0 ? mixedTeams(big::project(services)) : model::Project());
        const QString ending = QStringLiteral("-%1").arg(services);
        for (const app::DiagramKind& kind : app::diagramKinds())
            if (kind.rootKind.isEmpty()) takeView(stage, {kind.id, {}}, "kind-" + kind.id + ending);
        if (services > 0) takeView(stage, {"components", "service:service-0"}, "kind-components" + ending);
    }
}

}  // namespace

Picture kinds() {
    return {"kinds", takeKinds};
}

}  // namespace pictures
