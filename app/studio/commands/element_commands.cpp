#include <QCoreApplication>
#include <tuple>

#include "app/studio/command.h"
#include "app/studio/workbench.h"

namespace app {

namespace {

QString elementTr(const char* words) {
    return QCoreApplication::translate("ElementCommands", words);
}

/// Tool and icon have the word of the kind.
StudioCommand adding(const QString& kind, const QString& title) {
    return {"add." + kind, title, kind, {}, [kind](StudioContext& studio) {
                studio.diagram().editor().addInView(kind);
            }};
}

std::vector<StudioCommand> elementList() {
    return {adding("service", elementTr("Add service")),
            adding("store", elementTr("Add data store")),
            adding("channel", elementTr("Add channel")),
            adding("context", elementTr("Add bounded context")),
            {"edit.connect",
             elementTr("Connect elements"),
             "connect",
             {},
             [](StudioContext& studio) { studio.diagram().canvas().setTool(connectTool); }},
            {"edit.duplicate",
             elementTr("Duplicate the selection"),
             "copy",
             {QKeySequence("Ctrl+D")},
             [](StudioContext& studio) { studio.diagram().editor().duplicateSelection(); },
             elementTr("Duplicate")},
            {"edit.remove",
             elementTr("Remove the selection"),
             "trash",
             {},
             [](StudioContext& studio) { studio.diagram().editor().removeSelection(); },
             elementTr("Remove")},
            {"edit.rename",
             elementTr("Rename the selection"),
             "edit",
             {},
             [](StudioContext& studio) {
                 const QStringList keys = studio.selection().keys();
                 if (keys.size() == 1) studio.diagram().canvas().startRename(keys.front());
             },
             elementTr("Rename")}};
}

}  // namespace

CommandGroup elementCommands() {
    return {2,
            elementTr("Elements"),
            elementList(),
            {{elementTr("Add an element"), elementTr("Double click on the canvas")},
             {elementTr("Connect"), elementTr("Drag a handle of an element")},
             {elementTr("Create and connect"), elementTr("Drag a handle to the empty canvas")},
             {elementTr("Next element"), elementTr("Tab")},
             {elementTr("Move by steps"), elementTr("Arrows, with Shift farther")}}};
}

}  // namespace app
