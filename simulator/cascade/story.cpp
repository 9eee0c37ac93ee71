#include "simulator/cascade/story.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <variant>

#include "simulator/cascade/ending.h"
#include "simulator/cascade/series_scan.h"
#include "simulator/cascade/words.h"

namespace simulator {

namespace {

constexpr double unfair = 1.2;        ///< Times its fair share of the calls
constexpr double leastShare = 0.001;  ///< Of calls that fail: fewer are told by their number only

std::string phraseOfCause(Cause cause) {
    switch (cause) {
        case Cause::Timeout:
            return "had no answer in time";
        case Cause::Rejected:
            return "were turned away, as no place to wait was free";
        case Cause::Crashed:
            return "met replicas that were gone";
        case Cause::Fault:
            return "were answered with an error";
        case Cause::Dependency:
            return "failed, as a call that they need failed";
        case Cause::Bug:
            return "failed by a mistake of what was called";
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

std::string timesTold(const CascadeEvent& event) {
    const bool isMoment = event.to && *event.to - event.from < 0.05;
    if (event.mechanism == Mechanism::Fault || isMoment) return "At " + momentText(event.from);
    return "From " + momentText(event.from) + " to " + (event.to ? momentText(*event.to) : "the end");
}

/// Why a request fails in the words of what the model says of it.
class Rules {
public:
    explicit Rules(const model::Project& project) : m_project(project) {}

    const model::CallPolicy* policyOf(const CascadeEvent& failures) const {
        return policyBetween(m_project, failures.caller, failures.entity);
    }
    const model::Deployment* deploymentOf(const std::string& operation) const {
        for (const model::Service& service : m_project.services)
            for (const model::Operation& known : service.operations)
                if (known.id.value() == operation) return deploymentOfService(service.id.value());
        return deploymentOfService(operation);
    }
    const model::Channel* channelOf(const std::string& id) const {
        return m_project.channels.find(model::ChannelId(id));
    }
    std::string failurePhrase(const CascadeEvent& failures, bool isNameless) const {
        if (isNameless && failures.cause == Cause::Crashed) return "had no address to go to";
        const model::CallPolicy* const policy = policyOf(failures);
        if (failures.cause == Cause::Timeout && policy && policy->timeout)
            return "had no answer within " + lengthText(model::inSeconds(*policy->timeout));
        if (failures.cause == Cause::BulkheadFull && policy && policy->bulkhead)
            return fmt::format("found the bulkhead of {} full", policy->bulkhead->maxConcurrent);
        if (failures.cause == Cause::Bug) return "failed by a mistake in " + failures.entity + " itself";
        const model::Deployment* const deployment = deploymentOf(failures.entity);
        if (failures.cause == Cause::Rejected && deployment && deployment->queueLimit)
            return fmt::format("were turned away, as the queue of {} was full", *deployment->queueLimit);
        return phraseOfCause(failures.cause);
    }

private:
    const model::Deployment* deploymentOfService(const std::string& service) const {
        for (const model::Deployment& deployment : m_project.deployments)
            if (deployment.service.value() == service) return &deployment;
        return nullptr;
    }

    const model::Project& m_project;
};

class Teller {
public:
    Teller(const model::Project& project, const RunResult& result, Cascade& cascade)
        : m_rules(project), m_result(result), m_cascade(cascade) {}

    void tell(const Symptoms& symptoms) {
        for (CascadeEvent& event : m_cascade.events)
            if (event.clause.empty()) event.clause = clause(event);
        for (CascadeEvent& event : m_cascade.events)
            event.sentence = timesTold(event) + ' ' + headline(event) + because(event) + '.' + details(event);
        m_cascade.story.push_back(beginning(symptoms));
        for (const CascadeCondition& condition : m_cascade.conditions)
            m_cascade.story.push_back(
                "All the time " + condition.entity + ' ' + condition.phrase +
                (condition.growsWithLoad ? ", the longer or the more often the more requests it had." : "."));
        for (const CascadeEvent& event : m_cascade.events) m_cascade.story.push_back(event.sentence);
        for (std::string& text : endingOf(m_result, m_cascade)) m_cascade.story.push_back(std::move(text));
    }

private:
    static std::string beginning(const Symptoms& symptoms) {
        double before = 1;
        for (const UserOutcome& users : symptoms.users) before = std::min(before, users.before);
        return fmt::format("Until {} users made {}, and {} of them were served.",
                           momentText(symptoms.normalEnd), requestsText(symptoms.usersBefore),
                           percentText(before));
    }

    std::string clause(const CascadeEvent& event) const {
        switch (event.mechanism) {
            case Mechanism::MoreLoad:
                return fmt::format("users made {} instead of {}", requestsText(event.load->came),
                                   rateText(event.load->usuallyCame));
            case Mechanism::Saturated:
                return serversText(event, false) + " were busy";
            case Mechanism::Failures:
                return fmt::format("{} of {} to {} {}", attemptsOf(event), event.caller, event.entity,
                                   m_rules.failurePhrase(event, isNameless(event)));
            case Mechanism::MoreAttempts:
                return fmt::format("{} was asked for {} instead of {}", event.entity,
                                   rateText(event.load->came), rateText(event.load->usuallyCame));
            case Mechanism::BreakerOpen:
                return fmt::format("the circuit breaker of {} for {} was open",
                                   event.caller.empty() ? "users" : event.caller, event.entity);
            case Mechanism::UsersFail:
                return "requests of " + event.entity + " were not served";
            default:
                return {};
        }
    }

    std::string headline(const CascadeEvent& event) const {
        switch (event.mechanism) {
            case Mechanism::Fault:
                if (event.to == event.from) return event.clause;
                return event.clause + (event.to ? ", until " + momentText(*event.to) : ", to the end");
            case Mechanism::MoreLoad:
                return fmt::format("{} ({:.3g} times as many)", event.clause, event.amount);
            case Mechanism::Saturated:
                return serversText(event, true) + " were busy and requests waited" + burstsText(event);
            case Mechanism::Failures:
                return countText(event.amount) + ' ' + event.clause + shareText(event) + burstsText(event);
            case Mechanism::CacheMisses:
                return fmt::format("up to {} of the look-ups in the cache {} missed instead of {}",
                                   percentText(event.amount), event.entity, percentText(event.usual));
            case Mechanism::Backlog:
                return fmt::format("up to {} messages for {} waited in {}", countText(event.amount),
                                   event.caller, event.entity);
            case Mechanism::UsersFail:
                return usersText(event);
            case Mechanism::Restarts:
            case Mechanism::Unready:
                return event.clause + ", " + countText(event.amount, "time");
            default:
                return event.clause;
        }
    }

    static std::string usersText(const CascadeEvent& event) {
        if (!event.share)
            return fmt::format("up to {} of the requests of {} were not served", percentText(event.amount),
                               event.entity);
        const std::string mean = percentText(*event.share);
        const std::string worst = percentText(event.amount);
        return fmt::format("{} of the requests of {} were not served{}", mean, event.entity,
                           worst == mean ? "" : ", " + worst + " at the worst");
    }

    static std::string shareText(const CascadeEvent& event) {
        const bool isNews = event.share && *event.share >= leastShare;
        return isNews ? ", " + percentText(*event.share) + " of those made meanwhile" : std::string();
    }

    static std::string burstsText(const CascadeEvent& event) {
        if (event.bursts.empty()) return {};
        return fmt::format(", on and off, {} times", event.bursts.size());
    }

    // Of those who found nobody: nobody was there, or they did not know where.
    bool isNameless(const CascadeEvent& failures) const {
        if (!failures.dueTo) return false;
        const std::optional<model::Fault>& fault = m_cascade.events[*failures.dueTo].fault;
        return fault && std::holds_alternative<model::NamesFault>(fault->effect);
    }

    const char* attemptsOf(const CascadeEvent& failures) const {
        for (const GroupResult& group : m_result.groups)
            if (group.channel == failures.caller) return "deliveries";
        return "calls";
    }

    const StationResult* stationOf(const std::string& id) const {
        const auto found = std::ranges::find(m_result.stations, id, &StationResult::id);
        return found == m_result.stations.end() ? nullptr : &*found;
    }

    const char* serverOf(const CascadeEvent& full) const {
        const StationResult* const station = stationOf(full.entity);
        return station && station->kind == "store" ? "connection" : "worker";
    }

    // With their number, and how many there were before, where that is to be told.
    std::string serversText(const CascadeEvent& full, bool withNumber) const {
        if (full.load && full.load->byCpu) return "all CPUs of " + full.entity;
        const std::string what = std::string(serverOf(full)) + 's';
        if (!withNumber || !full.load) return "all " + what + " of " + full.entity;
        const std::string number = countText(full.load->servers) + ' ';
        if (full.load->servers > full.load->allServers - 0.5)
            return "all " + number + what + " of " + full.entity;
        return "all " + number + what + " that " + full.entity + " had left of " +
               countText(full.load->allServers);
    }

    static bool isLoss(const CascadeEvent& event) {
        return event.fault && std::holds_alternative<model::KillFault>(event.fault->effect);
    }

    std::string because(const CascadeEvent& event) const {
        if (event.dueTo) {
            const CascadeEvent& cause = m_cascade.events[*event.dueTo];
            const bool isMoment = (cause.to && *cause.to - cause.from < 0.05) || isLoss(cause);
            return ", because " + cause.clause + (isMoment ? " at " : " since ") + momentText(cause.from);
        }
        if (event.mechanism == Mechanism::Fault || event.mechanism == Mechanism::MoreLoad) return {};
        const model::Deployment* const deployment = m_rules.deploymentOf(event.entity);
        for (const CascadeCondition& condition : m_cascade.conditions)
            if (deployment && deployment->service.value() == condition.entity)
                return ", while " + condition.entity + ' ' + condition.phrase + ", as it did all the time";
        return {};
    }

    std::string details(const CascadeEvent& event) const {
        switch (event.mechanism) {
            case Mechanism::Fault:
                return lossText(event) + event.detail;
            case Mechanism::Saturated:
                return loadText(event) + pausesText(event) + " Up to " + countText(event.amount, "request") +
                       " waited at once.";
            case Mechanism::Failures:
                return brokenText(event) + poisonText(event) + laterText(event);
            case Mechanism::MoreAttempts:
                return attemptsText(event);
            default:
                return event.detail;
        }
    }

    // What is left of a service that lost replicas.
    std::string lossText(const CascadeEvent& fault) const {
        if (!fault.load || fault.load->byCpu || fault.load->servers > fault.load->allServers - 0.5) return {};
        const LoadFigures& load = *fault.load;
        const double left = std::round(load.servers);
        std::string text = fmt::format(" {} of {} {}s were left", countText(left), countText(load.allServers),
                                       serverOf(fault));
        if (load.usualHeld && *load.usualHeld > 0 && left > 0)
            text += fmt::format(": at {} a request they can do about {}, and {} came before",
                                lengthText(*load.usualHeld), aboutRateText(left / *load.usualHeld),
                                rateText(load.usuallyCame));
        return text + '.';
    }

    std::string loadText(const CascadeEvent& full) const {
        if (!full.load || !full.load->canDo) return {};
        const LoadFigures& load = *full.load;
        const std::string came =
            fmt::format("{} came, {} before", rateText(load.came), rateText(load.usuallyCame));
        if (load.byCpu) return fmt::format(" They can do about {}; {}.", aboutRateText(*load.canDo), came);
        if (load.takesLonger())
            return fmt::format(" A request kept a {} for {} instead of {}, so that they can do about {}; {}.",
                               serverOf(full), lengthText(*load.held), lengthText(*load.usualHeld),
                               aboutRateText(*load.canDo), came);
        const std::optional<double> held = load.usualHeld ? load.usualHeld : load.held;
        return fmt::format(" At {} a request they can do about {}; {}.", lengthText(*held),
                           aboutRateText(*load.canDo), came);
    }

    std::string pausesText(const CascadeEvent& full) const {
        for (const CascadeCondition& condition : m_cascade.conditions)
            if (condition.entity == full.entity && condition.growsWithLoad)
                return " Pauses take more of that the more requests there are.";
        return {};
    }

    std::string attemptsText(const CascadeEvent& more) const {
        std::string text = " Users themselves bring " + rateText(more.load->usuallyCame) +
                           "; the rest are calls that failed and were made again";
        if (const model::RetryPolicy* const retry = retryOf(more.entity)) {
            text += fmt::format(", up to {} tries each", retry->maxAttempts);
            if (retry->ratio)
                text += fmt::format(", and at most {:g} % of the first tries", retry->ratio->percent);
        }
        text += '.';
        if (more.growth && *more.growth > 0)
            text += fmt::format(" At first they became {} more each second.", rateText(*more.growth));
        return text;
    }

    // Of those who call it, the one that tries most often.
    const model::RetryPolicy* retryOf(const std::string& operation) const {
        const model::RetryPolicy* most = nullptr;
        for (const EdgeResult& edge : m_result.edges) {
            if (edge.callee != operation) continue;
            CascadeEvent call;
            call.caller = edge.caller;
            call.entity = edge.callee;
            const model::CallPolicy* const policy = m_rules.policyOf(call);
            if (policy && policy->retry && (!most || policy->retry->maxAttempts > most->maxAttempts))
                most = &*policy->retry;
        }
        return most;
    }

    // Some replicas that are broken get more than their share from a balancer that believes them to be idle.
    std::string brokenText(const CascadeEvent& failures) const {
        if (failures.cause != Cause::Fault || !failures.share || !failures.dueTo) return {};
        const std::optional<model::Fault>& fault = m_cascade.events[*failures.dueTo].fault;
        const auto* error = fault ? std::get_if<model::ErrorFault>(&fault->effect) : nullptr;
        const model::Deployment* const deployment = m_rules.deploymentOf(failures.entity);
        if (!error || error->replicas == 0 || !deployment || !(error->rate > 0)) return {};
        const double fair = static_cast<double>(error->replicas) / deployment->replicas;
        const double got = *failures.share / error->rate;
        if (got < fair / 2) return {};  // Somebody keeps the calls away from it
        std::string text =
            fmt::format(" The broken {} got {} of the calls; a fair share is {}.",
                        error->replicas == 1 ? "replica" : "replicas", percentText(got), percentText(fair));
        const model::CallPolicy* const policy = m_rules.policyOf(failures);
        if (got > unfair * fair && policy && policy->loadBalancing &&
            policy->loadBalancing->kind == model::BalancingKind::LeastRequest)
            text += fmt::format(
                " The balancer of {} sends each call to the replica with the fewest under way, and one that "
                "fails at once looks idle.",
                failures.caller);
        return text;
    }

    // Dead replicas are what it begins with; then those that are left have too much to do.
    std::string laterText(const CascadeEvent& failures) const {
        const model::Deployment* const deployment = m_rules.deploymentOf(failures.entity);
        if (failures.link != Link::StaleDiscovery || !deployment) return {};
        for (const CascadeEvent& full : m_cascade.events)
            if (full.mechanism == Mechanism::Saturated && full.entity == deployment->service.value() &&
                full.from > failures.from && (!failures.to || full.from < *failures.to))
                return " From " + momentText(full.from) + " on those that were left were busy as well.";
        return {};
    }

    // A message that can never be handled is delivered for as long as its channel says.
    std::string poisonText(const CascadeEvent& failures) const {
        const model::Channel* const channel = m_rules.channelOf(failures.caller);
        if (!channel || failures.cause != Cause::Bug) return {};
        const std::int32_t most = channel->redelivery.maxDeliveries;
        std::string text = fmt::format(
            " A message that {} cannot handle fails each time: it is delivered up to {} times, {} apart",
            failures.entity, most, lengthText(model::inSeconds(channel->redelivery.delay)));
        text += channel->deadLetter ? ", and then put aside in " + channel->deadLetter->value() + "."
                                    : std::string(", as no channel for dead letters takes it.");
        if (channel->partitions > 0)
            text += fmt::format(" What is behind it in its partition, one of {}, waits meanwhile.",
                                channel->partitions);
        return text;
    }

    Rules m_rules;
    const RunResult& m_result;
    Cascade& m_cascade;
};

}  // namespace

void tell(const model::Project& project, const Symptoms& symptoms, const RunResult& result,
          Cascade& cascade) {
    Teller(project, result, cascade).tell(symptoms);
}

}  // namespace simulator
