#include "app/studio/workbench.h"

#include <QSplitter>
#include <QStackedWidget>
#include <QTabWidget>
#include <QToolButton>
#include <QVBoxLayout>

#include "app/studio/history_panel.h"
#include "app/theme/icon.h"

namespace app {

Workbench::Workbench(Document& document, Selection& selection, const Theme& theme, QWidget* parent)
    : QWidget(parent),
      m_selection(selection),
      m_design(new DiagramMode(document, selection, serviceDiagram, this)),
      m_decompose(new DecomposeMode(document, selection, this)),
      m_tree(new ModelTree(document, selection, theme, this)),
      m_inspector(new Inspector(document, selection, theme, this)),
      m_canvases(new QStackedWidget(this)),
      m_columns(new QSplitter(Qt::Horizontal, this)),
      m_rows(new QSplitter(Qt::Vertical, this)) {
    m_canvases->addWidget(m_design);
    m_canvases->addWidget(m_decompose);
    buildPanels(document, theme);
    m_rows->addWidget(m_canvases);
    m_rows->addWidget(m_panels);
    m_rows->setStretchFactor(0, 1);
    m_rows->setCollapsible(0, false);
    m_columns->addWidget(m_tree);
    m_columns->addWidget(m_rows);
    m_columns->addWidget(m_inspector);
    m_columns->setStretchFactor(1, 1);
    m_columns->setSizes({232, 1000, 300});
    m_columns->setCollapsible(1, false);
    m_tree->setMinimumWidth(180);
    m_inspector->setMinimumWidth(260);
    for (QSplitter* splitter : {m_rows, m_columns}) splitter->setHandleWidth(1);
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->addWidget(m_columns);
    for (DiagramMode* mode : {m_design, static_cast<DiagramMode*>(m_decompose)}) {
        mode->setTheme(theme);
        connect(mode, &DiagramMode::refused, this, &Workbench::refused);
    }
    connect(m_tree, &ModelTree::revealRequested, this, &Workbench::reveal);
    connect(m_tree, &ModelTree::removeRequested, this,
            [this](const QStringList& keys) { current().editor().remove(keys); });
}

void Workbench::buildPanels(Document& document, const Theme& theme) {
    m_panels = new QTabWidget(this);
    m_panels->setDocumentMode(true);
    m_problems = new ProblemsPanel(theme, m_panels);
    m_panels->addTab(m_problems, tr("Problems"));
    m_panels->addTab(new HistoryPanel(document, m_panels), tr("History"));
    auto* close = new QToolButton(m_panels);
    close->setIcon(icon(QStringLiteral("close"), theme));
    close->setToolTip(tr("Close the panel"));
    m_panels->setCornerWidget(close);
    m_panels->hide();
    connect(close, &QToolButton::clicked, this, [this] { toggle(openPanel()); });
    connect(m_panels, &QTabWidget::currentChanged, this, [this] { emit panelChanged(openPanel()); });
    connect(m_problems, &ProblemsPanel::revealRequested, this, &Workbench::reveal);
}

void Workbench::setTheme(const Theme& theme) {
    m_design->setTheme(theme);
    m_decompose->setTheme(theme);
    m_tree->setTheme(theme);
    m_inspector->setTheme(theme);
    m_problems->setTheme(theme);
    static_cast<QToolButton*>(m_panels->cornerWidget())->setIcon(icon(QStringLiteral("close"), theme));
}

void Workbench::showDiagram(bool design, bool decompose) {
    if (design) m_canvases->setCurrentWidget(m_design);
    if (decompose) m_canvases->setCurrentWidget(m_decompose);
    m_design->setActive(design);
    m_decompose->setActive(decompose);
}

DiagramMode& Workbench::current() {
    return *static_cast<DiagramMode*>(m_canvases->currentWidget());
}

Workbench::Panel Workbench::openPanel() const {
    return m_panels->isHidden() ? NoPanel : static_cast<Panel>(m_panels->currentIndex());
}

void Workbench::toggle(Panel panel) {
    if (panel == NoPanel || openPanel() == panel) {
        m_panels->hide();
    } else {
        const bool wasHidden = m_panels->isHidden();
        m_panels->setCurrentIndex(panel);
        m_panels->show();
        if (wasHidden) m_rows->setSizes({m_rows->height() - 200, 200});
    }
    emit panelChanged(openPanel());
}

void Workbench::reveal(const QString& key) {
    m_selection.set({key});
    current().canvas().reveal(key);
}

}  // namespace app
