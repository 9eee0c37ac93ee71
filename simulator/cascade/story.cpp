#include "simulator/cascade/story.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

namespace simulator {

namespace {

constexpr double allServed = 0.995;  ///< Of the requests of users: the rest is no news

std::string moment(double time) {
    return fmt::format("{:.1f} s", time);
}

std::string count(double number) {
    std::string digits = fmt::format("{:.0f}", number);
    for (auto at = static_cast<std::ptrdiff_t>(digits.size()) - 3; at > 0; at -= 3)
        digits.insert(static_cast<std::size_t>(at), ",");
    return digits;
}

std::string percent(double share) {
    return share < 0.1 ? fmt::format("{:.1f} %", 100 * share) : fmt::format("{:.0f} %", 100 * share);
}

std::string until(const CascadeEvent& event) {
    return event.to ? "until " + moment(*event.to) : "to the end";
}

std::string phraseOfCause(Cause cause) {
    switch (cause) {
        case Cause::Timeout:
            return "had no answer in time";
        case Cause::Rejected:
            return "were turned away, as no place was free";
        case Cause::Crashed:
            return "met replicas that were gone";
        case Cause::Fault:
            return "were answered with an error";
        case Cause::Dependency:
            return "failed with something that they depend on";
        case Cause::Bug:
            return "met a mistake of the service";
        case Cause::BreakerOpen:
            return "were kept back by the circuit breaker";
        case Cause::BulkheadFull:
            return "found the bulkhead full";
        case Cause::RateLimited:
            return "were over the rate limit";
        case Cause::Throttled:
            return "were not even made, as the client throttles itself";
        case Cause::Shed:
            return "were shed by the overloaded service";
    }
    return "failed";
}

class Teller {
public:
    Teller(const RunResult& result, Cascade& cascade) : m_result(result), m_cascade(cascade) {}

    void tell() {
        for (CascadeEvent& event : m_cascade.events) event.sentence = sentence(event) + because(event) + ".";
        for (const CascadeCondition& condition : m_cascade.conditions)
            m_cascade.story.push_back(
                "All the time " + condition.entity + ' ' + condition.phrase +
                (condition.growsWithLoad ? ", the longer or the more often the more requests it had." : "."));
        for (const CascadeEvent& event : m_cascade.events) m_cascade.story.push_back(event.sentence);
        m_cascade.story.push_back(outcome());
        if (const std::string loop = sustaining(); !loop.empty()) m_cascade.story.push_back(loop);
        if (const std::string verdict = hypothesis(); !verdict.empty()) m_cascade.story.push_back(verdict);
    }

private:
    std::string sentence(const CascadeEvent& event) const {
        const std::string at = moment(event.from);
        switch (event.mechanism) {
            case Mechanism::Fault:
                if (event.to == event.from)
                    return fmt::format("At {} {} {}", at, event.entity, event.sentence);
                return fmt::format("At {} {} {}, {}", at, event.entity, event.sentence, until(event));
            case Mechanism::MoreLoad:
                return fmt::format("From {} on users made up to {:.2g} times as many requests, {}", at,
                                   event.amount, until(event));
            case Mechanism::Saturated:
                return fmt::format(
                    "From {} on {} of {} were busy and requests waited, at most {} at once, {}", at,
                    serversOf(event.entity), event.entity, count(event.amount), until(event));
            case Mechanism::Failures:
                return fmt::format("From {} on {} {} of {} to {} {}, {}", at, count(event.amount),
                                   attemptsOf(event), event.caller, event.entity, failurePhrase(event),
                                   until(event));
            case Mechanism::MoreAttempts:
                return fmt::format("From {} on up to {:.2g} times as many requests came to {}, {}", at,
                                   event.amount, event.entity, until(event));
            case Mechanism::BreakerOpen:
                return fmt::format(
                    "At {} the circuit breaker of {} for {} opened, as {}, and was closed again {}", at,
                    event.caller.empty() ? "users" : event.caller, event.entity, event.sentence,
                    event.to ? "at " + moment(*event.to) : "not before the end");
            case Mechanism::CacheMisses:
                return fmt::format("From {} on up to {} of the look-ups in the cache {} missed{}, {}", at,
                                   percent(event.amount), event.entity, event.sentence, until(event));
            case Mechanism::Backlog:
                return fmt::format("From {} on messages for {} waited in {}, at most {} at once, {}{}", at,
                                   event.caller, event.entity, count(event.amount), until(event),
                                   rebalancesOf(event));
            case Mechanism::Scaling:
                return fmt::format("From {} on the autoscaler of {} {}, {}", at, event.entity, event.sentence,
                                   until(event));
            case Mechanism::UsersFail:
                return fmt::format("From {} on up to {} of the requests of {} were not served, {}", at,
                                   percent(event.amount), event.entity, until(event));
            case Mechanism::Restarts:
                return fmt::format("From {} on replicas of {} were started anew, {} times, as {}, {}", at,
                                   event.entity, count(event.amount), event.sentence, until(event));
            case Mechanism::Unready:
                return fmt::format(
                    "From {} on replicas of {} were taken out of service, {} times, as their readiness "
                    "probes failed, {}",
                    at, event.entity, count(event.amount), until(event));
        }
        return {};
    }

    // Of those who found nobody: nobody was there, or they did not know where.
    std::string failurePhrase(const CascadeEvent& failures) const {
        const bool isNameless =
            failures.cause == Cause::Crashed && failures.dueTo &&
            m_cascade.events[*failures.dueTo].sentence.find("could not be resolved") != std::string::npos;
        return isNameless ? "had no address to go to" : phraseOfCause(failures.cause);
    }

    const char* attemptsOf(const CascadeEvent& failures) const {
        for (const GroupResult& group : m_result.groups)
            if (group.channel == failures.caller) return "deliveries";
        return "calls";
    }

    /// A group that shares its partitions out again and again handles little.
    std::string rebalancesOf(const CascadeEvent& backlog) const {
        for (const GroupResult& group : m_result.groups)
            if (group.channel == backlog.entity && group.id == backlog.caller && group.rebalances > 0)
                return fmt::format(
                    "; its consumers shared the partitions out anew {} times in the run, and "
                    "stood still for {:.3g} s",
                    count(static_cast<double>(group.rebalances)), group.pausedSeconds);
        return {};
    }

    std::string serversOf(const std::string& station) const {
        for (const StationResult& known : m_result.stations)
            if (known.id == station)
                return "all " + count(known.servers) + (known.kind == "store" ? " connections" : " workers");
        return "all workers";
    }

    std::string because(const CascadeEvent& event) const {
        if (!event.dueTo) return {};
        const CascadeEvent& cause = m_cascade.events[*event.dueTo];
        switch (cause.mechanism) {
            case Mechanism::Fault:
                return ", because of what happened to " + cause.entity + " at " + moment(cause.from);
            case Mechanism::MoreLoad:
                return ", because of the higher load since " + moment(cause.from);
            case Mechanism::Saturated:
                return ", because " + cause.entity + " was full since " + moment(cause.from);
            case Mechanism::Failures:
                return fmt::format(", because {} of {} to {} {} since {}", attemptsOf(cause), cause.caller,
                                   cause.entity, failurePhrase(cause), moment(cause.from));
            case Mechanism::MoreAttempts:
                return fmt::format(", because up to {:.2g} times as many requests came to {} since {}",
                                   cause.amount, cause.entity, moment(cause.from));
            case Mechanism::BreakerOpen:
                return ", because the circuit breaker for " + cause.entity + " was open";
            case Mechanism::CacheMisses:
                return fmt::format(", because look-ups in the cache {} missed since {}", cause.entity,
                                   moment(cause.from));
            case Mechanism::Backlog:
                return fmt::format(", because messages waited in {} since {}", cause.entity,
                                   moment(cause.from));
            case Mechanism::Scaling:
                return fmt::format(", because the autoscaler of {} {} since {}", cause.entity, cause.sentence,
                                   moment(cause.from));
            case Mechanism::Restarts:
                return fmt::format(", because replicas of {} were started anew since {}", cause.entity,
                                   moment(cause.from));
            case Mechanism::Unready:
                return fmt::format(", because replicas of {} were out of service since {}", cause.entity,
                                   moment(cause.from));
            case Mechanism::UsersFail:
                return {};
        }
        return {};
    }

    std::string outcome() const {
        if (m_cascade.blastRadius.empty())
            return m_cascade.worstShare > allServed
                       ? "Users were served all the time."
                       : fmt::format("Users hardly noticed: at the worst {} of their requests were served.",
                                     percent(m_cascade.worstShare));
        std::string text = fmt::format("Users noticed: at the worst {} of their requests were served.",
                                       percent(m_cascade.worstShare));
        if (m_cascade.detected)
            text += fmt::format(" It was first noticed at {}, by {}.", moment(*m_cascade.detected),
                                m_cascade.detectedBy);
        if (m_cascade.recovered) {
            text += fmt::format(" They are served as before since {}", moment(*m_cascade.recovered));
            if (m_cascade.triggerEnd)
                text += fmt::format(", {} after the trigger was over",
                                    moment(std::max(0.0, *m_cascade.recovered - *m_cascade.triggerEnd)));
            return text + ".";
        }
        if (m_cascade.outlivesTrigger)
            return text + fmt::format(" The trigger was over at {}, but it never recovered.",
                                      moment(*m_cascade.triggerEnd));
        return text + " It had not recovered by the end.";
    }

    static std::string missedText(const MissedWindow& window) {
        const auto figure = [&](double number) {
            return window.unit == "share" ? percent(number) : fmt::format("{:.4g} {}", number, window.unit);
        };
        return fmt::format("`{}` was {} from {} to {}, with a limit of {}", window.objective,
                           figure(window.value), moment(window.from), moment(window.to),
                           figure(window.limit));
    }

    std::string hypothesis() const {
        const SteadyStateResult& steady = m_result.steadyState;
        switch (steady.verdict) {
            case SteadyStateResult::Verdict::NotStated:
                return {};
            case SteadyStateResult::Verdict::Passed:
                return fmt::format("The steady state held: no objective was missed in {} windows.",
                                   count(static_cast<double>(steady.judged)));
            case SteadyStateResult::Verdict::NotJudged:
                return "Whether the steady state holds was not to be seen: " + steady.note + ".";
            case SteadyStateResult::Verdict::Failed:
                break;
        }
        if (!steady.aborted.empty())
            return fmt::format("The run was ended at {}: {}.", moment(steady.aborted.front().to),
                               missedText(steady.aborted.front()));
        std::string text = fmt::format(
            "The steady state did not hold: objectives were missed in {} of {} windows",
            count(static_cast<double>(steady.missedCount)), count(static_cast<double>(steady.judged)));
        return text + (steady.missed.empty() ? "." : "; " + missedText(steady.missed.front()) + ".");
    }

    // The circle that keeps it going: failures bring attempts, these fill what makes them fail.
    std::string sustaining() const {
        if (!m_cascade.outlivesTrigger) return {};
        for (const CascadeEvent& more : m_cascade.events) {
            if (more.mechanism != Mechanism::MoreAttempts || more.to || !more.dueTo) continue;
            const CascadeEvent& failures = m_cascade.events[*more.dueTo];
            return fmt::format(
                "Since {} it keeps itself going: calls to {} {}, they are made again, and with up to {:.2g} "
                "times as many requests it stays too slow to answer them.",
                moment(*m_cascade.sustainedSince), more.entity, failurePhrase(failures), more.amount);
        }
        for (const CascadeEvent& full : m_cascade.events) {
            if (full.mechanism != Mechanism::Saturated || full.to || !full.dueTo) continue;
            const CascadeEvent& misses = m_cascade.events[*full.dueTo];
            if (misses.mechanism != Mechanism::CacheMisses || misses.to) continue;
            return fmt::format(
                "Since {} it keeps itself going: what {} misses is asked of {}, which is too full to answer "
                "in "
                "time, so that little is filled in.",
                moment(*m_cascade.sustainedSince), misses.entity, full.entity);
        }
        return fullForEver();
    }

    // What stays full makes itself slow, or has more waiting than it can ever work off.
    std::string fullForEver() const {
        const std::string since = "Since " + moment(*m_cascade.sustainedSince) + " it keeps itself going";
        const CascadeEvent* full = nullptr;
        for (const CascadeEvent& event : m_cascade.events)
            if (event.mechanism == Mechanism::Saturated && !event.to && !full) full = &event;
        if (!full) return since + " without its trigger.";
        for (const CascadeCondition& condition : m_cascade.conditions)
            if (condition.growsWithLoad && condition.entity == full->entity)
                return fmt::format(
                    "{}: {} {}, the longer the more requests are there, and so many are there because it "
                    "does.",
                    since, full->entity, condition.phrase);
        return fmt::format("{}: {} has more to do than it can work off, and requests go on to wait there.",
                           since, full->entity);
    }

    const RunResult& m_result;
    Cascade& m_cascade;
};

}  // namespace

void tell(const RunResult& result, Cascade& cascade) {
    Teller(result, cascade).tell();
}

}  // namespace simulator
