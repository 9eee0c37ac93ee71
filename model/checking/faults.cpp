#include "model/checking/visitor.h"

namespace model::checking {

namespace {

double inMs(Duration time) {
    return inMilliseconds(time);
}

/// Reports at a field of the fault.
void reportAt(const char* key, std::string message, Walk& walk) {
    const PointerPath::Scope scope(walk.path, key);
    walk.report(std::move(message));
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

void checkMore(const Fault& fault, Walk& walk) {
    const bool ofStore = std::holds_alternative<DataStoreId>(fault.target);
    if (ofStore && std::holds_alternative<PauseFault>(fault.effect))
        reportAt("fault", "pause of a store, but only services pause: expected \"service\"", walk);
}

namespace {

/// Whether two faults do the same to the same at the same time.
bool isTwice(const Fault& one, const Fault& other) {
    if (one.effect.index() != other.effect.index() || one.target != other.target) return false;
    const auto endsAfter = [](const Fault& first, const Fault& second) {
        return !first.length || first.start + *first.length > second.start;
    };
    return endsAfter(one, other) && endsAfter(other, one);
}

/// Those that add to another of their kind: replicas die one by one, factors multiply, chances combine.
bool actTogether(const FaultEffect& effect) {
    return std::holds_alternative<KillFault>(effect) || std::holds_alternative<SlowFault>(effect) ||
           std::holds_alternative<ErrorFault>(effect);
}

}  // namespace

void checkMore(const FaultPlan& plan, Walk& walk) {
    const PointerPath::Scope list(walk.path, "faults");
    for (std::size_t at = 1; at < plan.faults.size() && !walk.full(); ++at) {
        if (actTogether(plan.faults[at].effect)) continue;
        for (std::size_t before = 0; before < at; ++before) {
            if (!isTwice(plan.faults[before], plan.faults[at])) continue;
            const PointerPath::Scope scope(walk.path, at);
            walk.report(fmt::format(
                "the same as fault {} at the same time, expected one of them, or one after the other",
                before));
            break;
        }
    }
}

}  // namespace model::checking
