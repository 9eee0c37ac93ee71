#pragma once

#include <QListView>

#include "app/document/document.h"
#include "app/studio/history_model.h"

namespace app {

/// The steps of the document by name; a click, or Enter, goes there.
class HistoryPanel : public QListView {
    Q_OBJECT

public:
    HistoryPanel(Document& document, QWidget* parent);

protected:
    void showEvent(QShowEvent* event) override;

private:
    void showCurrent();

    HistoryModel m_model;
};

}  // namespace app
