#include <set>

#include "model/checking/visitor.h"

namespace model::checking {

namespace {

double inMs(Duration time) {
    return inMilliseconds(time);
}

void checkPauses(const PauseFault& fault, Walk& walk) {
    if (!fault.pause && !fault.perRequest)
        return reportAt(fault.every ? "every_ms" : "every_requests",
                        "pauses without a length, expected pause_ms or per_request_ms beside", walk);
    if (fault.every && fault.everyRequests)
        return reportAt("every_requests", "found every_ms too, expected one of both", walk);
    if (!fault.every && !fault.everyRequests)
        return reportAt(
            fault.pause ? "pause_ms" : "per_request_ms",
            "one of many pauses, but not how often: expected every_ms or every_requests beside; a "
            "single pause has length_s alone",
            walk);
    const Duration shortest = fault.pause.value_or(Duration{});
    if (shortest.count() == 0 && fault.perRequest.value_or(Duration{}).count() == 0)
        return reportAt(fault.pause ? "pause_ms" : "per_request_ms", "pauses of 0 ms, should be longer",
                        walk);
    if (fault.every && *fault.every <= shortest)
        reportAt("every_ms",
                 fmt::format("{}, should be above pause_ms {}: nothing would ever go on", inMs(*fault.every),
                             inMs(shortest)),
                 walk);
}

}  // namespace

void checkMore(const PauseFault& fault, Walk& walk) {
    if (fault.repeats()) checkPauses(fault, walk);
}

void checkMore(const PressureFault& fault, Walk& walk) {
    if (fault.cpuShare == 0 && fault.memoryMib == 0)
        walk.report("pressure on nothing, expected cpu_share or memory_mib");
}

namespace {

template <class Effect>
bool is(const Fault& fault) {
    return std::holds_alternative<Effect>(fault.effect);
}

bool isOfNetwork(const Fault& fault) {
    return is<LatencyFault>(fault) || is<LossFault>(fault) || is<PartitionFault>(fault);
}

bool isOfReplicas(const Fault& fault) {
    return is<PressureFault>(fault) || is<NamesFault>(fault) || is<ReleaseFault>(fault) ||
           is<ClockFault>(fault);
}

/// Some servers of a store that has several may be slow or fail; the time of a failure is that of requests.
void checkStoreFields(const Fault& fault, Walk& walk) {
    const auto* slow = std::get_if<SlowFault>(&fault.effect);
    const auto* error = std::get_if<ErrorFault>(&fault.effect);
    const DataStore* store = walk.project().stores.find(std::get<DataStoreId>(fault.target));
    const bool hasSome = (slow && slow->replicas) || (error && error->replicas);
    if (hasSome && store && !store->replication)
        reportAt("replicas",
                 "of a store without replication, which is slow or fails as a whole, expected none", walk);
    if (error && error->time.count() > 0)
        reportAt("time_ms", "of a store, whose queries fail at once, expected none", walk);
}

void checkPeers(const Fault& fault, Walk& walk) {
    const auto* zone = std::get_if<ZoneId>(&fault.target);
    if (zone && peerOf(fault.effect))
        reportAt("peer", "a service, at the other end of a zone: expected peer_zone", walk);
    if (zone && peerZoneOf(fault.effect) == *zone)
        reportAt("peer_zone",
                 fmt::format("\"{}\", the zone itself, expected another one", clipped(zone->value())), walk);
    if (!zone && peerZoneOf(fault.effect))
        reportAt("peer_zone", "at the other end of what is no zone: expected \"zone\"", walk);
}

/// Of what is lost as a whole, and of what else may happen to it.
void checkPlace(const Fault& fault, const char* what, bool hasParts, bool hasNetwork, Walk& walk) {
    if (hasNetwork && isOfNetwork(fault)) return;
    const auto* kill = std::get_if<KillFault>(&fault.effect);
    if (!kill)
        return reportAt("fault",
                        fmt::format("only a kill{} takes a {}, expected \"kill\"",
                                    hasNetwork ? " or a fault of the network" : "", what),
                        walk);
    if (kill->replicas && !hasParts)
        reportAt("replicas", fmt::format("of a {}, which is lost as a whole, expected none", what), walk);
}

void checkTarget(const Fault& fault, Walk& walk) {
    checkPeers(fault, walk);
    if (std::holds_alternative<ZoneId>(fault.target)) return checkPlace(fault, "zone", false, true, walk);
    if (std::holds_alternative<RegionId>(fault.target))
        return checkPlace(fault, "region", false, false, walk);
    if (std::holds_alternative<ChannelId>(fault.target))
        return checkPlace(fault, "channel", false, false, walk);
    if (std::holds_alternative<NodePoolId>(fault.target))
        return checkPlace(fault, "node pool", true, false, walk);
    const bool ofStore = std::holds_alternative<DataStoreId>(fault.target);
    if (ofStore && isOfReplicas(fault))
        reportAt("fault", "what happens to services only, at a store: expected \"service\"", walk);
    if (ofStore && is<PauseFault>(fault))
        reportAt("fault", "pause of a store, but only services pause: expected \"service\"", walk);
    if (ofStore && isOfNetwork(fault))
        reportAt("fault",
                 "a fault of the network at a store, whose times include the network: expected \"service\"",
                 walk);
    if (ofStore) checkStoreFields(fault, walk);
    const auto* service = std::get_if<ServiceId>(&fault.target);
    if (service && peerOf(fault.effect) == *service)
        reportAt("peer",
                 fmt::format("\"{}\", the service itself, expected another one", clipped(service->value())),
                 walk);
}

void checkTimes(const Fault& fault, Walk& walk) {
    if (is<FlushFault>(fault) && fault.length)
        reportAt("length_s", "a flush happens at one moment, expected none", walk);
    if (is<ReleaseFault>(fault) && fault.length)
        reportAt("length_s", "a release stays, or is taken back by its strategy: expected none", walk);
    if (!fault.ramp) return;
    if (!is<SlowFault>(fault) && !is<ErrorFault>(fault) && !is<LatencyFault>(fault) &&
        !is<PressureFault>(fault))
        return reportAt("ramp_s",
                        "only slow, error, latency and pressure have a strength that grows, expected none",
                        walk);
    if (fault.length && *fault.ramp > *fault.length)
        reportAt("ramp_s",
                 fmt::format("{}, should be at most length_s {}", inSeconds(*fault.ramp),
                             inSeconds(*fault.length)),
                 walk);
}

void checkChance(const Fault& fault, Walk& walk) {
    if (is<ReleaseFault>(fault))
        return reportAt("chance", "of a release, expected one at a stated time", walk);
    const auto* target = std::get_if<ServiceId>(&fault.target);
    if (fault.start.count() > 0)
        reportAt("start_s", "found chance too, expected one of both: when it comes is drawn", walk);
    if (!fault.length && !is<FlushFault>(fault))
        reportAt("chance", "without length_s, expected how long the fault lasts each time", walk);
    if (!target) return reportAt("chance", "not of a service, but replicas of services are drawn", walk);
    const PointerPath::Scope scope(walk.path, "chance");
    const PointerPath::Scope list(walk.path, "also");
    std::set<std::string_view> named{target->value()};
    for (std::size_t at = 0; at < fault.chance->also.size(); ++at) {
        if (named.insert(fault.chance->also[at].value()).second) continue;
        const PointerPath::Scope place(walk.path, at);
        walk.report(fmt::format("\"{}\" is named twice", clipped(fault.chance->also[at].value())));
    }
}

}  // namespace

void checkMore(const Fault& fault, Walk& walk) {
    checkTarget(fault, walk);
    checkTimes(fault, walk);
    if (fault.chance) checkChance(fault, walk);
}

namespace {

/// Whether two faults do the same to the same at the same time. When those by chance come is not known.
bool isTwice(const Fault& one, const Fault& other) {
    if (one.effect.index() != other.effect.index() || one.chance || other.chance) return false;
    const auto peer = peerOf(one.effect);
    const auto otherPeer = peerOf(other.effect);
    const bool crossed =
        peer && otherPeer && one.target == FaultTarget(*otherPeer) && other.target == FaultTarget(*peer);
    const auto zone = peerZoneOf(one.effect);
    const auto otherZone = peerZoneOf(other.effect);
    const bool zonesCrossed =
        zone && otherZone && one.target == FaultTarget(*otherZone) && other.target == FaultTarget(*zone);
    if (!crossed && !zonesCrossed && (zone != otherZone || one.target != other.target || peer != otherPeer))
        return false;
    if (is<FlushFault>(one) || is<ReleaseFault>(one)) return one.start == other.start;
    const auto endsAfter = [](const Fault& first, const Fault& second) {
        return !first.length || first.start + *first.length > second.start;
    };
    return endsAfter(one, other) && endsAfter(other, one);
}

/// Whether one is stated once more, letter by letter.
bool isCopy(const Fault& one, const Fault& other) {
    return one.start == other.start && one.length == other.length && one.ramp == other.ramp &&
           one.effect == other.effect;
}

/// What a kill takes may be taken in parts: replicas, servers, nodes.
bool killsParts(const Fault& fault) {
    const auto* kill = std::get_if<KillFault>(&fault.effect);
    const bool hasParts = std::holds_alternative<ServiceId>(fault.target) ||
                          std::holds_alternative<DataStoreId>(fault.target) ||
                          std::holds_alternative<NodePoolId>(fault.target);
    return kill && hasParts && kill->replicas > 0;
}

/// Whether a fault adds to another of its kind: some replicas die beside others, factors multiply, chances
/// combine.
bool actTogether(const Fault& one, const Fault& other) {
    if (isCopy(one, other)) return false;
    return (killsParts(one) && killsParts(other)) || is<SlowFault>(one) || is<ErrorFault>(one);
}

}  // namespace

void checkMore(const FaultPlan& plan, Walk& walk) {
    const PointerPath::Scope list(walk.path, "faults");
    for (std::size_t at = 1; at < plan.faults.size() && !walk.full(); ++at) {
        for (std::size_t before = 0; before < at; ++before) {
            const Fault& one = plan.faults[before];
            const Fault& other = plan.faults[at];
            if (!isTwice(one, other) || actTogether(one, other)) continue;
            const PointerPath::Scope scope(walk.path, at);
            walk.report(fmt::format(
                "the same as fault {} at the same time, expected one of them, or one after the other",
                before));
            break;
        }
    }
}

}  // namespace model::checking
