#include <QCoreApplication>
#include <algorithm>

#include "app/overlays/overlay_kind.h"
#include "app/simulate/figure_text.h"
#include "app/simulate/run_names.h"
#include "simulator/footprint/footprint.h"

namespace app {

namespace {

QString costTr(const char* words) {
    return QCoreApplication::translate("CostOverlay", words);
}

/// What each node costs in a month, by key of its element.
QHash<QString, double> monthlyCosts(const simulator::RunResult& result) {
    QHash<QString, double> costs;
    for (const simulator::FootprintPart& part : result.footprint.parts)
        if (part.cost.value && *part.cost.value > 0)
            costs.insert(RunNames::nodeOfPart(part), *part.cost.value * simulator::hoursPerMonth);
    return costs;
}

QString monthlyText(double amount, const QString& currency) {
    return QStringLiteral("%1 %2").arg(valueText(amount, FigureKind::Amount), currency);
}

OverlayPicture costsOn(const OverlaySubject& subject) {
    OverlayPicture picture;
    picture.origin = subject.figures.origin;
    picture.missing = subject.figures.missing;
    if (!subject.figures.result) return picture;
    const simulator::FootprintResult& footprint = subject.figures.result->footprint;
    if (!footprint.known()) {
        picture.missing = costTr("The model has no prices. Select nothing and add rates in the inspector.");
        return picture;
    }
    const QString currency = QString::fromStdString(footprint.currency);
    const QHash<QString, double> costs = monthlyCosts(*subject.figures.result);
    double most = 0;
    for (const DiagramNode& node : subject.diagram.nodes)
        most = std::max(most, costs.value(elementOfKey(node.key)));
    for (const DiagramNode& node : subject.diagram.nodes) {
        const auto cost = costs.constFind(elementOfKey(node.key));
        if (cost == costs.constEnd()) continue;
        NodeHeat heat;
        heat.utilisation = *cost / most;
        heat.text = costTr("%1 a month").arg(monthlyText(*cost, currency));
        heat.brief = monthlyText(*cost, currency);
        picture.figures.nodes.insert(node.key, heat);
    }
    picture.scale = {monthlyText(0, currency), monthlyText(most / 2, currency), monthlyText(most, currency)};
    if (picture.figures.nodes.isEmpty()) picture.missing = costTr("Nothing on this diagram costs anything.");
    return picture;
}

}  // namespace

OverlayKind costOverlay() {
    return {"cost", costTr("Cost"), "chart", 7, costTr("What runs here costs in a month"), costsOn};
}

}  // namespace app
