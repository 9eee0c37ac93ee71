#include "app/finding/uses_panel.h"

#include <QLabel>
#include <QListView>
#include <QTimer>
#include <QVBoxLayout>

#include "app/canvas/canvas_view.h"
#include "app/finding/element_place.h"
#include "app/finding/grouped_row_painter.h"
#include "app/finding/kind_look.h"
#include "app/finding/show_element.h"
#include "app/studio/main_window.h"
#include "app/studio/workbench.h"
#include "app/theme/widgets.h"
#include "app/views/view_actions.h"
#include "app/views/view_stack.h"

namespace app {

UsesPanel::UsesPanel(StudioContext& studio, QWidget* parent)
    : QWidget(parent),
      m_studio(studio),
      m_index(studio.document()),
      m_subject(nameLabel({}, this)),
      m_none(secondaryLabel({}, this)),
      m_list(new QListView(this)) {
    setProperty("look", QStringLiteral("panel"));
    setAttribute(Qt::WA_StyledBackground);
    m_subject->setContentsMargins(12, 8, 12, 4);
    m_subject->setSizePolicy(QSizePolicy::Ignored, QSizePolicy::Preferred);
    m_none->setWordWrap(true);
    m_none->setContentsMargins(12, 4, 12, 12);
    m_list->setModel(&m_model);
    m_list->setUniformItemSizes(true);
    m_list->setAccessibleName(tr("Where it is used"));
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(0);
    column->addWidget(m_subject);
    column->addWidget(m_none);
    column->addWidget(m_list, 1);
    const auto go = [this](const QModelIndex& index) {
        const UseEntry* entry = m_rows[std::size_t(index.row())];
        if (entry) goTo(UseEntry(*entry));  // A copy: the list changes meanwhile
    };
    connect(m_list, &QListView::clicked, this, go);
    connect(m_list, &QListView::activated, this, go);
    connect(&studio.selection(), &Selection::changed, this, &UsesPanel::refreshLater);
    connect(&studio.document(), &Document::changed, this, &UsesPanel::refreshLater);
    connect(&studio.document(), &Document::opened, this, &UsesPanel::refreshLater);
    connect(&studio, &StudioContext::themeChanged, this, &UsesPanel::setTheme);
    setTheme(studio.theme());
    refresh();
}

void UsesPanel::setTheme(const Theme& theme) {
    m_list->setItemDelegate(new GroupedRowPainter(theme, m_list));
}

void UsesPanel::showEvent(QShowEvent* event) {
    QWidget::showEvent(event);
    if (m_stale) refresh();
}

/// Once for all that changes at a time, and only while it is seen.
void UsesPanel::refreshLater() {
    if (std::exchange(m_stale, true)) return;
    QTimer::singleShot(0, this, [this] {
        if (m_stale && isVisible()) refresh();
    });
}

void UsesPanel::refresh() {
    m_stale = false;
    const Document& document = m_studio.document();
    const QStringList keys = m_studio.selection().keys();
    m_key = keys.size() == 1 ? keys.front() : QString();
    m_groups = m_key.isEmpty() ? std::vector<UseGroup>()
                               : usesOf(document.project(), document.layout(), m_index.now(), m_key);
    std::vector<GroupedRow> rows;
    m_rows.clear();
    for (const UseGroup& group : m_groups) {
        rows.push_back({group.title, {}, {}, true, int(group.entries.size())});
        m_rows.push_back(nullptr);
        for (const UseEntry& entry : group.entries) {
            rows.push_back({entry.title, entry.detail, entry.icon, false, 0});
            m_rows.push_back(&entry);
        }
    }
    m_model.setRows(std::move(rows));
    const bool none = m_groups.empty();
    m_subject->setText(none ? QString() : fullName(document.project(), m_key).simplified().left(200));
    m_subject->setVisible(!none);
    m_none->setText(keys.isEmpty() ? tr("Select an element to see who uses it and what it uses.")
                    : keys.size() == 1
                        ? tr("Select one element of the model to see where it is used.")
                        : tr("Several elements are selected. Select one to see where it is used."));
    m_none->setVisible(none);
    m_list->setVisible(!none);
}

void UsesPanel::goTo(const UseEntry& entry) {
    if (!entry.view.isEmpty()) return openView(m_studio, entry.view);
    if (entry.place) {
        m_studio.window().showDiagram();
        const QString key = m_key;
        m_studio.views().show(*entry.place);
        CanvasView& canvas = m_studio.workbench().current().canvas();
        const QString host = hostOf(m_studio.document().project(), key);
        if (const QStringList keys = keysShowing(canvas.diagram(), key, host); !keys.isEmpty())
            canvas.reveal(keys.front());
        return m_studio.selection().set({key});
    }
    showElement(m_studio, entry.key);
}

}  // namespace app
