#include "simulator/estimate/bursts.h"

#include <algorithm>
#include <cmath>

namespace simulator::estimating {

namespace {

constexpr double nearlyFull = 0.95;

/// Each rate lasts for ever; unstable where one of them is too high, or hardly too low.
QueueState longBursts(const QueueLoad& load, const Modulation& modulation, double share) {
    QueueState result;
    Mixture waits;
    for (const Modulation::Level& level : modulation.levels) {
        const double factor = 1 + share * (level.factor - 1);
        if (!(factor > 0)) continue;
        QueueLoad own = load;
        own.rate *= factor;
        own.active *= factor;
        const QueueState state = solveQueue(own);
        result.stable = result.stable && state.stable &&
                        (load.places < QueueLoad::unbounded || state.utilisation < nearlyFull);
        result.blocked += level.share * factor * state.blocked;
        result.utilisation += level.share * state.utilisation;
        waits.add(level.share * factor * (1 - state.blocked), state.wait);
    }
    result.wait = waits.moments();
    return result;
}

/// The mean wait behind what bursts above the capacity have piled up, as if work were a fluid [s].
double fluidWait(const QueueLoad& load, const Modulation& modulation, const BurstShare& bursts) {
    const double capacity = load.servers / load.service.mean;
    double over = 0;  // Share of the time
    double overRate = 0;
    for (const Modulation::Level& level : modulation.levels) {
        const double rate = load.rate * (1 + bursts.share * (level.factor - 1));
        if (rate < capacity) continue;
        over += level.share;
        overRate += level.share * rate;
    }
    if (!(over > 0)) return 0;
    const double under = 1 - over;
    const double high = overRate / over;
    const double low = (load.rate - overRate) / under;
    // The stays that two rates of that dispersion have.
    const double swing = under * (1 - (1 + (low / load.rate - 1) / bursts.share));
    const double workload = bursts.share * load.rate * bursts.replicas / bursts.visits;
    const double cycle = (modulation.dispersion - 1) / (2 * workload * swing * swing);
    const double up = high - capacity;
    const double down = capacity - low;
    const double decay = 1 / (up * over * cycle) - 1 / (down * under * cycle);
    if (!(up > 0) || !(decay > 0)) return 0;
    return over * (high + low * up / down) / (decay * load.rate) / capacity;
}

QueueState dispersed(QueueLoad load, const Modulation& modulation, const BurstShare& bursts) {
    load.arrivalScv += bursts.share * bursts.visits * (modulation.dispersion - 1) / bursts.replicas;
    return solveQueue(load);
}

}  // namespace

QueueState solveBursts(const QueueLoad& load, const QueueState& calm, const Modulation& modulation,
                       const BurstShare& bursts) {
    if (!calm.stable || !(bursts.share > 1e-9)) return calm;
    QueueState slow = longBursts(load, modulation, bursts.share);
    QueueState heavy = dispersed(load, modulation, bursts);
    if (!slow.stable) {
        const double fluid = fluidWait(load, modulation, bursts);
        const double mean = fluid + std::sqrt(calm.wait.mean * heavy.wait.mean);
        if (mean < slow.wait.mean || fluid > 0) slow.wait = Moments::gamma(mean, 1);
    }
    const bool isSlow =
        slow.blocked < heavy.blocked || (slow.blocked == heavy.blocked && slow.wait.mean < heavy.wait.mean);
    QueueState& found = isSlow ? slow : heavy;
    found.stable = true;
    found.spill = calm.spill;
    found.utilisation = std::min(1.0, load.offered() / load.servers * (1 - found.blocked));
    return found;
}

}  // namespace simulator::estimating
