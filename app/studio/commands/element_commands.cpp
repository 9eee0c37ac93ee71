#include <QCoreApplication>
#include <tuple>

#include "app/design/canvas_commands.h"
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

/// What the diagram does with its selection; it can be chosen while it would do something.
StudioCommand onSelection(const QString& id, const QString& title, const QString& icon,
                          const QString& keyTitle) {
    return {id,
            title,
            icon,
            {},
            [id](StudioContext& studio) { studio.diagram().editor().commands().run(id); },
            keyTitle,
            {}};
}

std::vector<StudioCommand> elementList() {
    return {onSelection("add.note", elementTr("Add note"), "note", elementTr("Add a note")),
            onSelection("edit.copy", elementTr("Copy the selection"), "copy", elementTr("Copy")),
            onSelection("edit.cut", elementTr("Cut the selection"), "minus", elementTr("Cut")),
            onSelection("edit.paste", elementTr("Paste"), "file", elementTr("Paste")),
            onSelection("edit.pasteLink", elementTr("Paste as a link"), "link", elementTr("Paste as a link")),
            onSelection("edit.hide", elementTr("Remove the selection from the view"), "eye",
                        elementTr("Remove from the view")),
            onSelection("view.showHidden", elementTr("Show hidden elements"), "eye",
                        elementTr("Show hidden elements")),
            onSelection("view.collapse", elementTr("Collapse the frame"), "minus",
                        elementTr("Collapse, expand a frame")),
            onSelection("view.expand", elementTr("Expand the group"), "plus",
                        elementTr("Collapse, expand a frame")),
            onSelection("edit.group", elementTr("Group the selection into a context"), "context",
                        elementTr("Group into a context")),
            {"edit.connectKeys",
             elementTr("Connect the selection by keys"),
             "connect",
             {},
             [](StudioContext& studio) {
                 studio.diagram().canvas().setFocus();
                 studio.diagram().canvas().connectByKeys();
             },
             elementTr("Connect by keys")},
            adding("service", elementTr("Add service")),
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
             elementTr("Remove the selection from the model"),
             "trash",
             {},
             [](StudioContext& studio) { studio.diagram().editor().removeSelection(); },
             elementTr("Remove from the model")},
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
             {elementTr("Follow a connection"), elementTr("Ctrl arrows")},
             {elementTr("Lead a connection elsewhere"), elementTr("Drag an end of the selected one")},
             {elementTr("Move by steps"), elementTr("Arrows, with Shift farther")}}};
}

}  // namespace app
