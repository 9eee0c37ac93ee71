#include "app/comparing/changes_view.h"

#include <QHeaderView>
#include <QKeyEvent>
#include <QPainter>
#include <QStyledItemDelegate>

#include "app/canvas/sign_painter.h"

namespace app {

namespace {

constexpr int changeRowHeight = 26;
/// Beyond this, elements are closed at first.
constexpr int mostOpened = 60;

/// A sign whose shape says what has happened, the name, both values.
class ChangePainter : public QStyledItemDelegate {
public:
    ChangePainter(const Theme& theme, QObject* parent) : QStyledItemDelegate(parent), m_theme(theme) {}
    void setTheme(const Theme& theme) { m_theme = theme; }

    QSize sizeHint(const QStyleOptionViewItem&, const QModelIndex&) const override {
        return {60, changeRowHeight};
    }

    void paint(QPainter* painter, const QStyleOptionViewItem& option,
               const QModelIndex& index) const override {
        painter->save();
        painter->setRenderHint(QPainter::Antialiasing);
        const bool selected = option.state.testFlag(QStyle::State_Selected);
        if (selected) painter->fillRect(option.rect, m_theme.accentSurface);
        QRect area = option.rect.adjusted(4, 0, -8, 0);
        const QModelIndex first = index.siblingAtColumn(ChangesModel::WhatColumn);
        const bool group = first.data(ChangesModel::GroupRole).toBool();
        if (index.column() == ChangesModel::WhatColumn) {
            const QVariant sign = index.data(ChangesModel::SignRole);
            if (sign.isValid()) {
                paintSign(*painter, static_cast<DiagramSign>(sign.toInt()),
                          QPointF(area.left() + 8, area.center().y() + 0.5), 6.5, m_theme);
                area.setLeft(area.left() + 22);
            }
            painter->setFont(interFont(13, group ? QFont::DemiBold : QFont::Normal));
            painter->setPen(selected ? m_theme.accent : m_theme.text);
        } else {
            painter->setFont(interFont(12));
            const bool after = index.column() == ChangesModel::AfterColumn;
            painter->setPen(group ? m_theme.faint : after ? m_theme.text : m_theme.secondary);
        }
        const QString words = index.data().toString().simplified().left(400);
        painter->drawText(area, Qt::AlignVCenter | Qt::AlignLeft,
                          painter->fontMetrics().elidedText(words, Qt::ElideRight, area.width()));
        painter->restore();
    }

private:
    Theme m_theme;
};

}  // namespace

ChangesView::ChangesView(ChangesModel& model, const Theme& theme, QWidget* parent)
    : QTreeView(parent), m_changes(model), m_theme(theme) {
    m_filter.setSourceModel(&model);
    m_filter.setRecursiveFilteringEnabled(true);
    m_filter.setAutoAcceptChildRows(true);
    m_filter.setFilterKeyColumn(-1);
    m_filter.setFilterCaseSensitivity(Qt::CaseInsensitive);
    setModel(&m_filter);
    setItemDelegate(new ChangePainter(theme, this));
    setUniformRowHeights(true);
    setIndentation(18);
    setAllColumnsShowFocus(true);
    setExpandsOnDoubleClick(true);
    setEditTriggers(QAbstractItemView::NoEditTriggers);
    setVerticalScrollMode(QAbstractItemView::ScrollPerPixel);
    setFrameShape(QFrame::NoFrame);
    setAccessibleName(tr("What differs"));
    header()->setDefaultAlignment(Qt::AlignLeft | Qt::AlignVCenter);
    header()->setStretchLastSection(true);
    header()->resizeSection(ChangesModel::WhatColumn, 240);
    header()->resizeSection(ChangesModel::BeforeColumn, 120);
    connect(&m_filter, &QAbstractItemModel::modelReset, this, &ChangesView::openAll);
    openAll();
}

void ChangesView::setTheme(const Theme& theme) {
    m_theme = theme;
    static_cast<ChangePainter*>(itemDelegate())->setTheme(theme);
    viewport()->update();
}

void ChangesView::openAll() {
    const int count = static_cast<int>(elements().size());
    if (count <= mostOpened)
        expandAll();
    else
        expandToDepth(0);
}

void ChangesView::setFilter(const QString& words) {
    m_filter.setFilterFixedString(words.trimmed());
    openAll();
}

std::vector<QModelIndex> ChangesView::elements() const {
    std::vector<QModelIndex> all;
    for (int group = 0; group < m_filter.rowCount(); ++group) {
        const QModelIndex above = m_filter.index(group, 0);
        for (int row = 0; row < m_filter.rowCount(above); ++row) all.push_back(m_filter.index(row, 0, above));
    }
    return all;
}

std::pair<int, int> ChangesView::place() const {
    QModelIndex at = currentIndex().siblingAtColumn(0);
    while (at.parent().isValid() && at.parent().parent().isValid()) at = at.parent();
    const auto all = elements();
    const auto found = std::find(all.begin(), all.end(), at);
    return {found == all.end() ? 0 : static_cast<int>(found - all.begin()) + 1, static_cast<int>(all.size())};
}

void ChangesView::step(int direction) {
    const auto all = elements();
    if (all.empty()) return;
    const int count = static_cast<int>(all.size());
    const int now = place().first;
    const int next = now == 0 ? (direction > 0 ? 0 : count - 1) : (now - 1 + direction + count) % count;
    const QModelIndex index = all[static_cast<std::size_t>(next)];
    setCurrentIndex(index);
    scrollTo(index);
}

void ChangesView::show(const QString& key) {
    const QModelIndex index = m_filter.mapFromSource(m_changes.indexOf(key));
    if (!index.isValid() || index == currentIndex()) return;
    setCurrentIndex(index);
    scrollTo(index);
}

const ChangeEntry* ChangesView::current() const {
    return m_changes.entry(m_filter.mapToSource(currentIndex()));
}

void ChangesView::currentChanged(const QModelIndex& current, const QModelIndex& previous) {
    QTreeView::currentChanged(current, previous);
    emit currentEntryChanged();
}

void ChangesView::keyPressEvent(QKeyEvent* event) {
    if (event->key() == Qt::Key_Return || event->key() == Qt::Key_Enter) {
        emit takeRequested();
        return;
    }
    QTreeView::keyPressEvent(event);
}

/// The lines of what is selected reach to the edge.
void ChangesView::drawRow(QPainter* painter, const QStyleOptionViewItem& option,
                          const QModelIndex& index) const {
    if (selectionModel()->isRowSelected(index.row(), index.parent()))
        painter->fillRect(option.rect, m_theme.accentSurface);
    QTreeView::drawRow(painter, option, index);
}

}  // namespace app
