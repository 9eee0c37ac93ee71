#pragma once

#include <cstdint>
#include <vector>

#include "simulator/kernel/clock.h"
#include "simulator/plan/index.h"

namespace simulator {

struct FaultPlanEntry {
    enum class Kind { Kill, Slow, Error, Pause, Flush, Latency, Loss, Pressure, Release, Names, Clock };
    Kind kind = Kind::Kill;
    bool store = false;
    Index target = 0;  ///< Service or store
    std::int64_t start = 0;
    std::int64_t end = never;
    std::uint32_t replicas = 0;  ///< That it hits; all when 0
    double factor = 1;
    std::int64_t extra = 0;  ///< Time; of a clock, how far it is ahead [ns]
    double rate = 0;
    std::int64_t failureTime = 0;     ///< That an error takes [ns]
    std::int64_t pause = 0;           ///< Of one of many [ns]
    std::int64_t perRequest = 0;      ///< [ns]
    std::int64_t every = 0;           ///< Pause; 0 where they do not come by time [ns]
    std::uint32_t everyRequests = 0;  ///< Pause; 0 where they do not come by requests

    Index zone = none;              ///< Only what stands in that zone of the network
    Index channel = none;           ///< Whose broker is away; then it has no target
    Index near = none;              ///< Zone at one end of the network; then it has no target
    Index far = none;               ///< Zone at the other end; all that is not in the first one when none
    Index peer = none;              ///< Service at the other end of the network; all of them when none
    std::int64_t ramp = 0;          ///< From no strength to all of it [ns]
    double meanGap = 0;             ///< Between those that come by chance; 0 of one at its time [ns]
    std::int64_t length = 0;        ///< Of those that come by chance [ns]
    std::vector<Index> services{};  ///< Whose replicas they hit
    double share = 0;               ///< Of the CPU of each, that is taken
    double memory = 0;              ///< That is taken of each [MiB]
    Index pool = none;              ///< Whose nodes are lost; it has no other target then
    bool crashes = false;           ///< A release that dies as it starts up

    bool isOfNetwork() const { return kind == Kind::Latency || kind == Kind::Loss; }
    /// Whether it concerns the messages of a call.
    bool touches(Index service, Index caller, Index callee) const {
        const auto isOne = [&](Index one, Index other) {
            return one == service && (peer == none || other == peer);
        };
        return caller != callee && (isOne(caller, callee) || isOne(callee, caller));
    }
    bool isBetweenZones() const { return near != none; }
    /// Whether it lies between two zones; `none` of what is in none.
    bool divides(Index one, Index other) const {
        const auto goes = [this](Index from, Index to) {
            return from == near && (far == none ? to != near : to == far);
        };
        return goes(one, other) || goes(other, one);
    }
    /// Whether it may lie between replicas or servers of both; users, who are in no zone, when null.
    template <class One, class Other>
    bool mayDivide(const One* one, const Other* other) const {
        const auto isNear = [this](const auto* of) { return of && of->standsIn(near); };
        const auto isFar = [this](const auto* of) {
            if (far == none) return !of || of->standsBeside(near);
            return of && of->standsIn(far);
        };
        return (isNear(one) && isFar(other)) || (isNear(other) && isFar(one));
    }
    bool repeats() const { return every > 0 || everyRequests > 0; }

    bool operator==(const FaultPlanEntry&) const = default;
};

}  // namespace simulator
