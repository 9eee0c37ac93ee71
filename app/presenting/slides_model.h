#pragma once

#include <QAbstractListModel>

#include "app/document/document.h"

namespace app {

/// The slides of the model, in order.
class SlidesModel : public QAbstractListModel {
    Q_OBJECT

public:
    enum Role { TextRole = Qt::UserRole, PlaceRole };
    SlidesModel(Document& document, QObject* parent);

    int rowCount(const QModelIndex& parent = {}) const override;
    QVariant data(const QModelIndex& index, int role) const override;

private:
    void follow();

    Document& m_document;
    std::vector<model::Slide> m_slides;
};

}  // namespace app
