#include <QCoreApplication>

#include "app/studio/panel.h"
#include "app/studio/problem_finder.h"
#include "app/text/text_pane.h"

namespace app {

namespace {

QWidget* makeTextPane(StudioContext& studio, QWidget* parent) {
    auto* pane = new TextPane(studio.document(), studio.selection(), studio.theme(), parent);
    pane->setFindings(studio.problems().latest());
    QObject::connect(&studio.problems(), &ProblemFinder::found, pane, &TextPane::setFindings);
    QObject::connect(&studio, &StudioContext::themeChanged, pane, &TextPane::setTheme);
    return pane;
}

}  // namespace

StudioPanel textTab() {
    return {"text",
            QCoreApplication::translate("TextTab", "Text"),
            "file-code",
            QCoreApplication::translate("TextTab", "Show or hide the model's text"),
            {QKeySequence("Ctrl+Shift+J")},
            PanelSide::Beside,
            0,
            makeTextPane};
}

}  // namespace app
