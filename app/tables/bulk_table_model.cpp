#include "app/tables/bulk_table_model.h"

#include <algorithm>

namespace app {

BulkTableModel::BulkTableModel(Document& document, QObject* parent)
    : QAbstractTableModel(parent), m_document(document) {
    connect(&document, &Document::changed, this, [this] {
        if (!m_entering) m_problems.clear();
        refresh();
        if (!m_entering) emit problemsChanged();
    });
    connect(&document, &Document::opened, this, [this] {
        clearProblems();
        refresh();
    });
}

void BulkTableModel::setKind(const TableKind& kind) {
    beginResetModel();
    m_kind = kind;
    m_columns = kind.columns(m_document.project());
    m_keys.clear();
    m_rows.clear();
    m_lines.clear();
    m_problems.clear();
    endResetModel();
    refresh();
    emit problemsChanged();
}

void BulkTableModel::setActive(bool active) {
    m_active = active;
    refresh();
}

// The columns stay the same for a kind; what can be chosen in them may change.
void BulkTableModel::refresh() {
    if (!m_active || !m_kind.keys) return;
    const model::Project& project = m_document.project();
    m_columns = m_kind.columns(project);
    const QStringList keys = m_kind.keys(project);
    if (keys != m_keys) {
        beginResetModel();
        m_keys = keys;
        m_rows.clear();
        for (int row = 0; row < keys.size(); ++row) m_rows.insert(keys[row], row);
        m_lines.assign(static_cast<std::size_t>(keys.size()), nullptr);
        endResetModel();
        return;
    }
    m_lines.assign(static_cast<std::size_t>(keys.size()), nullptr);
    if (!keys.isEmpty() && !m_columns.empty())
        emit dataChanged(index(0, 0), index(rowCount() - 1, columnCount() - 1));
}

std::shared_ptr<void> BulkTableModel::line(int row) const {
    auto& held = m_lines[static_cast<std::size_t>(row)];
    if (!held) held = m_kind.line(m_document.project(), m_keys[row]);
    return held;
}

void BulkTableModel::enter(const std::vector<CellEntry>& entries, const QString& label) {
    TableEdit edit = enterCells(m_document.project(), m_kind, m_columns, entries);
    m_problems = std::move(edit.problems);
    m_entering = true;
    m_document.apply(std::move(edit.project), label);
    m_entering = false;
    if (rowCount() > 0) emit dataChanged(index(0, 0), index(rowCount() - 1, columnCount() - 1));
    emit problemsChanged();
}

void BulkTableModel::clearProblems() {
    m_problems.clear();
    if (rowCount() > 0 && columnCount() > 0)
        emit dataChanged(index(0, 0), index(rowCount() - 1, columnCount() - 1));
    emit problemsChanged();
}

std::optional<QString> BulkTableModel::complaint(int row, int at, const QString& text) const {
    const TableColumn& asked = column(at);
    const auto value = cellValue(asked, text);
    if (!value) return QString::fromStdString(value.error().message);
    const std::shared_ptr<void> copy = m_kind.line(m_document.project(), keyAt(row));
    if (!copy) return std::nullopt;
    const auto set = asked.set(copy.get(), *value, m_document.project());
    return set ? std::nullopt : std::optional<QString>(QString::fromStdString(set.error().message));
}

int BulkTableModel::rowCount(const QModelIndex& parent) const {
    return parent.isValid() ? 0 : static_cast<int>(m_keys.size());
}

int BulkTableModel::columnCount(const QModelIndex& parent) const {
    return parent.isValid() ? 0 : static_cast<int>(m_columns.size());
}

QString BulkTableModel::shown(const QModelIndex& index) const {
    const TableColumn& at = column(index.column());
    const std::shared_ptr<void> held = line(index.row());
    const auto value = held ? at.read(held.get()) : std::nullopt;
    return value ? cellText(at, *value) : QString();
}

const CellProblem* BulkTableModel::problemAt(const QModelIndex& index) const {
    const auto found = std::find_if(m_problems.begin(), m_problems.end(), [&](const CellProblem& problem) {
        return problem.column == index.column() && problem.key == m_keys[index.row()];
    });
    return found == m_problems.end() ? nullptr : &*found;
}

QVariant BulkTableModel::data(const QModelIndex& index, int role) const {
    if (!index.isValid()) return {};
    const TableColumn& at = column(index.column());
    switch (role) {
        case Qt::DisplayRole:
        case Qt::EditRole:
            return shown(index);
        case SortRole: {
            const std::shared_ptr<void> held = line(index.row());
            const auto number = held ? at.number(held.get()) : std::nullopt;
            return number ? QVariant(*number) : QVariant(shown(index));
        }
        case Qt::TextAlignmentRole: {
            const std::shared_ptr<void> held = line(index.row());
            const bool isNumber = held && at.number(held.get());
            return QVariant(Qt::AlignVCenter | (isNumber ? Qt::AlignRight : Qt::AlignLeft));
        }
        case Qt::ToolTipRole:
            if (const CellProblem* problem = problemAt(index))
                return QStringLiteral("%1\n%2").arg(problem->text.left(200), problem->message);
            return at.tip;
        case KeyRole:
            return m_keys[index.row()];
        case ProblemRole:
            return problemAt(index) != nullptr;
        default:
            return {};
    }
}

bool BulkTableModel::setData(const QModelIndex& index, const QVariant& value, int role) {
    if (!index.isValid() || role != Qt::EditRole || !flags(index).testFlag(Qt::ItemIsEditable)) return false;
    const QString text = value.toString();
    if (text == shown(index)) return true;
    enter({{m_keys[index.row()], index.column(), text}},
          tr("Change %1 in a table").arg(column(index.column()).title));
    return m_problems.empty();
}

QVariant BulkTableModel::headerData(int section, Qt::Orientation orientation, int role) const {
    if (orientation == Qt::Vertical) return role == Qt::DisplayRole ? QVariant(section + 1) : QVariant();
    if (section < 0 || section >= columnCount()) return {};
    const TableColumn& at = column(section);
    if (role == Qt::DisplayRole) return at.title;
    if (role == Qt::ToolTipRole) return at.tip.isEmpty() ? at.title : at.title + '\n' + at.tip;
    return {};
}

Qt::ItemFlags BulkTableModel::flags(const QModelIndex& index) const {
    if (!index.isValid()) return Qt::NoItemFlags;
    const Qt::ItemFlags shownFlags = Qt::ItemIsEnabled | Qt::ItemIsSelectable | Qt::ItemNeverHasChildren;
    return column(index.column()).kind == Row::Kind::Fact ? shownFlags : shownFlags | Qt::ItemIsEditable;
}

}  // namespace app
