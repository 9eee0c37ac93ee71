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
    }
    return "";
}

}  // namespace simulator
