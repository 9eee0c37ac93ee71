#include "simulator/metrics/chronicle_summary.h"

#include <fmt/format.h>

#include <algorithm>

namespace simulator {

namespace {

double inSeconds(std::int64_t time) {
    return static_cast<double>(time) / 1e9;
}

const char* stateName(BreakerState state) {
    switch (state) {
        case BreakerState::Closed:
            return "closed";
        case BreakerState::Open:
            return "open";
        case BreakerState::HalfOpen:
            return "half_open";
        case BreakerState::ForcedOpen:
            return "forced_open";
        case BreakerState::Disabled:
            return "disabled";
        case BreakerState::MetricsOnly:
            return "metrics_only";
    }
    return "";
}

std::string reasonOf(const BreakerTransition& transition) {
    const std::uint32_t calls = transition.counts.calls;
    switch (transition.cause) {
        case BreakerTransition::Cause::None:
            break;
        case BreakerTransition::Cause::FailureRate:
            return fmt::format("{:.0f} % of {} calls failed", transition.failureRate, calls);
        case BreakerTransition::Cause::SlowCallRate:
            return fmt::format("{:.0f} % of {} calls were slow", transition.slowCallRate, calls);
        case BreakerTransition::Cause::BothRates:
            return fmt::format("{:.0f} % of {} calls failed and {:.0f} % were slow", transition.failureRate,
                               calls, transition.slowCallRate);
        case BreakerTransition::Cause::WaitOver:
            return "its wait was over";
        case BreakerTransition::Cause::Recovered:
            return "the calls that it let through went well";
        case BreakerTransition::Cause::HalfOpenOverdue:
            return "it was half open for too long";
    }
    return {};
}

const char* eventName(PlatformEvent event) {
    constexpr const char* names[] = {
        "probe_failed",   "out_of_memory",    "died_starting",     "unready",        "ready_again",
        "rollout_begins", "traffic_shifted",  "rollout_completed", "rollout_failed", "rollout_aborted",
        "no_room",        "evicted_for_size", "unlisted",          "evicted"};
    return names[static_cast<std::size_t>(event)];
}

const char* kindName(OutlierRecord::Kind kind) {
    constexpr const char* names[] = {"ejected", "returned", "panic_began", "panic_ended"};
    return names[static_cast<std::size_t>(kind)];
}

std::string reasonOf(const OutlierEvent& event) {
    switch (event.cause) {
        case OutlierEvent::Cause::None:
            break;
        case OutlierEvent::Cause::Consecutive5xx:
            return fmt::format("{:.0f} errors in a row", event.figure);
        case OutlierEvent::Cause::ConsecutiveGatewayFailure:
            return fmt::format("{:.0f} gateway errors in a row", event.figure);
        case OutlierEvent::Cause::SuccessRate:
            return fmt::format("{:.4g} % of its calls went well, less than {:.4g} %", event.figure,
                               event.threshold);
        case OutlierEvent::Cause::FailurePercentage:
            return fmt::format("{:.4g} % of its calls failed, at least {:.4g} %", event.figure,
                               event.threshold);
        case OutlierEvent::Cause::TimeOver:
            return "its time was over";
    }
    return {};
}

std::string clientOf(const Plan& plan, const GuardPlan& guard) {
    return guard.client == none ? std::string() : plan.services[guard.client].id;
}

OutlierChange changeOf(const Plan& plan, const OutlierRecord& record) {
    const GuardPlan& guard = plan.guards[record.guard];
    const bool ofReplica =
        record.kind == OutlierRecord::Kind::Ejected || record.kind == OutlierRecord::Kind::Returned;
    OutlierChange change;
    change.at = inSeconds(record.at);
    change.client = clientOf(plan, guard);
    change.clientAt = static_cast<int>(record.client);
    change.service = plan.services[guard.service].id;
    change.policy = plan.policies[guard.policy].guard->policy.id.value();
    if (ofReplica) change.replica = static_cast<int>(record.found.host);
    change.kind = kindName(record.kind);
    change.reason = reasonOf(record.found);
    change.left = static_cast<int>(record.left);
    change.all = static_cast<int>(record.all);
    return change;
}

ScalingStep stepOf(const Plan& plan, const ScalerRecord& record) {
    return {inSeconds(record.at),
            plan.services[record.service].id,
            static_cast<int>(record.from),
            static_cast<int>(record.to),
            static_cast<int>(record.counted),
            static_cast<int>(record.uncounted),
            record.usedMilli,
            record.startingMilli,
            record.requestMilli,
            record.targetPercent};
}

}  // namespace

ChronicleResult chronicleResult(const Plan& plan, const Chronicle& chronicle) {
    ChronicleResult result;
    for (const FailureSpan& span : chronicle.failures()) {
        const EdgePlan& edge = plan.edges[span.edge];
        result.failures.push_back({edge.caller, edge.callee, std::string(edge.kind), span.cause,
                                   inSeconds(span.from), inSeconds(span.to), span.count});
    }
    for (const BreakerRecord& record : chronicle.breakers()) {
        const GuardPlan& guard = plan.guards[record.guard];
        BreakerChange change;
        change.at = inSeconds(record.at);
        change.client = clientOf(plan, guard);
        change.replica = static_cast<int>(record.client);
        change.service = plan.services[guard.service].id;
        change.policy = plan.policies[guard.policy].guard->policy.id.value();
        change.from = stateName(record.transition.from);
        change.to = stateName(record.transition.to);
        change.reason = reasonOf(record.transition);
        result.breakers.push_back(std::move(change));
    }
    for (const PlatformRecord& record : chronicle.platform())
        result.platform.push_back({inSeconds(record.at), plan.services[record.service].id,
                                   record.place == none ? -1 : static_cast<int>(record.place),
                                   eventName(record.event), record.weight});
    for (const OutlierRecord& record : chronicle.outliers())
        result.outliers.push_back(changeOf(plan, record));
    for (const ScalerRecord& record : chronicle.scalers()) result.scaling.push_back(stepOf(plan, record));
    return result;
}

}  // namespace simulator
