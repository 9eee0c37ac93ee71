#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "simulator/plan/index.h"

namespace simulator {

struct JourneyPlan {
    std::string id;
    Index entry;
    Index workload;
};

/// How journeys begin. Open load is a rate over time or a recording; closed load a number of users.
struct WorkloadPlan {
    enum class Kind {
        Poisson,  ///< `rates`
        Regular,  ///< `rates`
        Wave,
        Modulated,  ///< `states`
        Replay,     ///< `times`
        Counted,    ///< `counts`, at equal distances
        Closed,
    };
    /// Until its end the rate goes linearly from one value to the other [1/s].
    struct Piece {
        double end;  ///< [s]
        double from;
        double to;
    };
    /// The rate mean + amplitude sin(2 pi (t + phase) / period) [1/s].
    struct Wave {
        double mean;
        double amplitude;
        double period;  ///< [s]
        double phase;   ///< [s]
    };
    struct State {
        double rate;      ///< [1/s]
        double meanStay;  ///< [s]
    };
    std::string id;
    Kind kind = Kind::Poisson;
    std::vector<Piece> rates;
    bool repeats = false;  ///< After the last of the rates, times or counts comes the first
    Wave wave{};
    std::vector<State> states;
    std::vector<std::int64_t> times;  ///< [ns]
    std::int64_t round = 0;           ///< Length of what repeats [ns]
    std::vector<std::int32_t> counts;
    std::int64_t interval = 0;  ///< Of the counts [ns]
    std::uint32_t users = 0;
    Index think = none;       ///< Draw: between two journeys of a closed user
    Index arrival = none;     ///< Draw
    Index modulation = none;  ///< Draw: of the stays
    Index choice = none;      ///< Draw: of the journey
    Index firstJourney = 0;
    std::vector<double> cumulative;  ///< Weights of the journeys, scaled to 1
};

}  // namespace simulator
