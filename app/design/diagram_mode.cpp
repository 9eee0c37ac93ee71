#include "app/design/diagram_mode.h"

#include <QResizeEvent>
#include <QScrollBar>
#include <QTimer>
#include <QVBoxLayout>

#include "app/canvas/diagram_geometry.h"
#include "app/diagram/regions.h"
#include "app/theme/widgets.h"

namespace app {

DiagramMode::DiagramMode(Document& document, Selection& selection, const DiagramPlace& place, QWidget* parent)
    : QWidget(parent),
      m_document(document),
      m_canvas(new CanvasView(this)),
      m_editor(new DiagramEditor(document, selection, *m_canvas, place, this)) {
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(0);
    layout->addWidget(m_canvas, 1);
    connect(m_editor, &DiagramEditor::refused, this, &DiagramMode::refused);
    connect(&document, &Document::opened, this, &DiagramMode::forgetSights);
    connectCanvas();
    showBar();
}

void DiagramMode::connectCanvas() {
    connect(m_canvas, &CanvasView::zoomChanged, this, &DiagramMode::zoomChanged);
    connect(m_canvas, &CanvasView::layoutRequested, this, &DiagramMode::layOut);
    connect(m_canvas, &CanvasView::activated, this, &DiagramMode::open);
    connect(&m_layouting, &LayoutClient::finished, this, &DiagramMode::takeLayout);
    connect(&m_layouting, &LayoutClient::failed, this, [this](const model::Error& error) {
        emit layingOut(false);
        emit refused(error);
    });
}

void DiagramMode::open(const QString& key) {
    if (const auto place = m_editor->kind().drillInto(m_document.project(), key)) emit opened(*place);
}

void DiagramMode::openSelection() {
    const QStringList keys = m_canvas->selection();
    if (keys.size() == 1) open(keys.front());
}

void DiagramMode::forgetSights() {
    cancelLayout();
    m_sights.clear();
    m_fitted = false;
    fitWhenShown();
}

void DiagramMode::showDiagram(const DiagramPlace& place) {
    if (place == m_editor->place()) return;
    cancelLayout();
    if (m_fitted)
        m_sights[m_editor->diagramName()] = {m_canvas->mapToScene(m_canvas->viewport()->rect().center()),
                                             m_canvas->zoom()};
    m_editor->setPlace(place);
    showBar();
    const auto sight = m_sights.constFind(m_editor->diagramName());
    m_fitted = sight != m_sights.constEnd();
    if (!m_fitted) return fitWhenShown();
    layout()->activate();  // The canvas has the size that the bar leaves
    m_canvas->setZoom(sight->zoom);
    m_canvas->centerOn(sight->centre);
}

void DiagramMode::showBar() {
    const DiagramKind& kind = m_editor->kind();
    if (kind.bar && !m_bars.contains(kind.id)) {
        auto* frame = new QWidget(this);
        auto* column = new QVBoxLayout(frame);
        column->setContentsMargins(0, 0, 0, 0);
        column->setSpacing(0);
        column->addWidget(kind.bar(*m_editor, frame));
        column->addWidget(separatorLine(Qt::Horizontal, frame));
        static_cast<QVBoxLayout*>(layout())->insertWidget(0, frame);
        m_bars.insert(kind.id, frame);
    }
    for (auto bar = m_bars.begin(); bar != m_bars.end(); ++bar) bar.value()->setVisible(bar.key() == kind.id);
}

std::optional<model::Camera> DiagramMode::camera() const {
    if (!m_fitted) return std::nullopt;
    const QPointF centre = m_canvas->mapToScene(m_canvas->viewport()->rect().center());
    return model::Camera{centre.x(), centre.y(), m_canvas->zoom()};
}

void DiagramMode::setCamera(const model::Camera& camera) {
    m_fitted = true;
    layout()->activate();
    m_canvas->setZoom(camera.zoom);
    m_canvas->centerOn(camera.x, camera.y);
}

void DiagramMode::addBar(QWidget* bar) {
    auto* column = static_cast<QVBoxLayout*>(layout());
    column->insertWidget(column->indexOf(m_canvas), bar);
    bar->installEventFilter(this);
}

bool DiagramMode::eventFilter(QObject* watched, QEvent* event) {
    const bool comes = event->type() == QEvent::ShowToParent, goes = event->type() == QEvent::HideToParent;
    if ((comes || goes) && m_fitted && isVisible()) {
        const int height = static_cast<QWidget*>(watched)->sizeHint().height();
        QScrollBar* scroll = m_canvas->verticalScrollBar();
        scroll->setValue(scroll->value() + (comes ? height : -height));
    }
    return QWidget::eventFilter(watched, event);
}

void DiagramMode::setTheme(const Theme& theme) {
    m_canvas->setTheme(theme);
}

void DiagramMode::setActive(bool active) {
    m_active = active;
    m_editor->setActive(active);
    fitWhenShown();
}

void DiagramMode::layOut(const QStringList& keys) {
    if (m_canvas->diagram().nodes.empty()) return;
    // One element alone has nothing to be laid out against.
    m_layoutKeys = m_editor->shownKeys(keys);
    if (m_layoutKeys.size() == 1 && m_canvas->geometry().regionIndex(m_layoutKeys.front()) < 0)
        m_layoutKeys.clear();
    const DiagramKind& kind = m_editor->kind();
    if ((m_layoutKeys.isEmpty() && kind.arranges) || kind.rearrange) return takeLayout(ownPlaces());
    emit layingOut(true);
    m_layouting.start(m_canvas->diagram(), m_layoutKeys);
}

/// Where the kind itself puts all when nothing has a place.
QHash<QString, QPointF> DiagramMode::ownPlaces() const {
    const Diagram fresh = m_editor->kind().make(m_document.project(), {}, m_editor->place().root);
    QHash<QString, QPointF> places;
    for (const DiagramNode& node : fresh.nodes) places.insert(node.key, node.centre);
    for (const DiagramRegion& region : fresh.regions) places.insert(region.key, region.centre);
    return places;
}

void DiagramMode::cancelLayout() {
    if (!m_layouting.isRunning()) return;
    m_layouting.cancel();
    emit layingOut(false);
}

void DiagramMode::takeLayout(const QHash<QString, QPointF>& places) {
    emit layingOut(false);
    // Elements that were removed meanwhile keep a place that nobody sees; new ones are placed near their
    // neighbours.
    const QString label = m_layoutKeys.isEmpty()
                              ? tr("Lay out the diagram")
                              : tr("Lay out %1").arg(namesOf(m_document.project(), m_layoutKeys));
    m_document.apply(withPlaces(m_document.layout(), m_editor->diagramName(), m_editor->withGroups(places)),
                     label);
    if (m_layoutKeys.isEmpty()) m_canvas->fitAll();
}

void DiagramMode::resizeEvent(QResizeEvent* event) {
    QWidget::resizeEvent(event);
    fitWhenShown();
}

void DiagramMode::fitWhenShown() {
    if (m_fitted || !m_active || m_canvas->diagram().nodes.empty()) return;
    // The canvas has its size when the event that showed it is over.
    QTimer::singleShot(0, this, [this] {
        if (m_fitted || !isVisible()) return;
        m_fitted = true;
        m_canvas->fitAll();
    });
}

}  // namespace app
