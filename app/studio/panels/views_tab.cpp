#include <QCoreApplication>

#include "app/studio/panel.h"
#include "app/views/saved_views_panel.h"

namespace app {

StudioPanel viewsTab() {
    return {"saved-views",
            QCoreApplication::translate("ViewsTab", "Views"),
            "bookmark",
            QCoreApplication::translate("ViewsTab", "Show or hide the saved views and bookmarks"),
            {QKeySequence("Ctrl+Shift+B")},
            PanelSide::Beside,
            21,
            [](StudioContext& studio, QWidget* parent) { return new SavedViewsPanel(studio, parent); }};
}

}  // namespace app
