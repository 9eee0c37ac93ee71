// What a caller does when an attempt fails or its patience ends.
#include <cmath>

#include "simulator/engine/simulation.h"

namespace simulator {

Index Simulation::timeOut(Index caller) {
    abandonChild(caller);
    if (m_frames[caller].traced) m_tracer.gaveUp(caller, m_now);
    if (m_frames[caller].guarded) return attemptEnds(caller, failedBy(Cause::Timeout));
    return attemptFailed(caller, Cause::Timeout);
}

void Simulation::abandonChild(Index caller) {
    Frame& frame = m_frames[caller];
    if (frame.child == none) return;  // Lost on its way
    Frame& child = m_frames[frame.child];
    child.parent = none;
    child.cancelled = m_plan.policies[m_sites[siteOf(frame)].policy].cancelOrphans;
    frame.child = none;
}

Index Simulation::attemptFailed(Index caller, Cause cause) {
    Frame& frame = m_frames[caller];
    const CallSite& site = m_sites[siteOf(frame)];
    const PolicyPlan& policy = m_plan.policies[site.policy];
    m_recorder.attemptFailed(m_plan.calls[siteOf(frame)].edge, cause, m_now);
    if (frame.attempt < policy.maxAttempts) {
        const std::int64_t delay = backoff(site, policy, frame.attempt);
        if (m_now + delay < frame.deadline) {
            if (delay == 0) return retry(caller);
            if (frame.traced) m_tracer.enter(caller, Part::Backoff, m_now);
            schedule(caller, State::Backoff, m_now + delay);
            return none;
        }
    }
    return fail(caller, frame.role == Role::Journey ? cause : Cause::Dependency);
}

// How long to wait after that many attempts.
std::int64_t Simulation::backoff(const CallSite& site, const PolicyPlan& policy, std::uint16_t attempts) {
    double delay = static_cast<double>(policy.delay);
    if (policy.exponential && attempts > 1) delay *= std::pow(policy.factor, attempts - 1);
    if (delay > static_cast<double>(policy.maxDelay)) delay = static_cast<double>(policy.maxDelay);
    if (policy.jitter == 1) delay *= uniform(site.backoff);
    if (policy.jitter == 2) delay *= 0.5 + 0.5 * uniform(site.backoff);
    return std::llround(delay);
}

}  // namespace simulator
