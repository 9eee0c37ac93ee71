#include "app/design/diagram_mode.h"

#include <QResizeEvent>
#include <QScrollBar>
#include <QTimer>
#include <QVBoxLayout>

#include "app/canvas/diagram_geometry.h"
#include "app/design/layout_bar.h"
#include "app/diagram/regions.h"
#include "app/layouting/fit_around.h"
#include "app/theme/widgets.h"

namespace app {

DiagramMode::DiagramMode(Document& document, Selection& selection, const DiagramPlace& place, QWidget* parent)
    : QWidget(parent),
      m_document(document),
      m_canvas(new CanvasView(this)),
      m_editor(new DiagramEditor(document, selection, *m_canvas, place, this)),
      m_preview(*m_canvas),
      m_layoutBar(new LayoutBar(m_canvas)),
      m_settled(document.version().layout) {
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(0);
    layout->addWidget(m_canvas, 1);
    connect(m_editor, &DiagramEditor::refused, this, &DiagramMode::refused);
    connect(&document, &Document::opened, this, &DiagramMode::forgetSights);
    connectCanvas();
    connectLayout();
    showBar();
}

void DiagramMode::connectCanvas() {
    connect(m_canvas, &CanvasView::zoomChanged, this, &DiagramMode::zoomChanged);
    connect(m_canvas, &CanvasView::layoutRequested, this, &DiagramMode::layOut);
    connect(m_canvas, &CanvasView::activated, this, &DiagramMode::open);
}

void DiagramMode::connectLayout() {
    connect(&m_layouting, &LayoutClient::finished, this, &DiagramMode::takeLayout);
    connect(m_layoutBar, &LayoutBar::accepted, this, &DiagramMode::acceptLayout);
    connect(m_layoutBar, &LayoutBar::cancelled, this, &DiagramMode::cancelLayout);
    connect(m_layoutBar, &LayoutBar::directionChosen, this, [this](LayoutDirection direction) {
        startLayout({m_request.keys, direction});
    });
    connect(&m_document, &Document::changed, this, &DiagramMode::dropLayout);
    connect(&m_document, &Document::opened, this, &DiagramMode::settle);
    connect(&m_document, &Document::storedChanged, this, &DiagramMode::settle);
}

void DiagramMode::open(const QString& key) {
    if (const auto place = m_editor->kind().drillInto(m_document.project(), key)) emit opened(*place);
}

void DiagramMode::openSelection() {
    const QStringList keys = m_canvas->selection();
    if (keys.size() == 1) open(keys.front());
}

void DiagramMode::forgetSights() {
    dropLayout();
    m_sights.clear();
    m_fitted = false;
    fitWhenShown();
}

void DiagramMode::showDiagram(const DiagramPlace& place) {
    if (place == m_editor->place()) return;
    dropLayout();
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
    if (!active) cancelLayout();
    m_active = active;
    m_editor->setActive(active);
    fitWhenShown();
}

void DiagramMode::layOut(const QStringList& keys) {
    // One element alone has nothing to be laid out against.
    QStringList shown = m_editor->shownKeys(keys);
    if (shown.size() == 1 && m_canvas->geometry().regionIndex(shown.front()) < 0) shown.clear();
    startLayout({shown, LayoutDirection::Either});
}

void DiagramMode::layOutNew() {
    const QStringList fresh = newKeys(standing(), layoutOf(*m_settled, m_editor->diagramName()));
    if (fresh.isEmpty()) return refuseLayout(tr("Nothing is new since the model was opened or saved"));
    startLayout({fresh, LayoutDirection::Either});
}

/// The diagram as the document has it.
const Diagram& DiagramMode::standing() const {
    return m_preview.isShown() ? m_preview.before() : m_canvas->diagram();
}

void DiagramMode::startLayout(const LayoutRequest& request) {
    if (standing().nodes.empty() && standing().regions.empty()) return;
    stopLayout();
    m_request = request;
    // What is in an order of its own has no part that could be laid out.
    if (m_editor->kind().rearrange) m_request.keys.clear();
    m_layoutBar->setDirection(request.direction);
    m_movable =
        movableKeys(standing(), layoutOf(m_document.layout(), m_editor->diagramName()), m_request.keys);
    if (m_movable.isEmpty()) return refuseLayout(tr("All of it is locked, and stays where it is"));
    if (m_request.keys.isEmpty() && m_editor->kind().arranges) return takeLayout(ownPlaces(), {});
    m_layoutBar->showWorking();
    m_layoutRuns = true;
    emit layingOut(true);
    const bool whole = areAll(standing(), m_movable);
    m_layouting.start(standing(), whole ? QStringList() : m_movable, request.direction);
}

/// Where the kind itself puts what may move when nothing has a place.
Places DiagramMode::ownPlaces() const {
    const Diagram fresh = m_editor->kind().make(m_document.project(), {}, m_editor->place().root);
    const QSet<QString> movable(m_movable.begin(), m_movable.end());
    Places places;
    for (const DiagramNode& node : fresh.nodes)
        if (movable.contains(node.key)) places.insert(node.key, node.centre);
    for (const DiagramRegion& region : fresh.regions)
        if (movable.contains(region.key)) places.insert(region.key, region.centre);
    return places;
}

void DiagramMode::takeLayout(const Places& places, const QString& why) {
    stopLayout();
    if (places.isEmpty()) return refuseLayout(why);
    const QString remark = why.isEmpty() ? QString() : tr("A plainer layout: %1").arg(why);
    if (areAll(standing(), m_movable)) return showLayout(places, remark);
    const auto fitted = fitAround(standing(), places);
    if (!fitted)
        return refuseLayout(tr("There is no room around what stays where it is; lay out more of it"));
    showLayout(*fitted, remark);
}

void DiagramMode::showLayout(const Places& places, const QString& remark) {
    m_preview.show(places, m_request.keys.isEmpty());
    m_layoutBar->showResult(remark, !m_request.keys.isEmpty() || !m_editor->kind().arranges);
    m_canvas->setFocus();
}

void DiagramMode::refuseLayout(const QString& why) {
    cancelLayout();
    emit refused({"layout", why.toStdString()});
}

void DiagramMode::acceptLayout() {
    if (!m_preview.isShown()) return;
    const QString name = m_editor->diagramName();
    // What had no place yet stays where it is seen, too.
    Places places = loosePlaces(m_preview.before(), layoutOf(m_document.layout(), name));
    places.insert(m_preview.places());
    const QString label = m_request.keys.isEmpty()
                              ? tr("Lay out the diagram")
                              : tr("Lay out %1").arg(namesOf(m_document.project(), m_request.keys));
    dropLayout();
    m_document.apply(withPlaces(m_document.layout(), name, m_editor->withGroups(places)), label);
    m_canvas->setFocus();
}

void DiagramMode::stopLayout() {
    if (!m_layoutRuns) return;
    m_layouting.cancel();
    m_layoutRuns = false;
    emit layingOut(false);
}

void DiagramMode::cancelLayout() {
    stopLayout();
    m_preview.takeBack();
    m_layoutBar->hide();
}

/// Another diagram is shown in a moment.
void DiagramMode::dropLayout() {
    stopLayout();
    m_preview.end();
    m_layoutBar->hide();
}

void DiagramMode::settle() {
    if (!m_document.isModified()) m_settled = m_document.version().layout;
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
