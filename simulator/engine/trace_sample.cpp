#include "simulator/engine/trace_sample.h"

#include <algorithm>
#include <iterator>
#include <map>
#include <tuple>

namespace simulator {

// A shared processor gives what it owes first; the rest of the time went to others.
void RecordedSpan::enter(Part next, std::int64_t now) {
    const std::int64_t served = std::min(now - since, work);
    parts[static_cast<std::size_t>(Part::Service)] += served;
    parts[static_cast<std::size_t>(part)] += now - since - served;
    work = 0;
    since = now;
    part = next;
}

void RecordedSpan::close(Outcome result, std::int64_t now) {
    enter(part, now);
    end = now;
    outcome = result;
}

double keyOf(const RecordedTrace& trace, std::uint8_t reason) {
    if (reason == keptAsSlowest) return -static_cast<double>(trace.latency);
    return reason == keptAsHead ? trace.headChance : trace.chance;
}

Index groupOf(const RecordedTrace& trace, std::uint8_t reason) {
    if (reason == keptAsHead) return 0;
    return reason == keptAsFailed ? static_cast<Index>(causeOf(trace.outcome)) : trace.journey;
}

void TraceSample::thin(std::uint8_t reason, std::size_t most) {
    std::map<Index, std::vector<RecordedTrace*>> groups;
    for (RecordedTrace& trace : traces)
        if (trace.keptFor & reason) groups[groupOf(trace, reason)].push_back(&trace);
    for (auto& [group, members] : groups) {
        if (members.size() <= most) continue;
        std::sort(members.begin(), members.end(), [&](const RecordedTrace* left, const RecordedTrace* right) {
            return std::tuple(keyOf(*left, reason), left->replication, left->serial) <
                   std::tuple(keyOf(*right, reason), right->replication, right->serial);
        });
        for (std::size_t at = most; at < members.size(); ++at)
            members[at]->keptFor = static_cast<std::uint8_t>(members[at]->keptFor & ~reason);
    }
}

void TraceSample::join(TraceSample other, const TraceOptions& options) {
    counts.traced += other.counts.traced;
    counts.untraced += other.counts.untraced;
    std::move(other.traces.begin(), other.traces.end(), std::back_inserter(traces));
    thin(keptAsHead, options.mostHead);
    thin(keptAsSlowest, options.slowest);
    thin(keptAsFailed, options.failed);
    thin(keptInReservoir, options.reservoir);
    std::erase_if(traces, [](const RecordedTrace& trace) { return trace.keptFor == 0; });
    std::sort(traces.begin(), traces.end(), [](const RecordedTrace& left, const RecordedTrace& right) {
        return std::pair(left.replication, left.serial) < std::pair(right.replication, right.serial);
    });
}

}  // namespace simulator
