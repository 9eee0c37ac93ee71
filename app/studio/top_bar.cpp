#include "app/studio/top_bar.h"

#include <QHBoxLayout>
#include <QLabel>
#include <QPushButton>

#include "app/preferences/key_choices.h"
#include "app/studio/key_groups.h"
#include "app/theme/theme.h"
#include "app/theme/widgets.h"

namespace app {

TopBar::TopBar(QWidget* parent) : QWidget(parent) {
    setObjectName(QStringLiteral("topBar"));
    setAttribute(Qt::WA_StyledBackground);
    setFixedHeight(40);
    m_menu = new QPushButton(tr("Lintel"), this);
    m_menu->setObjectName(QStringLiteral("brand"));
    m_menu->setFont(interFont(14, QFont::Bold));
    m_menu->setToolTip(tr("Open, save, appearance, help"));
    m_file = new QLabel(this);
    m_file->setProperty("look", QStringLiteral("secondary"));
    m_file->setFont(interFont(13));
    m_place = badge({}, Tone::Plain, this);
    m_crumbs = new Breadcrumb(this);
    m_search = new QPushButton(this);
    m_search->setObjectName(QStringLiteral("search"));
    m_search->setAccessibleName(tr("Search or run a command"));
    m_search->setFixedSize(380, 26);
    auto* inside = new QHBoxLayout(m_search);
    inside->setContentsMargins(10, 0, 6, 0);
    auto* words = new QLabel(tr("Search or run a command"), m_search);
    words->setProperty("look", QStringLiteral("faint"));
    auto* key = badge({}, Tone::Plain, m_search);
    key->setObjectName(QStringLiteral("key"));
    for (QLabel* label : {words, key}) label->setAttribute(Qt::WA_TransparentForMouseEvents);
    const auto showKey = [key] {
        key->setText(keyText(QStringLiteral("view.palette")));
        key->setVisible(!key->text().isEmpty());
    };
    showKey();
    connect(&keyChoices(), &KeyChoices::changed, key, showKey);
    inside->addWidget(words, 1);
    inside->addWidget(key);
    m_scenario = new QPushButton(this);
    m_scenario->setObjectName(QStringLiteral("chip"));
    m_scenario->setFont(interFont(12, QFont::Medium));
    m_scenario->setToolTip(tr("The scenario that is simulated"));

    auto* left = new QHBoxLayout;
    left->setSpacing(10);
    left->addWidget(m_menu);
    left->addWidget(m_file);
    left->addWidget(m_place);
    left->addWidget(m_crumbs);
    left->addStretch();
    auto* right = new QHBoxLayout;
    right->addStretch();
    right->addWidget(m_scenario);
    auto* layout = new QHBoxLayout(this);
    layout->setContentsMargins(12, 0, 12, 0);
    layout->addLayout(left, 1);
    layout->addWidget(m_search);
    layout->addLayout(right, 1);
    connect(m_search, &QPushButton::clicked, this, &TopBar::searchRequested);
    connect(m_crumbs, &Breadcrumb::placeChosen, this, &TopBar::placeChosen);
    connect(m_crumbs, &Breadcrumb::allRequested, this, &TopBar::viewsRequested);
    connect(m_scenario, &QPushButton::clicked, this, &TopBar::scenarioRequested);
    connect(m_menu, &QPushButton::clicked, this,
            [this] { emit menuRequested(m_menu->mapToGlobal(QPoint(0, m_menu->height() + 4))); });
    setScenario({});
    setPlace({});
}

void TopBar::setFile(const QString& title, bool modified) {
    const QString shown = m_file->fontMetrics().elidedText(title, Qt::ElideMiddle, 260);
    m_file->setText(modified ? QStringLiteral("%1 •").arg(shown) : shown);
    m_file->setToolTip(modified ? tr("%1 has changes that are not saved").arg(title) : title);
}

void TopBar::setPlace(const QString& place) {
    m_place->setText(place);
    m_place->setVisible(!place.isEmpty());
    m_crumbs->setVisible(false);
}

void TopBar::setDiagram(const QString& room, const DiagramPlace& place,
                        std::shared_ptr<const model::Project> project) {
    m_place->setVisible(false);
    m_crumbs->setPlace(room, place, std::move(project));
    m_crumbs->setVisible(true);
}

void TopBar::setScenario(const QString& name) {
    m_scenario->setText(m_scenario->fontMetrics().elidedText(name, Qt::ElideRight, 200));
    m_scenario->setVisible(!name.isEmpty());
}

}  // namespace app
