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

const char* verdictName(SteadyStateResult::Verdict verdict) {
    switch (verdict) {
        case SteadyStateResult::Verdict::NotStated:
            return "not_stated";
        case SteadyStateResult::Verdict::Passed:
            return "passed";
        case SteadyStateResult::Verdict::Failed:
            return "failed";
        case SteadyStateResult::Verdict::NotJudged:
            return "not_judged";
    }
    return "";
}

}  // namespace simulator
