#include <QCoreApplication>
#include <set>

#include "app/canvas/canvas_view.h"
#include "app/studio/command_palette.h"
#include "app/studio/key_groups.h"
#include "app/studio/main_window.h"
#include "app/studio/workbench.h"
#include "app/tour/tour_step.h"
#include "model/references.h"

namespace app {

namespace {

QString tourTr(const char* words) {
    return QCoreApplication::translate("Tour", words);
}

QWidget* tourCanvas(StudioContext& studio) {
    return &studio.workbench().current().canvas();
}

/// The part of the window with that accessible name or object name.
std::function<QWidget*(StudioContext&)> namedPart(const QString& name) {
    return [name](StudioContext& studio) -> QWidget* {
        for (QWidget* widget : studio.window().findChildren<QWidget*>())
            if (widget->objectName() == name && widget->isVisible()) return widget;
        return nullptr;
    };
}

std::function<QWidget*(StudioContext&)> modeButton(Mode mode) {
    return [mode](StudioContext& studio) -> QWidget* {
        const QList<QWidget*> buttons = studio.window().findChildren<QWidget*>(QStringLiteral("mode"));
        return buttons.value(static_cast<int>(mode));
    };
}

std::multiset<std::string> serviceNames(const model::Project& project) {
    std::multiset<std::string> names;
    for (const model::Service& service : project.services) names.insert(service.name);
    return names;
}

bool hasAdded(StudioContext& studio, const TourMemory& before) {
    return studio.document().project().services.size() > before.version.project->services.size();
}

bool hasConnected(StudioContext& studio, const TourMemory& before) {
    return model::interactionsOf(studio.document().project()).size() >
           model::interactionsOf(*before.version.project).size();
}

bool hasRenamed(StudioContext& studio, const TourMemory& before) {
    const auto now = serviceNames(studio.document().project());
    const auto then = serviceNames(*before.version.project);
    return now.size() == then.size() && now != then;
}

bool hasUndone(StudioContext& studio, const TourMemory& before) {
    return studio.document().undoStack().index() < before.undoIndex;
}

bool hasLaidOut(StudioContext& studio, const TourMemory& before) {
    return studio.document().version().layout != before.version.layout &&
           studio.document().undoStack().index() > before.undoIndex;
}

bool hasDrilledIn(StudioContext& studio, const TourMemory& before) {
    return studio.views().current() != before.place && !studio.views().current().root.isEmpty();
}

bool hasRun(StudioContext& studio, const TourMemory&) {
    return studio.window().mode() == Mode::Simulate && studio.window().simulateMode().result();
}

}  // namespace

std::vector<TourStep> tourSteps() {
    return {
        {"look", tourTr("One model, six rooms"),
         tourTr(
             "This is a shop of a few services. The rooms at the left show the same model from its "
             "domain to what is deployed. Drag with the middle mouse button or with Space to look around."),
         tourCanvas},
        {"add", tourTr("Add a service"),
         tourTr("Double-click an empty place of the diagram, choose Service, type a name and press Enter."),
         tourCanvas, hasAdded},
        {"connect", tourTr("Connect it"),
         tourTr("Point at your service: handles appear at its sides. Drag one to another service."),
         tourCanvas, hasConnected},
        {"rename", tourTr("Rename it"),
         tourTr("Select a service, press F2, type another name and press Enter. The tree at the left and "
                "every other diagram follow."),
         tourCanvas, hasRenamed},
        {"undo", tourTr("Take it back"),
         withKey(tourTr("Undo what you did. The history lists every step, and saving does not end it."),
                 QStringLiteral("edit.undo")),
         namedPart(QStringLiteral("history")), hasUndone},
        {"find", tourTr("Find anything"),
         tourTr("Click here, or press the key. A few letters find every command, element and view; Enter "
                "goes there, Esc leaves."),
         namedPart(QStringLiteral("search")),
         [](StudioContext& studio, const TourMemory&) { return studio.window().palette().isVisible(); }},
        {"layout", tourTr("Lay it out"),
         tourTr("Select nothing (Esc), and press Ctrl+L. Undo brings every place back. Until you ask, "
                "nothing moves by itself."),
         tourCanvas, hasLaidOut},
        {"drill", tourTr("Look inside"),
         tourTr("Double-click a service to see what it is made of. The path at the top leads back."),
         tourCanvas, hasDrilledIn},
        {"run", tourTr("Let it run"),
         tourTr("Go to Simulate and run the scenario. Heat shows what is busy; the verdict says whether the "
                "objectives hold."),
         modeButton(Mode::Simulate), hasRun},
        {"export", tourTr("Take it with you"),
         tourTr(
             "Export shows the contracts and manifests that this model becomes, before anything is written."),
         modeButton(Mode::Export),
         [](StudioContext& studio, const TourMemory&) { return studio.window().mode() == Mode::Export; }},
        {"end", tourTr("That was the tour"),
         withKey(tourTr("The guide has the rest, at the page of where you are."),
                 QStringLiteral("help.guide")),
         modeButton(Mode::Design)}};
}

}  // namespace app
