#include "app/design/diagram_editor.h"

#include <QScopedValueRollback>
#include <algorithm>

#include "app/canvas/diagram_geometry.h"
#include "app/design/arrange_bar.h"
#include "app/design/canvas_commands.h"
#include "app/design/edge_bending.h"
#include "app/design/free_place.h"
#include "app/design/note_edit.h"
#include "app/design/reattach_edit.h"
#include "app/design/view_edit.h"
#include "app/diagram/appearance.h"
#include "app/diagram/regions.h"

namespace app {

namespace {

constexpr int pauseBetweenMoves = 700;  // ms

/// The elements that nodes and frames stand for, each once.
QStringList elementsOf(const QStringList& keys) {
    QStringList elements;
    for (const QString& key : keys) elements << (key.contains(u'@') ? elementOfKey(key) : key);
    elements.removeDuplicates();
    return elements;
}

/// All nodes and frames that stand for one of the elements, and edges of these keys.
QStringList keysFor(const Diagram& diagram, const QStringList& elements) {
    if (elements.isEmpty()) return {};
    const QSet<QString> wanted(elements.begin(), elements.end());
    QStringList keys;
    const auto add = [&](const QString& key) {
        if (wanted.contains(key.contains(u'@') ? elementOfKey(key) : key)) keys << key;
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
      m_kind(&diagramKind(place.kind)),
      m_commands(new CanvasCommands(document, *this)) {
    offerTools();
    connectCanvas();
    connectShaping();
    followBending(*this, canvas, document);
    new ArrangeBar(*this);
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
    m_canvas.setSuggestions([this](const QString& key) {
        return m_kind->suggestions ? m_kind->suggestions(m_document.project(), elementOfKey(key))
                                   : QStringList();
    });
    connect(&m_canvas, &CanvasView::connectToNewRequested, this, &DiagramEditor::createAndConnect);
    connect(&m_canvas, &CanvasView::connectRequested, this, &DiagramEditor::join);
    connect(&m_canvas, &CanvasView::renameRequested, this, &DiagramEditor::rename);
    connect(&m_canvas, &CanvasView::removeRequested, this, &DiagramEditor::remove);
    connect(&m_canvas, &CanvasView::duplicateRequested, this, &DiagramEditor::duplicate);
}

void DiagramEditor::connectShaping() {
    connect(&m_canvas, &CanvasView::commandWanted, m_commands, &CanvasCommands::run);
    connect(&m_canvas, &CanvasView::resized, this, [this](const QString& key, const QRectF& rect) {
        if (m_kind->rearrange && !isNote(key)) return show();
        Version version = pinned();
        const auto places = withGroups({{key, rect.center()}});
        if (!places.contains(key))  // a group lies where its content does
            version.layout =
                std::make_shared<const model::Layout>(withPlaces(*version.layout, diagramName(), places));
        apply(resizeNode(version, diagramName(), key, rect));
    });
    connect(&m_canvas, &CanvasView::foldRequested, this, &DiagramEditor::fold);
    connect(&m_canvas, &CanvasView::textRequested, this, &DiagramEditor::rename);
    connect(&m_canvas, &CanvasView::reattachRequested, this, &DiagramEditor::reattach);
    connect(&m_canvas, &CanvasView::connectionConsidered, this, &DiagramEditor::consider);
}

void DiagramEditor::join(const QString& from, const QString& to) {
    if (isNote(from)) return apply(anchorNote(pinned(), diagramName(), from, isNote(to) ? QString() : to));
    if (isNote(to)) return apply(anchorNote(pinned(), diagramName(), to, from));
    apply(m_kind->connect(pinned(), from, to));
}

void DiagramEditor::consider(const QString& from, const QString& to) {
    if (isNote(from) || isNote(to)) return m_canvas.showHint(tr("Enter attaches the note, Esc ends"));
    const auto edit = m_kind->connect(pinned(), from, to);
    m_canvas.showHint(edit ? tr("%1 · Enter connects, Esc ends").arg(edit->label)
                           : QString::fromStdString(edit.error().message));
}

void DiagramEditor::reattach(const QString& edge, const QString& from, const QString& to) {
    const int index = m_canvas.geometry().edgeIndex(edge);
    if (index < 0) return;
    apply(app::reattach(*m_kind, pinned(), {m_canvas.geometry().diagram().edges[index], from, to}));
}

void DiagramEditor::fold(const QStringList& keys, bool collapse) {
    if (keys.isEmpty()) return;
    apply(collapseFrames(pinned(), diagramName(), keys, collapse));
    m_canvas.setSelection(keys);
}

/// Groups are moved with all that is in them.
QHash<QString, QPointF> DiagramEditor::withGroups(const QHash<QString, QPointF>& centres) const {
    QHash<QString, QPointF> all = centres;
    DiagramGeometry whole;
    for (const DiagramNode& node : m_canvas.diagram().nodes) {
        if (!node.folded || !centres.contains(node.key)) continue;
        if (whole.diagram().name.isEmpty()) {
            model::Layout open = m_document.layout();
            open.diagrams[diagramName().toStdString()].collapsed = {};
            whole.setDiagram(m_kind->make(m_document.project(), open, m_place.root));
        }
        all.remove(node.key);
        const QPointF shift = centres.value(node.key) - node.centre;
        for (const QString& frame : whole.regionsWithin(node.key))
            if (const int index = whole.regionIndex(frame); index >= 0 && whole.nodesOf(frame).empty())
                all.insert(frame, whole.region(index).centre + shift);
        for (const int inner : whole.nodesOf(node.key))
            all.insert(whole.node(inner).key, whole.node(inner).centre + shift);
    }
    return all;
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
    if (m_kind->rearrange) return m_document.version();
    QHash<QString, QPointF> loose;
    const auto diagram = m_document.layout().diagrams.find(diagramName().toStdString());
    for (const DiagramNode& node : m_canvas.diagram().nodes)
        if (!node.folded && node.shape != NodeShape::Note)
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
    if (m_kind->rearrange && !std::all_of(keys.begin(), keys.end(), isNote)) return rearrange(centres);
    const Version version = pinned();
    m_document.apply(*version.project, withPlaces(*version.layout, diagramName(), withGroups(centres)),
                     tr("Move %1").arg(namesOf(*version.project, keys)),
                     QStringLiteral("move:%1").arg(m_moveNumber));
}

/// What was dragged is what is selected: all of it went the same way.
void DiagramEditor::rearrange(const QHash<QString, QPointF>& centres) {
    for (const DiagramNode& node : m_canvas.diagram().nodes)
        if (const auto moved = centres.constFind(node.key); moved != centres.constEnd())
            return apply(
                m_kind->rearrange(pinned(), m_place.root, m_canvas.selection(), *moved - node.centre));
    show();
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
    createNamed([create = tool.create, place](const Version& version,
                                              const QString& name) { return create(version, place, name); },
                tool.provisionalName(m_document.project()), tool.isNamed);
    m_canvas.setTool(selectTool);
}

void DiagramEditor::createAndConnect(const QString& from, const QPointF& at) {
    const DiagramTool* tool = isNote(from) ? nullptr : m_kind->tool(m_kind->continuation(from));
    if (!tool) return show();
    const NewPlace place = newPlace(at);
    createNamed(
        [kind = m_kind, from, place](const Version& version, const QString& name) {
            return createConnected(*kind, version, from, place, name);
        },
        tool->provisionalName(m_document.project()), tool->isNamed);
}

void DiagramEditor::createNamed(const Creation& creation, const QString& provisionalName, bool ask) {
    auto edit = creation(pinned(), provisionalName);
    const QString key = edit ? edit->select.value(0) : QString();
    apply(std::move(edit));
    if (key.isEmpty()) return;
    m_fresh = creation;
    m_freshKey = key;
    m_freshIndex = m_document.undoStack().index();
    if (ask) m_canvas.startRename(key);
}

void DiagramEditor::rename(const QString& key, const QString& name) {
    const bool fresh = m_fresh && key == m_freshKey && m_document.undoStack().index() == m_freshIndex;
    const bool nameable = isNote(key) || model::slug(name.toStdString(), "") != "";
    if (fresh && !name.trimmed().isEmpty() && nameable) {
        const Creation creation = std::exchange(m_fresh, nullptr);
        m_document.undoStack().undo();
        if (auto edit = creation(pinned(), name.trimmed())) return apply(std::move(edit));
        m_document.undoStack().redo();
    }
    const QString element = elementOfKey(key);
    if (isNote(key)) return apply(writeNote(pinned(), diagramName(), key, name));
    apply(m_kind->rename ? m_kind->rename(pinned(), element, name) : renameElement(pinned(), element, name));
}

DiagramEditResult DiagramEditor::removal(const QStringList& keys) const {
    for (const QString& key : keys)
        if (const int edge = m_canvas.geometry().edgeIndex(key);
            edge >= 0 && m_canvas.geometry().diagram().edges[edge].count > 1)
            return model::failure({}, tr("This line stands for several connections: expand the frame to "
                                         "remove them.")
                                          .toStdString());
    const QStringList elements = elementsOf(keys);
    const bool onlyNotes = std::all_of(keys.begin(), keys.end(), isNote);
    auto edit = m_kind->remove && !onlyNotes ? m_kind->remove(m_document.version(), elements)
                                             : removeElements(m_document.version(), elements);
    if (edit) edit->layout = withoutNotes(std::move(edit->layout), diagramName(), keys);
    return edit;
}

void DiagramEditor::remove(const QStringList& keys) {
    if (keys.isEmpty()) return;
    apply(removal(keys));
}

void DiagramEditor::removeSelection() {
    remove(m_selection.keys());
}

void DiagramEditor::duplicateSelection() {
    duplicate(shownKeys(m_selection.keys()));
}

void DiagramEditor::duplicate(const QStringList& keys) {
    if (keys.isEmpty()) return;
    const QStringList elements = elementsOf(keys);
    apply(m_kind->duplicate ? m_kind->duplicate(pinned(), elements)
                            : duplicateElements(pinned(), diagramName(), elements));
}

void DiagramEditor::arrange(Arrangement arrangement) {
    const auto centres = withGroups(arranged(m_canvas.diagram(), m_canvas.selection(), arrangement));
    if (centres.isEmpty()) return;
    const Version version = pinned();
    m_document.apply(withPlaces(*version.layout, diagramName(), centres),
                     QStringLiteral("%1: %2").arg(arrangementTitle(arrangement),
                                                  namesOf(*version.project, centres.keys())));
}

void DiagramEditor::addInView(const QString& tool) {
    addAt(tool, m_canvas.mapToScene(m_canvas.viewport()->rect().center()));
}

void DiagramEditor::addAt(const QString& tool, const QPointF& at) {
    if (const DiagramTool* found = m_kind->tool(tool))
        create(*found, freePlace(m_canvas.diagram(), *found, at));
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
