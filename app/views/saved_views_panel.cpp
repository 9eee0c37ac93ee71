#include "app/views/saved_views_panel.h"

#include <QAction>
#include <QHBoxLayout>
#include <QLabel>
#include <QListView>
#include <QMenu>
#include <QPushButton>
#include <QVBoxLayout>

#include "app/diagram/diagram_kind.h"
#include "app/document/document.h"
#include "app/finding/grouped_row_painter.h"
#include "app/studio/studio_context.h"
#include "app/theme/widgets.h"
#include "app/views/saved_views.h"
#include "app/views/view_actions.h"

namespace app {
namespace {

QString joinedDetail(const QString& title, const QString& detail) {
    return detail.isEmpty() ? title : title + QStringLiteral(" · ") + detail;
}

QString iconOfDiagram(const std::string& kind) {
    const DiagramKind* found = findDiagramKind(QString::fromStdString(kind));
    return found ? found->icon : QStringLiteral("map");
}

}  // namespace

SavedViewsPanel::SavedViewsPanel(StudioContext& studio, QWidget* parent)
    : QWidget(parent),
      m_studio(studio),
      m_none(
          secondaryLabel(tr("A saved view keeps a diagram with its focus, filter, overlay and the part that "
                            "is seen. A bookmark is a place to come back to."),
                         this)),
      m_list(new QListView(this)) {
    setProperty("look", QStringLiteral("panel"));
    setAttribute(Qt::WA_StyledBackground);
    m_none->setWordWrap(true);
    m_none->setContentsMargins(12, 4, 12, 8);
    m_list->setModel(&m_model);
    m_list->setUniformItemSizes(true);
    m_list->setEditTriggers(QAbstractItemView::EditKeyPressed);
    m_list->setContextMenuPolicy(Qt::CustomContextMenu);
    m_list->setAccessibleName(tr("Saved views and bookmarks"));
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(0);
    column->addWidget(makeTools());
    column->addWidget(m_none);
    column->addWidget(m_list, 1);
    auto* removal = new QAction(tr("Remove"), m_list);
    removal->setShortcut(QKeySequence::Delete);
    removal->setShortcutContext(Qt::WidgetShortcut);
    m_list->addAction(removal);
    connect(removal, &QAction::triggered, this, [this] { remove(m_list->currentIndex().row()); });
    connect(m_list, &QListView::activated, this, [this](const QModelIndex& index) { open(index.row()); });
    connect(m_list, &QListView::customContextMenuRequested, this, &SavedViewsPanel::showMenu);
    connect(&m_model, &GroupedListModel::renamed, this, &SavedViewsPanel::rename, Qt::QueuedConnection);
    connect(&studio.document(), &Document::changed, this, &SavedViewsPanel::refresh);
    connect(&studio.document(), &Document::opened, this, &SavedViewsPanel::refresh);
    connect(&studio, &StudioContext::themeChanged, this, &SavedViewsPanel::setTheme);
    setTheme(studio.theme());
    refresh();
}

QWidget* SavedViewsPanel::makeTools() {
    auto* tools = new QWidget(this);
    auto* line = new QHBoxLayout(tools);
    line->setContentsMargins(12, 8, 12, 8);
    auto* save = new QPushButton(tr("Save this view"), tools);
    save->setToolTip(tr("Keeps what is seen just now under a name"));
    auto* mark = new QPushButton(tr("Bookmark"), tools);
    mark->setToolTip(tr("Bookmarks what is selected here, or takes the bookmark away (Ctrl+B)"));
    line->addWidget(save);
    line->addWidget(mark);
    line->addStretch();
    connect(save, &QPushButton::clicked, this, [this] { startRename(saveView(m_studio)); });
    connect(mark, &QPushButton::clicked, this, [this] { toggleBookmark(m_studio); });
    return tools;
}

void SavedViewsPanel::setTheme(const Theme& theme) {
    m_list->setItemDelegate(new GroupedRowPainter(theme, m_list));
}

void SavedViewsPanel::refresh() {
    const model::Project& project = m_studio.document().project();
    const model::Layout& layout = m_studio.document().layout();
    const int before = m_list->currentIndex().row();
    std::vector<GroupedRow> rows;
    m_targets.clear();
    const auto head = [&](const QString& title, std::size_t count) {
        if (count == 0) return;
        rows.push_back({title, {}, {}, true, int(count)});
        m_targets.push_back({});
    };
    head(tr("Views"), layout.views.size());
    for (const model::View& view : layout.views) {
        const QString title =
            diagramTitle({QString::fromStdString(view.kind), QString::fromStdString(view.root)}, project);
        rows.push_back({QString::fromStdString(view.name.empty() ? view.id.value() : view.name),
                        joinedDetail(title, viewDetail(view, project)), iconOfDiagram(view.kind), false, 0});
        m_targets.push_back({QString::fromStdString(view.id.value()), -1});
    }
    head(tr("Bookmarks"), layout.bookmarks.size());
    for (std::size_t number = 0; number < layout.bookmarks.size(); ++number) {
        const model::Bookmark& mark = layout.bookmarks[number];
        const QString title =
            diagramTitle({QString::fromStdString(mark.kind), QString::fromStdString(mark.root)}, project);
        const QString key = number < 9 ? QStringLiteral("Alt+Shift+%1").arg(number + 1) : QString();
        rows.push_back({QString::fromStdString(mark.name), joinedDetail(title, key),
                        QStringLiteral("bookmark"), false, 0});
        m_targets.push_back({{}, int(number)});
    }
    m_none->setVisible(rows.empty());
    m_list->setVisible(!rows.empty());
    m_model.setRows(std::move(rows), true);
    m_list->setCurrentIndex(m_model.index(std::min(before, m_model.rowCount() - 1)));
}

const SavedViewsPanel::Target* SavedViewsPanel::targetAt(int row) const {
    return m_model.isHead(row) ? nullptr : &m_targets[std::size_t(row)];
}

void SavedViewsPanel::startRename(const QString& view) {
    for (int row = 0; row < m_model.rowCount(); ++row)
        if (const Target* target = targetAt(row); target && target->view == view) {
            m_list->setFocus();
            m_list->setCurrentIndex(m_model.index(row));
            return m_list->edit(m_model.index(row));
        }
}

void SavedViewsPanel::open(int row) {
    const Target* target = targetAt(row);
    if (!target) return;
    if (target->bookmark >= 0)
        goToBookmark(m_studio, target->bookmark);
    else
        openView(m_studio, QString(target->view));
}

void SavedViewsPanel::rename(int row, const QString& name) {
    const Target* target = targetAt(row);
    if (!target) return;
    Document& document = m_studio.document();
    const model::Layout& layout = document.layout();
    document.apply(target->bookmark >= 0
                       ? withRenamedBookmark(layout, std::size_t(target->bookmark), name)
                       : withRenamedView(layout, model::ViewId(target->view.toStdString()), name),
                   target->bookmark >= 0 ? tr("Rename the bookmark to %1").arg(name)
                                         : tr("Rename the view to %1").arg(name));
}

void SavedViewsPanel::remove(int row) {
    const Target* target = targetAt(row);
    if (!target) return;
    Document& document = m_studio.document();
    const model::Layout& layout = document.layout();
    const QString name = m_model.index(row).data().toString();
    document.apply(
        target->bookmark >= 0 ? withoutBookmark(layout, std::size_t(target->bookmark))
                              : withoutView(layout, model::ViewId(target->view.toStdString())),
        target->bookmark >= 0 ? tr("Remove the bookmark %1").arg(name) : tr("Remove the view %1").arg(name));
}

void SavedViewsPanel::showMenu(const QPoint& at) {
    const int row = m_list->indexAt(at).row();
    const Target* target = targetAt(row);
    if (!target) return;
    auto* menu = new QMenu(this);
    menu->setAttribute(Qt::WA_DeleteOnClose);
    connect(menu->addAction(tr("Open")), &QAction::triggered, this, [this, row] { open(row); });
    if (!target->view.isEmpty())
        connect(menu->addAction(tr("Update to what is seen now")), &QAction::triggered, this,
                [this, view = target->view] { updateView(m_studio, view); });
    connect(menu->addAction(tr("Rename")), &QAction::triggered, this,
            [this, row] { m_list->edit(m_model.index(row)); });
    connect(menu->addAction(tr("Remove")), &QAction::triggered, this, [this, row] { remove(row); });
    menu->popup(m_list->viewport()->mapToGlobal(at));
}

}  // namespace app
