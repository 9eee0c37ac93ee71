#pragma once

#include <algorithm>
#include <cmath>
#include <complex>
#include <functional>
#include <numbers>
#include <vector>

/// What queueing theory says of single stations. The unit of time is one mean service; loads are in erlangs.
namespace reference {

/// The share of time that all of `servers` are busy when nobody waits. Erlang, 1917.
inline double erlangB(int servers, double load) {
    double blocked = 1;
    for (int server = 1; server <= servers; ++server) blocked = load * blocked / (server + load * blocked);
    return blocked;
}

/// The probability of waiting in M/M/c.
inline double erlangC(int servers, double load) {
    const double blocked = erlangB(servers, load);
    return servers * blocked / (servers - load * (1 - blocked));
}

/// The time that a share of all does not exceed, where `tail` is the share that exceeds a time.
template <class Tail>
double quantile(double probability, const Tail& tail) {
    double low = 0, high = 1;
    while (tail(high) > 1 - probability) high *= 2;
    for (int step = 0; step < 100; ++step)
        (tail((low + high) / 2) > 1 - probability ? low : high) = (low + high) / 2;
    return high;
}

/// M/M/c: the share of waits above `time`.
inline double waitTail(int servers, double load, double time) {
    return erlangC(servers, load) * std::exp(-(servers - load) * time);
}

/// M/M/c: the share of responses above `time`: an exponential service after a wait that is 0 or exponential.
inline double responseTail(int servers, double load, double time) {
    const double waits = erlangC(servers, load);
    const double drain = servers - load;
    const double alone = std::exp(-time);
    if (std::abs(drain - 1) < 1e-9) return (1 - waits) * alone + waits * alone * (1 + time);
    return (1 - waits) * alone + waits * (drain * alone - std::exp(-drain * time)) / (drain - 1);
}

/// M/M/c with room for `places` in all, by its birth and death.
struct FiniteQueue {
    FiniteQueue(int servers, double load, int places) {
        double weight = 1, sum = 0, inside = 0;
        for (int count = 0; count <= places; ++count) {
            if (count > 0) weight *= load / std::min(count, servers);
            sum += weight;
            inside += count * weight;
        }
        lost = weight / sum;
        throughput = load * (1 - lost);
        response = inside / sum / throughput;
    }
    double lost;
    double throughput;
    double response;  ///< Of those that are let in
};

/// The Laplace transform of a time's distribution.
using Transform = std::function<std::complex<double>(std::complex<double>)>;

inline Transform constantTime() {
    return [](std::complex<double> s) { return std::exp(-s); };
}
inline Transform erlangTime(int phases) {
    return [phases](std::complex<double> s) { return std::pow(1.0 + s / double(phases), -phases); };
}
/// Two exponential phases with balanced means, of the mean 1 and a squared coefficient of variation.
inline Transform hyperExponentialTime(double scv) {
    const double first = (1 + std::sqrt((scv - 1) / (scv + 1))) / 2;
    return [first](std::complex<double> s) {
        return first / (1.0 + s / (2 * first)) + (1 - first) / (1.0 + s / (2 * (1 - first)));
    };
}

/// The share of times above `time`, by the transform of their distribution: Abate and Whitt, Numerical
/// inversion of Laplace transforms of probability distributions (1995), the algorithm Euler.
inline double tailOf(const Transform& transform, double time) {
    constexpr int terms = 30, averaged = 12;
    constexpr double damping = 18.4;
    const auto value = [&](double imaginary) {
        const std::complex<double> s(damping / (2 * time), imaginary);
        return ((1.0 - transform(s)) / s).real();
    };
    double sum = std::exp(damping / 2) / (2 * time) * value(0);
    double partial[averaged + 1];
    for (int k = 1; k <= terms + averaged; ++k) {
        sum += (k % 2 ? -1 : 1) * std::exp(damping / 2) / time * value(k * std::numbers::pi / time);
        if (k >= terms) partial[k - terms] = sum;
    }
    double mean = 0, binomial = std::pow(0.5, averaged);
    for (int k = 0; k <= averaged; ++k) {
        mean += binomial * partial[k];
        binomial *= double(averaged - k) / (k + 1);
    }
    return mean;
}

/// M/G/1: the transform of the response time. Pollaczek, 1930; Khinchine, 1932.
inline Transform responseOf(double load, const Transform& service) {
    return [=](std::complex<double> s) {
        const std::complex<double> served = service(s);
        return (1 - load) * s * served / (s - load * (1.0 - served));
    };
}

/// M/G/1: the mean wait.
inline double meanWait(double load, double scv) {
    return load * (1 + scv) / (2 * (1 - load));
}

/// M/D/1: the share of waits up to `time`. Erlang, 1909; its sum loses digits for long ones (above 27).
inline double regularServiceWait(double load, double time) {
    long double sum = 0;
    for (int services = 0; services <= time; ++services) {
        const long double left = load * (time - services);
        long double term = std::exp(left);
        for (int factor = 1; factor <= services; ++factor) term *= -left / factor;
        sum += term;
    }
    return static_cast<double>((1 - load) * sum);
}

/// Arrivals that are dealt out in turns to `stations` of one server, each with `load`: responses are
/// exponential with this mean. GI/M/1 of Erlang's gaps; Kendall, 1953.
inline double dealtOutResponse(int stations, double load) {
    double busy = 0;
    for (int step = 0; step < 10'000; ++step) {
        const double rate = stations * load;
        busy = std::pow(rate / (rate + 1 - busy), stations);
    }
    return 1 / (1 - busy);
}

/// M/M/c whose customers wait for `patience` at most, and are served to the end when they did not leave.
/// Barrer, Queuing with impatient customers and ordered service (1957): the density of the wait of one who
/// has patience is that of M/M/c up to the patience, and beyond it that of the rest of one service.
struct ImpatientQueue {
    ImpatientQueue(int servers, double load, double patience) {
        double weight = 1, sum = 0;  // Of those states in which a server is free, relative to the last one
        for (int count = servers - 1; count >= 0; --count) {
            sum += weight;
            weight *= count / load;
        }
        const double drain = servers - load;
        const double within =
            load * (std::abs(drain) < 1e-12 ? patience : (1 - std::exp(-drain * patience)) / drain);
        const double beyond = load * std::exp(-drain * patience) / servers;
        gaveUp = beyond / (sum + within + beyond);
    }
    double gaveUp;
};

/// A closed network of stations with one server, or with one for each customer, and several classes.
struct ClosedClasses {
    std::vector<int> users;                    ///< By class
    std::vector<double> think;                 ///< By class
    std::vector<std::vector<double>> demands;  ///< By station, by class
};

/// The throughput of each class, by mean value analysis over all populations. Reiser and Lavenberg, 1980.
inline std::vector<double> throughputs(const ClosedClasses& network) {
    const std::size_t classes = network.users.size();
    std::vector<std::size_t> strides(classes);
    std::size_t populations = 1;
    for (std::size_t kind = 0; kind < classes; ++kind) {
        strides[kind] = populations;
        populations *= static_cast<std::size_t>(network.users[kind]) + 1;
    }
    std::vector<std::vector<double>> queues(populations, std::vector<double>(network.demands.size()));
    std::vector<double> result(classes);
    for (std::size_t at = 1; at < populations; ++at)
        for (std::size_t kind = 0; kind < classes; ++kind) {
            const std::size_t count =
                at / strides[kind] % (static_cast<std::size_t>(network.users[kind]) + 1);
            if (count == 0) continue;
            const std::vector<double>& before = queues[at - strides[kind]];
            double round = network.think[kind];
            for (std::size_t where = 0; where < before.size(); ++where)
                round += network.demands[where][kind] * (1 + before[where]);
            result[kind] = double(count) / round;
            for (std::size_t where = 0; where < before.size(); ++where)
                queues[at][where] += result[kind] * network.demands[where][kind] * (1 + before[where]);
        }
    return result;
}

/// The steady state of a Markov chain by the rates between its states: pi Q = 0, by elimination.
inline std::vector<double> steadyState(std::vector<std::vector<double>> rates) {
    const std::size_t size = rates.size();
    // Grassmann, Taksar and Heyman: without a subtraction.
    for (std::size_t last = size - 1; last > 0; --last) {
        double out = 0;
        for (std::size_t to = 0; to < last; ++to) out += rates[last][to];
        for (std::size_t from = 0; from < last; ++from) {
            rates[from][last] /= out;
            for (std::size_t to = 0; to < last; ++to)
                if (to != from) rates[from][to] += rates[from][last] * rates[last][to];
        }
    }
    std::vector<double> states(size);
    double sum = states[0] = 1;
    for (std::size_t at = 1; at < size; ++at) {
        for (std::size_t from = 0; from < at; ++from) states[at] += states[from] * rates[from][at];
        sum += states[at];
    }
    for (double& state : states) state /= sum;
    return states;
}

}  // namespace reference
