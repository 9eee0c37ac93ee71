#include "app/studio/history_panel.h"

namespace app {

HistoryPanel::HistoryPanel(Document& document, QWidget* parent) : QUndoView(&document.undoStack(), parent) {
    setEmptyLabel(tr("As opened"));
    setAccessibleName(tr("History"));
    setUniformItemSizes(true);
}

}  // namespace app
