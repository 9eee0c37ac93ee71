#include "app/finding/show_element.h"

#include "app/canvas/canvas_view.h"
#include "app/document/document.h"
#include "app/finding/element_place.h"
#include "app/overlays/diagram_lens.h"
#include "app/studio/main_window.h"
#include "app/studio/workbench.h"

namespace app {
namespace {

bool leavesOut(const model::Layout& layout, const DiagramPlace& place, const QString& key) {
    const auto diagram = layout.diagrams.find(diagramName(place).toStdString());
    return diagram != layout.diagrams.end() && diagram->second.hidden.contains(key.toStdString());
}

/// The first diagram, other than the one that is shown, on which the element stands.
std::optional<DiagramPlace> placeFor(const Document& document, const DiagramPlace& shown,
                                     const QString& key) {
    const QString host = hostOf(document.project(), key);
    for (const DiagramPlace& place : diagramsWith(document.project(), host)) {
        if (place == shown || leavesOut(document.layout(), place, host)) continue;
        const Diagram diagram = makeDiagram(place, document.project(), document.layout());
        if (!keysShowing(diagram, key, host).isEmpty()) return place;
    }
    return std::nullopt;
}

}  // namespace

void showElement(StudioContext& studio, const QString& key) {
    studio.window().showDiagram();
    const Document& document = studio.document();
    Workbench& workbench = studio.workbench();
    const QString host = hostOf(document.project(), key);
    const auto shown = [&] { return keysShowing(workbench.current().canvas().diagram(), key, host); };
    if (shown().isEmpty()) workbench.lens().stopHiding();
    if (shown().isEmpty())
        if (const auto place = placeFor(document, studio.views().current(), key)) studio.views().show(*place);
    if (const QStringList keys = shown(); !keys.isEmpty()) workbench.current().canvas().reveal(keys.front());
    studio.selection().set({key});
}

}  // namespace app
