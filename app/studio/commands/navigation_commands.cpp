#include <QCoreApplication>

#include "app/design/diagram_mode.h"
#include "app/document/document.h"
#include "app/studio/command.h"
#include "app/studio/command_palette.h"
#include "app/studio/main_window.h"
#include "app/studio/palette_entries.h"
#include "app/views/view_stack.h"

namespace app {

namespace {

QString navigationTr(const char* words) {
    return QCoreApplication::translate("NavigationCommands", words);
}

/// The diagram around the one that is shown.
std::optional<DiagramPlace> around(StudioContext& studio) {
    const DiagramPlace& place = studio.views().current();
    const DiagramKind& kind = diagramKind(place.kind);
    if (!kind.above) return std::nullopt;
    return kind.above(studio.document().project(), place.root);
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
              [views](StudioContext& studio) { return views(studio).canGoForward(); }},
             {"view.up",
              navigationTr("Up to the diagram around"),
              "chevron-up",
              {QKeySequence("Alt+Up")},
              [](StudioContext& studio) { studio.views().show(*around(studio)); },
              {},
              [](StudioContext& studio) { return around(studio).has_value(); }},
             {"view.open",
              navigationTr("Open the diagram of the selected element"),
              "external",
              {},
              [](StudioContext& studio) { studio.diagram().openSelection(); }},
             {"view.views",
              navigationTr("Go to a view"),
              "map",
              {QKeySequence("Ctrl+P")},
              [](StudioContext& studio) {
                  studio.diagram();
                  studio.window().palette().open(viewEntries(studio));
              }}},
            {}};
}

}  // namespace app
