#include "app/overlays/lens_tools.h"

#include <QAction>
#include <QHBoxLayout>
#include <QMenu>
#include <QToolButton>

#include "app/canvas/tool_palette.h"
#include "app/overlays/diagram_lens.h"
#include "app/studio/key_groups.h"
#include "app/studio/main_window.h"
#include "app/studio/studio_context.h"
#include "app/theme/icon.h"

namespace app {

LensTools::LensTools(StudioContext& studio, DiagramLens& lens, QWidget* parent)
    : QFrame(parent), m_studio(studio), m_lens(lens), m_theme(studio.theme()) {
    setAccessibleName(tr("Ways to look at the diagram"));
    auto* row = new QHBoxLayout(this);
    row->setContentsMargins(floatingShadow + 4, floatingShadow + 2, floatingShadow + 4, floatingShadow + 6);
    row->setSpacing(2);
    addTool("search", withKey(tr("Find elements"), "view.find"), "view.find");
    m_focus = addTool("focus", withKey(tr("Focus on the selection"), "focus.selection"), "focus.selection");
    m_filter = addTool("filter", withKey(tr("Filter the diagram"), "filter.begin"), "filter.begin");
    m_overlay = addTool("layers", tr("Overlay: team, technology, findings, load, cost (Alt+1 … Alt+7)"), {});
    addTool("bookmark", withKey(tr("Saved views and bookmarks"), "view.saved-views"), "view.saved-views");
    m_focus->setCheckable(true);
    m_filter->setCheckable(true);
    m_overlay->setCheckable(true);
    connect(m_overlay, &QToolButton::clicked, this, &LensTools::offerOverlays);
    connect(&lens, &DiagramLens::changed, this, &LensTools::refresh);
    connect(&studio, &StudioContext::themeChanged, this, &LensTools::setTheme);
    setTheme(studio.theme());
    adjustSize();
}

QToolButton* LensTools::addTool(const QString& iconName, const QString& name, const QString& command) {
    auto* button = new QToolButton(this);
    button->setProperty("icon-name", iconName);
    button->setAccessibleName(name);
    button->setToolTip(name);
    button->setIconSize({20, 20});
    button->setFixedSize(30, 30);
    button->setFocusPolicy(Qt::TabFocus);
    layout()->addWidget(button);
    m_buttons << button;
    if (!command.isEmpty())
        connect(button, &QToolButton::clicked, this, [this, button, command] {
            // What is on already is switched off with the same button.
            const bool on = button->isCheckable() && !button->isChecked();
            if (on && button == m_focus)
                m_lens.setFocus(std::nullopt);
            else if (on && button == m_filter)
                m_lens.setFilter(std::nullopt);
            else
                m_studio.window().action(command)->trigger();
            refresh();
        });
    return button;
}

void LensTools::setTheme(const Theme& theme) {
    m_theme = theme;
    dressTools(*this, m_buttons, theme);
    refresh();
    update();
}

void LensTools::refresh() {
    m_focus->setChecked(m_lens.focus().has_value());
    m_filter->setChecked(m_lens.filter().has_value());
    m_overlay->setChecked(!m_lens.overlay().isEmpty());
}

void LensTools::offerOverlays() {
    refresh();
    auto* menu = new QMenu(this);
    menu->setAttribute(Qt::WA_DeleteOnClose);
    menu->setToolTipsVisible(true);
    const auto add = [&](const QString& id, const QString& title, int place) {
        QAction* action = menu->addAction(title + QStringLiteral("\tAlt+%1").arg(place));
        action->setCheckable(true);
        action->setChecked(m_lens.overlay() == id);
        connect(action, &QAction::triggered, this, [this, id] { m_lens.setOverlay(id); });
        return action;
    };
    add({}, tr("None"), 0);
    menu->addSeparator();
    for (const OverlayKind& kind : overlayKinds())
        add(kind.id, kind.title, kind.place)->setToolTip(kind.explanation);
    menu->popup(m_overlay->mapToGlobal(QPoint(0, m_overlay->height())));
}

void LensTools::paintEvent(QPaintEvent*) {
    paintFloatingFrame(*this, m_theme, 10);
}

}  // namespace app
