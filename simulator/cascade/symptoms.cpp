#include "simulator/cascade/symptoms.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <variant>

#include "simulator/cascade/load_figures.h"
#include "simulator/cascade/platform_symptoms.h"
#include "simulator/cascade/schedule.h"
#include "simulator/cascade/series_scan.h"
#include "simulator/cascade/triggers.h"

namespace simulator {

namespace {

constexpr double fullUtilisation = 0.97;
constexpr double leastGrowth = 0.05;      ///< Of attempts beyond what users bring
constexpr double rawDeviations = 3;       ///< Standard deviations of the count of one interval
constexpr double plateau = 0.9;           ///< Of the most growth: the level that it comes to
constexpr double leastRise = 0.12;        ///< Of the users' load
constexpr double noticeableShare = 0.01;  ///< Of attempts that fail
constexpr double repeatedShare = 1.02;    ///< Attempts for each call: fewer are no storm
constexpr double badShare = 0.9;          ///< Of what users had before
constexpr double wantedRequests = 100;    ///< In a smoothed interval
constexpr double noiseAllowed = 5;        ///< Standard deviations of a count that are no rise
constexpr double wantedForRise = 2500;    ///< The same, to see that users come more often
constexpr double mostlyUnanswered = 0.5;  ///< Fewer requests of those made end: the others wait
constexpr double beyondUsual = 1.5;       ///< Times the longest line before the trigger
constexpr double snapped = 3;             ///< Intervals between a change by schedule and what is seen of it
constexpr double withoutTrigger = 0.2;    ///< Of a run that is taken for normal when there is no trigger
constexpr double leastNormal = 0.05;      ///< The same, at least

class Finder {
public:
    Finder(const model::Project& project, const model::ScenarioId& scenario, const RunResult& result)
        : m_project(project), m_scenario(*project.scenarios.find(scenario)), m_result(result) {
        m_found.interval = result.seriesInterval;
        m_found.end = result.simulatedSeconds;
    }

    Symptoms find() {
        findFaults(m_project, m_scenario, m_result, m_found);
        m_found.normalEnd = normalEnd();
        m_normal.interval = m_found.interval;
        m_normal.to = indexOf(m_found.normalEnd);
        m_normal.from = std::min(m_normal.to / 4, indexOf(m_result.warmUpSeconds));
        moreLoad();
        lostCapacity();
        for (const StationResult& station : m_result.stations) saturation(station);
        failures();
        for (const FlowResult& operation : m_result.operations) moreAttempts(operation);
        for (const FlowResult& journey : m_result.journeys) users(journey);
        findBreakers(m_result, m_found.events);
        findRestarts(m_result, m_found.events);
        findEjections(m_result, m_found.events);
        findScaling(m_result, m_normal, m_found.events);
        findCacheMisses(m_project, m_result, m_normal, m_found.events);
        findBacklogs(m_result, m_normal, m_found.events);
        if (m_found.triggerLasts) m_found.triggerEnd.reset();
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
        std::optional<double> end = m_found.triggerStart;
        for (const model::WorkloadId& id : m_scenario.workloads)
            if (const auto changes = scheduledChanges(m_project.workloads.find(id)->arrivals);
                !changes.empty())
                end = std::min(end.value_or(changes.front()), changes.front());
        return end && *end < m_found.end ? *end : untilItFails();
    }

    // Without a trigger: until calls fail for the first time, not counting one or two, and the very
    // beginning.
    double untilItFails() const {
        double end = m_found.end * withoutTrigger;
        for (const FailureEpisode& episode : m_result.chronicle.failures)
            if (episode.count >= 3) end = std::min(end, episode.from);
        return std::max(end, m_found.end * leastNormal);
    }

    // A time by intervals is that of the change by schedule next to it, if there is one.
    double bySchedule(double time) const {
        for (const model::WorkloadId& id : m_scenario.workloads)
            for (const double change : scheduledChanges(m_project.workloads.find(id)->arrivals))
                if (std::abs(change - time) <= snapped * m_found.interval) return change;
        return time;
    }

    std::vector<double> usersOffered() const {
        std::vector<double> offered;
        for (const FlowResult& journey : m_result.journeys) {
            const std::vector<double>& values = seriesOf(journey.series, "offered_rps");
            offered.resize(std::max(offered.size(), values.size()));
            for (std::size_t at = 0; at < values.size(); ++at)
                if (std::isfinite(values[at])) offered[at] += values[at];
        }
        return offered;
    }

    // All users together: a rise beyond what was normal.
    void moreLoad() {
        m_offered = usersOffered();
        const double before = m_found.usersBefore = meanOf(m_offered, m_normal.from, m_normal.to);
        if (!(before > 0)) return;
        const std::size_t width = widthFor(before, wantedForRise);
        const double rise = std::max(leastRise, noiseOf(before, width, noiseAllowed));
        const std::vector<double> level = smoothed(m_offered, width);
        for (Stretch stretch : stretches(m_normal.to, level.size(), 10, 3,
                                         [&](std::size_t at) { return level[at] > (1 + rise) * before; })) {
            // The means look ahead: the rise begins, and ends, where the load itself is half way up.
            const double halfWay = (mostOf(level, stretch.from, stretch.to) + before) / 2;
            while (stretch.from + 1 < stretch.to && m_offered[stretch.from] < halfWay) ++stretch.from;
            while (stretch.to < m_offered.size() && m_offered[stretch.to] >= halfWay) ++stretch.to;
            addRise(stretch, before);
        }
    }

    void addRise(const Stretch& stretch, double before) {
        CascadeEvent event = eventOf(stretch, m_offered.size(), Mechanism::MoreLoad, "users");
        event.load.emplace();
        event.load->came = meanOf(m_offered, stretch.from, stretch.to);
        event.load->usuallyCame = before;
        event.amount = event.load->came / before;
        event.from = bySchedule(event.from);
        if (event.to) event.to = bySchedule(*event.to);
        event.evidence.push_back({"series", "journeys", "offered_rps", "requests/s", event.from,
                                  event.to.value_or(m_found.end), event.load->came, before});
        addTrigger(event, m_found);
        m_found.events.push_back(event);
    }

    // So many standard deviations of a count in so many intervals, of the count itself.
    double noiseOf(double rate, std::size_t width, double deviations) const {
        const double count = rate * static_cast<double>(width) * m_found.interval;
        return deviations / std::sqrt(std::max(count, 1.0));
    }

    std::size_t widthFor(double rate, double requests = wantedRequests) const {
        if (!(rate > 0)) return 1;
        return static_cast<std::size_t>(std::clamp(requests / rate / m_found.interval, 1.0, 20.0));
    }

    const StationResult* stationOf(const std::string& id) const {
        const auto found = std::ranges::find(m_result.stations, id, &StationResult::id);
        return found == m_result.stations.end() ? nullptr : &*found;
    }

    // What those that are left of a service can do.
    void lostCapacity() {
        for (CascadeEvent& event : m_found.events) {
            const StationResult* const station = stationOf(event.entity);
            if (!station || !std::holds_alternative<model::KillFault>(event.fault->effect)) continue;
            const std::size_t from = indexOf(event.from) + 1;
            const std::size_t to = indexOf(event.to.value_or(m_found.end));
            if (to <= from) continue;
            const Stretches parts{{from, to}};
            event.load = loadFigures(m_project, *station, parts, m_normal);
            const Shown shown{station->series, station->id, m_normal};
            if (!seriesOf(station->series, "running").empty())
                event.evidence.push_back(shown.mean("running", parts, "replicas"));
        }
    }

    void saturation(const StationResult& station) {
        if (station.kind != "service" && station.kind != "store") return;
        const std::vector<double> utilisation = liveUtilisation(m_project, station);
        const std::vector<double>& queue = seriesOf(station.series, "queue");
        const double usual = mostOf(queue, m_normal.from, m_normal.to);
        const auto isFull = [&](std::size_t at) {
            return at < queue.size() && utilisation[at] >= fullUtilisation &&
                   queue[at] > std::max(1.0, beyondUsual * usual);
        };
        Stretches full = stretches(0, utilisation.size(), 5, 1, isFull);
        std::erase_if(full, [&](const Stretch& stretch) {
            return stretch.to - stretch.from < 2 &&
                   mostOf(queue, stretch.from, stretch.to) <= station.servers;
        });
        // The interval in which it fills up is not wholly busy.
        for (Stretch& stretch : full)
            if (stretch.from > 0 && queue[stretch.from - 1] > std::max(1.0, beyondUsual * usual))
                --stretch.from;
        for (const Stretches& parts : comingAndGoing(full, utilisation.size())) {
            CascadeEvent event = eventOf(hullOf(parts), utilisation.size(), Mechanism::Saturated, station.id);
            event.amount = mostOf(queue, parts);
            addBursts(parts, event);
            const Stretches loaded = untilTheWorst(parts, queue);
            event.load = loadFigures(m_project, station, loaded, m_normal);
            const Shown shown{station.series, station.id, m_normal};
            event.evidence = {shown.most("queue", parts, "requests"), shown.mean("in_service", loaded),
                              shown.mean("offered_rps", loaded, "requests/s"),
                              shown.mean("served_rps", loaded, "requests/s")};
            m_found.events.push_back(event);
        }
    }

    // What is worked off afterwards is no load.
    static Stretches untilTheWorst(Stretches parts, const std::vector<double>& queue) {
        const auto highest = [&queue](const Stretch& part) {
            return std::max_element(queue.begin() + static_cast<std::ptrdiff_t>(part.from),
                                    queue.begin() + static_cast<std::ptrdiff_t>(part.to));
        };
        const auto worst =
            std::ranges::max_element(parts, {}, [&](const Stretch& part) { return *highest(part); });
        worst->to = static_cast<std::size_t>(highest(*worst) - queue.begin()) + 1;
        return parts;
    }

    void addBursts(const Stretches& parts, CascadeEvent& event) const {
        if (parts.size() < 2) return;
        for (const Stretch& part : parts)
            event.bursts.push_back(static_cast<double>(part.from) * m_found.interval);
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
            if (known != open.end() && episode.from - *m_found.events[known->second].to <=
                                           std::max(mergedGap, comesAgain * m_found.end)) {
                addBurst(episode, m_found.events[known->second]);
                continue;
            }
            open[key] = m_found.events.size();
            m_found.events.push_back(failureOf(episode));
        }
        for (CascadeEvent& event : m_found.events)
            if (event.mechanism == Mechanism::Failures) closeFailures(event);
    }

    static CascadeEvent failureOf(const FailureEpisode& episode) {
        CascadeEvent event;
        event.from = episode.from;
        event.to = episode.to;
        event.mechanism = Mechanism::Failures;
        event.entity = episode.callee;
        event.caller = episode.caller;
        event.cause = episode.cause;
        event.amount = static_cast<double>(episode.count);
        event.bursts = {episode.from};
        return event;
    }

    static void addBurst(const FailureEpisode& episode, CascadeEvent& event) {
        if (episode.from - *event.to > mergedGap) event.bursts.push_back(episode.from);
        event.to = std::max(*event.to, episode.to);
        event.amount += static_cast<double>(episode.count);
    }

    void closeFailures(CascadeEvent& event) const {
        event.evidence.push_back({"chronicle",
                                  event.caller + " -> " + event.entity,
                                  fmt::format("failures ({})", causeName(event.cause)),
                                  "",
                                  event.from,
                                  *event.to,
                                  event.amount,
                                  {}});
        event.share = shareOf(event);
        if (event.bursts.size() < 2) event.bursts.clear();
        if (*event.to >= m_found.end - 2 * m_found.interval) event.to.reset();
    }

    // Of the attempts in the meantime, where all that come to the operation are those.
    std::optional<double> shareOf(const CascadeEvent& failures) const {
        const auto callers = std::ranges::count(m_result.edges, failures.entity, &EdgeResult::callee);
        const auto callee = std::ranges::find(m_result.operations, failures.entity, &FlowResult::id);
        const std::size_t from = indexOf(failures.from);
        const std::size_t to = indexOf(*failures.to) + 1;
        const bool isShort = to - from < 3;  // What is made and what fails of it differ in time
        if (callers != 1 || callee == m_result.operations.end() || isShort) return std::nullopt;
        const double made = meanOf(seriesOf(callee->series, "offered_rps"), from, to) *
                            static_cast<double>(to - from) * m_found.interval;
        if (!(made > 0) || failures.amount > made) return std::nullopt;
        return failures.amount / made;
    }

    // Beyond the growth of the users' own load.
    void moreAttempts(const FlowResult& operation) {
        const std::vector<double>& offered = seriesOf(operation.series, "offered_rps");
        const double before = meanOf(offered, m_normal.from, m_normal.to);
        const bool isRepeated = std::ranges::any_of(m_result.edges, [&](const EdgeResult& edge) {
            return edge.callee == operation.id && edge.amplification > repeatedShare;
        });
        if (!(before > 0) || !isRepeated) return;
        const std::size_t width = widthFor(before, wantedForRise);
        const std::vector<double> rates = smoothed(offered, width);
        const std::vector<double> users = smoothed(m_offered, width);
        const auto growthOf = [&](const std::vector<double>& all, const std::vector<double>& ofUsers,
                                  std::size_t at) {
            const double more =
                at < ofUsers.size() && m_found.usersBefore > 0 ? ofUsers[at] / m_found.usersBefore : 1;
            return all[at] / before / std::max(more, 1.0);
        };
        const double growth = std::max(leastGrowth, noiseOf(before, width, noiseAllowed));
        const double rawGrowth = std::max(growth, noiseOf(before, 1, rawDeviations));
        const auto isMore = [&](std::size_t at) { return growthOf(offered, m_offered, at) > 1 + rawGrowth; };
        for (Stretch stretch : stretches(m_normal.to, rates.size(), 5, 3, [&](std::size_t at) {
                 return growthOf(rates, users, at) > 1 + growth;
             })) {
            while (stretch.from + 1 < stretch.to && !isMore(stretch.from)) ++stretch.from;
            while (stretch.to < offered.size() && isMore(stretch.to)) ++stretch.to;
            addAttempts(operation, stretch, rates, before);
        }
    }

    // The level that it comes to is what a quarter of its means are above, rather than the highest of its
    // noise.
    static std::size_t whereItIsHigh(const Stretch& stretch, const std::vector<double>& rates,
                                     double before) {
        std::vector<double> sorted(rates.begin() + static_cast<std::ptrdiff_t>(stretch.from),
                                   rates.begin() + static_cast<std::ptrdiff_t>(stretch.to));
        const auto upper = sorted.begin() + static_cast<std::ptrdiff_t>(3 * sorted.size() / 4);
        std::nth_element(sorted.begin(), upper, sorted.end());
        const double least = before + plateau * (*upper - before);
        std::size_t at = stretch.from;
        while (at + 1 < stretch.to && rates[at] < least) ++at;
        return at;
    }

    void addAttempts(const FlowResult& operation, const Stretch& stretch, const std::vector<double>& rates,
                     double before) {
        const double usersBefore = std::max(m_found.usersBefore, 1e-9);
        const double more = std::max(1.0, meanOf(m_offered, stretch.from, stretch.to) / usersBefore);
        const std::size_t there = whereItIsHigh(stretch, rates, before * more);
        const Stretches high{{there, stretch.to}};
        CascadeEvent event = eventOf(stretch, rates.size(), Mechanism::MoreAttempts, operation.id);
        event.evidence = {
            Shown{operation.series, operation.id, m_normal}.mean("offered_rps", high, "requests/s")};
        event.load.emplace();
        event.load->came = event.evidence.front().value;
        event.load->usuallyCame = before * more;
        event.amount = event.load->came / event.load->usuallyCame;
        // How fast it grows, where that takes a while.
        const double growing = static_cast<double>(there - stretch.from) * m_found.interval;
        if (growing > 5) event.growth = (rates[there] - event.load->usuallyCame) / growing;
        m_found.events.push_back(event);
    }

    // Of the requests that ended in the last intervals those that ended well; while hardly any end, of those
    // that were made.
    void users(const FlowResult& journey) {
        const std::vector<double>& offered = seriesOf(journey.series, "offered_rps");
        const std::vector<double>& ended = seriesOf(journey.series, "throughput_rps");
        const std::vector<double>& good = seriesOf(journey.series, "goodput_rps");
        const double offeredBefore = meanOf(offered, m_normal.from, m_normal.to);
        if (!(offeredBefore > 0)) return;
        const auto servedOf = [&](std::size_t from, std::size_t to) {
            return std::min(1.0, meanOf(good, from, to) / std::max(meanOf(ended, from, to), 1e-9));
        };
        UserOutcome outcome;
        outcome.journey = journey.id;
        outcome.before = servedOf(m_normal.from, m_normal.to);
        outcome.after = servedOf(m_normal.to, good.size());
        const std::size_t width = std::max<std::size_t>(3, widthFor(offeredBefore));
        for (std::size_t at = 0; at < good.size(); ++at) {
            const std::size_t from = at < width ? 0 : at + 1 - width;
            const double offers = meanOf(offered, from, at + 1);
            const double ends = meanOf(ended, from, at + 1);
            const double of = ends < mostlyUnanswered * offers ? offers : ends;
            outcome.share.push_back(of > 0 ? std::min(1.0, meanOf(good, from, at + 1) / of) : outcome.before);
        }
        for (const Stretch& stretch : stretches(m_normal.from, good.size(), 5, 2, [&](std::size_t at) {
                 return outcome.share[at] < badShare * outcome.before;
             }))
            addUsers(journey, outcome, stretch);
        m_found.users.push_back(std::move(outcome));
    }

    void addUsers(const FlowResult& journey, const UserOutcome& outcome, const Stretch& stretch) {
        CascadeEvent event = eventOf(stretch, outcome.share.size(), Mechanism::UsersFail, journey.id);
        for (std::size_t at = stretch.from; at < stretch.to; ++at)
            event.amount = std::max(event.amount, 1 - outcome.share[at]);
        const Shown shown{journey.series, journey.id, m_normal};
        event.evidence = {shown.mean("goodput_rps", {stretch}, "requests/s"),
                          shown.mean("offered_rps", {stretch}, "requests/s")};
        const double offers = event.evidence[1].value;
        if (offers > 0) event.share = 1 - std::min(1.0, event.evidence[0].value / offers);
        m_found.events.push_back(event);
    }

    const model::Project& m_project;
    const model::Scenario& m_scenario;
    const RunResult& m_result;
    Symptoms m_found;
    Normal m_normal;
    std::vector<double> m_offered;  ///< Of all users [requests/s]
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

const model::CallPolicy* policyBetween(const model::Project& project, const std::string& caller,
                                       const std::string& callee) {
    std::set<model::CallPolicyId> policies;
    for (const model::Workload& workload : project.workloads)
        for (const model::Journey& journey : workload.journeys)
            for (const model::JourneyStep& step : journey.steps)
                if (journey.id.value() == caller && step.operation.value() == callee && step.policy)
                    policies.insert(*step.policy);
    for (const model::Service& service : project.services)
        for (const model::Operation& operation : service.operations)
            if (operation.id.value() == caller)
                model::forEachStep(operation.behaviour, [&](const model::Step& step) {
                    const auto* call = std::get_if<model::Call>(&step.action);
                    if (call && call->operation.value() == callee && call->policy)
                        policies.insert(*call->policy);
                });
    return policies.size() == 1 ? project.policies.find(*policies.begin()) : nullptr;
}

Symptoms findSymptoms(const model::Project& project, const model::ScenarioId& scenario,
                      const RunResult& result) {
    return Finder(project, scenario, result).find();
}

}  // namespace simulator
