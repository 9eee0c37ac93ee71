#include "app/studio/history_model.h"

#include <algorithm>

namespace app {

namespace {

QString iconOfStep(StepKind kind) {
    switch (kind) {
        case StepKind::Changed:
            return QStringLiteral("edit");
        case StepKind::Added:
            return QStringLiteral("plus");
        case StepKind::Removed:
            return QStringLiteral("trash");
        case StepKind::Arranged:
            return QStringLiteral("layout");
        case StepKind::ReadAgain:
            return QStringLiteral("refresh");
    }
    return {};
}

}  // namespace

HistoryModel::HistoryModel(Document& document, QObject* parent)
    : QAbstractListModel(parent), m_document(document) {
    restart();
    connect(&document, &Document::opened, this, &HistoryModel::restart);
    connect(&document, &Document::stepped, this, &HistoryModel::follow);
    connect(&document, &Document::storedChanged, this, &HistoryModel::repaint);
}

int HistoryModel::rowCount(const QModelIndex& parent) const {
    return parent.isValid() ? 0 : static_cast<int>(m_revisions.size()) + 1;
}

/// So many of the steps shown are still there.
std::size_t HistoryModel::sharedRows() const {
    const auto now = static_cast<std::size_t>(m_document.undoStack().count());
    std::size_t shared = std::min(now, m_revisions.size());
    while (shared > 0 && m_document.step(static_cast<int>(shared) - 1).revision != m_revisions[shared - 1])
        --shared;
    return shared;
}

void HistoryModel::follow() {
    const int now = m_document.undoStack().count();
    const auto shared = static_cast<int>(sharedRows());
    const auto shown = static_cast<int>(m_revisions.size());
    if (shared < shown) {
        beginRemoveRows({}, shared + 1, shown);
        m_revisions.resize(static_cast<std::size_t>(shared));
        endRemoveRows();
    }
    if (shared < now) {
        beginInsertRows({}, shared + 1, now);
        for (int number = shared; number < now; ++number)
            m_revisions.push_back(m_document.step(number).revision);
        endInsertRows();
    }
    repaint();
    emit moved();
}

void HistoryModel::restart() {
    beginResetModel();
    m_revisions.clear();
    for (int number = 0; number < m_document.undoStack().count(); ++number)
        m_revisions.push_back(m_document.step(number).revision);
    endResetModel();
    emit moved();
}

void HistoryModel::repaint() {
    emit dataChanged(index(0), index(rowCount() - 1));
}

QVariant HistoryModel::data(const QModelIndex& index, int role) const {
    if (!index.isValid() || index.row() >= rowCount()) return {};
    const int row = index.row();
    const HistoryStep* step = row > 0 ? &m_document.step(row - 1) : nullptr;
    const auto text = [&] { return step ? step->label.simplified() : tr("As opened"); };
    switch (role) {
        case Qt::DisplayRole:
            return text();
        case Qt::AccessibleTextRole: {
            const QString place = row == currentRow()  ? tr("%1, shown now").arg(text())
                                  : row > currentRow() ? tr("%1, undone").arg(text())
                                                       : text();
            return row == m_document.undoStack().cleanIndex() ? tr("%1, saved").arg(place) : place;
        }
        case IconRole:
            return step ? iconOfStep(step->kind) : QStringLiteral("open");
        case TimeRole:
            return step ? step->time : QDateTime();
        case CurrentRole:
            return row == currentRow();
        case SavedRole:
            return row == m_document.undoStack().cleanIndex() && !m_document.path().isEmpty();
        case UndoneRole:
            return row > currentRow();
        default:
            return {};
    }
}

}  // namespace app
