#include "simulator/cascade/schedule.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <variant>

#include "simulator/cascade/words.h"

namespace simulator {

namespace {

struct FaultPhrase {
    std::string operator()(const model::KillFault& kill) const {
        if (kill.replicas == 0) return "stopped";
        return "lost " + countText(kill.replicas, "replica");
    }
    std::string operator()(const model::SlowFault& slow) const {
        const std::string where = atSome(slow.replicas);
        if (slow.factor == 1) return "became slower by " + milliseconds(slow.extra) + where;
        const std::string times = "took " + fmt::format("{:g}", slow.factor) + " times as long as before";
        return (slow.extra.count() ? times + " and " + milliseconds(slow.extra) : times) + where;
    }
    std::string operator()(const model::ErrorFault& error) const {
        return "failed " + fmt::format("{:g}", 100 * error.rate) + " % of what it was asked for" +
               atSome(error.replicas);
    }
    std::string operator()(const model::PauseFault& pause) const {
        return (pause.repeats() ? "paused again and again" : "stood still") + atSome(pause.replicas);
    }
    std::string operator()(const model::FlushFault& flush) const {
        return flush.share == 1 ? std::string("lost all cached keys")
                                : fmt::format("lost {:g} % of the cached keys", 100 * flush.share);
    }
    std::string operator()(const model::LatencyFault&) const { return "had a slower network"; }
    std::string operator()(const model::LossFault& loss) const {
        return fmt::format("lost {:g} % of its messages in the network", 100 * loss.rate);
    }
    std::string operator()(const model::PartitionFault&) const { return "was cut off from the network"; }
    std::string operator()(const model::PressureFault& pressure) const {
        const std::string where = atSome(pressure.replicas);
        if (pressure.memoryMib <= 0)
            return fmt::format("had {:g} % of its CPU taken", 100 * pressure.cpuShare) + where;
        if (pressure.cpuShare <= 0)
            return fmt::format("had {:g} MiB of its memory taken", pressure.memoryMib) + where;
        return fmt::format("had {:g} % of its CPU and {:g} MiB of its memory taken", 100 * pressure.cpuShare,
                           pressure.memoryMib) +
               where;
    }
    std::string operator()(const model::NamesFault&) const { return "could not be resolved by its name"; }
    std::string operator()(const model::ReleaseFault& release) const {
        if (release.crashes) return "got a release that crashes as it starts";
        if (release.errorRate > 0)
            return fmt::format("got a release that fails {:g} % of what it is asked for",
                               100 * release.errorRate);
        if (release.factor == 1) return "got a new release";
        return fmt::format("got a release that takes {:g} times as long", release.factor);
    }
    std::string operator()(const model::ClockFault& clock) const {
        return "had a clock " + milliseconds(clock.ahead.count() < 0 ? -clock.ahead : clock.ahead) +
               (clock.ahead.count() < 0 ? " behind" : " ahead");
    }
    static std::string atSome(std::int32_t replicas) {
        if (replicas == 0) return {};
        return " at " + countText(replicas, "replica");
    }
    static std::string milliseconds(model::Duration time) {
        return fmt::format("{:g} ms", static_cast<double>(time.count()) / 1e6);
    }
};

}  // namespace

std::string phraseOf(const model::Fault& fault) {
    return std::visit(FaultPhrase{}, fault.effect);
}

std::string detailOf(const model::Fault& fault) {
    const auto* pause = std::get_if<model::PauseFault>(&fault.effect);
    if (pause && !pause->repeats()) return " Nothing was begun or answered there; what came had to wait.";
    if (std::holds_alternative<model::KillFault>(fault.effect) &&
        std::holds_alternative<model::ChannelId>(fault.target))
        return " It took no messages and handed none out.";
    return {};
}

// Until the probes in a row have failed, and the addresses that clients keep are old.
std::string discoveryLag(const model::Deployment& deployment) {
    if (!deployment.discovery) return {};
    if (deployment.discovery->kind == model::DiscoveryKind::Consul)
        return fmt::format(" Clients may call those that are gone for up to {:g} s, until agents look.",
                           model::inSeconds(deployment.discovery->check));
    if (deployment.discovery->kind == model::DiscoveryKind::Eureka)
        return " Clients may call those that are gone until leases are evicted and lists fetched anew.";
    const double probes = deployment.readiness ? model::inSeconds(deployment.readiness->period) *
                                                     deployment.readiness->failureThreshold
                                               : 0;
    const double kept = model::inSeconds(deployment.discovery->ttl);
    if (probes + kept <= 0) return {};
    return fmt::format(
        " Clients may call those that are gone for up to {:g} s: {:g} s until probes have noticed, {:g} s "
        "that "
        "addresses are kept.",
        probes + kept, probes, kept);
}

std::vector<double> scheduledChanges(const model::Arrivals& arrivals) {
    std::vector<double> changes;
    if (const auto* spike = std::get_if<model::SpikeArrivals>(&arrivals))
        changes = {model::inSeconds(spike->start), model::inSeconds(spike->start + spike->length)};
    if (const auto* step = std::get_if<model::StepArrivals>(&arrivals))
        for (std::size_t at = 1; at < step->levels.size(); ++at)
            changes.push_back(model::inSeconds(step->levels[at].at));
    std::erase_if(changes, [](double change) { return change <= 0; });
    std::ranges::sort(changes);
    return changes;
}

}  // namespace simulator
