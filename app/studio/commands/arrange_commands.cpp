#include <QCoreApplication>

#include "app/design/arrangement.h"
#include "app/studio/command.h"
#include "app/studio/workbench.h"

namespace app {

namespace {

QString arrangeTr(const char* words) {
    return QCoreApplication::translate("ArrangeCommands", words);
}

}  // namespace

CommandGroup arrangeCommands() {
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
    for (int how = 0; how <= static_cast<int>(Arrangement::SpreadDown); ++how) {
        const auto arrangement = static_cast<Arrangement>(how);
        group.commands.push_back(
            {QStringLiteral("edit.arrange%1").arg(how),
             arrangementTitle(arrangement),
             "table",
             {},
             [arrangement](StudioContext& studio) { studio.diagram().editor().arrange(arrangement); }});
    }
    return group;
}

}  // namespace app
