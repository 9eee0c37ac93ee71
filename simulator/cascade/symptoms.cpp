#include "simulator/cascade/symptoms.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <variant>

#include "simulator/cascade/schedule.h"
#include "simulator/cascade/series_scan.h"

namespace simulator {

namespace {

constexpr double fullUtilisation = 0.97;
constexpr double noticeableGrowth = 1.2;
constexpr double leastRise = 0.12;        ///< Of the users' load
constexpr double noticeableShare = 0.01;  ///< Of attempts that fail
constexpr double repeatedShare = 1.02;    ///< Attempts for each call: fewer are no storm
constexpr double badShare = 0.9;          ///< Of what users had before
constexpr double mergedGap = 10;          ///< Between spans of the same kind that are told as one [s]
constexpr double wantedRequests = 100;    ///< In a smoothed interval
constexpr double noiseAllowed = 5;        ///< Standard deviations of a count that are no rise
constexpr double wantedForRise = 2500;    ///< The same, to see that users come more often
constexpr double mostlyUnanswered = 0.5;  ///< Fewer requests of those made end: the others wait
constexpr double beyondUsual = 1.5;       ///< Times the longest line before the trigger
constexpr double snapped = 3;             ///< Intervals between a change by schedule and what is seen of it
constexpr double withoutTrigger = 0.2;    ///< Of a run that is taken for normal when there is no trigger

/// What a zone takes with it.
constexpr const char* lostIts = "lost its ";

class Finder {
public:
    Finder(const model::Project& project, const model::ScenarioId& scenario, const RunResult& result)
        : m_project(project), m_scenario(*project.scenarios.find(scenario)), m_result(result) {
        m_found.interval = result.seriesInterval;
        m_found.end = result.simulatedSeconds;
    }

    Symptoms find() {
        faults();
        m_normalEnd = indexOf(normalEnd());
        m_normalStart = std::min(m_normalEnd / 4, indexOf(m_result.warmUpSeconds));
        moreLoad();
        for (const StationResult& station : m_result.stations) saturation(station);
        failures();
        breakers();
        restarts();
        for (const FlowResult& operation : m_result.operations) moreAttempts(operation);
        for (const FlowResult& journey : m_result.journeys) users(journey);
        const Normal normal{m_normalStart, m_normalEnd, m_found.interval};
        findCacheMisses(m_project, m_result, normal, m_found.events);
        findScaling(m_result, normal, m_found.events);
        findBacklogs(m_result, normal, m_found.events);
        std::ranges::stable_sort(m_found.events, {}, [](const CascadeEvent& event) {
            return std::pair(event.from, static_cast<int>(event.mechanism));
        });
        return std::move(m_found);
    }

private:
    std::size_t indexOf(double time) const {
        return static_cast<std::size_t>(std::max(0.0, time / m_found.interval));
    }
    CascadeEvent eventOf(const Stretch& stretch, std::size_t count, Mechanism mechanism,
                         const std::string& entity) const {
        return stretch.event(count, m_found.interval, mechanism, entity);
    }

    // Until the first trigger, or the first change of the load by schedule.
    double normalEnd() const {
        double end = m_found.triggerStart.value_or(m_found.end * withoutTrigger);
        for (const model::WorkloadId& id : m_scenario.workloads)
            if (const auto changes = scheduledChanges(m_project.workloads.find(id)->arrivals);
                !changes.empty())
                end = std::min(end, changes.front());
        return end;
    }

    // A time by intervals is that of the change by schedule next to it, if there is one.
    double bySchedule(double time) const {
        for (const model::WorkloadId& id : m_scenario.workloads)
            for (const double change : scheduledChanges(m_project.workloads.find(id)->arrivals))
                if (std::abs(change - time) <= snapped * m_found.interval) return change;
        return time;
    }

    void faults() {
        if (!m_scenario.faults) return;
        const model::FaultPlan* plan = m_project.faultPlans.find(*m_scenario.faults);
        bool lasts = false;
        for (const model::Fault& fault : plan->faults) {
            CascadeEvent event;
            event.from = static_cast<double>(fault.start.count()) / 1e9;
            if (event.from >= m_found.end) continue;
            if (std::holds_alternative<model::FlushFault>(fault.effect)) event.to = event.from;
            if (fault.length) event.to = event.from + static_cast<double>(fault.length->count()) / 1e9;
            const bool isLoss = std::holds_alternative<model::KillFault>(fault.effect);
            if (const auto* zone = std::get_if<model::ZoneId>(&fault.target)) {
                triggers(event, lasts);
                ofZone(event, *zone, isLoss ? std::string(lostIts) : networkPhrase(fault) + " with its ");
                continue;
            }
            if (const auto* region = std::get_if<model::RegionId>(&fault.target)) {
                triggers(event, lasts);
                for (const model::Zone& zone : m_project.network.zones)
                    if (zone.region == *region) ofZone(event, zone.id, lostIts);
                continue;
            }
            if (const auto* pool = std::get_if<model::NodePoolId>(&fault.target)) {
                triggers(event, lasts);
                nodeLoss(event, *pool, std::get<model::KillFault>(fault.effect).replicas);
                continue;
            }
            event.entity = std::visit([](const auto& id) { return id.value(); }, fault.target);
            event.sentence =
                std::holds_alternative<model::ChannelId>(fault.target) ? "lost its broker" : phraseOf(fault);
            if (const auto* release = std::get_if<model::ReleaseFault>(&fault.effect))
                outcomeOf(*release, event);
            if (event.from <= 0 && !event.to) {
                const auto* pause = std::get_if<model::PauseFault>(&fault.effect);
                const bool grows = pause && (pause->perRequest || pause->everyRequests);
                m_found.conditions.push_back({event.entity, event.sentence, grows});
                continue;
            }
            if (const auto* service = std::get_if<model::ServiceId>(&fault.target);
                service && std::holds_alternative<model::KillFault>(fault.effect))
                event.sentence += lagOf(*service);
            triggers(event, lasts);
            m_found.events.push_back(event);
        }
        if (lasts) m_found.triggerEnd.reset();
    }

    // Of a release. A good one is over when it is everywhere.
    void outcomeOf(const model::ReleaseFault& fault, CascadeEvent& release) const {
        const bool isGood = fault.factor <= 1 && fault.errorRate == 0 && !fault.crashes;
        for (const PlatformChange& change : m_result.chronicle.platform) {
            if (change.service != release.entity || change.at < release.from) continue;
            const std::string when = fmt::format(" at {:.1f} s", change.at);
            if (change.kind == "rollout_begins" && change.at > release.from) return;
            if (change.kind == "rollout_failed") release.sentence += ", whose roll-out got stuck" + when;
            if (change.kind == "rollout_completed") release.sentence += ", which was everywhere" + when;
            if (change.kind == "rollout_completed" && isGood) release.to = change.at;
            if (change.kind != "rollout_aborted") continue;
            release.sentence += ", which was taken back" + when;
            release.to = change.at;
        }
    }

    // Those of one kind of one service, all replicas together.
    void restarts() {
        constexpr double longestBackoff = 300;
        std::map<std::string, std::size_t> open;
        for (const PlatformChange& change : m_result.chronicle.platform) {
            const char* const why = change.kind == "probe_failed"    ? "their probes failed"
                                    : change.kind == "out_of_memory" ? "they ran out of memory"
                                    : change.kind == "died_starting" ? "they died while they started"
                                                                     : "";
            const bool isRestart = *why != 0;
            if (!isRestart && change.kind != "unready") continue;
            const auto [known, isNew] =
                open.try_emplace(change.service + '\n' + change.kind, m_found.events.size());
            const double gap = longestBackoff + mergedGap;
            if (isNew || change.at - *m_found.events[known->second].to > gap) {
                known->second = m_found.events.size();
                CascadeEvent event;
                event.from = change.at;
                event.mechanism = isRestart ? Mechanism::Restarts : Mechanism::Unready;
                event.entity = change.service;
                event.sentence = why;
                m_found.events.push_back(event);
            }
            m_found.events[known->second].to = change.at;
            ++m_found.events[known->second].amount;
        }
    }

    static std::string networkPhrase(const model::Fault& fault) {
        const auto peer = model::peerZoneOf(fault.effect);
        const std::string far = peer ? "zone " + peer->value() : "all other zones";
        if (std::holds_alternative<model::LatencyFault>(fault.effect))
            return "had a slower network to " + far;
        if (const auto* loss = std::get_if<model::LossFault>(&fault.effect))
            return fmt::format("lost {:g} % of what went to and came from {}", 100 * loss->rate, far);
        return "was cut off from " + far;
    }

    // All that stood in the zone.
    void ofZone(CascadeEvent event, const model::ZoneId& zone, const std::string& what) {
        // They are dealt out in turn: the first ones only, where there are fewer than zones.
        const auto isThere = [&zone](const std::vector<model::ZoneId>& zones, std::int64_t count) {
            const auto end = zones.begin() + std::min(count, static_cast<std::int64_t>(zones.size()));
            return std::find(zones.begin(), end, zone) != end;
        };
        const auto isInRun = [this](const std::string& id) {
            return std::ranges::any_of(m_result.stations,
                                       [&](const StationResult& station) { return station.id == id; });
        };
        const bool isLoss = what == lostIts;
        const auto add = [&](const std::string& entity, const std::string& parts, const std::string& lag) {
            event.entity = entity;
            event.sentence = what + parts + " in zone " + zone.value() + lag;
            m_found.events.push_back(event);
        };
        for (const model::Deployment& deployment : m_project.deployments) {
            const model::NodePool* const pool =
                deployment.nodePool ? m_project.network.nodePools.find(*deployment.nodePool) : nullptr;
            const bool stands = pool ? isThere(pool->zones, pool->maxNodes.value_or(pool->nodes))
                                     : isThere(deployment.zones, mostReplicas(deployment));
            if (stands && isInRun(deployment.service.value()))
                add(deployment.service.value(), "replicas",
                    isLoss ? discoveryLag(deployment) : std::string());
        }
        for (const model::DataStore& store : m_project.stores)
            if (isThere(store.zones, 1 + (store.replication ? store.replication->replicas : 0)) &&
                isInRun(store.id.value()))
                add(store.id.value(), "servers", {});
    }

    std::string lagOf(const model::ServiceId& service) const {
        for (const model::Deployment& deployment : m_project.deployments)
            if (deployment.service == service) return discoveryLag(deployment);
        return {};
    }

    void nodeLoss(CascadeEvent event, const model::NodePoolId& pool, std::int32_t nodes) {
        for (const model::Deployment& deployment : m_project.deployments) {
            if (deployment.nodePool != pool) continue;
            event.entity = deployment.service.value();
            event.sentence = nodes == 0 ? "lost its replicas with all nodes of " + pool.value()
                                        : fmt::format("lost its replicas on {} node{} of {}", nodes,
                                                      nodes == 1 ? "" : "s", pool.value());
            m_found.events.push_back(event);
        }
    }

    std::int64_t mostReplicas(const model::Deployment& deployment) const {
        const bool scales = m_scenario.autoscaling && deployment.autoscaling;
        return scales ? deployment.autoscaling->maxReplicas : deployment.replicas;
    }

    void triggers(const CascadeEvent& event, bool& lasts) {
        m_found.triggerStart = std::min(m_found.triggerStart.value_or(event.from), event.from);
        if (!event.to || *event.to >= m_found.end) {
            lasts = true;
            return;
        }
        m_found.triggerEnd = std::max(m_found.triggerEnd.value_or(*event.to), *event.to);
    }

    // All users together: a rise beyond what was normal.
    void moreLoad() {
        std::vector<double> offered;
        for (const FlowResult& journey : m_result.journeys) {
            const std::vector<double>& values = seriesOf(journey.series, "offered_rps");
            offered.resize(std::max(offered.size(), values.size()));
            for (std::size_t at = 0; at < values.size(); ++at)
                if (std::isfinite(values[at])) offered[at] += values[at];
        }
        m_usersBefore = meanOf(offered, m_normalStart, m_normalEnd);
        m_users = smoothed(offered, widthFor(m_usersBefore, wantedRequests));
        if (!(m_usersBefore > 0)) return;
        const std::size_t width = widthFor(m_usersBefore, wantedForRise);
        const double inWindow = m_usersBefore * static_cast<double>(width) * m_found.interval;
        const double rise = std::max(leastRise, noiseAllowed / std::sqrt(std::max(inWindow, 1.0)));
        const std::vector<double> level = smoothed(offered, width);
        bool lasts = false;
        for (Stretch stretch : stretches(m_normalEnd, level.size(), 10, 3, [&](std::size_t at) {
                 return level[at] > (1 + rise) * m_usersBefore;
             })) {
            double most = 0;
            for (std::size_t at = stretch.from; at < stretch.to; ++at) most = std::max(most, level[at]);
            // The means look ahead: the rise begins, and ends, where the load itself is half way up.
            const double halfWay = (most + m_usersBefore) / 2;
            while (stretch.from + 1 < stretch.to && offered[stretch.from] < halfWay) ++stretch.from;
            while (stretch.to < offered.size() && offered[stretch.to] >= halfWay) ++stretch.to;
            CascadeEvent event = eventOf(stretch, level.size(), Mechanism::MoreLoad, "users");
            event.amount = most / m_usersBefore;
            event.from = bySchedule(event.from);
            if (event.to) event.to = bySchedule(*event.to);
            triggers(event, lasts);
            m_found.events.push_back(event);
        }
        if (lasts) m_found.triggerEnd.reset();
    }

    std::size_t widthFor(double rate, double requests = wantedRequests) const {
        if (!(rate > 0)) return 1;
        return static_cast<std::size_t>(std::clamp(requests / rate / m_found.interval, 1.0, 20.0));
    }

    void saturation(const StationResult& station) {
        if (station.kind != "service" && station.kind != "store") return;
        const std::vector<double>& utilisation = seriesOf(station.series, "utilisation");
        const std::vector<double>& queue = seriesOf(station.series, "queue");
        const double usual = mostOf(queue, m_normalStart, m_normalEnd);
        const auto isFull = [&](std::size_t at) {
            return at < queue.size() && utilisation[at] >= fullUtilisation &&
                   queue[at] > std::max(1.0, beyondUsual * usual);
        };
        for (const Stretch& stretch : stretches(0, utilisation.size(), 5, 1, isFull)) {
            CascadeEvent event = eventOf(stretch, utilisation.size(), Mechanism::Saturated, station.id);
            event.amount = mostOf(queue, stretch.from, stretch.to);
            const bool isLong = stretch.to - stretch.from > 1 || event.amount > station.servers;
            if (!isLong) continue;
            m_found.events.push_back(event);
        }
    }

    // What failed now and then before, or hardly ever fails, is no part of it.
    void failures() {
        std::map<std::string, const EdgeResult*> edges;
        for (const EdgeResult& edge : m_result.edges) edges[edge.caller + '\n' + edge.callee] = &edge;
        std::map<std::string, std::size_t> open;
        for (const FailureEpisode& episode : m_result.chronicle.failures) {
            if (episode.cause == Cause::BreakerOpen) continue;
            const EdgeResult* edge = edges[episode.caller + '\n' + episode.callee];
            const double length = std::max(episode.to - episode.from, m_found.interval);
            const double rate = edge ? static_cast<double>(edge->attempts) / m_found.end : 0;
            const double share = edge && edge->kind == "consume" ? 0 : noticeableShare;
            if (static_cast<double>(episode.count) < std::max(3.0, share * rate * length)) continue;
            const std::string key = episode.caller + '\n' + episode.callee + '\n' + causeName(episode.cause);
            const auto known = open.find(key);
            if (known != open.end() && episode.from - *m_found.events[known->second].to <= mergedGap) {
                m_found.events[known->second].to = episode.to;
                m_found.events[known->second].amount += static_cast<double>(episode.count);
                continue;
            }
            CascadeEvent event;
            event.from = episode.from;
            event.to = episode.to;
            event.mechanism = Mechanism::Failures;
            event.entity = episode.callee;
            event.caller = episode.caller;
            event.cause = episode.cause;
            event.amount = static_cast<double>(episode.count);
            open[key] = m_found.events.size();
            m_found.events.push_back(event);
        }
        for (CascadeEvent& event : m_found.events)
            if (event.mechanism == Mechanism::Failures && *event.to >= m_found.end - 2 * m_found.interval)
                event.to.reset();
    }

    // Those of one client service for one other, all replicas together.
    void breakers() {
        std::map<std::string, std::size_t> open;
        std::map<std::string, int> opened;
        for (const BreakerChange& change : m_result.chronicle.breakers) {
            const std::string key = change.client + '\n' + change.service + '\n' + change.policy;
            if (change.to == "open" && change.from == "closed" && opened[key]++ == 0) {
                const auto known = open.find(key);
                if (known != open.end() && change.at - *m_found.events[known->second].to <= mergedGap) {
                    m_found.events[known->second].to.reset();
                } else {
                    CascadeEvent event;
                    event.from = change.at;
                    event.mechanism = Mechanism::BreakerOpen;
                    event.entity = change.service;
                    event.caller = change.client;
                    event.sentence = change.reason;
                    open[key] = m_found.events.size();
                    m_found.events.push_back(event);
                }
            }
            if (change.to == "closed" && --opened[key] == 0) m_found.events[open[key]].to = change.at;
        }
    }

    // Beyond the growth of the users' own load.
    void moreAttempts(const FlowResult& operation) {
        const std::vector<double>& offered = seriesOf(operation.series, "offered_rps");
        const double before = meanOf(offered, m_normalStart, m_normalEnd);
        const bool isRepeated = std::ranges::any_of(m_result.edges, [&](const EdgeResult& edge) {
            return edge.callee == operation.id && edge.amplification > repeatedShare;
        });
        if (!(before > 0) || !isRepeated) return;
        const std::vector<double> rates = smoothed(offered, widthFor(before));
        const auto growth = [&](std::size_t at) {
            const double users = at < m_users.size() && m_usersBefore > 0 ? m_users[at] / m_usersBefore : 1;
            return rates[at] / before / std::max(users, 1.0);
        };
        for (const Stretch& stretch : stretches(m_normalEnd, rates.size(), 5, 3, [&](std::size_t at) {
                 return growth(at) > noticeableGrowth;
             })) {
            CascadeEvent event = eventOf(stretch, rates.size(), Mechanism::MoreAttempts, operation.id);
            for (std::size_t at = stretch.from; at < stretch.to; ++at)
                event.amount = std::max(event.amount, growth(at));
            m_found.events.push_back(event);
        }
    }

    // Of the requests that ended in the last intervals those that ended well; while hardly any end, of those
    // that were made.
    void users(const FlowResult& journey) {
        const std::vector<double>& offered = seriesOf(journey.series, "offered_rps");
        const std::vector<double>& ended = seriesOf(journey.series, "throughput_rps");
        const std::vector<double>& good = seriesOf(journey.series, "goodput_rps");
        const double offeredBefore = meanOf(offered, m_normalStart, m_normalEnd);
        if (!(offeredBefore > 0)) return;
        UserOutcome outcome;
        outcome.journey = journey.id;
        outcome.before = std::min(1.0, meanOf(good, m_normalStart, m_normalEnd) /
                                           std::max(meanOf(ended, m_normalStart, m_normalEnd), 1e-9));
        const std::size_t width = std::max<std::size_t>(3, widthFor(offeredBefore));
        for (std::size_t at = 0; at < good.size(); ++at) {
            const std::size_t from = at < width ? 0 : at + 1 - width;
            const double offers = meanOf(offered, from, at + 1);
            const double ends = meanOf(ended, from, at + 1);
            const double of = ends < mostlyUnanswered * offers ? offers : ends;
            outcome.share.push_back(of > 0 ? std::min(1.0, meanOf(good, from, at + 1) / of) : outcome.before);
        }
        for (const Stretch& stretch : stretches(m_normalStart, good.size(), 5, 2, [&](std::size_t at) {
                 return outcome.share[at] < badShare * outcome.before;
             })) {
            CascadeEvent event = eventOf(stretch, good.size(), Mechanism::UsersFail, journey.id);
            for (std::size_t at = stretch.from; at < stretch.to; ++at)
                event.amount = std::max(event.amount, 1 - outcome.share[at]);
            m_found.events.push_back(event);
        }
        m_found.users.push_back(std::move(outcome));
    }

    const model::Project& m_project;
    const model::Scenario& m_scenario;
    const RunResult& m_result;
    Symptoms m_found;
    std::size_t m_normalStart = 0;
    std::size_t m_normalEnd = 0;
    std::vector<double> m_users;
    double m_usersBefore = 0;
};

}  // namespace

CallMap::CallMap(const model::Project& project, const RunResult& result) {
    for (const model::Service& service : project.services)
        for (const model::Operation& operation : service.operations)
            m_homes[operation.id.value()] = service.id.value();
    for (const EdgeResult& edge : result.edges) {
        for (const std::string& end : {edge.caller, edge.callee}) m_homes.try_emplace(end, end);
        m_calls[m_homes[edge.caller]].insert(m_homes[edge.callee]);
    }
    for (const auto& [home, called] : m_calls) reach(home, m_below[home]);
}

void CallMap::reach(const std::string& home, std::set<std::string>& reached) const {
    std::vector<std::string> open{home};
    while (!open.empty()) {
        const auto calls = m_calls.find(open.back());
        open.pop_back();
        if (calls == m_calls.end()) continue;
        for (const std::string& called : calls->second)
            if (reached.insert(called).second) open.push_back(called);
    }
}

const std::string& CallMap::homeOf(const std::string& entity) const {
    const auto found = m_homes.find(entity);
    return found == m_homes.end() ? entity : found->second;
}

const std::set<std::string>& CallMap::below(const std::string& home) const {
    static const std::set<std::string> nothing;
    const auto found = m_below.find(home);
    return found == m_below.end() ? nothing : found->second;
}

bool CallMap::shareCaller(const std::string& called, const std::string& other) const {
    return std::ranges::any_of(m_calls, [&](const auto& calls) {
        return calls.second.contains(called) && below(calls.first).contains(other);
    });
}

Symptoms findSymptoms(const model::Project& project, const model::ScenarioId& scenario,
                      const RunResult& result) {
    return Finder(project, scenario, result).find();
}

}  // namespace simulator
