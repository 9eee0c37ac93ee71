#include "app/design/arrangement.h"

#include <QCoreApplication>
#include <algorithm>

namespace app {

namespace {

using Nodes = std::vector<const DiagramNode*>;

QHash<QString, QPointF> spread(Nodes nodes, bool across) {
    const auto at = [across](const DiagramNode* node) {
        return across ? node->centre.x() : node->centre.y();
    };
    std::stable_sort(nodes.begin(), nodes.end(),
                     [&](const DiagramNode* left, const DiagramNode* right) { return at(left) < at(right); });
    QHash<QString, QPointF> centres;
    if (nodes.size() < 3) return centres;
    const double first = at(nodes.front());
    const double step = (at(nodes.back()) - first) / static_cast<double>(nodes.size() - 1);
    for (std::size_t index = 0; index < nodes.size(); ++index) {
        const double place = first + step * static_cast<double>(index);
        const QPointF centre = nodes[index]->centre;
        centres.insert(nodes[index]->key, across ? QPointF(place, centre.y()) : QPointF(centre.x(), place));
    }
    return centres;
}

QPointF alignedCentre(const DiagramNode& node, const QRectF& all, Arrangement arrangement) {
    const double halfWidth = node.size.width() / 2;
    const double halfHeight = node.size.height() / 2;
    QPointF centre = node.centre;
    switch (arrangement) {
        case Arrangement::AlignLeft:
            centre.setX(all.left() + halfWidth);
            break;
        case Arrangement::AlignCentre:
            centre.setX(all.center().x());
            break;
        case Arrangement::AlignRight:
            centre.setX(all.right() - halfWidth);
            break;
        case Arrangement::AlignTop:
            centre.setY(all.top() + halfHeight);
            break;
        case Arrangement::AlignMiddle:
            centre.setY(all.center().y());
            break;
        case Arrangement::AlignBottom:
            centre.setY(all.bottom() - halfHeight);
            break;
        default:
            break;
    }
    return centre;
}

}  // namespace

QHash<QString, QPointF> arranged(const Diagram& diagram, const QStringList& keys, Arrangement arrangement) {
    Nodes nodes;
    QRectF all;
    for (const DiagramNode& node : diagram.nodes)
        if (keys.contains(node.key)) {
            nodes.push_back(&node);
            all = all.isNull() ? node.rect() : all.united(node.rect());
        }
    if (arrangement == Arrangement::SpreadAcross || arrangement == Arrangement::SpreadDown)
        return spread(std::move(nodes), arrangement == Arrangement::SpreadAcross);
    QHash<QString, QPointF> centres;
    if (nodes.size() < 2) return centres;
    for (const DiagramNode* node : nodes) centres.insert(node->key, alignedCentre(*node, all, arrangement));
    return centres;
}

QString arrangementTitle(Arrangement arrangement) {
    static const char* const titles[] = {QT_TRANSLATE_NOOP("Arrangement", "Align left"),
                                         QT_TRANSLATE_NOOP("Arrangement", "Align centres"),
                                         QT_TRANSLATE_NOOP("Arrangement", "Align right"),
                                         QT_TRANSLATE_NOOP("Arrangement", "Align top"),
                                         QT_TRANSLATE_NOOP("Arrangement", "Align middles"),
                                         QT_TRANSLATE_NOOP("Arrangement", "Align bottom"),
                                         QT_TRANSLATE_NOOP("Arrangement", "Distribute across"),
                                         QT_TRANSLATE_NOOP("Arrangement", "Distribute down")};
    return QCoreApplication::translate("Arrangement", titles[static_cast<int>(arrangement)]);
}

}  // namespace app
