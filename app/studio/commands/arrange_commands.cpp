#include <QCoreApplication>

#include "app/design/arrangement.h"
#include "app/design/canvas_commands.h"
#include "app/studio/command.h"
#include "app/studio/workbench.h"

namespace app {

namespace {

QString arrangeTr(const char* words) {
    return QCoreApplication::translate("ArrangeCommands", words);
}

}  // namespace

CommandGroup arrangeCommands() {
    static const char* const icons[] = {"align-left",   "align-centre", "align-right",   "align-top",
                                        "align-middle", "align-bottom", "spread-across", "spread-down"};
    CommandGroup group{3, arrangeTr("Canvas"), {}, {}};
    group.commands = {{"edit.layout",
                       arrangeTr("Lay out the diagram"),
                       "layout",
                       {},
                       [](StudioContext& studio) { studio.diagram().layOut({}); }},
                      {"edit.layoutSelection",
                       arrangeTr("Lay out the selection, or all"),
                       "layout",
                       {QKeySequence("Ctrl+L")},
                       [](StudioContext& studio) { studio.diagram().layOut(studio.selection().keys()); },
                       arrangeTr("Lay out")},
                      {"edit.layoutNew",
                       arrangeTr("Lay out only what is new"),
                       "layout",
                       {QKeySequence("Ctrl+Shift+L")},
                       [](StudioContext& studio) { studio.diagram().layOutNew(); }}};
    const auto onSelection = [](const QString& id) {
        return [id](StudioContext& studio) { studio.diagram().editor().commands().run(id); };
    };
    group.commands.push_back({"edit.lock",
                              arrangeTr("Lock or unlock the places of the selection"),
                              "lock",
                              {},
                              onSelection("edit.lock"),
                              arrangeTr("Lock, unlock places")});
    group.commands.push_back({"edit.resetSize",
                              arrangeTr("Reset the size of the selection"),
                              "reset",
                              {},
                              onSelection("edit.resetSize")});
    group.gestures = {
        {arrangeTr("Change the size"), arrangeTr("Drag a grip; Ctrl+Alt arrows")},
        {arrangeTr("Size: keep the ratio, from the centre"), arrangeTr("Shift, Alt while dragging")},
        {arrangeTr("Move without snapping"), arrangeTr("Alt drag")},
        {arrangeTr("Menu of the selection"), arrangeTr("Right click, Shift+F10")}};
    for (int how = 0; how <= static_cast<int>(Arrangement::SpreadDown); ++how) {
        const auto arrangement = static_cast<Arrangement>(how);
        group.commands.push_back(
            {QStringLiteral("edit.arrange%1").arg(how),
             arrangementTitle(arrangement),
             icons[how],
             {},
             [arrangement](StudioContext& studio) { studio.diagram().editor().arrange(arrangement); }});
    }
    return group;
}

}  // namespace app
