#include "app/simulate/objective_text.h"

#include <QCoreApplication>

#include "app/simulate/figure_text.h"
#include "simulator/footprint/footprint.h"

namespace app {

namespace {

QString objectiveTr(const char* text) {
    return QCoreApplication::translate("Objectives", text);
}

FigureKind kindOf(const simulator::ObjectiveResult& objective) {
    if (objective.unit == "ms") return FigureKind::Latency;
    return objective.unit == "share" ? FigureKind::Share : FigureKind::Amount;
}

/// The unit that the figure's own text does not have: of costs and carbon.
QString unitBehind(const simulator::ObjectiveResult& objective) {
    if (kindOf(objective) != FigureKind::Amount) return {};
    return QLatin1Char(' ') + QString::fromStdString(objective.unit);
}

QString limitText(const simulator::ObjectiveResult& objective) {
    const QString limit = valueText(objective.limit, kindOf(objective)) + unitBehind(objective);
    return objectiveTr(objective.unit == "share" ? "at least %1" : "at most %1").arg(limit);
}

}  // namespace

QString goalText(const model::Objective& objective, const std::string& currency) {
    if (const auto* latency = std::get_if<model::LatencyObjective>(&objective.goal))
        return objectiveTr("p%1 at most %2")
            .arg(QString::number(latency->quantile * 100, 'g', 4),
                 latencyText(model::inMilliseconds(latency->limit)));
    if (const auto* availability = std::get_if<model::AvailabilityObjective>(&objective.goal))
        return objectiveTr("at least %1").arg(percentText(availability->share));
    const QString unit =
        QString::fromStdString(simulator::unitOf(*simulator::footprintGoalOf(objective.goal), currency));
    return objectiveTr("at most %1 %2")
        .arg(valueText(simulator::footprintLimitOf(objective.goal), FigureKind::Amount), unit);
}

QString observedText(const simulator::ObjectiveResult& objective) {
    QString observed = figureText(objective.observed, kindOf(objective));
    if (objective.observed.value) observed += unitBehind(objective);
    return objectiveTr("%1, should be %2").arg(observed, limitText(objective));
}

QString observedTip(const simulator::ObjectiveResult& objective) {
    return figureTip(objective.observed, kindOf(objective));
}

}  // namespace app
