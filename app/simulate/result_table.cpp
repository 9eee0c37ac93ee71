#include "app/simulate/result_table.h"

#include <QAction>
#include <QApplication>
#include <QClipboard>
#include <QHBoxLayout>
#include <QHeaderView>
#include <QMenu>
#include <QSortFilterProxyModel>
#include <QTableView>
#include <QToolButton>
#include <QVBoxLayout>
#include <algorithm>

#include "app/theme/icon.h"

namespace app {
namespace {

void setUpView(QTableView* view) {
    view->setShowGrid(false);
    view->setWordWrap(false);
    view->setTextElideMode(Qt::ElideMiddle);
    view->setSortingEnabled(true);
    view->sortByColumn(-1, Qt::AscendingOrder);
    view->setSelectionBehavior(QAbstractItemView::SelectRows);
    view->setSelectionMode(QAbstractItemView::ExtendedSelection);
    view->setEditTriggers(QAbstractItemView::NoEditTriggers);
    view->setTabKeyNavigation(false);
    view->setVerticalScrollMode(QAbstractItemView::ScrollPerPixel);
    view->setContextMenuPolicy(Qt::CustomContextMenu);
    view->verticalHeader()->hide();
    view->verticalHeader()->setDefaultSectionSize(26);
    view->verticalHeader()->setMinimumSectionSize(24);
    view->horizontalHeader()->setHighlightSections(false);
    view->horizontalHeader()->setMinimumSectionSize(104);
    view->horizontalHeader()->setFont(interFont(12));
    view->setFrameShape(QFrame::NoFrame);
    view->setAccessibleName(ResultTable::tr("Figures of the run"));
}

}  // namespace

ResultTable::ResultTable(QWidget* parent)
    : QWidget(parent),
      m_model(new ResultModel(this)),
      m_sorted(new QSortFilterProxyModel(this)),
      m_view(new QTableView(this)),
      m_hint(secondaryLabel({}, this)),
      m_kinds(new SegmentedControl(
          {tr("Operations"), tr("Journeys"), tr("Stations"), tr("Groups"), tr("Costs")}, this)),
      m_copy(new QToolButton(this)) {
    setProperty("look", QStringLiteral("panel"));
    setAttribute(Qt::WA_StyledBackground);
    m_sorted->setSourceModel(m_model);
    m_sorted->setSortRole(ResultModel::SortRole);
    m_view->setModel(m_sorted);
    setUpView(m_view);
    auto* copyAction = new QAction(tr("Copy"), m_view);
    copyAction->setShortcut(QKeySequence::Copy);
    copyAction->setShortcutContext(Qt::WidgetShortcut);
    m_view->addAction(copyAction);
    m_copy->setToolTip(tr("Copy the table for a spreadsheet (Ctrl+C in the table)"));
    m_copy->setAccessibleName(tr("Copy the table"));
    auto* head = new QHBoxLayout;
    head->setContentsMargins(12, 6, 12, 4);
    head->addWidget(m_kinds);
    head->addSpacing(8);
    head->addWidget(m_hint);
    head->addStretch();
    head->addWidget(m_copy);
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(0);
    layout->addLayout(head);
    auto* viewRow = new QHBoxLayout;
    viewRow->setContentsMargins(4, 0, 4, 0);
    viewRow->addWidget(m_view);
    layout->addLayout(viewRow, 1);
    connect(m_kinds, &SegmentedControl::currentChanged, this,
            [this](int index) { setKind(static_cast<Kind>(index)); });
    connect(copyAction, &QAction::triggered, this, [this] { copy(QLatin1Char('\t')); });
    connect(m_copy, &QToolButton::clicked, this, [this] { copy(QLatin1Char('\t')); });
    connect(m_view, &QWidget::customContextMenuRequested, this, &ResultTable::showMenu);
    connect(m_view->selectionModel(), &QItemSelectionModel::selectionChanged, this, &ResultTable::tellChoice);
    connect(m_view, &QTableView::doubleClicked, this, [this](const QModelIndex& index) {
        if (const ResultRow* row = rowAt(index); row && !row->nodeKey.isEmpty())
            emit revealRequested(row->nodeKey);
    });
    refresh();
}

void ResultTable::setTheme(const Theme& theme) {
    m_model->setTheme(theme);
    m_copy->setIcon(icon(QStringLiteral("copy"), theme));
}

void ResultTable::setResult(std::shared_ptr<const simulator::RunResult> result, const RunNames& names) {
    m_result = std::move(result);
    m_names = names;
    refresh();
}

void ResultTable::setKind(Kind kind) {
    m_kinds->setCurrent(static_cast<int>(kind));
    if (kind == m_kind) return;
    m_kind = kind;
    refresh();
    emit flowChosen({});
}

void ResultTable::refresh() {
    const simulator::RunResult none;
    const simulator::RunResult& result = m_result ? *m_result : none;
    ResultSheet sheet;
    switch (m_kind) {
        case Kind::Operations:
            sheet = operationSheet(result, m_names);
            break;
        case Kind::Journeys:
            sheet = journeySheet(result, m_names);
            break;
        case Kind::Stations:
            sheet = stationSheet(result, m_names);
            break;
        case Kind::Groups:
            sheet = groupSheet(result, m_names);
            break;
        case Kind::Costs:
            sheet = footprintSheet(result, m_names);
            break;
    }
    m_following = true;
    m_model->setSheet(std::move(sheet));
    m_following = false;
    QHeaderView* head = m_view->horizontalHeader();
    for (int i = 0; i < m_model->columnCount(); ++i)
        head->setSectionResizeMode(i, i == 0 ? QHeaderView::Stretch : QHeaderView::ResizeToContents);
    m_hint->setText(hint());
    QStringList remarks;
    if (m_kind == Kind::Costs)
        for (const std::string& remark : result.footprint.leftOut) remarks << QString::fromStdString(remark);
    m_hint->setToolTip(remarks.join(QLatin1Char('\n')));
    m_copy->setEnabled(m_result != nullptr);
}

QString ResultTable::hint() const {
    if (!m_result) return tr("the figures of a run appear here");
    if (m_kind != Kind::Costs) return {};
    if (!m_result->footprint.known())
        return tr("no rates in the model: state prices in Design, with nothing selected");
    if (m_result->footprint.leftOut.empty()) return {};
    return tr("%1 remarks").arg(m_result->footprint.leftOut.size());
}

const ResultRow* ResultTable::rowAt(const QModelIndex& proxyIndex) const {
    const QModelIndex index = m_sorted->mapToSource(proxyIndex);
    return index.isValid() ? &m_model->sheet().rows[static_cast<std::size_t>(index.row())] : nullptr;
}

void ResultTable::tellChoice() {
    if (m_following) return;
    const QModelIndexList chosen = m_view->selectionModel()->selectedRows();
    const ResultRow* row = chosen.size() == 1 ? rowAt(chosen.front()) : nullptr;
    emit flowChosen(row && (m_kind == Kind::Operations || m_kind == Kind::Journeys) ? row->id : QString());
    if (row && !row->nodeKey.isEmpty()) emit nodeChosen(row->nodeKey);
}

void ResultTable::selectNode(const QString& nodeKey) {
    m_following = true;
    QItemSelection rows;
    for (int i = 0; i < m_sorted->rowCount(); ++i) {
        const QModelIndex index = m_sorted->index(i, 0);
        const ResultRow* row = rowAt(index);
        if (!nodeKey.isEmpty() && row && row->nodeKey == nodeKey) rows.select(index, index);
    }
    m_view->selectionModel()->select(rows, QItemSelectionModel::ClearAndSelect | QItemSelectionModel::Rows);
    if (!rows.isEmpty()) m_view->scrollTo(rows.indexes().front());
    m_following = false;
}

QString ResultTable::copyText(QChar separator) const {
    QModelIndexList chosen = m_view->selectionModel()->selectedRows();
    if (chosen.isEmpty())
        for (int i = 0; i < m_sorted->rowCount(); ++i) chosen << m_sorted->index(i, 0);
    std::sort(chosen.begin(), chosen.end(),
              [](const QModelIndex& one, const QModelIndex& other) { return one.row() < other.row(); });
    ResultSheet sheet;
    sheet.columns = m_model->sheet().columns;
    for (const QModelIndex& index : chosen) sheet.rows.push_back(*rowAt(index));
    return delimitedText(sheet, separator);
}

void ResultTable::copy(QChar separator) {
    if (m_result) QApplication::clipboard()->setText(copyText(separator));
}

void ResultTable::showMenu(const QPoint& at) {
    if (!m_result) return;
    QMenu menu;
    const ResultRow* row = rowAt(m_view->indexAt(at));
    if (row && !row->nodeKey.isEmpty()) {
        const QString key = row->nodeKey;
        connect(menu.addAction(tr("Show on the diagram")), &QAction::triggered, this,
                [this, key] { emit revealRequested(key); });
        menu.addSeparator();
    }
    connect(menu.addAction(tr("Copy for a spreadsheet")), &QAction::triggered, this,
            [this] { copy(QLatin1Char('\t')); });
    connect(menu.addAction(tr("Copy as CSV")), &QAction::triggered, this, [this] { copy(QLatin1Char(',')); });
    menu.exec(m_view->viewport()->mapToGlobal(at));
}

}  // namespace app
