#include <QCoreApplication>

#include "app/studio/command.h"
#include "app/studio/panel.h"
#include "app/studio/workbench.h"

namespace app {

/// One for each panel.
CommandGroup panelCommands() {
    CommandGroup group{6, QCoreApplication::translate("PanelCommands", "Everywhere"), {}, {}};
    for (const StudioPanel& panel : panels())
        group.commands.push_back({"view." + panel.id, panel.commandTitle, panel.icon, panel.keys,
                                  [id = panel.id](StudioContext& studio) {
                                      studio.diagram();
                                      studio.workbench().toggle(id);
                                  },
                                  panel.title});
    return group;
}

}  // namespace app
