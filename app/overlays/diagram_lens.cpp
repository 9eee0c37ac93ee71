#include "app/overlays/diagram_lens.h"

#include <algorithm>

#include "app/canvas/canvas_view.h"
#include "app/design/diagram_mode.h"
#include "app/overlays/focus.h"
#include "app/studio/estimate_follower.h"
#include "app/studio/main_window.h"
#include "app/studio/problem_finder.h"
#include "app/views/view_stack.h"

namespace app {
namespace {

/// Above what dims.
constexpr int overlayPriority = 10;

std::vector<std::string> plainKeys(const QStringList& keys) {
    std::vector<std::string> plain;
    for (const QString& key : keys) plain.push_back(key.toStdString());
    return plain;
}

QString scenarioName(const simulator::RunResult& result) {
    return QString::fromStdString(result.scenarioName.empty() ? result.scenario : result.scenarioName);
}

}  // namespace

DiagramLens::DiagramLens(StudioContext& studio, DiagramMode& mode, ViewStack& views, QObject* parent)
    : QObject(parent), m_studio(studio), m_mode(mode), m_views(views), m_index(studio.document()) {
    connectAll();
}

void DiagramLens::connectAll() {
    m_mode.editor().setSieve([this](Diagram diagram) { return sieve(std::move(diagram)); });
    m_views.setEyes([this] { return seen(); });
    connect(&m_mode.editor(), &DiagramEditor::shown, this, &DiagramLens::refresh);
    connect(&m_views, &ViewStack::sighted, this, &DiagramLens::look);
    connect(&m_studio, &StudioContext::themeChanged, this, &DiagramLens::refreshOverlay);
    connect(&m_studio.problems(), &ProblemFinder::found, this, &DiagramLens::refreshOverlay);
    connect(&m_studio.window(), &MainWindow::figuresChanged, this, &DiagramLens::refreshOverlay);
    connect(&m_studio.document(), &Document::opened, this, [this] {
        m_states.clear();
        m_hides = false;
        m_mode.editor().show();
    });
}

const DiagramLens::State& DiagramLens::state() const {
    static const State none;
    const auto found = m_states.constFind(m_mode.editor().diagramName());
    return found == m_states.constEnd() ? none : *found;
}

DiagramLens::State& DiagramLens::ownState() {
    return m_states[m_mode.editor().diagramName()];
}

void DiagramLens::setOverlay(const QString& id) {
    const QString known = findOverlayKind(id) ? id : QString();
    if (known == m_overlay) return;
    m_overlay = known;
    refreshOverlay();
}

void DiagramLens::setFocus(const std::optional<model::ViewFocus>& focus) {
    if (focus == state().focus) return;
    ownState().focus = focus;
    refreshDimming();
}

void DiagramLens::focusOnSelection() {
    const QStringList keys = m_studio.selection().keys();
    if (keys.isEmpty()) return;
    model::ViewFocus next = focus().value_or(model::ViewFocus());
    next.elements = plainKeys(keys);
    next.hops = std::max(1, next.hops);
    setFocus(next);
}

void DiagramLens::addHops(int more) {
    if (!focus()) return;
    model::ViewFocus next = *focus();
    const int most = std::max({1, m_farthest, next.hops});
    next.hops = std::clamp(next.hops + more, 0, more > 0 ? most : next.hops);
    setFocus(next);
}

void DiagramLens::setDirection(model::FocusDirection direction) {
    if (!focus()) return;
    model::ViewFocus next = *focus();
    next.direction = direction;
    setFocus(next);
}

void DiagramLens::setFilter(const std::optional<model::ViewFilter>& filter) {
    FindQuery query = queryOf(filter.value_or(model::ViewFilter()));
    for (FindTerm& term : query.terms) term = index().kept(term);
    std::optional<model::ViewFilter> next;
    if (!query.empty()) next = viewFilterOf(query);
    if (next == state().filter) return;
    ownState().filter = next;
    m_mode.editor().show();
}

void DiagramLens::toggle(const FindTerm& term) {
    const QString before = queryText(queryOf(filter().value_or(model::ViewFilter())));
    setFilter(viewFilterOf(parsedQuery(toggledTerm(before, index().kept(term)))));
}

void DiagramLens::setHides(bool hides) {
    if (hides == m_hides) return;
    m_hides = hides;
    m_mode.editor().show();
}

Diagram DiagramLens::sieve(Diagram diagram) {
    m_sifted = filter() ? app::sifted(diagram, index(), *filter()) : Sifted();
    return m_hides && filter() ? without(std::move(diagram), m_sifted.rest) : diagram;
}

void DiagramLens::refresh() {
    refreshOverlay();
    refreshDimming();
}

void DiagramLens::refreshDimming() {
    const Diagram& diagram = m_mode.canvas().diagram();
    DiagramOverlay layer;
    layer.id = QStringLiteral("focus");
    if (filter() && !m_hides) layer.dimmed = m_sifted.rest;
    m_inFocus = m_farthest = 0;
    if (focus()) {
        const auto hops = hopsFrom(m_studio.document().project(), diagram, *focus());
        const QSet<QString> far = outOfFocus(diagram, hops);
        layer.dimmed += far;
        for (const DiagramNode& node : diagram.nodes) m_inFocus += hops.contains(node.key);
        m_farthest = farthestHop(m_studio.document().project(), diagram, *focus());
    }
    m_mode.canvas().setLayer(layer);
    emit changed();
}

void DiagramLens::refreshOverlay() {
    m_picture = {};
    const Diagram& diagram = m_mode.canvas().diagram();
    if (const OverlayKind* kind = findOverlayKind(m_overlay)) {
        const Figures known = figures();
        m_picture = kind->make({m_studio.document().project(), diagram, index(),
                                m_studio.problems().latest().problems, known, m_studio.theme()});
    }
    m_picture.layer.id = QStringLiteral("overlay");
    m_picture.layer.priority = overlayPriority;
    m_mode.canvas().setOverlay(m_picture.figures);
    m_mode.canvas().setLayer(m_picture.layer);
    emit changed();
}

Figures DiagramLens::figures() const {
    MainWindow& window = m_studio.window();
    const auto run = window.lastRun();
    const auto estimate = window.estimates().estimate();
    if (run && !window.isRunOld()) return {run, tr("Run of %1").arg(scenarioName(*run)), {}};
    if (estimate)
        return {
            {estimate, &estimate->figures}, tr("Estimate of %1").arg(scenarioName(estimate->figures)), {}};
    if (run) return {run, tr("Run of %1, before the last changes").arg(scenarioName(*run)), {}};
    const QString reason = window.estimates().reason();
    if (reason.isEmpty()) return {nullptr, {}, tr("The estimate is being made.")};
    return {nullptr, {}, tr("No estimate yet: %1").arg(reason)};
}

model::View DiagramLens::seen() const {
    model::View view;
    const DiagramPlace& place = m_mode.editor().place();
    view.kind = place.kind.toStdString();
    view.root = place.root.toStdString();
    view.filter = filter();
    view.focus = focus();
    view.overlay = m_overlay.toStdString();
    view.camera = m_mode.camera();
    return view;
}

void DiagramLens::look(const model::View& view) {
    ownState() = {view.focus, view.filter};
    m_overlay = QString::fromStdString(view.overlay);
    if (!findOverlayKind(m_overlay)) m_overlay.clear();
    m_mode.editor().show();
    if (view.camera) m_mode.setCamera(*view.camera);
}

}  // namespace app
