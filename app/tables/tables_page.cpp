#include "app/tables/tables_page.h"

#include <QClipboard>
#include <QGuiApplication>
#include <QHeaderView>
#include <QKeyEvent>
#include <QLabel>
#include <QLineEdit>
#include <QListWidget>
#include <QMenu>
#include <QToolButton>
#include <QVBoxLayout>

#include "app/theme/icon.h"

namespace app {

namespace {

constexpr int mostProblemsShown = 200;
constexpr int widestColumn = 260;

QStringList titlesOf(const std::vector<TableKind>& kinds) {
    QStringList titles;
    for (const TableKind& kind : kinds) titles << kind.title;
    return titles;
}

}  // namespace

TablesPage::TablesPage(Document& document, const Theme& theme, QWidget* parent)
    : QWidget(parent),
      m_kinds(tableKinds()),
      m_table(new BulkTableModel(document, this)),
      m_filter(new TableFilter(*m_table, this)),
      m_view(new TableView(*m_filter, theme, this)),
      m_choice(new SegmentedControl(titlesOf(m_kinds), this)),
      m_words(new QLineEdit(this)),
      m_count(secondaryLabel({}, this)),
      m_columns(new QToolButton(this)),
      m_close(new QToolButton(this)),
      m_hint(secondaryLabel({}, this)),
      m_complaint(new QLabel(this)),
      m_problems(new QListWidget(this)) {
    setAttribute(Qt::WA_StyledBackground);
    setProperty("look", QStringLiteral("panel"));
    m_table->setActive(false);
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(0);
    layout->addWidget(header());
    layout->addWidget(m_view, 1);
    layout->addWidget(m_problems);
    layout->addWidget(footer());
    connect(m_choice, &SegmentedControl::currentChanged, this,
            [this](int index) { showTable(m_kinds[static_cast<std::size_t>(index)].id); });
    connect(m_words, &QLineEdit::textChanged, this, [this](const QString& text) {
        m_filter->setWords(text);
        refreshCount();
    });
    connect(m_table, &BulkTableModel::problemsChanged, this, &TablesPage::refreshProblems);
    connect(m_table, &QAbstractItemModel::modelReset, this, [this] {
        showColumns();
        refreshCount();
    });
    connect(m_view, &TableView::complained, this, [this](const QString& message) {
        m_complaint->setText(message);
        m_complaint->setVisible(!message.isEmpty());
        m_hint->setVisible(message.isEmpty());
    });
    connect(m_view, &TableView::said, this, [this](const QString& message) { m_count->setText(message); });
    m_view->setContextMenuPolicy(Qt::CustomContextMenu);
    connect(m_view, &QWidget::customContextMenuRequested, this, &TablesPage::offerCellMenu);
    setTheme(theme);
    showTable(m_kinds.front().id);
}

QWidget* TablesPage::header() {
    auto* bar = new QWidget(this);
    auto* layout = new QHBoxLayout(bar);
    layout->setContentsMargins(16, 10, 12, 10);
    layout->setSpacing(10);
    m_words->setPlaceholderText(tr("Filter"));
    m_words->setAccessibleName(tr("Filter of the lines"));
    m_words->setClearButtonEnabled(true);
    m_words->setFixedWidth(220);
    m_columns->setText(tr("Columns"));
    m_columns->setToolTip(tr("Choose the columns that are shown"));
    m_columns->setToolButtonStyle(Qt::ToolButtonTextBesideIcon);
    m_close->setToolTip(tr("Back to the diagram (Esc)"));
    m_close->setAccessibleName(tr("Close the tables"));
    connect(m_columns, &QToolButton::clicked, this, &TablesPage::offerColumns);
    connect(m_close, &QToolButton::clicked, this, &TablesPage::closeRequested);
    layout->addWidget(m_choice);
    layout->addWidget(m_words);
    layout->addWidget(m_count);
    layout->addStretch(1);
    layout->addWidget(m_columns);
    layout->addWidget(m_close);
    return bar;
}

QWidget* TablesPage::footer() {
    auto* bar = new QWidget(this);
    auto* layout = new QHBoxLayout(bar);
    layout->setContentsMargins(16, 6, 16, 6);
    m_hint->setText(
        tr("Ctrl C and Ctrl V: with a spreadsheet   ·   Ctrl D: fill down   ·   "
           "Ctrl Enter: into all selected cells   ·   Del: empty"));
    m_complaint->setTextFormat(Qt::PlainText);
    m_complaint->hide();
    setTone(m_complaint, Tone::Bad);
    layout->addWidget(m_hint);
    layout->addWidget(m_complaint, 1);
    m_problems->setAccessibleName(tr("Cells that were not taken"));
    m_problems->setMaximumHeight(132);
    m_problems->hide();
    return bar;
}

void TablesPage::setTheme(const Theme& theme) {
    m_view->setTheme(theme);
    m_columns->setIcon(icon(QStringLiteral("table"), theme));
    m_close->setIcon(icon(QStringLiteral("close"), theme));
}

void TablesPage::showTable(const QString& id) {
    std::size_t at = 0;
    for (std::size_t index = 0; index < m_kinds.size(); ++index)
        if (m_kinds[index].id == id) at = index;
    m_choice->setCurrent(static_cast<int>(at));
    m_table->setKind(m_kinds[at]);
    showColumns();
    m_view->sortByColumn(0, Qt::AscendingOrder);
    m_view->resizeColumnsToContents();
    for (int column = 0; column < m_table->columnCount(); ++column)
        m_view->setColumnWidth(column, std::clamp(m_view->columnWidth(column) + 12, 72, widestColumn));
    if (m_filter->rowCount() > 0) m_view->setCurrentIndex(m_filter->index(0, 0));
    refreshCount();
}

void TablesPage::showColumns() {
    const bool chosen = m_shown.contains(m_table->kind().id);
    const QStringList shown = m_shown.value(m_table->kind().id);
    for (int at = 0; at < m_table->columnCount(); ++at) {
        const TableColumn& column = m_table->column(at);
        m_view->setColumnHidden(at, !(chosen ? shown.contains(column.id) : column.isMain));
    }
}

void TablesPage::offerColumns() {
    auto* menu = new QMenu(this);
    menu->setAttribute(Qt::WA_DeleteOnClose);
    QHash<QString, QMenu*> parts;
    for (int at = 0; at < m_table->columnCount(); ++at) {
        const TableColumn& column = m_table->column(at);
        const QString part = column.title.contains(QStringLiteral(": "))
                                 ? column.title.section(QStringLiteral(": "), 0, 0)
                                 : QString();
        QMenu*& group = parts[part];
        if (!group) group = part.isEmpty() ? menu : menu->addMenu(part);
        QAction* action = group->addAction(part.isEmpty() ? column.title : column.title.mid(part.size() + 2));
        action->setCheckable(true);
        action->setChecked(!m_view->isColumnHidden(at));
        connect(action, &QAction::toggled, this, [this, at](bool on) {
            m_view->setColumnHidden(at, !on);
            QStringList shown;
            for (int each = 0; each < m_table->columnCount(); ++each)
                if (!m_view->isColumnHidden(each)) shown << m_table->column(each).id;
            m_shown[m_table->kind().id] = shown;
        });
    }
    menu->popup(m_columns->mapToGlobal(QPoint(0, m_columns->height())));
}

void TablesPage::offerCellMenu(const QPoint& at) {
    auto* menu = new QMenu(this);
    menu->setAttribute(Qt::WA_DeleteOnClose);
    const QString key = m_view->indexAt(at).data(BulkTableModel::KeyRole).toString();
    menu->addAction(tr("Copy"), this, [this] { QGuiApplication::clipboard()->setText(m_view->copied()); });
    menu->addAction(tr("Copy with titles"), this,
                    [this] { QGuiApplication::clipboard()->setText(m_view->copied(true)); });
    menu->addAction(tr("Paste"), this, [this] { m_view->paste(QGuiApplication::clipboard()->text()); });
    menu->addAction(tr("Fill down"), m_view, &TableView::fillDown);
    menu->addSeparator();
    if (!key.isEmpty())
        menu->addAction(tr("Show in the diagram"), this,
                        [this, key] { emit revealRequested(m_table->kind().element(key)); });
    menu->popup(m_view->viewport()->mapToGlobal(at));
}

void TablesPage::refreshCount() {
    const int shown = m_filter->rowCount();
    const int all = m_table->rowCount();
    m_count->setText(shown == all ? tr("%n lines", nullptr, all) : tr("%1 of %2 lines").arg(shown).arg(all));
}

void TablesPage::refreshProblems() {
    const std::vector<CellProblem>& problems = m_table->problems();
    m_problems->clear();
    for (std::size_t at = 0; at < std::min<std::size_t>(problems.size(), mostProblemsShown); ++at) {
        const CellProblem& problem = problems[at];
        const QModelIndex first = m_table->index(m_table->rowOf(problem.key), 0);
        const QString place = tr("Line %1, %2, %3")
                                  .arg(m_filter->mapFromSource(first).row() + 1)
                                  .arg(first.data().toString(), m_table->column(problem.column).title);
        m_problems->addItem(
            tr("%1: \"%2\" was not taken. %3").arg(place, problem.text.left(60), problem.message));
    }
    if (problems.size() > mostProblemsShown)
        m_problems->addItem(tr("And %1 more").arg(problems.size() - mostProblemsShown));
    m_problems->setVisible(!problems.empty());
    disconnect(m_problems, &QListWidget::itemClicked, this, nullptr);
    connect(m_problems, &QListWidget::itemClicked, this, [this](QListWidgetItem* item) {
        const auto row = static_cast<std::size_t>(m_problems->row(item));
        if (row < m_table->problems().size()) goTo(m_table->problems()[row]);
    });
}

void TablesPage::goTo(const CellProblem& problem) {
    const QModelIndex cell =
        m_filter->mapFromSource(m_table->index(m_table->rowOf(problem.key), problem.column));
    if (!cell.isValid()) return;
    m_view->setColumnHidden(problem.column, false);
    m_view->setCurrentIndex(cell);
    m_view->scrollTo(cell);
    m_view->setFocus();
}

void TablesPage::showEvent(QShowEvent* event) {
    m_table->setActive(true);
    refreshCount();
    m_view->setFocus();
    QWidget::showEvent(event);
}

void TablesPage::hideEvent(QHideEvent* event) {
    m_table->setActive(false);
    QWidget::hideEvent(event);
}

void TablesPage::keyPressEvent(QKeyEvent* event) {
    if (event->key() == Qt::Key_Escape) return emit closeRequested();
    QWidget::keyPressEvent(event);
}

}  // namespace app
