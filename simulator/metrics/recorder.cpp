#include "simulator/metrics/recorder.h"

#include <cmath>
#include <limits>

namespace simulator {

namespace {

constexpr float missing = std::numeric_limits<float>::quiet_NaN();

float milliseconds(double nanoseconds) {
    return static_cast<float>(nanoseconds / 1e6);
}

// The bounds are those of independent values: order statistics, by the normal approximation.
QuantilePoint quantilePoint(const SparseHistogram& latency, double probability) {
    const auto count = static_cast<double>(latency.total());
    if (count == 0) return {missing, missing, missing};
    const double spread = 1.96 * std::sqrt(probability * (1 - probability) / count);
    const double low = probability - spread;
    const double high = probability + spread;
    return {milliseconds(latency.quantile(probability)),
            low > 0 ? milliseconds(latency.quantile(low)) : missing,
            high < 1 ? milliseconds(latency.quantile(high)) : missing};
}

}  // namespace

Recorder::Recorder(const Plan& plan, const Grid& grid)
    : m_plan(plan),
      m_grid(grid),
      m_journeys(plan.journeys.size()),
      m_services(plan.services.size()),
      m_stores(plan.stores.size()),
      m_flows(plan.journeys.size() + plan.operations.size() + plan.projections.size()),
      m_stations(plan.services.size() + plan.stores.size() + plan.channels.size() + plan.locks.size()),
      m_processors(plan.services.size()),
      m_visits(plan.stores.size() + plan.channels.size()),
      m_edges(plan.edges.size()),
      m_serviceVisits(plan.services.size()),
      m_boundary(grid.endOf(0)) {
    m_recording.flowSeries.resize(m_flows.size());
    m_recording.stationSeries.resize(m_stations.size());
    m_recording.journeyBooks.resize(m_journeys);
    m_recording.stationBooks.resize(m_stations.size());
    for (const GroupPlan& group : plan.groups) m_groups.emplace_back(plan.channels[group.channel].partitions);
    m_recording.groupSeries.resize(m_groups.size());
    m_recording.groupBooks.resize(m_groups.size());
}

void Recorder::closeUntil(std::int64_t now) {
    while (m_boundary <= now && m_interval < m_grid.intervals) {
        closeInterval(m_boundary);
        m_boundary = m_grid.endOf(m_interval);
    }
}

Recording Recorder::finish(std::int64_t end) {
    closeUntil(end);
    if (end > m_start && m_interval < m_grid.intervals) closeInterval(end);
    m_recording.end = end;
    m_recording.warmUp = std::move(m_warmUp);
    for (FlowMeter& flow : m_flows) m_recording.latency.push_back(std::move(flow.m_latency));
    for (std::size_t group = 0; group < m_groups.size(); ++group)
        m_recording.groupBooks[group] = {m_groups[group].counts(), 0, m_groups[group].inside()};
    return std::move(m_recording);
}

void Recorder::closeInterval(std::int64_t end) {
    const bool counts = m_interval >= m_grid.warmUp;
    Chunk discarded;
    if (counts && m_grid.chunkOf(m_interval) >= m_recording.chunks.size()) m_recording.chunks.emplace_back();
    Chunk& chunk = counts ? m_recording.chunks.back() : discarded;
    chunk.flows.resize(m_flows.size());
    chunk.stations.resize(m_stations.size());
    chunk.edges.resize(m_edges.size());
    chunk.seconds += static_cast<double>(end - m_start) / 1e9;
    for (SparseHistogram& visits : m_serviceVisits) visits = {};
    for (std::size_t flow = 0; flow < m_flows.size(); ++flow) closeFlow(flow, chunk);
    for (std::size_t station = 0; station < m_stations.size(); ++station) closeStation(station, chunk, end);
    for (std::size_t edge = 0; edge < m_edges.size(); ++edge) {
        chunk.edges[edge] += m_edges[edge];
        m_edges[edge] = {};
    }
    for (std::size_t group = 0; group < m_groups.size(); ++group)
        m_recording.groupSeries[group].push_back(m_groups[group].closeInterval(m_start, end));
    ++m_interval;
    m_start = end;
    if (m_interval == m_grid.warmUp)
        for (FlowMeter& flow : m_flows) flow.m_latency.clear();
    const std::size_t chunks = m_recording.chunks.size();
    const bool chunkEnds = counts && (m_interval - m_grid.warmUp) % m_grid.perChunk == 0;
    if (chunkEnds && chunks % m_grid.perMark == 0 && chunks / m_grid.perMark <= m_grid.marks())
        for (FlowMeter& flow : m_flows) flow.m_latency.mark();
}

void Recorder::closeFlow(std::size_t flow, Chunk& chunk) {
    FlowMeter& meter = m_flows[flow];
    const IntervalLatency latency = meter.m_latency.closeInterval();
    m_recording.flowSeries[flow].push_back(
        {meter.m_open, quantilePoint(latency.histogram, 0.5), quantilePoint(latency.histogram, 0.99)});
    FlowChunk& sum = chunk.flows[flow];
    sum.counts += meter.m_open;
    sum.latencySum += latency.sum;
    sum.latency.merge(latency.histogram);
    if (flow < m_journeys)
        m_recording.journeyBooks[flow].counts += meter.m_open;
    else if (flow < m_journeys + m_plan.operations.size())
        m_serviceVisits[m_plan.operations[flow - m_journeys].service].merge(latency.histogram);
    meter.m_open = {};
}

void Recorder::closeStation(std::size_t station, Chunk& chunk, std::int64_t end) {
    StationMeter& meter = m_stations[station];
    const auto area = [end](std::uint64_t& steps, std::uint64_t count) {
        const std::uint64_t closed = steps + count * static_cast<std::uint64_t>(end);
        steps = 0 - count * static_cast<std::uint64_t>(end);
        return static_cast<double>(closed);
    };
    meter.m_open.queueArea = area(meter.m_queueArea, meter.m_queue);
    meter.m_open.serviceArea = area(meter.m_serviceArea, meter.m_inService);
    if (station < m_services) meter.m_open.processorArea = m_processors[station].close(end);
    StationInterval interval{};
    const auto length = static_cast<double>(end - m_start);
    interval.queue = static_cast<float>(meter.m_open.queueArea / length);
    interval.inService = static_cast<float>(meter.m_open.serviceArea / length);
    closeVisits(station, interval);
    if (station < m_services && m_plan.services[station].processor != ProcessorKind::None) {
        const ServicePlan& service = m_plan.services[station];
        interval.cpu = static_cast<float>(meter.m_open.processorArea / length / service.allCores());
        if (service.computesThere) interval.utilisation = interval.cpu;
    }
    m_recording.stationSeries[station].push_back(interval);
    chunk.stations[station] += meter.m_open;
    m_recording.stationBooks[station].counts += meter.m_open;
    meter.m_open = {};
}

void Recorder::closeVisits(std::size_t station, StationInterval& interval) {
    double servers = 0;
    SparseHistogram visits;
    if (station < m_services) {
        const ServicePlan& service = m_plan.services[station];
        servers = static_cast<double>(service.replicas) * service.servers;
        visits = std::move(m_serviceVisits[station]);
    } else if (station - m_services >= m_visits.size()) {
        servers = m_plan.locks[station - m_services - m_visits.size()].holders();
    } else {
        const std::size_t extra = station - m_services;
        servers =
            extra < m_stores ? m_plan.stores[extra].connections : m_plan.channels[extra - m_stores].consumers;
        visits = m_visits[extra].closeInterval().histogram;
    }
    interval.utilisation = servers > 0 ? static_cast<float>(interval.inService / servers) : 0;
    interval.p99 = visits.total() ? milliseconds(visits.quantile(0.99)) : missing;
}

}  // namespace simulator
