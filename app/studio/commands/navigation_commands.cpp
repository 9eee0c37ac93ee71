#include <QCoreApplication>

#include "app/studio/command.h"
#include "app/views/view_stack.h"

namespace app {

namespace {

QString navigationTr(const char* words) {
    return QCoreApplication::translate("NavigationCommands", words);
}

}  // namespace

CommandGroup navigationCommands() {
    const QString both = navigationTr("Back, forward");
    const auto views = [](StudioContext& studio) -> ViewStack& { return studio.views(); };
    return {4,
            navigationTr("Everywhere"),
            {{"view.back",
              navigationTr("Back to the diagram before"),
              "chevron-left",
              {QKeySequence("Alt+Left")},
              [views](StudioContext& studio) {
                  studio.diagram();
                  views(studio).back();
              },
              both,
              [views](StudioContext& studio) { return views(studio).canGoBack(); }},
             {"view.forward",
              navigationTr("Forward again"),
              "chevron-right",
              {QKeySequence("Alt+Right")},
              [views](StudioContext& studio) {
                  studio.diagram();
                  views(studio).forward();
              },
              both,
              [views](StudioContext& studio) { return views(studio).canGoForward(); }}},
            {}};
}

}  // namespace app
