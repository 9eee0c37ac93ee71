#pragma once

#include <QString>
#include <vector>

#include "model/project.h"

namespace app {

/// Something that happens at a known time of a scenario: a fault, or a spike of the load.
struct TimeMark {
    QString label;     ///< `kill payment`
    double start = 0;  ///< [s]
    double end = 0;    ///< [s]
    bool isFault = true;

    bool operator==(const TimeMark&) const = default;
};

/// The faults and spikes of a scenario, in the order of time; cut at its end.
std::vector<TimeMark> timeMarks(const model::Project& project, const model::Scenario& scenario);

/// `kill payment`, `slow ledger 10x`, `25 % errors in cart`.
QString faultText(const model::Project& project, const model::Fault& fault);
/// `280 rps Poisson`, `50 users`, `20 to 200 rps over 60 s`: how requests arrive.
QString arrivalsText(const model::Workload& workload);

}  // namespace app
