#include "simulator/estimate/queues.h"

#include <algorithm>
#include <array>
#include <cmath>

#include "model/probability/special_functions.h"

namespace simulator::estimating {

namespace {

constexpr double nearlyFull = 1 - 1e-9;
constexpr double mostSources = 1024;
constexpr std::size_t mostCallers = 128;

/// The factor by which waits differ from those of exponential arrivals and services.
double variability(const QueueLoad& load, double utilisation) {
    const double arrival = load.arrivalScv;
    const double sum = arrival + load.service.scv();
    if (arrival >= 1 || sum <= 0) return sum / 2;
    const double correction = 2 * (1 - utilisation) * (1 - arrival) * (1 - arrival) / (3 * utilisation * sum);
    return sum / 2 * std::exp(-correction);
}

/// The wait of those who wait has this scv at one server with Poisson arrivals (Whitt 1983, QNA, eq. 53).
double delayScv(const Moments& service, double utilisation) {
    const double scv = service.scv();
    const double square = service.variance + service.mean * service.mean;
    const double cube = service.third + service.mean * (3 * service.variance + service.mean * service.mean);
    if (!(square > 0) || !(scv < 1e6)) return 1;
    const double ratio = cube * service.mean / (square * square);  // E[S^3] E[S] / E[S^2]^2
    return std::max(0.0, 2 * utilisation - 1 + 4 * (1 - utilisation) * ratio / 3);
}

/// Moments of a wait that is 0 with the probability 1 - `waits`.
Moments waitMoments(double mean, double waits, double scvOfDelay) {
    if (!(mean > 0) || !(waits > 0)) return {};
    Mixture mixture;
    mixture.add(1 - waits, {});
    mixture.add(waits, Moments::gamma(mean / waits, scvOfDelay));
    return mixture.moments();
}

/// What callers make of a queue whose workers are taken as long as they wait there: A of them at a time make
/// a closed network of this queue and of all else that they do, and A itself goes up and down with the load,
/// up to their number (flow-equivalent server, Lazowska et al. 1984, chapter 9).
struct CallersView {
    double queue = 0;    ///< Waiting here
    double outside = 0;  ///< Waiting for one of the callers
    bool stable = true;
};

/// Weights of so many visits here, up to the servers, and of so many callers elsewhere. There are more
/// callers than servers.
struct CallersWeights {
    using Weights = std::array<double, mostCallers + 1>;
    std::size_t most;  ///< Callers
    std::size_t servers;
    Weights here;
    Weights there;
    Weights upTo;  ///< Sums of `there`

    explicit CallersWeights(const QueueLoad& load)
        : most(static_cast<std::size_t>(load.sources)), servers(static_cast<std::size_t>(load.servers)) {
        const double elsewhere = load.rate * load.away();
        const double offered = load.offered();
        here[0] = there[0] = upTo[0] = 1;
        for (std::size_t count = 1; count <= servers; ++count)
            here[count] = here[count - 1] * (offered / static_cast<double>(count));
        for (std::size_t count = 1; count <= most; ++count) {
            there[count] = there[count - 1] * (elsewhere / static_cast<double>(count));
            upTo[count] = upTo[count - 1] + there[count];
        }
    }

    /// Fewer here than servers, and the others elsewhere, of `active` callers, or of up to so many.
    double below(const Weights& others, std::size_t active) const {
        double sum = 0;
        for (std::size_t count = 0; count < servers; ++count) sum += here[count] * others[active - count];
        return sum;
    }
};

CallersView viewOf(const QueueLoad& load) {
    const CallersWeights weights(load);
    const std::size_t most = weights.most;
    const std::size_t servers = weights.servers;
    // From the servers on each more here has the same factor: sums of those, and of how many wait
    const double factor = load.offered() / load.servers;
    double full = 0, waiting = 0, sumOfFull = 0, queue = 0, before = 0;
    for (std::size_t active = servers; active <= most; ++active) {
        waiting = factor * (waiting + full);
        before = full;
        full = factor * full + weights.there[active - servers];
        sumOfFull += full;
        queue += waiting;
    }
    CallersView view;
    const double last = weights.below(weights.there, most) + weights.here[servers] * full;
    const double ratio = last / (weights.below(weights.there, most - 1) + weights.here[servers] * before);
    view.stable = ratio < nearlyFull;
    if (!view.stable) return view;
    const double rest = ratio / (1 - ratio);  // All are active, and others wait for them
    const double sum = weights.below(weights.upTo, most) + weights.here[servers] * sumOfFull + last * rest;
    view.queue = weights.here[servers] * (queue + waiting * rest) / sum;
    view.outside = last * rest / (1 - ratio) / sum;
    return view;
}

/// Where all callers are always here, or elsewhere: it is their queues that grow.
QueueState fullOfCallers(const QueueLoad& load) {
    QueueState state;
    state.utilisation = std::min(1.0, load.offered() / load.servers);
    const double wait = finiteSourceWait(load.servers, load.service.mean, load.sources,
                                         std::max(load.away(), 1e-9 * load.service.mean));
    state.wait = closedWait(wait, 1, load.servers);
    return state;
}

QueueState openQueue(const QueueLoad& load) {
    QueueState state;
    const double utilisation = load.offered() / load.servers;
    state.stable = utilisation < nearlyFull;
    state.utilisation = std::min(1.0, utilisation);
    if (!state.stable) return state;
    const double waits = erlangC(load.servers, load.offered());
    const double mean = waits * utilisation / (1 - utilisation) / load.rate * variability(load, utilisation);
    state.wait = waitMoments(mean, waits, delayScv(load.service, utilisation));
    return state;
}

/// The open queue where the callers have workers to spare, their view of it where they have not.
QueueState unboundedQueue(const QueueLoad& load) {
    const QueueState open = openQueue(load);
    if (!load.bounded()) return open;
    const double weight = std::clamp((load.callerLoad - 0.2) / 0.2, 0.0, 1.0);
    if (weight == 0 || load.sources > double{mostCallers}) return open.stable ? open : fullOfCallers(load);
    const CallersView view = viewOf(load);
    if (!view.stable || !open.stable || load.callerLoad >= nearlyFull) return fullOfCallers(load);
    QueueState state = open;
    const double factor = std::pow(std::max(0.01, variability(load, open.utilisation)), 1 - open.utilisation);
    const double mean = view.queue / load.rate * factor;
    state.wait = open.wait.mean > 0 ? open.wait.scaled((1 - weight) + weight * mean / open.wait.mean)
                                    : closedWait(mean * weight, open.utilisation, load.servers);
    state.spill = weight * view.outside / load.rate;
    return state;
}

/// Sums over the waiting, 1 to `places`, of the weights `ratio`^k. Relative to the largest weight, so that
/// none of them is beyond all numbers.
struct Waiting {
    double none = 1;   ///< The weight of 0
    double last = 1;   ///< That of `places`
    double all = 0;    ///< Their sum, without 0
    double queue = 0;  ///< Times how many they are
    double begun = 0;  ///< Their sum, without the last, with 0

    Waiting(double ratio, double places) {
        if (std::abs(ratio - 1) < 1e-7) {
            all = begun = places;
            queue = places * (places + 1) / 2;
        } else if (ratio < 1) {
            const double rest = 1 - ratio;
            last = std::pow(ratio, places);
            begun = (1 - last) / rest;
            all = ratio * begun;
            queue = ratio * (1 - (places + 1) * last + places * last * ratio) / (rest * rest);
        } else {
            const double inverse = 1 / ratio;
            const double rest = 1 - inverse;
            none = std::pow(inverse, places);
            all = (1 - none) / rest;
            begun = inverse * all;
            queue =
                places * all - inverse * (1 - places * none / inverse + (places - 1) * none) / (rest * rest);
        }
    }
};

/// M/M/c/K with `places` stretched by the variability, and the loss of a regular stream where nothing waits.
QueueState boundedQueue(const QueueLoad& load) {
    QueueState state;
    const int servers = load.servers;
    const double offered = load.offered();
    const double ratio = offered / servers;
    const double factor = std::clamp(0.5 * (load.arrivalScv + load.service.scv()), 0.05, 10.0);
    const double places = std::min(load.places / factor, 1e6);
    const double full = erlangB(servers, offered);  // p_c relative to the servers alone
    const Waiting waiting(ratio, places);
    const double norm = waiting.none + full * waiting.all;
    state.blocked = std::min(1.0, full * waiting.last / norm);
    // Exact where nothing waits; the stretched places have the variability in them already.
    if (load.arrivalScv != 1 && full > 0 && places < 1)
        state.blocked *= std::pow(renewalLoss(servers, offered, load.arrivalScv) / full, 1 - places);
    // Far above its capacity a queue lets through just that.
    const double admitted = ratio > 1e6 ? 1 / ratio : 1 - state.blocked;
    state.utilisation = std::min(1.0, ratio * admitted);
    if (!(places > 0)) return state;
    const double wait = full / norm * waiting.queue / (load.rate * admitted) * factor;
    const double waits = std::min(1.0, full * waiting.begun / norm / admitted);
    // Near the limit the wait is that of a number of services: less variable than an exponential time.
    const double scv = ratio < 0.7 ? 1 : std::max(1 / (places + 1), std::min(1.0, 2 * (1.2 - ratio)));
    state.wait = waitMoments(wait, waits, scv);
    return state;
}

/// The users that are not here stay away for what is left of their round.
QueueState closedQueue(const QueueLoad& load) {
    QueueState state;
    const double utilisation = std::min(1.0, load.offered() / load.servers);
    state.utilisation = utilisation;
    const double away = load.away();
    const double wait = finiteSourceWait(load.servers, load.service.mean, load.sources,
                                         std::max(away, 1e-9 * load.service.mean));
    // Where users queue up the wait is a number of services, whatever their variability.
    const double factor =
        std::pow(std::max(0.01, 0.5 * (load.arrivalScv + load.service.scv())), 1 - utilisation);
    state.wait = closedWait(wait * factor, utilisation, load.servers);
    return state;
}

}  // namespace

double QueueLoad::away() const {
    const double round = (closedSources ? sources : active) / rate;
    return std::max(0.0, round - service.mean - pastWait);
}

namespace {

/// The share of a Poisson number up to `servers` that is just that: the first terms on the side where they
/// get smaller, of which there are some times the root of `servers`.
double erlangOfMany(int servers, double load) {
    constexpr double least = 1e-17;
    const double most = servers;
    double sum = 0;
    if (load > most) {
        double term = 1;
        for (double server = most; term > least * sum; --server) {
            sum += term;
            term *= server / load;
        }
        return 1 / sum;
    }
    double term = 1;
    for (double server = most + 1; term > least * (1 + sum); ++server) {
        term *= load / server;
        sum += term;
    }
    const double last = std::exp(most * std::log(load) - load - model::logGamma(most + 1));
    return last / (1 - last * sum);
}

}  // namespace

double erlangB(int servers, double load) {
    constexpr int few = 64;
    if (servers > few && load > 0) return erlangOfMany(servers, load);
    double blocked = 1;
    for (int server = 1; server <= servers; ++server) blocked = load * blocked / (server + load * blocked);
    return blocked;
}

double erlangC(int servers, double load) {
    if (load >= servers) return 1;
    const double blocked = erlangB(servers, load);
    return blocked / (1 - load / servers * (1 - blocked));
}

double renewalLoss(int servers, double load, double arrivalScv) {
    if (arrivalScv == 1) return erlangB(servers, load);
    double sum = 1;
    double term = 1;
    for (int server = 1; server <= servers; ++server) {
        const double gap = server / load;
        const double logOfTransform = arrivalScv > 1e-6 ? -std::log1p(gap * arrivalScv) / arrivalScv : -gap;
        term *= (servers - server + 1.0) / server * std::expm1(-logOfTransform);
        sum += term;
        if (sum > 1e250) return 0;
    }
    return 1 / sum;
}

QueueState solveQueue(const QueueLoad& load) {
    if (!(load.rate > 0) || !(load.service.mean > 0)) return {};
    if (load.sources <= load.servers) {
        QueueState state;
        state.utilisation = std::min(1.0, load.offered() / load.servers);
        return state;
    }
    if (load.closedSources && load.sources <= mostSources) return closedQueue(load);
    return load.places < QueueLoad::unbounded ? boundedQueue(load) : unboundedQueue(load);
}

Moments closedWait(double mean, double utilisation, int servers) {
    const double waits = std::max(1e-9, erlangC(servers, std::min(1.0, utilisation) * servers));
    return waitMoments(mean, waits, utilisation < 0.9 ? 1 : 0.5);
}

namespace {

/// E[(X - threshold)+] of a Poisson number X.
double meanBeyond(double mean, int threshold) {
    double term = std::exp(-mean);
    double beyond = mean - threshold;
    for (int count = 0; count < threshold; ++count) {
        beyond += (threshold - count) * term;
        term *= mean / (count + 1);
    }
    return std::max(0.0, beyond);
}

}  // namespace

// At one server with batches this is the wait of M[X]/M/1.
double siblingWait(const QueueLoad& load, double siblings) {
    const double offered = load.offered();
    const double utilisation = std::min(0.98, offered / load.servers);
    const double ahead =
        meanBeyond(offered + siblings, load.servers - 1) - meanBeyond(offered, load.servers - 1);
    return load.service.mean / load.servers * ahead / (1 - utilisation);
}

double finiteSourceWait(int servers, double service, double sources, double away) {
    const double ratio = service / away;
    double weight = 1;
    double sum = 1;
    double queue = 0;
    double rate = sources;
    const int most = static_cast<int>(sources);
    for (int count = 1; count <= most; ++count) {
        weight *= (sources - count + 1) * ratio / std::min(count, servers);
        sum += weight;
        queue += weight * std::max(0, count - servers);
        rate += weight * (sources - count);
        if (weight > 1e200) {
            for (double* part : {&weight, &sum, &queue, &rate}) *part *= 1e-200;
        }
    }
    return rate > 0 ? queue / (rate / away) : sources / servers * service;
}

}  // namespace simulator::estimating
