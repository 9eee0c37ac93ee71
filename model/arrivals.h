#pragma once

#include <cstdint>
#include <optional>
#include <variant>
#include <vector>

#include "model/distribution.h"

namespace model {

/// Journeys start at random moments (Poisson).
struct PoissonArrivals {
    double rate = 1.0;  ///< [journeys/s]

    bool operator==(const PoissonArrivals&) const = default;
};
/// Journeys start at equal distances.
struct ConstantArrivals {
    double rate = 1.0;  ///< [journeys/s]

    bool operator==(const ConstantArrivals&) const = default;
};
/// Poisson, with a rate that goes from `from` to `to` in the time `over`, then stays.
struct RampArrivals {
    double from = 1.0;  ///< [journeys/s]
    double to = 10.0;   ///< [journeys/s]
    Duration over = seconds(60);

    bool operator==(const RampArrivals&) const = default;
};
/// Poisson at `base`, and at `peak` from `start` for the time `length`.
struct SpikeArrivals {
    double base = 1.0;   ///< [journeys/s]
    double peak = 10.0;  ///< [journeys/s]
    Duration start = seconds(60);
    Duration length = seconds(30);

    bool operator==(const SpikeArrivals&) const = default;
};
/// Poisson, with the rate mean + amplitude sin(2 pi (t + phase) / period).
struct DiurnalArrivals {
    double mean = 10.0;      ///< [journeys/s]
    double amplitude = 5.0;  ///< [journeys/s]; at most the mean
    Duration period = seconds(86400);
    Duration phase{};  ///< Where in the period the run starts: at 0 on the way up, at the mean

    bool operator==(const DiurnalArrivals&) const = default;
};
/// A rate from a moment on.
struct RateLevel {
    Duration at{};
    double rate = 1.0;  ///< [journeys/s]
    UnknownFields unknown;

    bool operator==(const RateLevel&) const = default;
};
/// Poisson, with a rate that changes at once; nothing comes before the first level.
struct StepArrivals {
    std::vector<RateLevel> levels;

    bool operator==(const StepArrivals&) const = default;
};
/// One of the states of bursty load.
struct ModulatedState {
    double rate = 1.0;  ///< [journeys/s]
    Duration meanStay = seconds(10);
    UnknownFields unknown;

    bool operator==(const ModulatedState&) const = default;
};
/// A Markov-modulated Poisson process (MMPP): the rate is that of the present state. Stays are exponential;
/// after the last state comes the first. The run starts in a state by chance, in proportion to the stays.
struct ModulatedArrivals {
    std::vector<ModulatedState> states;

    bool operator==(const ModulatedArrivals&) const = default;
};
/// Journeys start when they did in a recording.
struct TraceArrivals {
    std::vector<Duration> times;          ///< Since the start, none before its predecessor
    std::optional<Duration> repeatAfter;  ///< Length of a round; played once when absent

    bool operator==(const TraceArrivals&) const = default;
};

enum class Spacing {
    Poisson,  ///< At random, with the rate that was counted
    Regular,  ///< As many as were counted, at equal distances, half of one from the edges
};

/// As many journeys as a recording counted in intervals of equal length.
struct CountedArrivals {
    Duration interval = seconds(1);
    std::vector<std::int32_t> counts;
    Spacing spacing = Spacing::Poisson;
    bool repeat = false;  ///< After the last interval comes the first; nothing when false

    bool operator==(const CountedArrivals&) const = default;
};
/// A fixed number of users, each of which begins anew when its journey and the pause after it are over.
struct ClosedUsers {
    std::int32_t users = 1;
    std::optional<Distribution> think;  ///< Between two journeys

    bool operator==(const ClosedUsers&) const = default;
};

using Arrivals = std::variant<PoissonArrivals, ConstantArrivals, RampArrivals, SpikeArrivals, DiurnalArrivals,
                              StepArrivals, ModulatedArrivals, TraceArrivals, CountedArrivals, ClosedUsers>;

/// A clock of whole nanoseconds cannot part faster arrivals [journeys/s].
inline constexpr double highestRate = 1e8;
/// The most levels or states of one workload.
inline constexpr std::size_t mostLevels = 10'000;
/// The most moments or intervals of one recording.
inline constexpr std::size_t mostRecorded = 1'000'000;

}  // namespace model
