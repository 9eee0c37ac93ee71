#include "app/views/breadcrumb.h"

#include <QHBoxLayout>
#include <QMenu>
#include <QPushButton>
#include <algorithm>

#include "app/theme/widgets.h"

namespace app {

namespace {

/// More are found faster by their name.
constexpr std::size_t mostSiblings = 30;
constexpr int widestCrumb = 180;

/// The part of the siblings about that one that a menu shows.
std::pair<std::size_t, std::size_t> windowAbout(const std::vector<ListedView>& siblings,
                                                const DiagramPlace& place) {
    if (siblings.size() <= mostSiblings) return {0, siblings.size()};
    const auto found = std::find_if(siblings.begin(), siblings.end(),
                                    [&](const ListedView& view) { return view.place == place; });
    const auto at = std::size_t(found - siblings.begin());
    const std::size_t first = std::min(at - std::min(at, mostSiblings / 2), siblings.size() - mostSiblings);
    return {first, first + mostSiblings};
}

}  // namespace

Breadcrumb::Breadcrumb(QWidget* parent) : QWidget(parent), m_line(new QHBoxLayout(this)) {
    setObjectName(QStringLiteral("breadcrumb"));
    m_line->setContentsMargins(0, 0, 0, 0);
    m_line->setSpacing(2);
}

void Breadcrumb::setPlace(const QString& room, const DiagramPlace& place,
                          std::shared_ptr<const model::Project> project) {
    m_project = std::move(project);
    std::vector<ListedView> path = pathOf(place, *m_project);
    QStringList shown{room};
    for (const ListedView& view : path) shown << view.title << diagramName(view.place);
    if (shown == m_shown) return;
    m_shown = shown;
    m_path = std::move(path);
    rebuild(room);
}

void Breadcrumb::rebuild(const QString& room) {
    while (QLayoutItem* item = m_line->takeAt(0)) {
        if (QWidget* before = item->widget()) {
            before->hide();  // It may be the one that was clicked: it goes when its event is over
            before->deleteLater();
        }
        delete item;
    }
    m_line->addWidget(secondaryLabel(room, this));
    for (const ListedView& view : m_path) {
        m_line->addWidget(secondaryLabel(QStringLiteral("›"), this));
        addCrumb(view, &view == &m_path.back());
    }
    for (int index = 0; index < m_line->count(); ++index) m_line->itemAt(index)->widget()->show();
}

/// A click on a diagram around goes there; one on that which is shown tells those beside it, as does the
/// right button everywhere.
void Breadcrumb::addCrumb(const ListedView& view, bool isLast) {
    auto* button = new QPushButton(this);
    button->setObjectName(QStringLiteral("crumb"));
    button->setFont(interFont(12, isLast ? QFont::DemiBold : QFont::Normal));
    button->setText(button->fontMetrics().elidedText(view.title, Qt::ElideMiddle, widestCrumb));
    button->setAccessibleName(view.title);
    button->setToolTip(isLast ? tr("%1: choose another").arg(view.title) : tr("Go up to %1").arg(view.title));
    m_line->addWidget(button);
    auto* menu = new QMenu(button);
    connect(menu, &QMenu::aboutToShow, this, [this, menu, place = view.place] { fill(menu, place); });
    if (isLast) {
        button->setProperty("look", QStringLiteral("last"));
        return button->setMenu(menu);
    }
    button->setContextMenuPolicy(Qt::CustomContextMenu);
    connect(button, &QWidget::customContextMenuRequested, menu,
            [menu, button] { menu->popup(button->mapToGlobal(QPoint(0, button->height() + 4))); });
    connect(button, &QPushButton::clicked, this, [this, place = view.place] { emit placeChosen(place); });
}

void Breadcrumb::fill(QMenu* menu, const DiagramPlace& place) {
    menu->clear();
    const std::vector<ListedView> siblings = siblingsOf(place, *m_project);
    const auto [first, last] = windowAbout(siblings, place);
    for (std::size_t index = first; index < last; ++index) {
        const ListedView& sibling = siblings[index];
        QAction* choice = menu->addAction(sibling.title, this,
                                          [this, chosen = sibling.place] { emit placeChosen(chosen); });
        choice->setCheckable(true);
        choice->setChecked(sibling.place == place);
    }
    if (last - first == siblings.size()) return;
    menu->addSeparator();
    menu->addAction(tr("All %1…").arg(siblings.size()), this, &Breadcrumb::allRequested);
}

}  // namespace app
