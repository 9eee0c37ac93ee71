#include "app/tables/table_view.h"

#include <QClipboard>
#include <QGuiApplication>
#include <QHeaderView>
#include <QKeyEvent>
#include <QLineEdit>
#include <QPainter>
#include <QStyledItemDelegate>
#include <algorithm>

#include "app/theme/widgets.h"

namespace app {

TableFilter::TableFilter(BulkTableModel& table, QObject* parent)
    : QSortFilterProxyModel(parent), m_table(table) {
    setSourceModel(&table);
    setSortRole(BulkTableModel::SortRole);
    setDynamicSortFilter(false);
}

void TableFilter::setWords(const QString& text) {
    m_words = text.split(' ', Qt::SkipEmptyParts);
    invalidateFilter();
}

bool TableFilter::filterAcceptsRow(int row, const QModelIndex&) const {
    if (m_words.isEmpty()) return true;
    QString line;
    for (int at = 0; at < m_table.columnCount(); ++at)
        if (m_table.column(at).isMain) line += m_table.index(row, at).data().toString() + '\n';
    return std::all_of(m_words.begin(), m_words.end(),
                       [&](const QString& word) { return line.contains(word, Qt::CaseInsensitive); });
}

// Numbers come before words, and what is empty comes last.
bool TableFilter::lessThan(const QModelIndex& left, const QModelIndex& right) const {
    const QVariant one = left.data(BulkTableModel::SortRole);
    const QVariant other = right.data(BulkTableModel::SortRole);
    const bool oneIsNumber = one.userType() == QMetaType::Double;
    const bool otherIsNumber = other.userType() == QMetaType::Double;
    if (oneIsNumber && otherIsNumber) return one.toDouble() < other.toDouble();
    if (oneIsNumber != otherIsNumber) return oneIsNumber;
    const QString words = one.toString();
    const QString otherWords = other.toString();
    if (words.isEmpty() != otherWords.isEmpty()) return otherWords.isEmpty();
    return words.localeAwareCompare(otherWords) < 0;
}

namespace {

/// Edits a cell: a list of choices, or a line of text that is checked while it is typed.
class CellDelegate : public QStyledItemDelegate {
public:
    CellDelegate(TableView& view, TableFilter& filter, const Theme& theme)
        : QStyledItemDelegate(&view), m_view(view), m_filter(filter), m_theme(theme) {}

    QWidget* createEditor(QWidget* parent, const QStyleOptionViewItem&,
                          const QModelIndex& index) const override {
        const QModelIndex cell = m_filter.mapToSource(index);
        const TableColumn& column = m_filter.table().column(cell.column());
        if (column.kind == Row::Kind::Choice || column.kind == Row::Kind::Switch)
            return choiceEditor(parent, column);
        auto* edit = new QLineEdit(parent);
        edit->setFrame(false);
        connect(edit, &QLineEdit::textEdited, this, [this, edit, cell](const QString& text) {
            const auto wrong = m_filter.table().complaint(cell.row(), cell.column(), text);
            setInvalid(edit, wrong.has_value());
            emit m_view.complained(wrong.value_or(QString()));
        });
        return edit;
    }

    void setEditorData(QWidget* editor, const QModelIndex& index) const override {
        const QString text = index.data(Qt::EditRole).toString();
        if (auto* combo = qobject_cast<QComboBox*>(editor))
            combo->setCurrentIndex(combo->findText(text));
        else if (auto* edit = qobject_cast<QLineEdit*>(editor); edit && !edit->isModified())
            edit->setText(text);
    }

    void setModelData(QWidget* editor, QAbstractItemModel* model, const QModelIndex& index) const override {
        const QString text = textOf(editor);
        emit m_view.complained({});
        if (m_everywhere)
            m_view.enterEverywhere(text);
        else
            model->setData(index, text);
    }

    void paint(QPainter* painter, const QStyleOptionViewItem& option,
               const QModelIndex& index) const override {
        QStyledItemDelegate::paint(painter, option, index);
        if (!index.data(BulkTableModel::ProblemRole).toBool()) return;
        painter->save();
        painter->setPen(QPen(m_theme.bad, 2));
        painter->drawRect(option.rect.adjusted(1, 1, -1, -1));
        painter->restore();
    }

    bool eventFilter(QObject* watched, QEvent* event) override {
        if (event->type() == QEvent::KeyPress) {
            const auto* key = static_cast<QKeyEvent*>(event);
            const bool enters = key->key() == Qt::Key_Return || key->key() == Qt::Key_Enter;
            m_everywhere = enters && key->modifiers().testFlag(Qt::ControlModifier);
            if (m_everywhere) {
                auto* editor = qobject_cast<QWidget*>(watched);
                emit commitData(editor);
                emit closeEditor(editor);
                m_everywhere = false;
                return true;
            }
            if (key->key() == Qt::Key_Escape) emit m_view.complained({});
        }
        return QStyledItemDelegate::eventFilter(watched, event);
    }

private:
    static QString textOf(QWidget* editor) {
        if (const auto* combo = qobject_cast<QComboBox*>(editor)) return combo->currentText();
        if (const auto* edit = qobject_cast<QLineEdit*>(editor)) return edit->text();
        return {};
    }

    QWidget* choiceEditor(QWidget* parent, const TableColumn& column) const {
        auto* combo = new CalmComboBox(parent);
        if (column.kind == Row::Kind::Switch) {
            for (const char* value : {"0", "1"}) combo->addItem(cellText(column, QLatin1String(value)));
        } else {
            for (const Choice& choice : column.choices) combo->addItem(choice.text);
        }
        auto* self = const_cast<CellDelegate*>(this);
        connect(combo, &QComboBox::activated, self, [self, combo] {
            emit self->commitData(combo);
            emit self->closeEditor(combo);
        });
        return combo;
    }

    TableView& m_view;
    TableFilter& m_filter;
    Theme m_theme;
    bool m_everywhere = false;  ///< The text goes into all selected cells
};

}  // namespace

TableView::TableView(TableFilter& filter, const Theme& theme, QWidget* parent)
    : QTableView(parent), m_filter(filter) {
    setModel(&filter);
    setAccessibleName(tr("Table"));
    setSortingEnabled(true);
    setSelectionMode(ExtendedSelection);
    setEditTriggers(DoubleClicked | EditKeyPressed | AnyKeyPressed);
    setHorizontalScrollMode(ScrollPerPixel);
    setWordWrap(false);
    setShowGrid(true);
    horizontalHeader()->setSectionsMovable(true);
    horizontalHeader()->setDefaultAlignment(Qt::AlignLeft | Qt::AlignVCenter);
    horizontalHeader()->setHighlightSections(true);
    horizontalHeader()->setSortIndicator(0, Qt::AscendingOrder);
    verticalHeader()->setDefaultSectionSize(28);
    verticalHeader()->setMinimumWidth(40);
    verticalHeader()->setDefaultAlignment(Qt::AlignCenter);
    setTheme(theme);
}

void TableView::setTheme(const Theme& theme) {
    QAbstractItemDelegate* old = itemDelegate();
    setItemDelegate(new CellDelegate(*this, m_filter, theme));
    old->deleteLater();
}

std::vector<int> TableView::shownColumns() const {
    std::vector<int> columns;
    const QHeaderView* header = horizontalHeader();
    for (int place = 0; place < header->count(); ++place)
        if (const int column = header->logicalIndex(place); !isColumnHidden(column))
            columns.push_back(column);
    return columns;
}

QModelIndexList TableView::chosenCells() const {
    QModelIndexList cells = selectionModel()->selectedIndexes();
    cells.removeIf([this](const QModelIndex& cell) { return isColumnHidden(cell.column()); });
    std::sort(cells.begin(), cells.end(), [this](const QModelIndex& left, const QModelIndex& right) {
        const auto place = [this](const QModelIndex& cell) {
            return std::pair(cell.row(), horizontalHeader()->visualIndex(cell.column()));
        };
        return place(left) < place(right);
    });
    return cells;
}

QString TableView::copied(bool withTitles) const {
    const QModelIndexList cells = chosenCells();
    if (cells.isEmpty()) return {};
    std::vector<int> columns;
    for (const int column : shownColumns())
        if (std::any_of(cells.begin(), cells.end(),
                        [&](const QModelIndex& cell) { return cell.column() == column; }))
            columns.push_back(column);
    std::vector<QStringList> lines;
    if (withTitles) {
        lines.emplace_back();
        for (const int column : columns) lines.back() << m_filter.table().column(column).title;
    }
    int row = -1;
    for (const QModelIndex& cell : cells) {
        if (cell.row() != row) lines.emplace_back(QStringList(static_cast<qsizetype>(columns.size())));
        row = cell.row();
        const auto at = std::find(columns.begin(), columns.end(), cell.column()) - columns.begin();
        lines.back()[at] = cell.data().toString();
    }
    return textOfCells(lines);
}

CellEntry TableView::entryAt(int row, int column, const QString& text) const {
    return {m_filter.index(row, column).data(BulkTableModel::KeyRole).toString(), column, text};
}

void TableView::enterAll(const std::vector<CellEntry>& entries, const QString& label) {
    if (!entries.empty()) m_filter.table().enter(entries, label);
}

std::optional<std::vector<int>> TableView::titledColumns(const QStringList& line) const {
    std::vector<int> columns;
    for (const QString& title : line) {
        const auto& all = m_filter.table().columns();
        const auto found = std::find_if(all.begin(), all.end(), [&](const TableColumn& column) {
            return column.title.compare(title.trimmed(), Qt::CaseInsensitive) == 0;
        });
        if (found == all.end()) return std::nullopt;
        columns.push_back(static_cast<int>(found - all.begin()));
    }
    return columns;
}

void TableView::paste(const QString& text) {
    std::vector<QStringList> lines = cellsOfText(text);
    const QModelIndexList cells = chosenCells();
    if (lines.empty() || cells.isEmpty()) return;
    if (lines.size() == 1 && lines.front().size() == 1) return enterEverywhere(lines.front().front());
    const std::vector<int> shown = shownColumns();
    const auto first = std::find(shown.begin(), shown.end(), cells.front().column());
    std::vector<int> columns(first, shown.end());
    if (const auto titled = titledColumns(lines.front()); titled && lines.size() > 1) {
        columns = *titled;
        lines.erase(lines.begin());
    }
    std::vector<CellEntry> entries;
    std::size_t outside = 0;
    for (std::size_t line = 0; line < lines.size(); ++line)
        for (qsizetype at = 0; at < lines[line].size(); ++at) {
            const int row = cells.front().row() + static_cast<int>(line);
            if (row >= m_filter.rowCount() || static_cast<std::size_t>(at) >= columns.size())
                ++outside;
            else
                entries.push_back(entryAt(row, columns[static_cast<std::size_t>(at)], lines[line][at]));
        }
    enterAll(entries, tr("Paste %n cells", nullptr, static_cast<int>(entries.size())));
    if (outside > 0) emit said(tr("%n cells lie outside of the table", nullptr, static_cast<int>(outside)));
}

void TableView::fillDown() {
    QHash<int, QString> firsts;
    std::vector<CellEntry> entries;
    for (const QModelIndex& cell : chosenCells()) {
        const auto first = firsts.constFind(cell.column());
        if (first == firsts.constEnd())
            firsts.insert(cell.column(), cell.data().toString());
        else
            entries.push_back(entryAt(cell.row(), cell.column(), *first));
    }
    enterAll(entries, tr("Fill down %n cells", nullptr, static_cast<int>(entries.size())));
}

void TableView::enterEverywhere(const QString& text) {
    std::vector<CellEntry> entries;
    for (const QModelIndex& cell : chosenCells()) entries.push_back(entryAt(cell.row(), cell.column(), text));
    enterAll(entries, tr("Change %n cells", nullptr, static_cast<int>(entries.size())));
}

void TableView::clearCells() {
    std::vector<CellEntry> entries;
    for (const QModelIndex& cell : chosenCells())
        if (cell.flags().testFlag(Qt::ItemIsEditable))
            entries.push_back(entryAt(cell.row(), cell.column(), {}));
    enterAll(entries, tr("Empty %n cells", nullptr, static_cast<int>(entries.size())));
}

namespace {

bool isFillDown(const QKeyEvent& key) {
    return key.key() == Qt::Key_D && key.modifiers() == Qt::ControlModifier;
}

}  // namespace

// The window has other uses for some of these keys.
bool TableView::event(QEvent* event) {
    if (event->type() == QEvent::ShortcutOverride && state() != EditingState) {
        auto* key = static_cast<QKeyEvent*>(event);
        if (isFillDown(*key) || key->matches(QKeySequence::Copy) || key->matches(QKeySequence::Paste) ||
            key->matches(QKeySequence::SelectAll) || key->key() == Qt::Key_Delete) {
            event->accept();
            return true;
        }
    }
    return QTableView::event(event);
}

void TableView::keyPressEvent(QKeyEvent* event) {
    if (event->matches(QKeySequence::Copy)) return QGuiApplication::clipboard()->setText(copied());
    if (event->matches(QKeySequence::Paste)) return paste(QGuiApplication::clipboard()->text());
    if (isFillDown(*event)) return fillDown();
    if (event->key() == Qt::Key_Delete) return clearCells();
    const bool enters = event->key() == Qt::Key_Return || event->key() == Qt::Key_Enter;
    if (enters && event->modifiers() == Qt::NoModifier && state() != EditingState) {
        edit(currentIndex());
        return;
    }
    QTableView::keyPressEvent(event);
}

}  // namespace app
