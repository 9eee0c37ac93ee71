#include "app/simulate/heat.h"

#include <QCoreApplication>
#include <QStringList>
#include <algorithm>
#include <cmath>
#include <limits>
#include <map>

#include "app/simulate/figure_text.h"
#include "app/simulate/series.h"

namespace app {
namespace {

constexpr double unknown = std::numeric_limits<double>::quiet_NaN();

QString heatTr(const char* text) {
    return QCoreApplication::translate("Heat", text);
}

/// What is known about one node, NaN where nothing is.
struct NodeFigures {
    bool isChannel = false;
    double utilisation = unknown;
    double p99 = unknown;  // [ms]
    double queue = unknown;
    double errors = unknown;  // Share
};

/// Requests and failures, to be added up over several flows or edges.
struct Outcome {
    std::array<double, simulator::causeCount> failed{};
    double total = 0;

    double share() const {
        double sum = 0;
        for (const double count : failed) sum += count;
        return total > 0 ? sum / total : unknown;
    }
    QString text() const {
        const auto worst = std::max_element(failed.begin(), failed.end());
        const auto cause = static_cast<simulator::Cause>(worst - failed.begin());
        return percentText(share()) + QLatin1Char(' ') + QLatin1String(simulator::causeName(cause));
    }
};

Outcome outcomeOf(const simulator::FlowResult& flow, std::optional<std::size_t> interval) {
    Outcome outcome;
    for (std::size_t i = 0; i < outcome.failed.size(); ++i) {
        const std::string name = simulator::causeName(static_cast<simulator::Cause>(i));
        const double value = interval ? seriesAt(flow.series, "failed_" + name + "_rps", *interval)
                                      : static_cast<double>(flow.failed[i]);
        if (std::isfinite(value)) outcome.failed[i] = value;
        outcome.total += outcome.failed[i];
    }
    const double good =
        interval ? seriesAt(flow.series, "goodput_rps", *interval) : static_cast<double>(flow.completed);
    if (std::isfinite(good)) outcome.total += good;
    return outcome;
}

void add(Outcome& sum, const Outcome& more) {
    for (std::size_t i = 0; i < sum.failed.size(); ++i) sum.failed[i] += more.failed[i];
    sum.total += more.total;
}

double larger(double one, double other) {
    return std::isnan(one) || other > one ? other : one;
}

NodeFigures stationFigures(const simulator::StationResult& station, std::optional<std::size_t> interval) {
    NodeFigures figures;
    figures.isChannel = station.kind == "channel";
    if (interval) {
        figures.utilisation = seriesAt(station.series, "utilisation", *interval);
        figures.queue = seriesAt(station.series, "queue", *interval);
        figures.p99 = seriesAt(station.series, "p99_ms", *interval);
    } else {
        figures.utilisation = station.utilisation.value.value_or(unknown);
        figures.queue = station.meanQueue.value.value_or(unknown);
    }
    return figures;
}

std::map<QString, NodeFigures> nodeFigures(const simulator::RunResult& result, const RunNames& names,
                                           std::optional<std::size_t> interval) {
    std::map<QString, NodeFigures> nodes;
    for (const simulator::StationResult& station : result.stations)
        nodes[RunNames::nodeOfStation(station)] = stationFigures(station, interval);
    std::map<QString, Outcome> outcomes;
    for (const simulator::FlowResult& flow : result.operations) {
        const QString node = names.nodeOfOperation(flow.id);
        if (node.isEmpty()) continue;
        add(outcomes[node], outcomeOf(flow, interval));
        const double p99 =
            interval ? seriesAt(flow.series, "p99_ms", *interval) : flow.latency.p99.value.value_or(unknown);
        if (std::isfinite(p99)) nodes[node].p99 = larger(nodes[node].p99, p99);
    }
    for (const auto& [node, outcome] : outcomes) nodes[node].errors = outcome.share();
    return nodes;
}

/// The figures of a node in the words of `p99` and `errors`; bare where those are only `%1`.
QString textOf(const NodeFigures& node, HeatQuantity quantity, const char* p99Words, const char* errorWords) {
    if (node.isChannel) return heatTr("%1 waiting").arg(plainText(node.queue));
    QStringList parts;
    const QString p99 = std::isfinite(node.p99) ? heatTr(p99Words).arg(latencyText(node.p99)) : QString();
    const QString errors =
        std::isfinite(node.errors) ? heatTr(errorWords).arg(percentText(node.errors)) : QString();
    const QString busy = std::isfinite(node.utilisation) ? percentText(node.utilisation) : QString();
    switch (quantity) {
        case HeatQuantity::Utilisation:
            parts = {busy, p99};
            break;
        case HeatQuantity::Latency:
            parts = {p99, busy};
            break;
        case HeatQuantity::Errors:
            parts = {errors, p99};
            break;
    }
    parts.removeAll(QString());
    return parts.join(QStringLiteral(" · "));
}

double heatOf(const NodeFigures& node, HeatQuantity quantity) {
    switch (quantity) {
        case HeatQuantity::Utilisation:
            return node.utilisation;
        case HeatQuantity::Latency:
            return std::isnan(node.p99) ? unknown : latencyHeat(node.p99);
        case HeatQuantity::Errors:
            return std::isnan(node.errors) ? unknown : errorHeat(node.errors);
    }
    return unknown;
}

bool isAlarming(const NodeFigures& node, HeatQuantity quantity) {
    if (quantity == HeatQuantity::Errors) return node.errors >= 0.05;
    return !node.isChannel && node.utilisation > alarmingUtilisation;
}

/// The failures of all edges of the result that one edge of the diagram stands for. Over an interval nothing
/// is recorded for single edges: the whole run speaks.
QHash<QString, EdgeHeat> edgeHeat(const simulator::RunResult& result, const RunNames& names) {
    std::map<QString, Outcome> outcomes;
    for (const simulator::EdgeResult& edge : result.edges) {
        const QString key = names.edge(edge);
        if (key.isEmpty()) continue;
        Outcome outcome;
        for (std::size_t i = 0; i < outcome.failed.size(); ++i)
            outcome.failed[i] = static_cast<double>(edge.failed[i]);
        outcome.total = static_cast<double>(edge.attempts);
        add(outcomes[key], outcome);
    }
    QHash<QString, EdgeHeat> edges;
    for (const auto& [key, outcome] : outcomes)
        if (outcome.share() >= failingShare) edges.insert(key, {true, outcome.text()});
    return edges;
}

}  // namespace

double latencyHeat(double milliseconds) {
    return milliseconds <= 1 ? 0.0 : std::min(1.0, std::log10(milliseconds) / 4);
}

double errorHeat(double share) {
    // Powers of ten: 0.01 % lies at 0, 100 % at 1.
    return share <= 1e-4 ? 0.0 : std::min(1.0, 1 + std::log10(share) / 4);
}

Overlay overlayOf(const simulator::RunResult& result, const RunNames& names, HeatQuantity quantity,
                  std::optional<std::size_t> interval) {
    Overlay overlay;
    for (const auto& [key, node] : nodeFigures(result, names, interval)) {
        NodeHeat heat;
        if (const double share = heatOf(node, quantity); std::isfinite(share)) heat.utilisation = share;
        heat.text = textOf(node, quantity, "p99 %1", "%1 errors");
        heat.brief = textOf(node, quantity, "%1", "%1");
        heat.alarming = isAlarming(node, quantity);
        overlay.nodes.insert(key, heat);
    }
    overlay.edges = edgeHeat(result, names);
    return overlay;
}

}  // namespace app
