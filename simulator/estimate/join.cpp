#include "simulator/estimate/join.h"

#include <algorithm>
#include <cmath>

#include "simulator/estimate/fitted_time.h"

namespace simulator::estimating {

namespace {

/// A branch, and how many there are of just this kind.
struct Kind {
    FittedTime time;
    double succeeds;
    std::size_t count;
};

std::vector<Kind> kindsOf(const std::vector<BranchTime>& branches) {
    std::vector<Kind> kinds;
    std::vector<const BranchTime*> examples;
    for (const BranchTime& branch : branches) {
        const auto same = std::find_if(examples.begin(), examples.end(),
                                       [&](const auto* known) { return *known == branch; });
        if (same != examples.end()) {
            ++kinds[static_cast<std::size_t>(same - examples.begin())].count;
            continue;
        }
        examples.push_back(&branch);
        kinds.push_back({FittedTime(branch.time), branch.succeeds, 1});
    }
    return kinds;
}

/// Which share of the attempts has not had its `needed` successes at a time.
class Tail {
public:
    Tail(const std::vector<Kind>& kinds, std::size_t branches, std::size_t needed)
        : m_kinds(kinds), m_branches(branches), m_needed(needed), m_counts(needed + 1) {}

    double at(double time) const {
        return 1 -
               reached([time](const Kind& kind) { return kind.succeeds * (1 - kind.time.survival(time)); });
    }
    double never() const {
        return 1 - reached([](const Kind& kind) { return kind.succeeds; });
    }

private:
    template <class Probability>
    double reached(const Probability& probability) const {
        if (m_needed == m_branches) {
            double all = 1;
            for (const Kind& kind : m_kinds)
                all *= std::pow(probability(kind), static_cast<double>(kind.count));
            return all;
        }
        if (m_needed == 1) {
            double none = 1;
            for (const Kind& kind : m_kinds)
                none *= std::pow(1 - probability(kind), static_cast<double>(kind.count));
            return 1 - none;
        }
        return atLeast(probability);
    }

    // The number of successes, counted up to `needed`.
    template <class Probability>
    double atLeast(const Probability& probability) const {
        std::fill(m_counts.begin(), m_counts.end(), 0.0);
        m_counts[0] = 1;
        for (const Kind& kind : m_kinds) {
            const double done = probability(kind);
            for (std::size_t branch = 0; branch < kind.count; ++branch) {
                m_counts[m_needed] += m_counts[m_needed - 1] * done;
                for (std::size_t count = m_needed - 1; count > 0; --count)
                    m_counts[count] += done * (m_counts[count - 1] - m_counts[count]);
                m_counts[0] *= 1 - done;
            }
        }
        return m_counts[m_needed];
    }

    const std::vector<Kind>& m_kinds;
    std::size_t m_branches;
    std::size_t m_needed;
    mutable std::vector<double> m_counts;
};

/// Sums of the tail and of its first two moments: integrals of S, t S and t^2 S.
struct Integrals {
    double zeroth = 0, first = 0, second = 0;

    void add(double weight, double time, double tail) {
        zeroth += weight * tail;
        first += weight * time * tail;
        second += weight * time * time * tail;
    }
    Moments moments(double start) const {
        const double variance = 2 * first - zeroth * zeroth;
        const double third = 3 * second - zeroth * (3 * variance + zeroth * zeroth);
        return {start + zeroth, std::max(0.0, variance), third};
    }
};

constexpr double gaussAt[] = {0.1834346424956498, 0.5255324099163290, 0.7966664774136267, 0.9602898564975363};
constexpr double gaussWeight[] = {0.3626837833783620, 0.3137066458778873, 0.2223810344533745,
                                  0.1012285362903763};

/// Integrates the conditional tail piece by piece: between the points where branches can begin to succeed
/// with Gauss and Legendre's points, beyond the last of them by trapezoids in the logarithm of the time,
/// which converge very fast for smooth tails.
Moments integrated(const Tail& tail, const std::vector<Kind>& kinds, double never) {
    std::vector<double> points;
    double scale = 0;
    for (const Kind& kind : kinds) {
        points.push_back(std::max(0.0, kind.time.least()));
        scale = std::max(scale, kind.time.scale());
    }
    std::sort(points.begin(), points.end());
    points.erase(std::unique(points.begin(), points.end()), points.end());
    const auto conditional = [&](double time) { return (tail.at(time) - never) / (1 - never); };
    const double start = points.front();
    Integrals integrals;
    for (std::size_t piece = 0; piece + 1 < points.size(); ++piece) {
        const double middle = (points[piece] + points[piece + 1]) / 2;
        const double half = (points[piece + 1] - points[piece]) / 2;
        for (std::size_t at = 0; at < 4; ++at)
            for (const double side : {-1.0, 1.0}) {
                const double time = middle + side * gaussAt[at] * half;
                integrals.add(gaussWeight[at] * half, time - start, conditional(time));
            }
    }
    if (scale == 0) return integrals.moments(start);
    constexpr double width = 0.125;
    const double last = points.back();
    for (int step = -80; step <= 80; ++step) {
        const double excess = scale * std::exp(step * width);
        const double rest = conditional(last + excess);
        integrals.add(width * excess, last - start + excess, rest);
        if (rest < 1e-12) break;
    }
    return integrals.moments(start);
}

}  // namespace

Joined joined(const std::vector<BranchTime>& branches, std::size_t needed) {
    const std::vector<Kind> kinds = kindsOf(branches);
    const Tail tail(kinds, branches.size(), needed);
    const double never = tail.never();
    if (!(never < 1 - 1e-12)) return {0, {}};
    return {1 - never, integrated(tail, kinds, never)};
}

}  // namespace simulator::estimating
