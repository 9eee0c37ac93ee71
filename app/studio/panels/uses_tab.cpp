#include <QCoreApplication>

#include "app/finding/uses_panel.h"
#include "app/studio/panel.h"

namespace app {

StudioPanel usesTab() {
    return {"uses",
            QCoreApplication::translate("UsesTab", "Where used"),
            "link",
            QCoreApplication::translate("UsesTab", "Show or hide where the selection is used"),
            {QKeySequence("Shift+F12")},
            PanelSide::Beside,
            20,
            [](StudioContext& studio, QWidget* parent) { return new UsesPanel(studio, parent); }};
}

}  // namespace app
