#include <QCoreApplication>

#include "app/document/document.h"
#include "app/presenting/flow.h"
#include "app/presenting/flow_player.h"
#include "app/presenting/presentation.h"
#include "app/studio/command.h"
#include "app/studio/command_palette.h"
#include "app/studio/main_window.h"
#include "app/studio/selection.h"
#include "app/studio/workbench.h"
#include "app/views/view_stack.h"
#include "model/references.h"

namespace app {

namespace {

QString presentTr(const char* words) {
    return QCoreApplication::translate("PresentCommands", words);
}

/// In Simulate F5 runs the scenario.
bool showsDiagrams(StudioContext& studio) {
    const auto mode = studio.window().mode();
    return mode == Mode::Design || mode == Mode::Decompose;
}

void present(StudioContext& studio) {
    auto* presentation = new Presentation(studio.document().version(), studio.theme());
    presentation->setStyleSheet(studio.window().styleSheet());
    // It goes with the window that it was started from.
    QObject::connect(&studio.window(), &QObject::destroyed, presentation, &QObject::deleteLater);
    presentation->showFullScreen();
    presentation->activateWindow();
}

/// One for each canvas; made when it is first needed.
FlowPlayer& playerOf(StudioContext& studio) {
    DiagramMode& diagram = studio.diagram();
    if (auto* player = diagram.findChild<FlowPlayer*>()) return *player;
    auto* player = new FlowPlayer(diagram.canvas(), &diagram);
    QObject::connect(&studio.document(), &Document::changed, player, &FlowPlayer::stop);
    QObject::connect(&studio.document(), &Document::opened, player, &FlowPlayer::stop);
    QObject::connect(&studio.views(), &ViewStack::changed, player, &FlowPlayer::refresh);
    return *player;
}

void play(StudioContext& studio, const model::OperationId& operation) {
    playerOf(studio).start(studio.document().project(), operation);
}

/// The operations of what is selected that set something off; all that begin a flow when it has none.
std::vector<model::OperationId> offeredFlows(StudioContext& studio) {
    const model::Project& project = studio.document().project();
    std::vector<model::OperationId> offered;
    for (const QString& key : studio.selection().keys()) {
        const auto id = model::elementFromKey(key.toStdString());
        if (!id) continue;
        if (const auto* operation = std::get_if<model::OperationId>(&*id)) offered.push_back(*operation);
        const auto* service = std::get_if<model::ServiceId>(&*id);
        const model::Service* found = service ? project.services.find(*service) : nullptr;
        if (!found) continue;
        for (const model::Operation& operation : found->operations) offered.push_back(operation.id);
    }
    std::erase_if(offered, [&](const model::OperationId& id) { return flowOf(project, id).empty(); });
    return offered.empty() ? flowBeginnings(project) : offered;
}

void chooseFlow(StudioContext& studio) {
    const model::Project& project = studio.document().project();
    const std::vector<model::OperationId> flows = offeredFlows(studio);
    if (flows.size() == 1) return play(studio, flows.front());
    std::vector<PaletteEntry> entries;
    for (const model::OperationId& id : flows) {
        const model::Operation* operation = model::findOperation(project, id);
        const model::Service* service = model::serviceOf(project, id);
        if (!operation || !service) continue;
        const QString title = QStringLiteral("%1 › %2").arg(QString::fromStdString(service->name),
                                                            QString::fromStdString(operation->name));
        entries.push_back({title, presentTr("flow"), QStringLiteral("operation"),
                           QString::fromStdString(operation->description),
                           [&studio, id] { play(studio, id); }});
    }
    studio.diagram();
    studio.window().palette().open(std::move(entries));
}

}  // namespace

CommandGroup presentCommands() {
    return {
        12,
        presentTr("Presenting"),
        {{"present.start", presentTr("Present"), "play", {QKeySequence("F5")}, present, {}, showsDiagrams},
         {"present.flow",
          presentTr("Step through a flow…"),
          "step",
          {QKeySequence("Ctrl+.")},
          chooseFlow,
          {},
          showsDiagrams}},
        {{presentTr("Next slide"), presentTr("Right, Space, .")},
         {presentTr("Slide before"), presentTr("Left, ,")},
         {presentTr("Jump to a slide"), presentTr("Number, Enter")},
         {presentTr("First, last slide"), presentTr("Home, End")},
         {presentTr("Black screen"), QStringLiteral("B")},
         {presentTr("Step through a flow"), presentTr("F, then . and ,")},
         {presentTr("Leave"), QStringLiteral("Esc")}}};
}

}  // namespace app
