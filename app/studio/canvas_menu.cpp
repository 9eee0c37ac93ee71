#include "app/studio/canvas_menu.h"

#include <QAction>

#include "app/canvas/canvas_keys.h"
#include "app/canvas/canvas_view.h"
#include "app/canvas/diagram_geometry.h"
#include "app/design/canvas_commands.h"
#include "app/diagram/appearance.h"
#include "app/studio/command_actions.h"
#include "app/studio/workbench.h"

namespace app {

namespace {

/// Ids of commands, in groups; an empty one parts them.
using MenuLines = QStringList;

struct MenuSubject {
    int nodes = 0, notes = 0, groups = 0, frames = 0, edges = 0;
    int all() const { return nodes + notes + groups + frames + edges; }
};

MenuSubject chosenOn(const CanvasView& canvas) {
    MenuSubject chosen;
    const DiagramGeometry& geometry = canvas.geometry();
    for (const QString& key : canvas.selection()) {
        const int node = geometry.nodeIndex(key);
        if (node < 0)
            ++(geometry.regionIndex(key) >= 0 ? chosen.frames : chosen.edges);
        else if (isNote(key))
            ++chosen.notes;
        else
            ++(geometry.node(node).folded ? chosen.groups : chosen.nodes);
    }
    return chosen;
}

MenuLines addLines(const DiagramKind& kind) {
    MenuLines lines;
    for (const DiagramTool& tool : kind.tools) lines << QStringLiteral("add.") + tool.look.id;
    return lines;
}

MenuLines linesFor(const MenuSubject& chosen, const DiagramKind& kind) {
    if (chosen.all() == 0)
        return addLines(kind) << QString() << "edit.paste"
                              << "edit.pasteLink" << QString() << "edit.selectAll"
                              << "edit.layout"
                              << "view.fit"
                              << "view.showHidden";
    MenuLines lines;
    const bool one = chosen.all() == 1;
    if (one && chosen.edges == 0)
        lines << "view.open"
              << "edit.rename"
              << "edit.connectKeys" << QString();
    if (chosen.edges < chosen.all())
        lines << "edit.cut"
              << "edit.copy"
              << "edit.paste"
              << "edit.duplicate" << QString();
    if (chosen.nodes > 0) lines << "edit.group";
    if (chosen.frames > 0 || chosen.nodes > 0) lines << "view.collapse";
    if (chosen.groups > 0) lines << "view.expand";
    if (chosen.nodes + chosen.notes + chosen.groups > 1) {
        lines << QString();
        for (int how = 0; how <= static_cast<int>(Arrangement::SpreadDown); ++how)
            lines << QStringLiteral("edit.arrange%1").arg(how);
    }
    if (chosen.edges < chosen.all())
        lines << QString() << "edit.lock"
              << "edit.resetSize"
              << "edit.layoutSelection";
    lines << QString() << "view.fitSelection" << QString() << "edit.hide";
    if (chosen.notes < chosen.all()) lines << "edit.remove";
    return lines;
}

bool isOfCanvas(const QString& id) {
    static const QStringList ids{"edit.copy",   "edit.cut",   "edit.paste",      "edit.pasteLink",
                                 "edit.hide",   "edit.group", "view.showHidden", "view.collapse",
                                 "view.expand", "edit.lock",  "edit.resetSize"};
    return ids.contains(id);
}

QString shortcutOf(const QAction& action) {
    const QList<QKeySequence> keys =
        action.shortcuts().isEmpty() ? keysOnCanvas(action.objectName()) : action.shortcuts();
    return keys.isEmpty() ? QString() : keys.front().toString(QKeySequence::NativeText);
}

void addMenuLine(QMenu& menu, QAction& command, bool enabled) {
    const QString key = shortcutOf(command);
    QAction* line =
        menu.addAction(command.icon(), key.isEmpty() ? command.text() : command.text() + u'\t' + key);
    line->setObjectName(command.objectName());
    line->setEnabled(enabled && command.isEnabled());
    QObject::connect(line, &QAction::triggered, &command, &QAction::trigger);
}

}  // namespace

QMenu* makeCanvasMenu(StudioContext& studio, const CommandActions& actions, QWidget* parent) {
    DiagramEditor& editor = studio.workbench().current().editor();
    auto* menu = new QMenu(parent);
    menu->setObjectName(QStringLiteral("canvasMenu"));
    menu->setAttribute(Qt::WA_DeleteOnClose);
    for (const QString& id : linesFor(chosenOn(editor.canvas()), editor.kind())) {
        if (id.isEmpty()) {
            menu->addSeparator();
        } else if (QAction* command = actions.find(id)) {
            const bool can = !isOfCanvas(id) || editor.commands().canRun(id);
            // What is out of place here is left out; what has only nothing to do just now is grey.
            if (can || id == QLatin1String("edit.paste")) addMenuLine(*menu, *command, can);
        }
    }
    return menu;
}

}  // namespace app
