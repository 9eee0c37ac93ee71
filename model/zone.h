#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "model/distribution.h"
#include "model/id.h"
#include "model/quantity.h"
#include "model/unknown.h"

namespace model {

struct Region;
struct Zone;
struct NodePool;
using RegionId = Id<Region>;
using ZoneId = Id<Zone>;
using NodePoolId = Id<NodePool>;

/// Zones that are near to each other.
struct Region {
    RegionId id;
    std::string name;
    UnknownFields unknown;

    bool operator==(const Region&) const = default;
};

/// A part of the infrastructure that fails as a whole: an availability zone.
struct Zone {
    ZoneId id;
    std::string name;
    UnknownFields unknown;
    std::optional<RegionId> region{};

    bool operator==(const Zone&) const = default;
};

/// The latency of the network one way between two zones, in place of that of the network. The same both
/// ways; between a zone and itself, of what stays within it.
struct ZoneLatency {
    ZoneId from;
    ZoneId to;
    Distribution latency;
    UnknownFields unknown;

    bool operator==(const ZoneLatency&) const = default;
};

/// The same between all zones of two regions, of which no `ZoneLatency` speaks.
struct RegionLatency {
    RegionId from;
    RegionId to;
    Distribution latency;
    UnknownFields unknown;

    bool operator==(const RegionLatency&) const = default;
};

/// Machines of one kind that pods run on. The defaults of times are those of Kubernetes: its node controller,
/// its tolerations and its cluster autoscaler.
struct NodePool {
    NodePoolId id;
    std::string name;
    std::int32_t nodes = 3;
    std::int32_t cpuMilli = 4000;          ///< Of a node, for pods [1/1000 core]
    std::int32_t memoryMib = 16384;        ///< Of a node, for pods
    std::vector<ZoneId> zones;             ///< Its nodes are dealt out to them in turn; in none when empty
    std::optional<std::int32_t> maxNodes;  ///< That it grows to when pods find no room; it stays when absent
    Duration provision = seconds(120);     ///< Until a new node is there
    Duration idle = seconds(600);          ///< Of a node without pods, before it is taken away
    Duration detection = seconds(40);      ///< Until it is noticed that a node is lost
    Duration eviction = seconds(300);      ///< From then on, until its pods are made anew on others
    UnknownFields unknown;

    bool operator==(const NodePool&) const = default;
};

}  // namespace model
