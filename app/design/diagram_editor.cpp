#include "app/design/diagram_editor.h"

#include <QScopedValueRollback>

#include "app/canvas/diagram_geometry.h"
#include "app/design/free_place.h"
#include "app/diagram/regions.h"

namespace app {

namespace {

constexpr int pauseBetweenMoves = 700;  // ms

/// The elements that nodes and frames stand for, each once.
QStringList elementsOf(const QStringList& keys) {
    QStringList elements;
    for (const QString& key : keys) elements << elementOfKey(key);
    elements.removeDuplicates();
    return elements;
}

/// All nodes and frames that stand for one of the elements, and edges of these keys.
QStringList keysFor(const Diagram& diagram, const QStringList& elements) {
    const QSet<QString> wanted(elements.begin(), elements.end());
    QStringList keys;
    const auto add = [&](const QString& key) {
        if (wanted.contains(elementOfKey(key))) keys << key;
    };
    for (const DiagramNode& node : diagram.nodes) add(node.key);
    for (const DiagramRegion& region : diagram.regions) add(region.key);
    for (const DiagramEdge& edge : diagram.edges) add(edge.key);
    return keys;
}

}  // namespace

DiagramEditor::DiagramEditor(Document& document, Selection& selection, CanvasView& canvas,
                             const DiagramPlace& place, QObject* parent)
    : QObject(parent),
      m_document(document),
      m_selection(selection),
      m_canvas(canvas),
      m_place(place),
      m_kind(&diagramKind(place.kind)) {
    offerTools();
    connectCanvas();
    connect(&document, &Document::changed, this, &DiagramEditor::show);
    connect(&document, &Document::opened, this, &DiagramEditor::show);
    connect(&selection, &Selection::changed, this, &DiagramEditor::showSelection);
}

void DiagramEditor::connectCanvas() {
    connect(&m_canvas, &CanvasView::selectionChanged, this, &DiagramEditor::takeSelection);
    connect(&m_canvas, &CanvasView::moved, this, &DiagramEditor::move);
    connect(&m_canvas, &CanvasView::movedIntoRegion, this, &DiagramEditor::moveInto);
    connect(&m_canvas, &CanvasView::createRequested, this, [this](const QString& tool, const QPointF& at) {
        if (const DiagramTool* found = m_kind->tool(tool)) create(*found, at);
    });
    connect(&m_canvas, &CanvasView::connectToNewRequested, this, &DiagramEditor::createAndConnect);
    connect(&m_canvas, &CanvasView::connectRequested, this,
            [this](const QString& from, const QString& to) { apply(m_kind->connect(pinned(), from, to)); });
    connect(&m_canvas, &CanvasView::renameRequested, this, &DiagramEditor::rename);
    connect(&m_canvas, &CanvasView::removeRequested, this, &DiagramEditor::remove);
    connect(&m_canvas, &CanvasView::duplicateRequested, this, [this](const QStringList& keys) {
        apply(duplicateElements(pinned(), diagramName(), elementsOf(keys)));
    });
}

QString DiagramEditor::diagramName() const {
    return app::diagramName(m_place);
}

void DiagramEditor::offerTools() {
    std::vector<CanvasTool> tools;
    for (const DiagramTool& tool : m_kind->tools) tools.push_back(tool.look);
    m_canvas.setTools(tools);
}

void DiagramEditor::setPlace(const DiagramPlace& place) {
    if (place == m_place) return;
    m_place = place;
    m_kind = &diagramKind(place.kind);
    m_fresh = nullptr;
    m_lastMoved.clear();
    offerTools();
    show();
}

void DiagramEditor::setActive(bool active) {
    if (m_active == active) return;
    m_active = active;
    show();
}

void DiagramEditor::show() {
    if (!m_active) return;
    const QScopedValueRollback following(m_following, true);
    Diagram diagram = m_kind->make(m_document.project(), m_document.layout(), m_place.root);
    for (DiagramNode& node : diagram.nodes)
        node.opens = m_kind->drillInto(m_document.project(), node.key).has_value();
    if (m_sieve) diagram = m_sieve(std::move(diagram));
    m_canvas.setDiagram(diagram);
    m_canvas.setSelection(keysFor(diagram, m_selection.keys()));
    emit shown();
}

void DiagramEditor::showSelection(const QStringList& keys) {
    if (!m_active || m_following) return;
    const QScopedValueRollback following(m_following, true);
    m_canvas.setSelection(keysFor(m_canvas.diagram(), keys));
}

void DiagramEditor::takeSelection(const QStringList& keys) {
    if (!m_active || m_following) return;
    const QScopedValueRollback following(m_following, true);
    m_selection.set(elementsOf(keys));
}

Version DiagramEditor::pinned() const {
    QHash<QString, QPointF> loose;
    const auto diagram = m_document.layout().diagrams.find(diagramName().toStdString());
    for (const DiagramNode& node : m_canvas.diagram().nodes)
        if (diagram == m_document.layout().diagrams.end() ||
            !diagram->second.nodes.contains(node.key.toStdString()))
            loose.insert(node.key, node.centre);
    if (loose.isEmpty()) return m_document.version();
    return {m_document.version().project,
            std::make_shared<const model::Layout>(withPlaces(m_document.layout(), diagramName(), loose))};
}

void DiagramEditor::apply(DiagramEditResult edit, const QString& mergeKey) {
    if (!edit) {
        show();
        emit refused(edit.error());
        return;
    }
    const auto before = m_document.version().layout;
    m_document.apply(std::move(edit->project), std::move(edit->layout), edit->label, mergeKey);
    // What was dragged without a result goes back to its place.
    if (m_document.version().layout == before) show();
    if (!edit->select.isEmpty()) m_selection.set(edit->select);
}

void DiagramEditor::move(const QHash<QString, QPointF>& centres) {
    QStringList keys = centres.keys();
    keys.sort();
    const bool goesOn =
        keys == m_lastMoved && m_sinceMove.isValid() && m_sinceMove.elapsed() < pauseBetweenMoves;
    if (!goesOn) ++m_moveNumber;
    m_lastMoved = keys;
    m_sinceMove.start();
    const Version version = pinned();
    m_document.apply(*version.project, withPlaces(*version.layout, diagramName(), centres),
                     tr("Move %1").arg(namesOf(*version.project, keys)),
                     QStringLiteral("move:%1").arg(m_moveNumber));
}

/// Part of the move that has just been applied: both are one step.
void DiagramEditor::moveInto(const QStringList& keys, const QString& region) {
    if (m_kind->moveInto)
        apply(m_kind->moveInto(pinned(), keys, region), QStringLiteral("move:%1").arg(m_moveNumber));
}

NewPlace DiagramEditor::newPlace(const QPointF& at) const {
    const DiagramGeometry& geometry = m_canvas.geometry();
    const int region = geometry.regionAt(at);
    return {diagramName(), at, region >= 0 ? geometry.region(region).key : QString()};
}

void DiagramEditor::create(const DiagramTool& tool, const QPointF& at) {
    const NewPlace place = newPlace(at);
    createWith([create = tool.create, place](const Version& version,
                                             const QString& name) { return create(version, place, name); },
               tool);
    m_canvas.setTool(selectTool);
}

void DiagramEditor::createAndConnect(const QString& from, const QPointF& at) {
    const DiagramTool* tool = m_kind->tool(m_kind->continuation(from));
    if (!tool) return show();
    const NewPlace place = newPlace(at);
    createWith(
        [kind = m_kind, from, place](const Version& version, const QString& name) {
            return createConnected(*kind, version, from, place, name);
        },
        *tool);
}

void DiagramEditor::createWith(const Creation& creation, const DiagramTool& tool) {
    auto edit = creation(pinned(), tool.provisionalName(m_document.project()));
    const QString key = edit ? edit->select.value(0) : QString();
    apply(std::move(edit));
    if (key.isEmpty()) return;
    m_fresh = creation;
    m_freshKey = key;
    m_freshIndex = m_document.undoStack().index();
    m_canvas.startRename(key);
}

void DiagramEditor::rename(const QString& key, const QString& name) {
    const bool fresh = m_fresh && key == m_freshKey && m_document.undoStack().index() == m_freshIndex;
    if (fresh && !name.trimmed().isEmpty() && model::slug(name.toStdString(), "") != "") {
        const Creation creation = std::exchange(m_fresh, nullptr);
        m_document.undoStack().undo();
        if (auto edit = creation(pinned(), name.trimmed())) return apply(std::move(edit));
        m_document.undoStack().redo();
    }
    apply(renameElement(pinned(), elementOfKey(key), name));
}

void DiagramEditor::remove(const QStringList& keys) {
    if (keys.isEmpty()) return;
    apply(removeElements(m_document.version(), elementsOf(keys)));
}

void DiagramEditor::removeSelection() {
    remove(m_selection.keys());
}

void DiagramEditor::duplicateSelection() {
    const QStringList keys = shownKeys(m_selection.keys());
    if (!keys.isEmpty()) apply(duplicateElements(pinned(), diagramName(), keys));
}

void DiagramEditor::arrange(Arrangement arrangement) {
    const auto centres = arranged(m_canvas.diagram(), m_selection.keys(), arrangement);
    if (centres.isEmpty()) return;
    const Version version = pinned();
    m_document.apply(withPlaces(*version.layout, diagramName(), centres),
                     QStringLiteral("%1: %2").arg(arrangementTitle(arrangement),
                                                  namesOf(*version.project, centres.keys())));
}

void DiagramEditor::addInView(const QString& tool) {
    const DiagramTool* found = m_kind->tool(tool);
    if (!found) return;
    const QPointF centre = m_canvas.mapToScene(m_canvas.viewport()->rect().center());
    create(*found, freePlace(m_canvas.diagram(), *found, centre));
}

QStringList DiagramEditor::shownKeys(const QStringList& keys) const {
    QStringList shown;
    for (const QString& key : keys)
        for (const DiagramNode& node : m_canvas.diagram().nodes)
            if (node.key == key) shown << key;
    for (const DiagramRegion& region : m_canvas.diagram().regions)
        if (keys.contains(region.key)) shown << region.key;
    return shown;
}

}  // namespace app
