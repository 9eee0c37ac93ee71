#include "app/studio/panel_dock.h"

#include <QToolButton>
#include <QVBoxLayout>
#include <algorithm>

#include "app/theme/icon.h"

namespace app {

std::vector<StudioPanel> panels() {
    std::vector<StudioPanel> list = registeredPanels();
    std::stable_sort(list.begin(), list.end(), [](const StudioPanel& left, const StudioPanel& right) {
        return left.place < right.place;
    });
    return list;
}

PanelDock::PanelDock(StudioContext& context, PanelSide side, QWidget* parent)
    : QTabWidget(parent), m_context(context), m_panels(panels()), m_close(new QToolButton(this)) {
    setDocumentMode(true);
    std::erase_if(m_panels, [side](const StudioPanel& panel) { return panel.side != side; });
    for (const StudioPanel& panel : m_panels) {
        auto* frame = new QWidget(this);
        auto* layout = new QVBoxLayout(frame);
        layout->setContentsMargins(0, 0, 0, 0);
        addTab(frame, panel.title);
    }
    m_close->setToolTip(tr("Close the panel"));
    m_close->setAccessibleName(m_close->toolTip());
    setCornerWidget(m_close);
    setTheme(context.theme());
    hide();
    connect(m_close, &QToolButton::clicked, this, [this] { toggle(openPanel()); });
    connect(&context, &StudioContext::themeChanged, this, &PanelDock::setTheme);
    connect(this, &QTabWidget::currentChanged, this, [this](int index) {
        if (!isHidden()) make(index);
        emit panelChanged(openPanel());
    });
}

void PanelDock::setTheme(const Theme& theme) {
    m_close->setIcon(icon(QStringLiteral("close"), theme));
}

void PanelDock::make(int index) {
    QWidget* frame = widget(index);
    if (!frame || frame->layout()->count() > 0) return;
    frame->layout()->addWidget(m_panels[std::size_t(index)].make(m_context, frame));
}

bool PanelDock::has(const QString& id) const {
    return std::any_of(m_panels.begin(), m_panels.end(),
                       [&](const StudioPanel& panel) { return panel.id == id; });
}

QString PanelDock::openPanel() const {
    return isHidden() || m_panels.empty() ? QString() : m_panels[std::size_t(currentIndex())].id;
}

void PanelDock::toggle(const QString& id) {
    if (!has(id)) return;
    if (openPanel() == id) {
        hide();
    } else {
        const auto panel = std::find_if(m_panels.begin(), m_panels.end(),
                                        [&](const StudioPanel& each) { return each.id == id; });
        const int index = int(panel - m_panels.begin());
        make(index);
        setCurrentIndex(index);
        show();
    }
    emit panelChanged(openPanel());
}

}  // namespace app
