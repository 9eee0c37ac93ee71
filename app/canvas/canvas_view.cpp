#include "app/canvas/canvas_view.h"

#include <QAccessible>
#include <QKeyEvent>
#include <QLabel>
#include <QMenu>
#include <QPainter>
#include <QPushButton>
#include <QScrollBar>
#include <QWheelEvent>
#include <algorithm>
#include <cmath>

#include "app/canvas/accessible_canvas.h"
#include "app/canvas/canvas_input.h"
#include "app/canvas/diagram_scene.h"
#include "app/canvas/hit_painter.h"
#include "app/canvas/minimap.h"
#include "app/canvas/name_field.h"
#include "app/canvas/note_field.h"
#include "app/canvas/tool_palette.h"
#include "app/diagram/node_sizes.h"
#include "app/preferences/preferences.h"

namespace app {
namespace {

constexpr double leastZoom = 0.02;
constexpr double greatestZoom = 4;
/// What one key press enlarges by.
constexpr double zoomStep = 1.25;

}  // namespace

CanvasView::CanvasView(QWidget* parent)
    : QGraphicsView((exposeCanvases(), parent)),
      m_scene(new DiagramScene(this)),
      m_input(std::make_unique<CanvasInput>(*this, *m_scene)),
      m_palette(new ToolPalette(this)),
      m_minimap(new Minimap(this)),
      m_nameField(new NameField(viewport())),
      m_noteField(new NoteField(viewport())),
      m_hint(new QLabel(this)),
      m_hidden(new QPushButton(this)),
      m_theme(Theme::of(Scheme::Light)) {
    setScene(m_scene);
    setFrameShape(NoFrame);
    setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    setVerticalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    setViewportUpdateMode(FullViewportUpdate);
    setTransformationAnchor(NoAnchor);
    setResizeAnchor(NoAnchor);
    setMouseTracking(true);
    viewport()->setMouseTracking(true);
    setFocusPolicy(Qt::StrongFocus);
    setAccessibleName(tr("Diagram"));
    centerOn(0, 0);
    connect(m_palette, &ToolPalette::toolChosen, this, &CanvasView::setTool);
    connect(m_palette, &ToolPalette::layoutChosen, this, [this] { emit layoutRequested(selection()); });
    connect(m_minimap, &Minimap::wanted, this, [this](const QPointF& centre) { centerOn(centre); });
    connect(m_nameField, &NameField::named, this, &CanvasView::renameRequested);
    connect(m_nameField, &NameField::closedByKey, this, [this] { setFocus(); });
    connect(m_noteField, &NoteField::written, this, &CanvasView::textRequested);
    connect(m_noteField, &NoteField::closedByKey, this, [this] { setFocus(); });
    connect(m_hidden, &QPushButton::clicked, this,
            [this] { emit commandWanted(QStringLiteral("view.showHidden")); });
    m_hint->setObjectName(QStringLiteral("canvasHint"));
    m_hint->setTextFormat(Qt::PlainText);
    m_hint->hide();
    m_hidden->setObjectName(QStringLiteral("hiddenElements"));
    m_hidden->setCursor(Qt::PointingHandCursor);
    m_hidden->hide();
    styleEdgeWidgets();
}

CanvasView::~CanvasView() = default;

void CanvasView::setTheme(const Theme& theme) {
    m_theme = theme;
    m_palette->setTheme(theme);
    m_minimap->setTheme(theme);
    styleEdgeWidgets();
    viewport()->update();
}

void CanvasView::setDiagram(const Diagram& diagram) {
    if (m_input->isBusy()) m_input->cancel();
    m_scene->shown = diagram;
    m_scene->geometry.setDiagram(diagram);
    QSet<QString> kept;
    for (const QString& key : std::as_const(m_scene->marks.selection))
        if (!m_scene->geometry.rectOf(key).isNull()) kept.insert(key);
    if (m_scene->geometry.rectOf(m_scene->marks.hovered).isNull()) {
        m_scene->marks.hovered.clear();
        m_scene->marks.handles = false;
    }
    refresh();
    if (kept != m_scene->marks.selection) setSelection(kept.values());
}

const Diagram& CanvasView::diagram() const {
    return m_scene->shown;
}

const DiagramGeometry& CanvasView::geometry() const {
    return m_scene->geometry;
}

void CanvasView::setOverlay(const Overlay& overlay) {
    m_scene->overlay = overlay;
    viewport()->update();
}

void CanvasView::setLayer(const DiagramOverlay& layer) {
    std::erase_if(m_scene->layers, [&](const DiagramOverlay& each) { return each.id == layer.id; });
    if (!layer.empty()) m_scene->layers.push_back(layer);
    m_scene->layer = composed(m_scene->layers);
    showMarks();
    viewport()->update();
}

const DiagramOverlay& CanvasView::layer() const {
    return m_scene->layer;
}

void CanvasView::setHits(const QStringList& keys, const QString& current) {
    if (keys == m_hits && current == m_hit) return;
    m_hits = keys;
    m_hit = current;
    showMarks();
    viewport()->update();
}

/// In the overview.
void CanvasView::showMarks() {
    m_minimap->setMarks(m_scene->geometry, m_scene->layer, m_hits);
}

void CanvasView::setEditable(bool editable) {
    m_editable = m_scene->marks.bends = editable;
    if (!editable) {
        m_input->cancel();
        m_nameField->cancel();
        m_noteField->cancel();
        m_scene->marks.handles = false;
        setTool(selectTool);
    }
    showHidden();
    arrangeTools();
    viewport()->update();
}

void CanvasView::setTools(const std::vector<CanvasTool>& tools) {
    if (tools == m_tools) return;
    setTool(selectTool);
    m_tools = tools;
    m_palette->setTools(tools);
    arrangeTools();
}

void CanvasView::setTool(const QString& tool) {
    m_palette->setTool(tool);
    if (tool == m_tool) return;
    m_tool = tool;
    m_scene->marks.handles = false;
    m_input->updateCursor();
    viewport()->update();
    emit toolChanged(tool);
}

QString CanvasView::tool() const {
    return m_tool;
}

QStringList CanvasView::selection() const {
    QStringList keys = m_scene->marks.selection.values();
    keys.sort();
    return keys;
}

void CanvasView::setSelection(const QStringList& keys) {
    QSet<QString> selected;
    for (const QString& key : keys)
        if (!m_scene->geometry.rectOf(key).isNull()) selected.insert(key);
    if (selected == m_scene->marks.selection) return;
    m_scene->marks.selection = selected;
    viewport()->update();
    tellReaders();
    emit selectionChanged(selection());
}

void CanvasView::tellReaders() {
    if (!QAccessible::isActive() || m_scene->marks.selection.size() != 1) return;
    const int node = m_scene->geometry.nodeIndex(*m_scene->marks.selection.begin());
    if (node < 0) return;
    QAccessibleEvent event(this, QAccessible::Focus);
    event.setChild(node);
    QAccessible::updateAccessibility(&event);
}

void CanvasView::reveal(const QString& key) {
    const QRectF rect = m_scene->geometry.rectOf(key);
    if (rect.isNull()) return;
    setSelection({key});
    if (zoom() < 0.4) setZoom(1);
    const QRectF seen = mapToScene(viewport()->rect()).boundingRect();
    if (!seen.adjusted(40, 40, -40, -90).contains(rect)) centerOn(rect.center());
}

void CanvasView::startRename(const QString& key) {
    const QRectF rect = m_scene->geometry.rectOf(key);
    const int node = m_scene->geometry.nodeIndex(key), region = m_scene->geometry.regionIndex(key);
    if (!m_editable || (node < 0 && region < 0)) return;
    reveal(key);
    const QRect shown = mapFromScene(rect).boundingRect();
    if (node >= 0 && m_scene->geometry.node(node).shape == NodeShape::Note)
        return m_noteField->start(key, m_scene->geometry.node(node).title,
                                  shown.united(QRect(shown.topLeft(), QSize(160, 72))));
    const QString name =
        node >= 0 ? m_scene->geometry.node(node).title : m_scene->geometry.region(region).title;
    const int width = std::max(120, shown.width() - (node >= 0 ? 12 : 16));
    const int top = shown.top() + (region >= 0 ? 4 : 3);
    m_nameField->suggest(m_suggestions ? m_suggestions(key) : QStringList());
    m_nameField->start(key, name,
                       QRect(shown.center().x() - width / 2 + (node >= 0 ? 2 : 0), top, width, 26));
}

void CanvasView::setSuggestions(const std::function<QStringList(const QString&)>& suggestions) {
    m_suggestions = suggestions;
}

void CanvasView::fitAll() {
    fitInView(m_scene->geometry.bounds(), 1.0);
}

void CanvasView::fitSelection() {
    QRectF bounds;
    for (const QString& key : std::as_const(m_scene->marks.selection))
        bounds = bounds.united(m_scene->geometry.rectOf(key));
    if (bounds.isNull()) return fitAll();
    fitInView(bounds, 1.5);
}

void CanvasView::fitInView(const QRectF& rect, double mostZoom) {
    if (rect.isEmpty()) return;
    const int margin = m_editable ? 32 : 16;
    const int below = m_palette->isVisibleTo(this) ? m_palette->height() : 0;
    const QRect whole = viewport()->rect().adjusted(margin, margin, -margin, -margin - below);
    const auto fit = [&](const QRect& room) {
        const double zoom = std::min({std::max(80, room.width()) / rect.width(),
                                      std::max(80, room.height()) / rect.height(), mostZoom});
        setZoom(zoom);
        centerOn(rect.center() + QPointF(viewport()->rect().center() - room.center()) / this->zoom());
    };
    fit(whole);
    if (!isHiddenByMinimap()) return;
    // Beside the overview or above it, whichever shows more.
    const QRect left = whole.adjusted(0, 0, -m_minimap->width(), 0);
    const QRect above = whole.adjusted(0, 0, 0, below - m_minimap->height());
    const auto zoomIn = [&](const QRect& room) {
        return std::min(room.width() / rect.width(), room.height() / rect.height());
    };
    fit(zoomIn(left) > zoomIn(above) ? left : above);
}

bool CanvasView::isHiddenByMinimap() const {
    if (!m_minimap->isVisibleTo(this)) return false;
    const QRectF covered = mapToScene(m_minimap->geometry()).boundingRect();
    const Diagram& diagram = m_scene->geometry.diagram();
    return std::any_of(diagram.regions.begin(), diagram.regions.end(),
                       [&](const DiagramRegion& region) { return region.rect.intersects(covered); }) ||
           !m_scene->geometry.nodesIn(covered).empty();
}

void CanvasView::setZoom(double factor) {
    zoomAbout(QPointF(viewport()->width() / 2.0, viewport()->height() / 2.0), factor / zoom());
}

void CanvasView::zoomIn() {
    setZoom(zoom() * zoomStep);
}

void CanvasView::zoomOut() {
    setZoom(zoom() / zoomStep);
}

void CanvasView::selectAll() {
    QStringList all;
    for (const DiagramNode& node : m_scene->geometry.diagram().nodes) all << node.key;
    setSelection(all);
}

double CanvasView::zoom() const {
    return transform().m11();
}

void CanvasView::zoomAbout(const QPointF& viewportPoint, double factor) {
    const double before = zoom();
    const double after = std::clamp(before * factor, leastZoom, greatestZoom);
    if (after == before || !std::isfinite(after)) return;
    m_nameField->cancel();
    m_noteField->cancel();
    const QPointF fixed = viewportTransform().inverted().map(viewportPoint);
    setTransform(QTransform::fromScale(after, after));
    const QPointF now = viewportTransform().map(fixed);
    horizontalScrollBar()->setValue(horizontalScrollBar()->value() +
                                    int(std::lround(now.x() - viewportPoint.x())));
    verticalScrollBar()->setValue(verticalScrollBar()->value() +
                                  int(std::lround(now.y() - viewportPoint.y())));
    showOverview();
    viewport()->update();
    emit zoomChanged(after);
}

QString CanvasView::elementAt(const QPoint& viewportPoint) const {
    const QPointF at = viewportTransform().inverted().map(QPointF(viewportPoint));
    const DiagramGeometry& geometry = m_scene->geometry;
    const bool contextsOnly = detailAt(zoom()) == Detail::Contexts;
    const int node = geometry.nodeAt(at);
    if (node >= 0 && !(contextsOnly && !geometry.node(node).region.isEmpty())) return geometry.node(node).key;
    if (detailAt(zoom()) == Detail::Full)
        if (const int edge = geometry.edgeAt(at, 5 / zoom()); edge >= 0)
            return geometry.diagram().edges[edge].key;
    const int region = geometry.regionAt(at);
    return region >= 0 ? geometry.region(region).key : QString();
}

void CanvasView::offerTypes(const QPointF& at) {
    if (m_tools.empty()) return;
    auto* menu = new QMenu(this);
    menu->setAttribute(Qt::WA_DeleteOnClose);
    const QPointF place(std::round(at.x() / gridStep) * gridStep, std::round(at.y() / gridStep) * gridStep);
    for (const CanvasTool& tool : m_tools)
        connect(menu->addAction(tool.menuTitle), &QAction::triggered, this,
                [this, id = tool.id, place] { emit createRequested(id, place); });
    menu->setActiveAction(menu->actions().first());
    menu->popup(viewport()->mapToGlobal(mapFromScene(at)));
}

void CanvasView::refresh() {
    m_minimap->setContent(m_scene->geometry);
    showHidden();
    showMarks();
    arrangeTools();
    viewport()->update();
}

void CanvasView::arrangeTools() {
    m_palette->adjustSize();
    m_palette->move((width() - m_palette->width()) / 2, height() - m_palette->height() - 6);
    m_palette->setVisible(m_editable && width() > m_palette->width() + 20 && height() > 200);
    m_minimap->move(width() - m_minimap->width() - 12, height() - m_minimap->height() - 8);
    placeEdgeWidgets();
    showOverview();
}

/// The overview keeps its place where a diagram is made; where it is only looked at, it leaves the room to
/// the diagram as long as all of it is seen.
void CanvasView::showOverview() {
    const QRectF seen = mapToScene(viewport()->rect()).boundingRect();
    const bool beside = !m_palette->isVisibleTo(this) || m_palette->geometry().right() < m_minimap->x();
    const bool needed = m_editable || !seen.contains(m_scene->geometry.bounds());
    m_minimap->setVisible(needed && beside && width() > 480 && height() > 320 &&
                          !m_scene->shown.nodes.empty());
    m_minimap->setSeen(seen);
}

void CanvasView::drawBackground(QPainter* painter, const QRectF& rect) {
    m_input->markEditing();
    m_scene->paint(*painter, rect, zoom(), m_theme);
}

void CanvasView::drawForeground(QPainter* painter, const QRectF& exposed) {
    if (!m_hits.isEmpty()) paintHits(*painter, m_scene->geometry, {m_hits, m_hit, exposed, zoom(), m_theme});
    m_scene->paintTraces(*painter, m_theme);
    if (!m_scene->shown.nodes.empty() || !m_scene->shown.regions.empty()) return;
    painter->resetTransform();
    const QRectF room = viewport()->rect();
    painter->setPen(m_theme.text);
    painter->setFont(interFont(15, QFont::DemiBold));
    painter->drawText(room.adjusted(0, 0, 0, -24), Qt::AlignCenter, tr("Nothing here yet"));
    painter->setPen(m_theme.secondary);
    painter->setFont(interFont(13));
    painter->drawText(room.adjusted(0, 24, 0, 0), Qt::AlignCenter, wayOut());
}

/// What to do about an empty diagram.
QString CanvasView::wayOut() const {
    if (!m_editable || m_tools.empty()) return tr("Design mode is where services are added");
    if (m_tools.front().id == QLatin1String("service")) return tr("Double-click to add a service");
    return tr("Double-click to add: %1").arg(m_tools.front().name);
}

bool CanvasView::event(QEvent* event) {
    // Tab walks through the nodes, and leaves the canvas after the last one.
    if (event->type() == QEvent::KeyPress) {
        const int key = static_cast<QKeyEvent*>(event)->key();
        const bool tab = key == Qt::Key_Tab || key == Qt::Key_Backtab;
        if (tab && m_input->tab(key == Qt::Key_Tab)) return true;
    }
    return QGraphicsView::event(event);
}

void CanvasView::keyPressEvent(QKeyEvent* event) {
    if (m_input->keyPress(event))
        event->accept();
    else
        QGraphicsView::keyPressEvent(event);
}

void CanvasView::keyReleaseEvent(QKeyEvent* event) {
    if (!m_input->keyRelease(event)) QGraphicsView::keyReleaseEvent(event);
}

void CanvasView::leaveEvent(QEvent* event) {
    m_pointer.reset();
    m_input->leave();
    QGraphicsView::leaveEvent(event);
}

void CanvasView::mouseDoubleClickEvent(QMouseEvent* event) {
    m_input->doubleClick(event);
}
void CanvasView::mouseMoveEvent(QMouseEvent* event) {
    m_pointer = event->position();
    m_input->move(event);
}
void CanvasView::mousePressEvent(QMouseEvent* event) {
    m_pointer = event->position();
    showHint({});
    m_input->press(event);
}

void CanvasView::mouseReleaseEvent(QMouseEvent* event) {
    m_input->release(event);
    m_minimap->setContent(m_scene->geometry);
    showMarks();
}

void CanvasView::resizeEvent(QResizeEvent* event) {
    QGraphicsView::resizeEvent(event);
    arrangeTools();
}

void CanvasView::scrollContentsBy(int dx, int dy) {
    QGraphicsView::scrollContentsBy(dx, dy);
    m_nameField->cancel();
    m_noteField->cancel();
    showOverview();
}

void CanvasView::wheelEvent(QWheelEvent* event) {
    const QPoint steps = event->angleDelta();
    const bool zooms = preferences().value(QStringLiteral("wheel")) == QLatin1String("zoom");
    if (event->modifiers().testFlag(Qt::ControlModifier) != zooms) {
        zoomAbout(event->position(), std::pow(1.0015, steps.y()));
    } else {
        const QPoint fine = event->pixelDelta();
        QPoint way = fine.isNull() ? steps * 60 / 120 : fine;
        if (event->modifiers() & Qt::ShiftModifier) way = QPoint(way.y(), way.x());
        horizontalScrollBar()->setValue(horizontalScrollBar()->value() - way.x());
        verticalScrollBar()->setValue(verticalScrollBar()->value() - way.y());
    }
    event->accept();
}

}  // namespace app
