#include <QCoreApplication>

#include "app/comparing/comparing_page.h"
#include "app/studio/command.h"
#include "app/studio/main_window.h"
#include "app/text/text_pane.h"

namespace app {

namespace {

QString compareTr(const char* words) {
    return QCoreApplication::translate("CompareCommands", words);
}

bool isComparing(StudioContext& studio) {
    return studio.window().mode() == Mode::Compare;
}

TextPane* shownTextPane(StudioContext& studio) {
    auto* pane = studio.window().findChild<TextPane*>();
    return pane && pane->isVisible() ? pane : nullptr;
}

}  // namespace

CommandGroup compareCommands() {
    const QString both = compareTr("Next difference, previous");
    return {11,
            compareTr("Compare and text"),
            {{"compare.next",
              compareTr("Next difference"),
              "chevron-down",
              {QKeySequence("F7")},
              [](StudioContext& studio) { studio.window().comparingPage().step(1); },
              both,
              isComparing},
             {"compare.previous",
              compareTr("Previous difference"),
              "chevron-up",
              {QKeySequence("Shift+F7")},
              [](StudioContext& studio) { studio.window().comparingPage().step(-1); },
              both,
              isComparing},
             {"compare.swap",
              compareTr("Swap the sides of the comparison"),
              "swap",
              {},
              [](StudioContext& studio) { studio.window().comparingPage().swapSides(); },
              {},
              isComparing},
             {"compare.take",
              compareTr("Take the difference into the open model"),
              "check",
              {},
              [](StudioContext& studio) { studio.window().comparingPage().takeCurrent(); },
              {},
              isComparing},
             {"text.nextProblem",
              compareTr("Next problem in the text"),
              "warning",
              {QKeySequence("F8")},
              [](StudioContext& studio) {
                  if (TextPane* pane = shownTextPane(studio)) pane->editor().goToNextMark();
              }}},
            {{compareTr("In the list of differences: take it"), compareTr("Enter")}}};
}

}  // namespace app
