#include "app/simulate/chart_contents.h"

#include <QCoreApplication>
#include <algorithm>
#include <array>
#include <cmath>

#include "app/simulate/series.h"

namespace app {
namespace {

QString contentTr(const char* text) {
    return QCoreApplication::translate("Charts", text);
}

std::vector<double> flowSeries(const simulator::RunResult& result, const std::string& flow,
                               const std::string& name) {
    if (const simulator::FlowResult* found = findFlow(result, flow)) return seriesValues(found->series, name);
    return summedSeries(result.journeys, name);
}

QString titled(const QString& title, const simulator::RunResult& result, const RunNames& names,
               const std::string& flow) {
    return findFlow(result, flow) ? title + QStringLiteral(" · ") + names.flow(flow) : title;
}

const simulator::FlowResult* busiestJourney(const simulator::RunResult& result) {
    const auto busiest =
        std::max_element(result.journeys.begin(), result.journeys.end(),
                         [](const simulator::FlowResult& one, const simulator::FlowResult& other) {
                             return one.arrivals < other.arrivals;
                         });
    return busiest == result.journeys.end() ? nullptr : &*busiest;
}

QColor causeColour(simulator::Cause cause, const Theme& theme) {
    switch (cause) {
        case simulator::Cause::Timeout:
            return theme.bad;
        case simulator::Cause::Rejected:
            return theme.warning;
        case simulator::Cause::Crashed:
            return theme.context(4);
        case simulator::Cause::Fault:
            return theme.context(0);
        case simulator::Cause::Dependency:
            return theme.secondary;
        case simulator::Cause::Bug:
            return theme.context(3);
        case simulator::Cause::BreakerOpen:
            return theme.context(1);
        case simulator::Cause::BulkheadFull:
            return theme.context(2);
        case simulator::Cause::RateLimited:
            return theme.context(5);
        case simulator::Cause::Throttled:
            return theme.warning.darker(140);
        case simulator::Cause::Shed:
            return theme.bad.darker(140);
    }
    return theme.bad;
}

double highestOf(const std::vector<double>& values) {
    double highest = 0;
    for (const double value : values)
        if (std::isfinite(value)) highest = std::max(highest, value);
    return highest;
}

}  // namespace

ChartContent throughputContent(const simulator::RunResult& result, const RunNames& names,
                               const std::string& flow, const Theme& theme) {
    ChartContent content;
    content.title = titled(contentTr("Throughput"), result, names, flow);
    content.kind = FigureKind::Rate;
    content.empty = contentTr("nothing was measured");
    content.lines.push_back({contentTr("offered"), theme.accent, flowSeries(result, flow, "offered_rps")});
    content.lines.push_back(
        {contentTr("ended"), theme.secondary, flowSeries(result, flow, "throughput_rps"), {}, {}, true});
    content.lines.push_back({contentTr("good"), theme.good, flowSeries(result, flow, "goodput_rps")});
    return content;
}

ChartContent latencyContent(const simulator::RunResult& result, const RunNames& names,
                            const std::string& flow, const Theme& theme) {
    ChartContent content;
    content.kind = FigureKind::Latency;
    content.empty = contentTr("no request succeeded");
    const simulator::FlowResult* subject = findFlow(result, flow);
    if (!subject) subject = busiestJourney(result);
    content.title = contentTr("Latency with 95 % intervals");
    if (!subject) return content;
    content.title = contentTr("Latency, 95 % intervals") + QStringLiteral(" · ") + names.flow(subject->id);
    const auto line = [&](const std::string& quantile, const QColor& colour) {
        content.lines.push_back({QString::fromStdString(quantile), colour,
                                 seriesValues(subject->series, quantile + "_ms"),
                                 seriesValues(subject->series, quantile + "_low_ms"),
                                 seriesValues(subject->series, quantile + "_high_ms")});
    };
    line("p50", theme.accent);
    line("p99", theme.warning);
    return content;
}

ChartContent errorContent(const simulator::RunResult& result, const RunNames& names, const std::string& flow,
                          const Theme& theme) {
    ChartContent content;
    content.title = titled(contentTr("Errors by cause"), result, names, flow);
    content.kind = FigureKind::Rate;
    content.empty = contentTr("no errors");
    for (int i = 0; i < simulator::causeCount; ++i) {
        const auto cause = static_cast<simulator::Cause>(i);
        const std::string name = simulator::causeName(cause);
        std::vector<double> values = flowSeries(result, flow, "failed_" + name + "_rps");
        if (highestOf(values) > 0)
            content.lines.push_back(
                {QString::fromStdString(name), causeColour(cause, theme), std::move(values)});
    }
    return content;
}

ChartContent utilisationContent(const simulator::RunResult& result, const RunNames& names,
                                const Theme& theme) {
    ChartContent content;
    content.title = contentTr("Utilisation");
    content.kind = FigureKind::Share;
    content.empty = contentTr("no station was used");
    content.highestAtLeast = 1;
    std::vector<const simulator::StationResult*> stations;
    for (const simulator::StationResult& station : result.stations)
        if (station.kind != "channel") stations.push_back(&station);
    const auto busier = [](const simulator::StationResult* one, const simulator::StationResult* other) {
        return highestOf(seriesValues(one->series, "utilisation")) >
               highestOf(seriesValues(other->series, "utilisation"));
    };
    std::stable_sort(stations.begin(), stations.end(), busier);
    const std::array colours{theme.bad, theme.warning, theme.heat(0), theme.context(0)};
    for (std::size_t i = 0; i < std::min(colours.size(), stations.size()); ++i)
        content.lines.push_back(
            {names.station(*stations[i]), colours[i], seriesValues(stations[i]->series, "utilisation")});
    return content;
}

}  // namespace app
