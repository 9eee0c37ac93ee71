#include <QCoreApplication>
#include <tuple>

#include "app/studio/command.h"
#include "app/studio/workbench.h"

namespace app {

namespace {

QString elementTr(const char* words) {
    return QCoreApplication::translate("ElementCommands", words);
}

StudioCommand adding(const char* id, const QString& title, const char* icon, CanvasView::Tool tool) {
    return {
        id, title, icon, {}, [tool](StudioContext& studio) { studio.diagram().editor().addInView(tool); }};
}

std::vector<StudioCommand> elementList() {
    using Tool = CanvasView::Tool;
    return {adding("add.service", elementTr("Add service"), "service", Tool::Service),
            adding("add.store", elementTr("Add data store"), "store", Tool::Store),
            adding("add.channel", elementTr("Add channel"), "channel", Tool::Channel),
            adding("add.context", elementTr("Add bounded context"), "context", Tool::Context),
            {"edit.connect",
             elementTr("Connect elements"),
             "connect",
             {},
             [](StudioContext& studio) { studio.diagram().canvas().setTool(Tool::Connect); }},
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
