#include <QCoreApplication>

#include "app/finding/find_popup.h"
#include "app/studio/command.h"
#include "app/studio/main_window.h"
#include "app/studio/workbench.h"

namespace app {

namespace {

QString findTr(const char* words) {
    return QCoreApplication::translate("FindCommands", words);
}

void stepHits(StudioContext& studio, int hits) {
    studio.diagram();
    studio.workbench().find().step(hits);
}

}  // namespace

CommandGroup findCommands() {
    return {5,
            findTr("Everywhere"),
            {{"view.palette",
              findTr("Search or run a command"),
              "command",
              {QKeySequence("Ctrl+K")},
              [](StudioContext& studio) { studio.window().openPalette(); }},
             {"view.find",
              findTr("Find elements in all diagrams"),
              "search",
              {QKeySequence::Find},
              [](StudioContext& studio) {
                  studio.diagram();
                  studio.workbench().find().open();
              }},
             {"view.findNext",
              findTr("Go to the next that was found"),
              "chevron-down",
              {QKeySequence("F3")},
              [](StudioContext& studio) { stepHits(studio, 1); },
              findTr("Next, previous hit")},
             {"view.findPrevious",
              findTr("Go to the one that was found before"),
              "chevron-up",
              {QKeySequence("Shift+F3")},
              [](StudioContext& studio) { stepHits(studio, -1); },
              findTr("Next, previous hit")},
             {"view.filter",
              findTr("Filter the model tree"),
              "filter",
              {QKeySequence("Ctrl+Shift+F")},
              [](StudioContext& studio) {
                  studio.diagram();
                  studio.workbench().tree().focusFilter();
              }}},
            {}};
}

}  // namespace app
