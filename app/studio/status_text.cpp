#include "app/studio/status_text.h"

#include <QCoreApplication>
#include <QLocale>
#include <QStringList>
#include <algorithm>
#include <cmath>

#include "app/preferences/unit_choices.h"
#include "simulator/footprint/footprint.h"

namespace app {

namespace {

QString statusTr(const char* text) {
    return QCoreApplication::translate("StatusText", text);
}

QString numberOf(double value, int digits) {
    return QLocale::c().toString(value, 'f', digits);
}

/// What successful journeys come to, and the slowest of them.
struct Journeys {
    double goodput = 0;
    const simulator::Figure* p99 = nullptr;
};

Journeys journeysOf(const simulator::RunResult& result) {
    Journeys journeys;
    for (const simulator::FlowResult& journey : result.journeys) {
        journeys.goodput += journey.goodput.value.value_or(0);
        const simulator::Figure& p99 = journey.latency.p99;
        if (p99.value && (!journeys.p99 || *p99.value > *journeys.p99->value)) journeys.p99 = &p99;
    }
    return journeys;
}

QString throughputText(const QString& what, double goodput) {
    return statusTr("%1 <b>%2 rps</b>").arg(what, numberOf(goodput, goodput < 10 ? 1 : 0));
}

int digitsOf(double milliseconds) {
    return milliseconds < 10 ? 1 : 0;
}

void appendCost(QStringList& parts, const simulator::FootprintResult& footprint) {
    const auto& cost = footprint.total.cost.value;
    if (!cost) return;
    const double month = *cost * simulator::hoursPerMonth;
    parts << statusTr("cost <b>%1 %2</b> a month")
                 .arg(numberOf(month, month < 10 ? 2 : 0),
                      chosenCurrency(QString::fromStdString(footprint.currency)).toHtmlEscaped());
}

QString joined(const QStringList& parts) {
    return parts.join(QStringLiteral(" &nbsp;&nbsp; "));
}

}  // namespace

QString countsText(const model::Project& project) {
    const auto counted = [](std::size_t count, const QString& one, const QString& many) {
        return QStringLiteral("<b>%1</b> %2")
            .arg(QLocale::c().toString(static_cast<qulonglong>(count)), count == 1 ? one : many);
    };
    QStringList parts{counted(project.services.size(), statusTr("service"), statusTr("services")),
                      counted(project.contexts.size(), statusTr("context"), statusTr("contexts"))};
    if (!project.stores.empty())
        parts << counted(project.stores.size(), statusTr("store"), statusTr("stores"));
    if (!project.channels.empty())
        parts << counted(project.channels.size(), statusTr("channel"), statusTr("channels"));
    if (!project.scenarios.empty())
        parts << counted(project.scenarios.size(), statusTr("scenario"), statusTr("scenarios"));
    return joined(parts);
}

QString runText(const simulator::RunResult& result) {
    if (result.journeys.empty()) return {};
    const Journeys journeys = journeysOf(result);
    QStringList parts{throughputText(statusTr("Last run"), journeys.goodput)};
    if (const simulator::Figure* p99 = journeys.p99)
        parts << statusTr("p99 <b>%1 ms</b> ± %2")
                     .arg(numberOf(*p99->value, digitsOf(*p99->value)),
                          numberOf((p99->high - p99->low) / 2, 1));
    const auto busiest = std::max_element(
        result.stations.begin(), result.stations.end(), [](const auto& left, const auto& right) {
            return left.utilisation.value.value_or(0) < right.utilisation.value.value_or(0);
        });
    if (busiest != result.stations.end())
        parts << statusTr("busiest <b>%1 %2 %</b>")
                     .arg(QString::fromStdString(busiest->id).toHtmlEscaped())
                     .arg(std::lround(100 * busiest->utilisation.value.value_or(0)));
    appendCost(parts, result.footprint);
    return joined(parts);
}

QString estimateText(const simulator::Estimate& estimate) {
    if (estimate.figures.journeys.empty()) return {};
    const Journeys journeys = journeysOf(estimate.figures);
    QStringList parts{throughputText(statusTr("Estimate"), journeys.goodput)};
    if (journeys.p99)
        parts << statusTr("p99 <b>%1 ms</b>")
                     .arg(numberOf(*journeys.p99->value, digitsOf(*journeys.p99->value)));
    if (!estimate.bottleneck.empty())
        parts << statusTr(estimate.stable ? "bottleneck <b>%1</b>" : "<b>overloaded</b> at <b>%1</b>")
                     .arg(QString::fromStdString(estimate.bottleneck).toHtmlEscaped());
    appendCost(parts, estimate.figures.footprint);
    return joined(parts);
}

}  // namespace app
