#include "app/studio/model_tree.h"

#include <QAction>
#include <QItemSelectionModel>
#include <QLabel>
#include <QLineEdit>
#include <QMenu>
#include <QVBoxLayout>
#include <algorithm>
#include <functional>

#include "app/studio/panel_header.h"
#include "app/studio/tree_row_painter.h"

namespace app {

namespace {

/// The rows in as few ranges as there are: a selection of as many ranges as rows would take the square of
/// their time.
QItemSelection selectionOf(QModelIndexList rows) {
    const auto isBefore = [](const QModelIndex& left, const QModelIndex& right) {
        const void* one = left.parent().internalPointer();
        const void* other = right.parent().internalPointer();
        return one != other ? std::less<>()(one, other) : left.row() < right.row();
    };
    std::sort(rows.begin(), rows.end(), isBefore);
    QItemSelection selection;
    for (qsizetype from = 0, to = 0; from < rows.size(); from = to) {
        for (to = from + 1; to < rows.size() && rows[to].row() == rows[to - 1].row() + 1 &&
                            rows[to].parent() == rows[from].parent();)
            ++to;
        selection.append(QItemSelectionRange(rows[from], rows[to - 1]));
    }
    return selection;
}

}  // namespace
void TreeSieve::seek(const std::optional<QSet<QString>>& keys) {
    if (keys == m_keys) return;
    m_keys = keys;
    invalidateFilter();
}

bool TreeSieve::filterAcceptsRow(int row, const QModelIndex& parent) const {
    if (!m_keys) return true;
    const QModelIndex index = sourceModel()->index(row, 0, parent);
    return m_keys->contains(index.data(ModelTreeModel::KeyRole).toString());
}

ModelTree::ModelTree(Document& document, Selection& selection, const Theme& theme, QWidget* parent)
    : QWidget(parent),
      m_document(document),
      m_selection(selection),
      m_index(document),
      m_filter(new QLineEdit(this)),
      m_view(new QTreeView(this)) {
    setProperty("look", QStringLiteral("panel"));
    setAttribute(Qt::WA_StyledBackground);
    auto* header = new PanelHeader(this);
    header->title()->setText(tr("Model"));
    m_figure = header->addFigure();
    m_filter->setPlaceholderText(tr("Filter: name, team:…, tag:…"));
    m_filter->setAccessibleName(tr("Filter the model"));
    m_filter->setClearButtonEnabled(true);

    m_filtered.setSourceModel(&m_model);
    m_filtered.setRecursiveFilteringEnabled(true);
    m_filtered.setAutoAcceptChildRows(true);
    m_view->setModel(&m_filtered);
    m_view->setItemDelegate(new TreeRowPainter(theme, m_view));
    m_view->setHeaderHidden(true);
    m_view->setUniformRowHeights(true);
    m_view->setIndentation(18);
    m_view->setSelectionMode(QAbstractItemView::ExtendedSelection);
    m_view->setEditTriggers(QAbstractItemView::NoEditTriggers);
    m_view->setExpandsOnDoubleClick(false);
    m_view->setVerticalScrollMode(QAbstractItemView::ScrollPerPixel);
    m_view->setAccessibleName(tr("Model"));

    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(0);
    layout->addWidget(header);
    auto* field = new QVBoxLayout;
    field->setContentsMargins(10, 8, 10, 6);
    field->addWidget(m_filter);
    layout->addLayout(field);
    layout->addWidget(m_view, 1);

    connect(m_filter, &QLineEdit::textChanged, this, &ModelTree::filter);
    connect(&document, &Document::changed, this, &ModelTree::refresh);
    connect(&document, &Document::opened, this, [this] {
        refresh();
        openAtFirst();
    });
    connect(m_view->selectionModel(), &QItemSelectionModel::selectionChanged, this,
            &ModelTree::takeSelection);
    connect(&selection, &Selection::changed, this, &ModelTree::showSelection);
    connect(m_view, &QTreeView::activated, this, [this](const QModelIndex& index) {
        emit revealRequested(index.data(ModelTreeModel::KeyRole).toString());
    });
    auto* remove = new QAction(m_view);
    remove->setShortcuts({QKeySequence::Delete, QKeySequence(Qt::SHIFT | Qt::Key_Delete)});
    remove->setShortcutContext(Qt::WidgetShortcut);
    m_view->addAction(remove);
    connect(remove, &QAction::triggered, this, &ModelTree::removeSelected);
    refresh();
    openAtFirst();
}

void ModelTree::setTheme(const Theme& theme) {
    static_cast<TreeRowPainter*>(m_view->itemDelegate())->setTheme(theme);
    m_view->viewport()->update();
}

void ModelTree::focusFilter() {
    m_filter->setFocus();
    m_filter->selectAll();
}

void ModelTree::refresh() {
    m_following = true;
    m_model.show(m_document.project());
    seek();
    m_following = false;
    const int services = static_cast<int>(m_document.project().services.size());
    m_figure->setText(services == 1 ? tr("1 service") : tr("%1 services").arg(services));
    showSelection(m_selection.keys());
}

/// Contexts and channels open, the rest closed.
void ModelTree::openAtFirst() {
    for (int row = 0; row < m_filtered.rowCount(); ++row) {
        const QModelIndex index = m_filtered.index(row, 0);
        const QString key = index.data(ModelTreeModel::KeyRole).toString();
        m_view->setExpanded(index,
                            key.startsWith("context:") || key == "group:services" || key == "group:channels");
    }
}

void ModelTree::filter(const QString& text) {
    m_following = true;
    seek();
    m_following = false;
    if (text.trimmed().isEmpty())
        openAtFirst();
    else
        m_view->expandAll();
    showSelection(m_selection.keys());
}

/// In the words of the search: a name, `team:payments`.
void ModelTree::seek() {
    const FindQuery query = parsedQuery(m_filter->text());
    if (query.empty()) return m_filtered.seek(std::nullopt);
    QSet<QString> keys = m_index.now().keysOf(query);
    // A service stands for its operations, which have no rows.
    for (const QString& key : QSet<QString>(keys))
        if (const int element = m_index.now().indexOf(key); element >= 0)
            keys << m_index.now().at(element).host;
    m_filtered.seek(keys);
}

QStringList ModelTree::selectedKeys() const {
    QStringList keys;
    for (const QModelIndex& index : m_view->selectionModel()->selectedIndexes()) {
        const QString key = index.data(ModelTreeModel::KeyRole).toString();
        if (!key.startsWith("group:")) keys << key;
    }
    return keys;
}

void ModelTree::takeSelection() {
    if (m_following) return;
    m_following = true;
    m_selection.set(selectedKeys());
    m_following = false;
}

void ModelTree::showSelection(const QStringList& keys) {
    if (m_following) return;
    m_following = true;
    QModelIndexList rows;
    for (const QString& key : keys)
        if (const QModelIndex index = m_filtered.mapFromSource(m_model.indexOf(key)); index.isValid())
            rows << index;
    const QModelIndex first = rows.value(0);
    const QItemSelection selection = selectionOf(std::move(rows));
    m_view->selectionModel()->select(selection, QItemSelectionModel::ClearAndSelect);
    if (first.isValid()) m_view->scrollTo(first);
    m_following = false;
}

void ModelTree::removeSelected() {
    const QStringList keys = selectedKeys();
    if (!keys.isEmpty()) emit removeRequested(keys);
}

}  // namespace app
