#include "app/studio/workbench.h"

#include <QDataStream>
#include <QIODevice>
#include <QSplitter>
#include <QVBoxLayout>

#include "app/document/document.h"
#include "app/finding/find_popup.h"
#include "app/finding/show_element.h"
#include "app/overlays/diagram_lens.h"
#include "app/overlays/lens_bars.h"
#include "app/studio/canvas_furniture.h"
#include "app/studio/panel_dock.h"
#include "app/studio/problem_finder.h"
#include "app/views/view_list.h"

namespace app {

Workbench::Workbench(StudioContext& context, QWidget* parent)
    : QWidget(parent),
      m_context(context),
      m_views(new ViewStack({QStringLiteral("services"), {}}, this)),
      m_diagram(new DiagramMode(context.document(), context.selection(), m_views->current(), this)),
      m_tree(new ModelTree(context.document(), context.selection(), context.theme(), this)),
      m_inspector(new Inspector(context.document(), context.selection(), context.theme(), this)),
      m_columns(new QSplitter(Qt::Horizontal, this)),
      m_rows(new QSplitter(Qt::Vertical, this)),
      m_below(new PanelDock(context, PanelSide::Below, this)),
      m_beside(new PanelDock(context, PanelSide::Beside, this)),
      m_lens(new DiagramLens(context, *m_diagram, *m_views, this)) {
    arrange();
    setTheme(context.theme());
    connectParts(context);
    addLens();
}

/// The bars above the canvas, and what floats over it.
void Workbench::addLens() {
    m_filterBar = new FilterBar(m_context, *m_lens, m_diagram);
    m_find = new FindPopup(m_context, *m_diagram, &m_diagram->canvas());
    m_diagram->addBar(new FocusBar(m_context, *m_lens, m_diagram));
    m_diagram->addBar(m_filterBar);
    new CanvasFurniture(m_context, *m_lens, *m_find, m_diagram->canvas());
}

void Workbench::arrange() {
    m_rows->addWidget(m_diagram);
    m_rows->addWidget(m_below);
    m_rows->setStretchFactor(0, 1);
    m_rows->setCollapsible(0, false);
    for (QWidget* column : {static_cast<QWidget*>(m_tree), static_cast<QWidget*>(m_rows),
                            static_cast<QWidget*>(m_beside), static_cast<QWidget*>(m_inspector)})
        m_columns->addWidget(column);
    m_columns->setStretchFactor(1, 1);
    m_columns->setSizes({232, 1000, 0, 300});
    m_columns->setCollapsible(1, false);
    m_tree->setMinimumWidth(180);
    m_inspector->setMinimumWidth(260);
    for (QSplitter* splitter : {m_rows, m_columns}) splitter->setHandleWidth(1);
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->addWidget(m_columns);
}

void Workbench::connectParts(StudioContext& context) {
    connect(m_diagram, &DiagramMode::refused, this, &Workbench::refused);
    connect(m_diagram, &DiagramMode::opened, m_views, &ViewStack::show);
    connect(m_views, &ViewStack::changed, m_diagram, &DiagramMode::showDiagram);
    // The diagram of an element that is gone gives way to that around it.
    connect(&context.document(), &Document::changed, m_views, [this, &context] {
        if (!isThere(m_views->current(), context.document().project()))
            m_views->show({QStringLiteral("services"), {}});
    });
    for (PanelDock* dock : {m_below, m_beside})
        connect(dock, &PanelDock::panelChanged, this, &Workbench::panelChanged);
    connect(m_tree, &ModelTree::revealRequested, this, &Workbench::reveal);
    connect(m_tree, &ModelTree::removeRequested, this,
            [this](const QStringList& keys) { current().editor().remove(keys); });
    connect(&context.problems(), &ProblemFinder::found, m_inspector,
            [this](const ProblemFinder::Found& found) { m_inspector->setFindings(found.findings); });
    connect(&context, &StudioContext::themeChanged, this, &Workbench::setTheme);
}

void Workbench::setTheme(const Theme& theme) {
    m_diagram->setTheme(theme);
    m_tree->setTheme(theme);
    m_inspector->setTheme(theme);
}

void Workbench::setActive(bool active) {
    m_diagram->setActive(active);
}

void Workbench::toggle(const QString& panel) {
    const bool below = m_below->has(panel);
    PanelDock& dock = below ? *m_below : *m_beside;
    const bool wasHidden = dock.isHidden();
    dock.toggle(panel);
    if (!wasHidden || dock.isHidden()) return;
    if (below) {
        m_rows->setSizes({m_rows->height() - 200, 200});
    } else {
        const QList<int> sizes = m_columns->sizes();
        const int half = sizes[1] / 2;
        m_columns->setSizes({sizes[0], half, half, sizes[3]});
    }
}

QStringList Workbench::openPanels() const {
    QStringList open{m_below->openPanel(), m_beside->openPanel()};
    open.removeAll(QString());
    return open;
}

QByteArray Workbench::sizes() const {
    QByteArray sizes;
    QDataStream stream(&sizes, QIODevice::WriteOnly);
    stream << m_columns->saveState() << m_rows->saveState();
    return sizes;
}

void Workbench::restore(const QStringList& panels, const QByteArray& sizes) {
    for (const QString& panel : openPanels())
        if (!panels.contains(panel)) toggle(panel);
    for (const QString& panel : panels)
        if (!openPanels().contains(panel)) toggle(panel);
    QByteArray columns, rows;
    QDataStream stream(sizes);
    stream >> columns >> rows;
    m_columns->restoreState(columns);
    m_rows->restoreState(rows);
}

void Workbench::open(const QString& panel) {
    const PanelDock& dock = m_below->has(panel) ? *m_below : *m_beside;
    if (dock.openPanel() != panel) toggle(panel);
}

void Workbench::reveal(const QString& key) {
    showElement(m_context, key);
}

}  // namespace app
