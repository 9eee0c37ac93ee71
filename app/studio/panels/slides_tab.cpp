#include <QCoreApplication>

#include "app/presenting/slides_panel.h"
#include "app/studio/panel.h"

namespace app {

StudioPanel slidesTab() {
    return {"slides",
            QCoreApplication::translate("SlidesTab", "Slides"),
            "layers",
            QCoreApplication::translate("SlidesTab", "Show or hide the slides"),
            {QKeySequence("Ctrl+Shift+P")},
            PanelSide::Below,
            5,
            [](StudioContext& studio, QWidget* parent) { return new SlidesPanel(studio, parent); }};
}

}  // namespace app
