#include <QCoreApplication>

#include "app/studio/panel.h"
#include "app/studio/problem_finder.h"
#include "app/studio/problems_panel.h"

namespace app {

namespace {

QWidget* makeProblems(StudioContext& studio, QWidget* parent) {
    auto* panel = new ProblemsPanel(studio.theme(), parent);
    panel->setProblems(studio.problems().latest().problems);
    QObject::connect(&studio.problems(), &ProblemFinder::found, panel,
                     [panel](const ProblemFinder::Found& found) { panel->setProblems(found.problems); });
    QObject::connect(&studio, &StudioContext::themeChanged, panel, &ProblemsPanel::setTheme);
    QObject::connect(panel, &ProblemsPanel::revealRequested, &studio, &StudioContext::reveal);
    return panel;
}

}  // namespace

StudioPanel problemsTab() {
    return {"problems",
            QCoreApplication::translate("ProblemsTab", "Problems"),
            "warning",
            QCoreApplication::translate("ProblemsTab", "Show or hide the problems"),
            {QKeySequence("Ctrl+Shift+M")},
            PanelSide::Below,
            0,
            makeProblems};
}

}  // namespace app
