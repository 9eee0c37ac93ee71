#include "simulator/metrics/recorder.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <limits>
#include <utility>

namespace simulator {

namespace {

constexpr float missing = std::numeric_limits<float>::quiet_NaN();

float milliseconds(double nanoseconds) {
    return static_cast<float>(nanoseconds / 1e6);
}

// The median and the 99th percentile. The bounds are those of independent values: order statistics, by the
// normal approximation.
std::array<QuantilePoint, 2> quantilePoints(const SparseHistogram& latency) {
    if (latency.total() == 0) return {{{missing, missing, missing}, {missing, missing, missing}}};
    std::array<double, 6> probabilities;
    std::size_t next = 0;
    for (const double probability : {0.5, 0.99}) {
        const double spread =
            1.96 * std::sqrt(probability * (1 - probability) / static_cast<double>(latency.total()));
        for (const double factor : {-1.0, 0.0, 1.0}) probabilities[next++] = probability + factor * spread;
    }
    std::array<double, 6> values;
    latency.quantiles(probabilities, values);
    const auto point = [&](std::size_t low) {
        return QuantilePoint{milliseconds(values[low + 1]),
                             probabilities[low] > 0 ? milliseconds(values[low]) : missing,
                             probabilities[low + 2] < 1 ? milliseconds(values[low + 2]) : missing};
    };
    return {point(0), point(3)};
}

}  // namespace

Recorder::Recorder(const Plan& plan, const Grid& grid)
    : m_plan(&plan),
      m_grid(grid),
      m_journeys(plan.journeys.size()),
      m_services(plan.services.size()),
      m_stores(plan.stores.size()),
      m_flows(plan.journeys.size() + plan.operations.size() + plan.projections.size() + plan.clusters.size()),
      m_stations(plan.services.size() + plan.stores.size() + plan.channels.size() + plan.locks.size()),
      m_processors(plan.services.size() + plan.pods),
      m_pods(plan.pods),
      m_scalers(plan.podSets.size()),
      m_sizes(plan.sizesPods() ? plan.podSets.size() : 0),
      m_visits(plan.stores.size() + plan.channels.size()),
      m_caches(plan.caches.size()),
      m_edges(plan.edges.size()),
      m_chunkLatency(grid.perChunk > 1 ? m_flows.size() : 0),
      m_serviceVisits(plan.services.size()),
      m_boundary(grid.endOf(0)) {
    for (const ServicePlan& service : plan.services)
        m_replicas.emplace_back(service.podSet == none ? service.replicas
                                                       : plan.podSets[service.podSet].initial);
    m_recording.scalerSeries.resize(m_scalers.size());
    m_recording.sizeSeries.resize(m_sizes.size());
    for (const OperationPlan& operation : plan.operations) ++m_serviceVisits[operation.service].operations;
    m_recording.flowSeries.resize(m_flows.size());
    m_recording.stationSeries.resize(m_stations.size());
    m_recording.journeyBooks.resize(m_journeys);
    m_recording.stationBooks.resize(m_stations.size());
    for (const GroupPlan& group : plan.groups) m_groups.emplace_back(plan.channels[group.channel].partitions);
    m_recording.groupSeries.resize(m_groups.size());
    m_recording.groupBooks.resize(m_groups.size());
    m_recording.cacheSeries.resize(m_caches.size());
    m_recording.cacheBooks.resize(m_caches.size());
    for (const ClusterPlan& cluster : plan.clusters) m_clusters.emplace_back(cluster.servers);
    m_recording.clusterSeries.resize(m_clusters.size());
    m_recording.chronicle = Chronicle(plan.edges.size());
    m_judge = WindowJudge(plan, static_cast<std::int64_t>(grid.warmUp) * grid.interval);
    if (m_judge.isOn()) m_failed.resize(m_flows.size());
}

void Recorder::closeUntil(std::int64_t now) {
    while (m_judge.abortedAt() == never) {
        const std::int64_t window = m_judge.next();
        if (m_boundary <= std::min(now, window) && m_interval < m_grid.intervals) {
            closeInterval(m_boundary);
            m_boundary = m_grid.endOf(m_interval);
        } else if (window <= now) {
            m_judge.close(*m_plan, [this](const ObjectivePlan& objective) { return soFar(objective); });
        } else {
            return;
        }
    }
}

FlowSoFar Recorder::soFar(const ObjectivePlan& objective) const {
    const std::size_t flow = objective.flow + (objective.journey ? 0 : m_journeys);
    return {m_flows[flow].m_latency.all(), m_failed[flow] + m_flows[flow].m_open.failures()};
}

Recording Recorder::finish(std::int64_t end) {
    closeUntil(end);
    if (m_interval < m_grid.intervals && (end > m_start || hasOpenCounts())) closeInterval(end);
    if (!m_recording.chunks.empty()) endChunk(m_recording.chunks.back());
    m_recording.end = end;
    m_recording.warmUp = std::move(m_warmUp);
    m_recording.windows = m_judge.books();
    for (FlowMeter& flow : m_flows) m_recording.latency.push_back(std::move(flow.m_latency));
    for (std::size_t group = 0; group < m_groups.size(); ++group)
        m_recording.groupBooks[group] = {m_groups[group].counts(), 0, m_groups[group].inside()};
    return std::move(m_recording);
}

// What happened at the very moment of a boundary belongs to the interval that begins there.
bool Recorder::hasOpenCounts() const {
    const auto isOpen = [](const FlowMeter& flow) {
        return flow.m_open.arrivals > 0 || flow.m_open.failures() > 0 || flow.m_latency.isOpen();
    };
    const auto isVisited = [](const StationMeter& station) {
        return station.m_open.arrivals > 0 || station.m_open.departures > 0 ||
               station.m_starts != station.m_startsClosed;
    };
    return std::any_of(m_flows.begin(), m_flows.end(), isOpen) ||
           std::any_of(m_stations.begin(), m_stations.end(), isVisited) ||
           std::any_of(m_pods.begin(), m_pods.end(),
                       [&](const PodMeter& pod) { return isVisited(pod.station); });
}

const PodSetPlan* Recorder::podSetOf(std::size_t station) const {
    const Index set = station < m_services ? m_plan->services[station].podSet : none;
    return set == none ? nullptr : &m_plan->podSets[set];
}

std::uint64_t Recorder::inside(std::size_t station) const {
    std::uint64_t count = m_stations[station].inQueue() + m_stations[station].inService();
    if (const PodSetPlan* const plan = podSetOf(station))
        for (Index pod = plan->firstPod; pod < plan->firstPod + plan->pods; ++pod)
            count += m_pods[pod].station.inQueue() + m_pods[pod].station.inService();
    return count;
}

double Recorder::podServed(Index index, std::int64_t now) const {
    const PodMeter& pod = m_pods[index];
    const std::uint64_t open =
        pod.station.m_serviceArea + pod.station.inService() * static_cast<std::uint64_t>(now);
    return pod.served + static_cast<double>(open);
}

double Recorder::podUnderWay(Index index, std::int64_t now) const {
    const PodMeter& pod = m_pods[index];
    const std::uint64_t open =
        pod.station.m_queueArea + pod.station.inQueue() * static_cast<std::uint64_t>(now);
    return podServed(index, now) + pod.waiting + static_cast<double>(open);
}

// Of those that serve, on average over an interval.
double Recorder::replicasAt(std::size_t service, double length) const {
    if (!podSetOf(service)) return m_plan->services[service].replicas;
    return m_stations[service].m_open.servingArea / length;
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
    for (std::size_t flow = 0; flow < m_flows.size(); ++flow) closeFlow(flow, chunk);
    for (std::size_t station = 0; station < m_stations.size(); ++station) closeStation(station, chunk, end);
    for (std::size_t edge = 0; edge < m_edges.size(); ++edge) {
        chunk.edges[edge] += m_edges[edge];
        m_edges[edge] = {};
    }
    for (std::size_t group = 0; group < m_groups.size(); ++group)
        m_recording.groupSeries[group].push_back(m_groups[group].closeInterval(m_start, end));
    closeCachesAndClusters(chunk, end);
    ++m_interval;
    m_start = end;
    if (m_interval == m_grid.warmUp)
        for (FlowMeter& flow : m_flows) flow.m_latency.clear();
    const std::size_t chunks = m_recording.chunks.size();
    const bool chunkEnds = counts && (m_interval - m_grid.warmUp) % m_grid.perChunk == 0;
    if (chunkEnds) endChunk(chunk);
    if (chunkEnds && chunks % m_grid.perMark == 0 && chunks / m_grid.perMark <= m_grid.marks())
        for (FlowMeter& flow : m_flows) flow.m_latency.mark();
}

void Recorder::closeFlow(std::size_t flow, Chunk& chunk) {
    FlowMeter& meter = m_flows[flow];
    meter.m_latency.closeInterval(m_closed);
    meter.m_open.completed = m_closed.count;
    const auto [p50, p99] = quantilePoints(m_closed.histogram);
    m_recording.flowSeries[flow].push_back({meter.m_open, p50, p99});
    if (!m_failed.empty()) m_failed[flow] += meter.m_open.failures();
    FlowChunk& sum = chunk.flows[flow];
    sum.counts += meter.m_open;
    sum.latencySum += m_closed.sum;
    if (m_interval >= m_grid.warmUp) addToChunk(flow, sum);
    if (flow < m_journeys) {
        m_recording.journeyBooks[flow].counts += meter.m_open;
    } else if (flow < m_journeys + m_plan->operations.size()) {
        ServiceVisits& visits = m_serviceVisits[m_plan->operations[flow - m_journeys].service];
        visits.p99 = p99.value;
        if (visits.operations > 1) visits.counts.add(m_closed.histogram);
    }
    meter.m_open = {};
}

void Recorder::addToChunk(std::size_t flow, FlowChunk& chunk) {
    if (m_grid.perChunk > 1)
        m_chunkLatency[flow].add(m_closed.histogram);
    else
        chunk.latency = m_closed.histogram;
}

void Recorder::endChunk(Chunk& chunk) {
    for (std::size_t flow = 0; flow < m_chunkLatency.size(); ++flow) {
        m_chunkLatency[flow].moveTo(m_closed.histogram);
        if (m_closed.histogram.total()) chunk.flows[flow].latency = m_closed.histogram;
    }
}

void Recorder::closeMeter(StationMeter& meter, std::int64_t end) {
    const auto area = [end](std::uint64_t& steps, std::uint64_t count) {
        const std::uint64_t closed = steps + count * static_cast<std::uint64_t>(end);
        steps = 0 - count * static_cast<std::uint64_t>(end);
        return static_cast<double>(closed);
    };
    meter.m_open.queueArea = area(meter.m_queueArea, meter.inQueue());
    meter.m_open.serviceArea = area(meter.m_serviceArea, meter.inService());
    meter.m_open.waited = static_cast<double>(std::exchange(meter.m_waited, 0));
    meter.m_open.stayed = static_cast<double>(std::exchange(meter.m_stayed, 0));
    meter.m_open.starts = meter.m_starts - std::exchange(meter.m_startsClosed, meter.m_starts);
}

void Recorder::closePods(const PodSetPlan& plan, StationCounts& counts, std::int64_t end) {
    for (Index at = plan.firstPod; at < plan.firstPod + plan.pods; ++at) {
        PodMeter& pod = m_pods[at];
        closeMeter(pod.station, end);
        pod.station.m_open.processorArea = m_processors[m_services + at].close(end);
        pod.served += pod.station.m_open.serviceArea;
        pod.waiting += pod.station.m_open.queueArea;
        pod.arrived += pod.station.m_open.arrivals;
        pod.departed += pod.station.m_open.departures;
        pod.computed += pod.station.m_open.processorArea;
        counts += std::exchange(pod.station.m_open, {});
    }
    const Index set = m_plan->services[plan.service].podSet;
    counts.servingArea = m_scalers[set].closeServing(end);
    m_recording.scalerSeries[set].push_back(m_scalers[set].close(m_start, end));
}

// The replicas that served, on average, by the CPU of one that was deployed.
double Recorder::closeSizes(const PodSetPlan& plan, Chunk& chunk, std::int64_t end) {
    const Index set = m_plan->services[plan.service].podSet;
    chunk.sizes.resize(m_sizes.size());
    SizeCounts counts;
    m_recording.sizeSeries[set].push_back(m_sizes[set].close(m_start, end, counts));
    chunk.sizes[set] += counts;
    return counts.servingArea / static_cast<double>(std::max<std::int64_t>(1, end - m_start));
}

void Recorder::closeStation(std::size_t station, Chunk& chunk, std::int64_t end) {
    StationMeter& meter = m_stations[station];
    closeMeter(meter, end);
    if (station < m_services) {
        meter.m_open.processorArea = m_processors[station].close(end);
        meter.m_open.replicaArea = m_replicas[station].close(end);
    }
    const PodSetPlan* const pods = podSetOf(station);
    if (pods) closePods(*pods, meter.m_open, end);
    StationInterval interval{};
    const auto length = static_cast<double>(std::max<std::int64_t>(1, end - m_start));
    interval.queue = static_cast<float>(meter.m_open.queueArea / length);
    interval.inService = static_cast<float>(meter.m_open.serviceArea / length);
    interval.offered = static_cast<float>(static_cast<double>(meter.m_open.arrivals) * 1e9 / length);
    interval.served = static_cast<float>(static_cast<double>(meter.m_open.starts) * 1e9 / length);
    if (station < m_services) interval.running = static_cast<float>(meter.m_open.replicaArea / length);
    closeVisits(station, interval, length);
    const double sized = pods && pods->vertical ? closeSizes(*pods, chunk, end) : 0;
    if (station < m_services && m_plan->services[station].processor != ProcessorKind::None) {
        const ServicePlan& service = m_plan->services[station];
        const bool isSized = pods && pods->vertical && service.processor == ProcessorKind::Shared;
        const double cores = service.cores * (isSized ? sized : replicasAt(station, length));
        interval.cpu = cores > 0 ? static_cast<float>(meter.m_open.processorArea / length / cores) : 0;
        if (service.computesThere) interval.utilisation = interval.cpu;
    }
    m_recording.stationSeries[station].push_back(interval);
    chunk.stations[station] += meter.m_open;
    m_recording.stationBooks[station].counts += meter.m_open;
    meter.m_open = {};
}

void Recorder::closeCachesAndClusters(Chunk& chunk, std::int64_t end) {
    const auto share = [](double part, double whole) {
        return whole > 0 ? static_cast<float>(part / whole) : missing;
    };
    chunk.caches.resize(m_caches.size());
    chunk.clusters.resize(m_clusters.size());
    for (std::size_t cache = 0; cache < m_caches.size(); ++cache) {
        const CacheCounts counts = std::exchange(m_caches[cache], {});
        m_recording.cacheSeries[cache].push_back(
            {share(static_cast<double>(counts.hits), static_cast<double>(counts.lookUps())),
             share(static_cast<double>(counts.begun), static_cast<double>(end - m_start) / 1e9)});
        m_recording.cacheBooks[cache].counts += counts;
        chunk.caches[cache] += counts;
    }
    for (std::size_t cluster = 0; cluster < m_clusters.size(); ++cluster) {
        const ClusterCounts counts = m_clusters[cluster].close(end);
        m_recording.clusterSeries[cluster].push_back(
            {share(static_cast<double>(counts.staleReads), static_cast<double>(counts.replicaReads)),
             share(counts.rowWaited / 1e6, static_cast<double>(counts.rowLocks))});
        chunk.clusters[cluster] += counts;
    }
}

void Recorder::closeVisits(std::size_t station, StationInterval& interval, double length) {
    double servers = 0;
    if (station < m_services) {
        servers = replicasAt(station, length) * m_plan->services[station].servers;
    } else if (station - m_services >= m_visits.size()) {
        servers = m_plan->locks[station - m_services - m_visits.size()].holders();
    } else {
        const std::size_t extra = station - m_services;
        servers = extra < m_stores ? m_plan->stores[extra].allConnections()
                                   : m_plan->channels[extra - m_stores].consumers;
    }
    interval.utilisation = servers > 0 ? static_cast<float>(interval.inService / servers) : 0;
    interval.p99 = p99OfVisits(station);
}

float Recorder::p99OfVisits(std::size_t station) {
    if (station < m_services) {
        ServiceVisits& visits = m_serviceVisits[station];
        if (visits.operations == 0) return missing;
        if (visits.operations == 1) return visits.p99;
        visits.counts.moveTo(m_closed.histogram);
    } else if (station - m_services >= m_visits.size()) {
        return missing;
    } else {
        m_visits[station - m_services].closeInterval(m_closed);
    }
    return milliseconds(m_closed.histogram.quantile(0.99));
}

}  // namespace simulator
