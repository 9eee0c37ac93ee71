#pragma once

#include <QAbstractListModel>
#include <vector>

#include "app/document/document.h"

namespace app {

/// The places in the document's history: as it was opened, then after each step.
class HistoryModel : public QAbstractListModel {
    Q_OBJECT

public:
    enum Role {
        IconRole = Qt::UserRole,  ///< Name of an icon
        TimeRole,                 ///< When the step was made; invalid for the beginning
        CurrentRole,              ///< Whether this place is shown
        SavedRole,                ///< Whether this place is on the disk
        UndoneRole                ///< Whether this place lies ahead
    };

    HistoryModel(Document& document, QObject* parent);

    int rowCount(const QModelIndex& parent = {}) const override;
    QVariant data(const QModelIndex& index, int role) const override;
    int currentRow() const { return m_document.undoStack().index(); }

signals:
    /// Another place is shown.
    void moved();

private:
    void follow();
    void restart();
    void repaint();
    std::size_t sharedRows() const;

    Document& m_document;
    std::vector<quint64> m_revisions;  ///< Of the steps that are shown
};

}  // namespace app
