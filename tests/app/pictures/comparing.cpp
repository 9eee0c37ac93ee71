#include <QAction>
#include <QTemporaryDir>
#include <QTest>

#include "app/comparing/comparing_page.h"
#include "app/comparing/merge_sheet.h"
#include "app/text/text_pane.h"
#include "model/edit.h"
#include "tests/app/picture.h"

namespace pictures {

namespace {

model::Project described(const model::Project& project, const char* id, const char* description,
                         const char* technology) {
    model::Service service = *project.services.find(model::ServiceId(id));
    service.description = description;
    service.technology = technology;
    return *model::put(project, service);
}

/// A design that goes on: something comes, something goes, something is renamed and runs otherwise.
model::Project further(const model::Project& project) {
    model::Project next = *model::remove(project, model::ServiceId("notification"));
    next = *model::rename(next, model::ServiceId("cart"), "basket");
    model::Service service;
    service.id = model::ServiceId("gift-cards");
    service.name = "gift-cards";
    service.technology = "Go";
    service.context = next.services.find(model::ServiceId("order"))->context;
    next = *model::put(next, service);
    next = *model::connectCall(next, model::ServiceId("order"), service.id);
    for (const model::Deployment& found : next.deployments) {
        if (found.service.value() != "order") continue;
        model::Deployment deployment = found;
        deployment.replicas += 3;
        deployment.startUp = model::seconds(20);
        return *model::put(next, deployment);
    }
    return next;
}

void takeComparing(Stage& stage) {
    app::MainWindow& window = stage.window();
    stage.openSample("shop");
    window.setMode(app::Mode::Compare);
    stage.take("compare-same");
    window.document().apply(further(window.document().project()), QStringLiteral("Go on"));
    app::ComparingPage& page = window.comparingPage();
    QTest::qWait(200);
    stage.take("compare");
    page.setOnlyDifferences(true);
    page.list().show(QStringLiteral("service:gift-cards"));
    stage.take("compare-only-differences");
    page.showDiagram(QStringLiteral("contexts"));
    stage.take("compare-contexts");
    page.setSides(
        {app::ComparedSide::Kind::File, 0, QStringLiteral("/nowhere/shop.lintel"), {}, "shop.lintel"}, {});
    stage.waitFor([&] { return !page.emptyText().isEmpty(); });
    stage.take("compare-failed");
    window.document().goTo(0);
}

void takeMerge(Stage& stage) {
    app::MainWindow& window = stage.window();
    stage.openSample("shop");
    const app::Version base = window.document().version();
    const auto with = [&](model::Project project) {
        return app::Version{std::make_shared<const model::Project>(std::move(project)), base.layout};
    };
    const app::Version ours = with(*model::remove(described(*base.project, "order", "Takes orders", "Rust"),
                                                  model::ServiceId("notification")));
    const app::Version theirs =
        with(described(described(further(described(*base.project, "order", "Places orders", "Go")), "user",
                                 "Who it is", "Go"),
                       "payment", "Takes money", "Kotlin"));
    const app::Version more = with(described(*theirs.project, "user", "Identity", "Elixir"));
    auto* sheet =
        new app::MergeSheet(QStringLiteral("shop.lintel"), base, ours, more, window.theme(), &window);
    sheet->show();
    stage.take("merge");
    delete sheet;
}

void takeText(Stage& stage) {
    app::MainWindow& window = stage.window();
    stage.openSample("shop");
    window.selection().set({QStringLiteral("service:order")});
    window.action("view.text")->trigger();
    auto* pane = window.findChild<app::TextPane*>();
    stage.waitFor([&] { return !window.problems().latest().problems.empty(); });
    stage.take("text");
    QTextCursor cursor = pane->editor().document()->find(QStringLiteral("\"technology\": \""));
    cursor.insertText(QStringLiteral("\"technology\": 12, \""));
    stage.waitFor([&] { return !pane->isBusy(); });
    stage.take("text-invalid");
    pane->revert();
    pane->showFile(true);
    stage.take("text-file");
    window.action("view.text")->trigger();
}

void takeAll(Stage& stage) {
    takeComparing(stage);
    takeMerge(stage);
    takeText(stage);
}

}  // namespace

Picture comparing() {
    return {"comparing", takeAll};
}

}  // namespace pictures
