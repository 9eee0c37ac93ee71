#pragma once

#include <QAbstractTableModel>

#include "app/simulate/result_sheet.h"
#include "app/theme/theme.h"

namespace app {

/// A result sheet for views.
class ResultModel : public QAbstractTableModel {
    Q_OBJECT

public:
    static constexpr int SortRole = Qt::UserRole;

    using QAbstractTableModel::QAbstractTableModel;

    void setSheet(ResultSheet sheet);
    const ResultSheet& sheet() const { return m_sheet; }
    void setTheme(const Theme& theme);

    int rowCount(const QModelIndex& parent = {}) const override;
    int columnCount(const QModelIndex& parent = {}) const override;
    QVariant data(const QModelIndex& index, int role) const override;
    QVariant headerData(int section, Qt::Orientation orientation, int role) const override;

private:
    const ResultCell& cell(const QModelIndex& index) const;
    QColor colourOf(const ResultCell& cell) const;

    ResultSheet m_sheet;
    Theme m_theme = Theme::of(Scheme::Light);
};

}  // namespace app
