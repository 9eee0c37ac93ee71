#include "simulator/run_result.h"

namespace simulator {

const char* causeName(Cause cause) {
    switch (cause) {
        case Cause::Timeout:
            return "timeout";
        case Cause::Rejected:
            return "rejected";
        case Cause::Crashed:
            return "crashed";
        case Cause::Fault:
            return "fault";
        case Cause::Dependency:
            return "dependency";
        case Cause::Bug:
            return "bug";
        case Cause::BreakerOpen:
            return "breaker_open";
        case Cause::BulkheadFull:
            return "bulkhead_full";
        case Cause::RateLimited:
            return "rate_limited";
        case Cause::Throttled:
            return "throttled";
        case Cause::Shed:
            return "shed";
    }
    return "";
}

}  // namespace simulator
