#include "app/simulate/result_model.h"

#include <cmath>
#include <limits>

namespace app {

void ResultModel::setSheet(ResultSheet sheet) {
    beginResetModel();
    m_sheet = std::move(sheet);
    endResetModel();
}

void ResultModel::setTheme(const Theme& theme) {
    m_theme = theme;
    if (!m_sheet.rows.empty())
        emit dataChanged(index(0, 0), index(rowCount() - 1, columnCount() - 1), {Qt::ForegroundRole});
}

int ResultModel::rowCount(const QModelIndex& parent) const {
    return parent.isValid() ? 0 : static_cast<int>(m_sheet.rows.size());
}

int ResultModel::columnCount(const QModelIndex& parent) const {
    return parent.isValid() ? 0 : static_cast<int>(m_sheet.columns.size());
}

const ResultCell& ResultModel::cell(const QModelIndex& index) const {
    return m_sheet.rows[static_cast<std::size_t>(index.row())]
        .cells[static_cast<std::size_t>(index.column())];
}

QColor ResultModel::colourOf(const ResultCell& shown) const {
    if (shown.missing) return m_theme.faint;
    switch (shown.tone) {
        case Tone::Info:
            return m_theme.accent;
        case Tone::Good:
            return m_theme.good;
        case Tone::Warning:
            return m_theme.warning;
        case Tone::Bad:
            return m_theme.bad;
        case Tone::Plain:
            break;
    }
    return m_theme.text;
}

QVariant ResultModel::data(const QModelIndex& index, int role) const {
    if (!checkIndex(index, CheckIndexOption::IndexIsValid)) return {};
    const ResultCell& shown = cell(index);
    switch (role) {
        case Qt::DisplayRole:
            return shown.text;
        case Qt::ToolTipRole:
            if (shown.tip.isEmpty() && index.column() == 0) return shown.text;  // Long names are shortened
            return shown.tip.isEmpty() ? QVariant() : shown.tip;
        case Qt::ForegroundRole:
            return colourOf(shown);
        case Qt::TextAlignmentRole:
            return QVariant::fromValue(Qt::Alignment(Qt::AlignLeft | Qt::AlignVCenter));
        case Qt::AccessibleTextRole:
            return m_sheet.columns[static_cast<std::size_t>(index.column())].title + QLatin1Char(' ') +
                   shown.text;
        case SortRole:
            if (index.column() == 0) return shown.text;
            return shown.value ? *shown.value : -std::numeric_limits<double>::infinity();
        default:
            return {};
    }
}

QVariant ResultModel::headerData(int section, Qt::Orientation orientation, int role) const {
    if (orientation != Qt::Horizontal || section < 0 || section >= columnCount()) return {};
    const ResultColumn& column = m_sheet.columns[static_cast<std::size_t>(section)];
    switch (role) {
        case Qt::DisplayRole:
            return column.title;
        case Qt::ToolTipRole:
            return column.tip.isEmpty() ? QVariant() : column.tip;
        case Qt::TextAlignmentRole:
            return QVariant::fromValue(Qt::Alignment(Qt::AlignLeft | Qt::AlignVCenter));
        default:
            return {};
    }
}

}  // namespace app
