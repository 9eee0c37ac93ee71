#include "simulator/metrics/group_summary.h"

#include <algorithm>
#include <numeric>

#include "simulator/metrics/series.h"

namespace simulator {

namespace {

std::uint64_t membersOf(const Plan& plan, const GroupPlan& group) {
    std::uint64_t members = 0;
    for (const SubscriberPlan& subscriber : group.subscribers)
        members += std::uint64_t{subscriber.concurrency} * plan.services[subscriber.service].replicas;
    return members;
}

void addCounts(GroupResult& result, const GroupBooks& books) {
    const auto left = [&](Fate fate) { return books.counts.left[static_cast<std::size_t>(fate)]; };
    result.published += books.counts.published;
    result.handled += left(Fate::Handled);
    result.deadLettered += left(Fate::DeadLettered);
    result.dropped += left(Fate::Dropped);
    result.expired += left(Fate::Expired);
    result.inside += books.inside;
    result.redelivered += books.counts.redelivered;
    result.rebalances += books.counts.rebalances;
    result.pausedSeconds += books.counts.paused / 1e9;
}

double busiestShare(const std::vector<Recording>& recordings, std::size_t group) {
    std::vector<std::uint64_t> sums;
    for (const Recording& recording : recordings) {
        const std::vector<std::uint64_t>& counts = recording.groupBooks[group].counts.partitions;
        sums.resize(counts.size());
        for (std::size_t at = 0; at < counts.size(); ++at) sums[at] += counts[at];
    }
    const std::uint64_t all = std::accumulate(sums.begin(), sums.end(), std::uint64_t{0});
    if (all == 0) return 0;
    return static_cast<double>(*std::max_element(sums.begin(), sums.end())) / static_cast<double>(all);
}

void findWorst(GroupResult& result, const std::vector<GroupInterval>& series, std::size_t first) {
    for (std::size_t at = first; at < series.size(); ++at) {
        result.largestLag = std::max(result.largestLag, static_cast<double>(series[at].lag));
        result.oldestMs = std::max(result.oldestMs, static_cast<double>(series[at].oldest));
    }
}

}  // namespace

std::vector<GroupResult> groupResults(const Plan& plan, const std::vector<Recording>& recordings,
                                      std::size_t firstInterval) {
    std::vector<GroupResult> results;
    for (std::size_t at = 0; at < plan.groups.size(); ++at) {
        const GroupPlan& group = plan.groups[at];
        GroupResult& result = results.emplace_back();
        result.channel = plan.channels[group.channel].id;
        result.id = group.id;
        result.partitions = plan.channels[group.channel].partitions;
        result.members = membersOf(plan, group);
        for (const Recording& recording : recordings) {
            addCounts(result, recording.groupBooks[at]);
            findWorst(result, recording.groupSeries[at], firstInterval);
        }
        if (!recordings.empty()) result.pausedSeconds /= static_cast<double>(recordings.size());
        result.busiestPartition = busiestShare(recordings, at);
        result.series = groupSeries(recordings, at);
    }
    return results;
}

bool groupsConserve(const Recording& recording) {
    return std::all_of(recording.groupBooks.begin(), recording.groupBooks.end(), [](const GroupBooks& books) {
        const auto left =
            std::accumulate(books.counts.left.begin(), books.counts.left.end(), std::uint64_t{0});
        return books.counts.published == left + books.inside && books.inside == books.metered;
    });
}

}  // namespace simulator
