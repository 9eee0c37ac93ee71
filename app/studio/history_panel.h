#pragma once

#include <QUndoView>

#include "app/document/document.h"

namespace app {

/// The steps of the document by name; a click goes there.
class HistoryPanel : public QUndoView {
    Q_OBJECT

public:
    HistoryPanel(Document& document, QWidget* parent);
};

}  // namespace app
