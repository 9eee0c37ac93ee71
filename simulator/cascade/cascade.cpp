#include "simulator/cascade/cascade.h"

#include <algorithm>

#include "model/json/json.h"
#include "simulator/cascade/linker.h"
#include "simulator/cascade/story.h"
#include "simulator/cascade/symptoms.h"

namespace simulator {

namespace {

constexpr double recoveredShare = 0.95;  ///< Of what users had before
constexpr double longAfter = 30;         ///< A trigger that is over for so long is not to blame any more [s]
constexpr double noticedShare = 0.9;     ///< Of what users had before: below, they complain

std::size_t rootOf(const std::vector<CascadeEvent>& events, std::size_t at) {
    while (events[at].dueTo) at = *events[at].dueTo;
    return at;
}

// Of what users suffer from, or else of the longest chain.
std::optional<std::size_t> firstOf(const std::vector<CascadeEvent>& events) {
    for (const CascadeEvent& event : events)
        if (event.mechanism == Mechanism::UsersFail && event.dueTo) return rootOf(events, *event.dueTo);
    std::optional<std::size_t> last;
    std::vector<std::size_t> lengths(events.size());
    for (std::size_t at = 0; at < events.size(); ++at) {
        if (!events[at].dueTo) continue;
        lengths[at] = lengths[*events[at].dueTo] + 1;
        if (!last || lengths[at] > lengths[*last]) last = at;
    }
    if (!last) return std::nullopt;
    return rootOf(events, *last);
}

void findRecovery(const Symptoms& symptoms, Cascade& cascade) {
    std::size_t lastBad = 0;
    bool everBad = false;
    for (const UserOutcome& users : symptoms.users)
        for (std::size_t at = 0; at < users.share.size(); ++at) {
            cascade.worstShare = std::min(cascade.worstShare, users.share[at]);
            if (users.share[at] >= recoveredShare * users.before) continue;
            const bool afterTrigger =
                static_cast<double>(at) * symptoms.interval >= symptoms.triggerStart.value_or(0);
            if (!afterTrigger) continue;
            everBad = true;
            lastBad = std::max(lastBad, at);
        }
    for (const UserOutcome& users : symptoms.users)
        cascade.meanShare = std::min(cascade.meanShare, users.after);
    const double lastBadTime = static_cast<double>(lastBad + 1) * symptoms.interval;
    const bool badToTheEnd = everBad && lastBadTime > symptoms.end - std::max(5.0, 5 * symptoms.interval);
    cascade.triggerEnd = symptoms.triggerEnd;
    if (everBad && !badToTheEnd) cascade.recovered = lastBadTime;
    cascade.outlivesTrigger =
        badToTheEnd && symptoms.triggerEnd && symptoms.end - *symptoms.triggerEnd >= longAfter;
    if (cascade.outlivesTrigger) cascade.sustainedSince = symptoms.triggerEnd;
}

/// Who noticed what first, and when.
class Watchers {
public:
    Watchers(const Symptoms& symptoms, const RunResult& result, const Cascade& cascade)
        : m_begin(symptoms.triggerStart.value_or(result.warmUpSeconds)) {
        for (const CascadeEvent& event : cascade.events)
            if (event.mechanism == Mechanism::BreakerOpen)
                notice(event.from,
                       "the circuit breaker of " + clientOf(event.caller) + " for " + event.entity);
        for (const OutlierChange& change : result.chronicle.outliers)
            if (change.kind == "ejected")
                notice(change.at,
                       "the outlier detection of " + clientOf(change.client) + " for " + change.service);
        for (const PlatformChange& change : result.chronicle.platform)
            if (const std::string who = platformOf(change); !who.empty()) notice(change.at, who);
        for (const ScalingStep& step : result.chronicle.scaling)
            notice(step.at, "the autoscaler of " + step.service);
        for (const MissedWindow& window : result.steadyState.missed)
            if (window.replication == 0) notice(window.to, "the objective " + window.objective);
        for (const UserOutcome& users : symptoms.users) ofUsers(users, symptoms.interval, cascade);
    }

    std::vector<Detection> all() && {
        std::ranges::stable_sort(m_all, {}, &Detection::at);
        return std::move(m_all);
    }

private:
    static std::string clientOf(const std::string& client) { return client.empty() ? "users" : client; }

    // Each is told once: when it was the first time.
    void notice(double at, const std::string& by) {
        if (at < m_begin) return;
        const auto known = std::ranges::find(m_all, by, &Detection::by);
        if (known == m_all.end())
            m_all.push_back({at, by});
        else
            known->at = std::min(known->at, at);
    }

    static std::string platformOf(const PlatformChange& change) {
        if (change.kind == "unready" || change.kind == "unlisted")
            return "the readiness probes of " + change.service;
        if (change.kind == "probe_failed") return "the liveness probes of " + change.service;
        if (change.kind == "out_of_memory") return "the memory limit of " + change.service;
        if (change.kind == "evicted") return "the platform, which gave a node of " + change.service + " up";
        if (change.kind == "rollout_aborted") return "the analysis of the roll-out of " + change.service;
        return {};
    }

    // Within the interval no earlier than they are told to fail.
    void ofUsers(const UserOutcome& users, double interval, const Cascade& cascade) {
        for (std::size_t at = 0; at < users.share.size(); ++at) {
            double time = static_cast<double>(at) * interval;
            if (time < m_begin || users.share[at] >= noticedShare * users.before) continue;
            for (const CascadeEvent& event : cascade.events)
                if (event.mechanism == Mechanism::UsersFail && event.entity == users.journey &&
                    event.from > time && event.from < time + interval)
                    time = event.from;
            return notice(time, "the users of " + users.journey);
        }
    }

    double m_begin;
    std::vector<Detection> m_all;
};

void findDetection(const Symptoms& symptoms, const RunResult& result, Cascade& cascade) {
    cascade.detections = Watchers(symptoms, result, cascade).all();
    if (cascade.detections.empty()) return;
    cascade.detected = cascade.detections.front().at;
    cascade.detectedBy = cascade.detections.front().by;
}

void addOnce(const std::string& entity, std::vector<std::string>& all) {
    if (std::ranges::find(all, entity) == all.end()) all.push_back(entity);
}

/// What was drawn into it: by kind, in the order of its beginning.
class BlastRadius {
public:
    BlastRadius(const CallMap& calls, const RunResult& result, Cascade& cascade)
        : m_calls(calls), m_result(result), m_cascade(cascade) {}

    void find() {
        for (const CascadeEvent& event : m_cascade.events) {
            if (event.mechanism == Mechanism::UsersFail) addOnce(event.entity, m_cascade.blastRadius);
            const bool isHelp = event.mechanism == Mechanism::Scaling && !event.share;
            if (event.mechanism == Mechanism::MoreLoad || isHelp) continue;
            add(event.entity);
            if (event.mechanism == Mechanism::Failures) add(event.caller);
        }
    }

private:
    void add(const std::string& entity) {
        const std::string& home = m_calls.homeOf(entity);
        if (has(m_result.operations, entity)) addOnce(entity, m_cascade.operations);
        for (const StationResult& station : m_result.stations) {
            if (station.id != home) continue;
            addOnce(home, station.kind == "service" ? m_cascade.services : m_cascade.stores);
        }
    }
    static bool has(const std::vector<FlowResult>& flows, const std::string& id) {
        return std::ranges::find(flows, id, &FlowResult::id) != flows.end();
    }

    const CallMap& m_calls;
    const RunResult& m_result;
    Cascade& m_cascade;
};

}  // namespace

const char* mechanismName(Mechanism mechanism) {
    switch (mechanism) {
        case Mechanism::Fault:
            return "fault";
        case Mechanism::MoreLoad:
            return "more_load";
        case Mechanism::Saturated:
            return "saturated";
        case Mechanism::Failures:
            return "failures";
        case Mechanism::MoreAttempts:
            return "more_attempts";
        case Mechanism::BreakerOpen:
            return "breaker_open";
        case Mechanism::CacheMisses:
            return "cache_misses";
        case Mechanism::Backlog:
            return "backlog";
        case Mechanism::Scaling:
            return "scaling";
        case Mechanism::UsersFail:
            return "users_fail";
        case Mechanism::Restarts:
            return "restarts";
        case Mechanism::Unready:
            return "unready";
        case Mechanism::Ejected:
            return "ejected";
        case Mechanism::Panic:
            return "panic";
    }
    return "";
}

const char* linkName(Link link) {
    constexpr const char* names[] = {"",
                                     "timeout",
                                     "pool_exhausted",
                                     "queue_full",
                                     "breaker_open",
                                     "retry_amplification",
                                     "lost_capacity",
                                     "stale_discovery",
                                     "overload",
                                     "slow_service",
                                     "standstill",
                                     "errors",
                                     "failed_dependency",
                                     "cache_misses",
                                     "failed_probes",
                                     "blocked_partition",
                                     "backlog",
                                     "start_up_cpu",
                                     "scaling",
                                     "ejection",
                                     "panic",
                                     "throttling",
                                     "network"};
    return names[static_cast<std::size_t>(link)];
}

Cascade explainCascade(const model::Project& model, const model::ScenarioId& scenario,
                       const RunResult& result, std::optional<double> sustainedSince) {
    // The run was of the model with its changes.
    const model::Project project = model::withChanges(model, scenario).value_or(model);
    Symptoms symptoms = findSymptoms(project, scenario, result);
    Cascade cascade;
    cascade.events = std::move(symptoms.events);
    cascade.conditions = std::move(symptoms.conditions);
    const CallMap calls(project, result);
    linkEvents(calls, symptoms.interval, cascade.events);
    cascade.firstDomino = firstOf(cascade.events);
    BlastRadius(calls, result, cascade).find();
    findRecovery(symptoms, cascade);
    if (cascade.outlivesTrigger && sustainedSince) {
        cascade.sustainedSince = sustainedSince;
        cascade.sustainedIsTried = true;
    }
    findDetection(symptoms, result, cascade);
    tell(project, symptoms, result, cascade);
    return cascade;
}

}  // namespace simulator
