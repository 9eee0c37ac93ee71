#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "simulator/kernel/clock.h"
#include "simulator/plan/index.h"

namespace simulator {

/// One operation that handles the messages of a group.
struct SubscriberPlan {
    Index operation;
    Index service;
    std::uint32_t concurrency = 1;  ///< Of one replica
    Index edge;
};

/// Consumers that share the messages of a channel.
struct GroupPlan {
    Index channel;
    std::uint32_t limit = unlimited;  ///< Messages handled at the same time: the partitions of a log
    std::vector<SubscriberPlan> subscribers;
    Index delay = none;  ///< Draw
    std::string id;
};

/// As in model::PartitionAssignment.
enum class Assignment : std::uint8_t { Range, RoundRobin, CooperativeSticky };

struct RedeliveryPlan {
    std::uint32_t maxDeliveries = 5;
    std::int64_t delay = 0;
    double factor = 1;
    std::int64_t maxDelay = 0;
};

struct ChannelPlan {
    std::string id;
    std::uint32_t consumers = 0;  ///< Messages that can be handled at the same time, by all groups
    bool redelivers = false;
    std::vector<Index> groups;
    std::uint32_t partitions = 0;    ///< Each of one consumer of a group; 0 where they are shared
    std::vector<double> cumulative;  ///< Shares of the partitions and those before; in turn when empty
    Index keyDraw = none;
    Assignment assignment = Assignment::Range;
    std::int64_t rebalancePause = 0;
    std::int64_t sessionTimeout = 0;
    std::int64_t retention = never;
    RedeliveryPlan redelivery;
    Index deadLetter = none;  ///< Channel
    Index deadLetterEdge = none;
    bool expiredAreDeadLetters = false;
    const char* broker = "";               ///< As OpenTelemetry calls it: `kafka`
    bool buffers = false;                  ///< Who publishes keeps messages while the broker is away
    std::int64_t maxPollInterval = never;  ///< Of what a member took at once, until it has handled it [ns]
    std::uint32_t maxPollRecords = 500;    ///< That it takes at once

    bool polls() const { return maxPollInterval != never; }
};

}  // namespace simulator
