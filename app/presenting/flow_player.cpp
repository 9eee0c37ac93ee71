#include "app/presenting/flow_player.h"

#include <algorithm>

#include "app/presenting/flow_bar.h"

namespace app {

namespace {

const QString flowLayer = QStringLiteral("flow");
constexpr int flowPriority = 90;

/// Whether a node or frame stands for the element, or for one of those in it.
bool standsFor(const QString& key, const QString& element) {
    return key == element || elementOfKey(key) == element;
}

}  // namespace

FlowPlayer::FlowPlayer(CanvasView& canvas, QObject* parent)
    : QObject(parent), m_canvas(canvas), m_bar(new FlowBar(&canvas)) {
    connect(m_bar, &FlowBar::nextRequested, this, &FlowPlayer::next);
    connect(m_bar, &FlowBar::previousRequested, this, &FlowPlayer::previous);
    connect(m_bar, &FlowBar::firstRequested, this, [this] { show(0); });
    connect(m_bar, &FlowBar::lastRequested, this, [this] { show(int(m_steps.size()) - 1); });
    connect(m_bar, &FlowBar::closeRequested, this, &FlowPlayer::stop);
}

bool FlowPlayer::start(const model::Project& project, const model::OperationId& operation) {
    stop();
    m_steps = flowOf(project, operation);
    if (m_steps.empty()) return false;
    show(0);
    m_canvas.setFocus();
    return true;
}

void FlowPlayer::stop() {
    if (m_steps.empty()) return;
    m_steps.clear();
    m_bar->hide();
    DiagramOverlay none;
    none.id = flowLayer;
    m_canvas.setLayer(none);
    m_canvas.setFocus();
}

void FlowPlayer::show(int step) {
    if (m_steps.empty()) return;
    m_at = std::clamp(step, 0, int(m_steps.size()) - 1);
    refresh();
}

void FlowPlayer::refresh() {
    if (m_steps.empty()) return;
    const FlowStep& step = m_steps[std::size_t(m_at)];
    m_canvas.setLayer(lightOn(step));
    const auto& nodes = m_canvas.diagram().nodes;
    const auto isShown = [&](const QString& element) {
        return std::any_of(nodes.begin(), nodes.end(),
                           [&](const DiagramNode& node) { return standsFor(node.key, element); });
    };
    QStringList remarks;
    if (!step.when.isEmpty()) remarks << step.when;
    if (!isShown(step.from) || !isShown(step.to)) remarks << tr("not all of it is on this diagram");
    m_bar->showStep(tr("%1 of %2: %3").arg(m_at + 1).arg(m_steps.size()).arg(step.words),
                    remarks.join(QStringLiteral(" · ")), m_at > 0, m_at + 1 < int(m_steps.size()));
}

DiagramOverlay FlowPlayer::lightOn(const FlowStep& step) const {
    DiagramOverlay layer;
    layer.id = flowLayer;
    layer.priority = flowPriority;
    const Diagram& diagram = m_canvas.diagram();
    for (const DiagramNode& node : diagram.nodes) {
        if (standsFor(node.key, step.from) || standsFor(node.key, step.to))
            layer.tints.insert(node.key, m_canvas.theme().accentSurface);
        else
            layer.dimmed.insert(node.key);
    }
    for (const DiagramEdge& edge : diagram.edges)
        if (!standsFor(edge.from, step.from) || !standsFor(edge.to, step.to)) layer.dimmed.insert(edge.key);
    // A frame is not dimmed: it says where we are.
    layer.legend = {{m_canvas.theme().accentSurface, tr("takes part in this step")}};
    return layer;
}

}  // namespace app
