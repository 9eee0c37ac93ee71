#include <QCoreApplication>

#include "app/studio/history_panel.h"
#include "app/studio/panel.h"

namespace app {

StudioPanel historyTab() {
    return {
        "history",
        QCoreApplication::translate("HistoryTab", "History"),
        "history",
        QCoreApplication::translate("HistoryTab", "Show or hide the history"),
        {QKeySequence("Ctrl+Shift+H")},
        PanelSide::Below,
        1,
        [](StudioContext& studio, QWidget* parent) { return new HistoryPanel(studio.document(), parent); }};
}

}  // namespace app
