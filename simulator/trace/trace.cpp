#include "simulator/trace/trace.h"

namespace simulator {

std::vector<std::string> keptForNames(std::uint8_t bits) {
    std::vector<std::string> names;
    if (bits & keptAsHead) names.emplace_back("head");
    if (bits & keptAsSlowest) names.emplace_back("slowest");
    if (bits & keptAsFailed) names.emplace_back("failed");
    if (bits & keptInReservoir) names.emplace_back("reservoir");
    return names;
}

const char* partName(Part part) {
    constexpr const char* names[] = {"queue", "processor", "service", "network", "backoff",
                                     "think", "channel",   "call",    "retry",   "callee",
                                     "store", "branches",  "handling"};
    static_assert(std::size(names) == partCount);
    return names[static_cast<std::size_t>(part)];
}

const char* spanKindName(SpanKind kind) {
    constexpr const char* names[] = {"internal", "server", "client", "producer", "consumer"};
    return names[static_cast<std::size_t>(kind)];
}

}  // namespace simulator
