#include "app/overlays/figure_overlay.h"

#include <QCoreApplication>

namespace app {

OverlayPicture figureOverlay(const OverlaySubject& subject, HeatQuantity quantity, const QStringList& scale) {
    OverlayPicture picture;
    picture.origin = subject.figures.origin;
    picture.missing = subject.figures.missing;
    if (!subject.figures.result) return picture;
    const Overlay all = overlayOf(*subject.figures.result, RunNames(subject.project), quantity);
    for (const DiagramNode& node : subject.diagram.nodes)
        if (const auto heat = all.nodes.constFind(elementOfKey(node.key)); heat != all.nodes.constEnd())
            picture.figures.nodes.insert(node.key, *heat);
    for (const DiagramEdge& edge : subject.diagram.edges)
        if (const auto heat = all.edges.constFind(edge.key); heat != all.edges.constEnd())
            picture.figures.edges.insert(edge.key, *heat);
    picture.scale = scale;
    if (picture.figures.empty())
        picture.missing = QCoreApplication::translate("FigureOverlay",
                                                      "No part of this diagram is reached by the load. The "
                                                      "services of the model have the figures.");
    return picture;
}

}  // namespace app
