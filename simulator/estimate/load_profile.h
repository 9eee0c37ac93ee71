#pragma once

#include "model/arrivals.h"

namespace simulator::estimating {

/// What a load that changes on a schedule comes to over a run.
struct LoadProfile {
    double mean = 0;  ///< [journeys/s]
    double peak = 0;  ///< The highest rate in the run [journeys/s]
    double scv = 1;   ///< Of the times between arrivals, apart from the schedule
};

/// Over the first `length` [s], which is positive.
LoadProfile profileOf(const model::RampArrivals& arrivals, double length);
LoadProfile profileOf(const model::SpikeArrivals& arrivals, double length);
LoadProfile profileOf(const model::DiurnalArrivals& arrivals, double length);
LoadProfile profileOf(const model::StepArrivals& arrivals, double length);
LoadProfile profileOf(const model::CountedArrivals& arrivals, double length);
/// The peak is that of the densest second, or hundredth of the run if that is longer; the scv that of the
/// gaps, whatever their order.
LoadProfile profileOf(const model::TraceArrivals& arrivals, double length);

}  // namespace simulator::estimating
