#include "simulator/estimate/join.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <iterator>
#include <utility>

#include "simulator/estimate/array_math.h"
#include "simulator/estimate/fitted_time.h"

namespace simulator::estimating {

namespace {

/// A branch, and how many there are of just this kind.
struct Kind {
    const BranchTime* branch;
    FittedTime time;
    double succeeds;
    std::size_t count;
};

std::vector<Kind> kindsOf(std::span<const BranchTime> branches) {
    std::vector<Kind> kinds;
    kinds.reserve(branches.size());
    for (const BranchTime& branch : branches) {
        const auto same = std::find_if(kinds.begin(), kinds.end(),
                                       [&](const Kind& known) { return *known.branch == branch; });
        if (same != kinds.end())
            ++same->count;
        else
            kinds.push_back({&branch, FittedTime(branch.time), branch.succeeds, 1});
    }
    return kinds;
}

double power(double base, std::size_t exponent) {
    return exponent == 1 ? base : std::pow(base, static_cast<double>(exponent));
}

constexpr std::size_t momentsAtOnce = 8;
using Block = std::array<double, momentsAtOnce>;

/// Which share of the attempts has not had its `needed` successes at a time.
class Tail {
public:
    Tail(const std::vector<Kind>& kinds, std::size_t branches, std::size_t needed)
        : m_kinds(kinds),
          m_branches(branches),
          m_needed(needed),
          m_counts(needed == branches ? 0 : needed + 1),
          m_tails(kinds.size()),
          m_shapes(kinds.size()) {
        for (std::size_t kind = 0; kind < kinds.size(); ++kind) m_shapes[kind].fill(kinds[kind].time.shape());
    }

    Block at(const Block& times) const {
        for (std::size_t kind = 0; kind < m_kinds.size(); ++kind) {
            m_tails[kind] = times;
            m_kinds[kind].time.standardise(m_tails[kind].data(), momentsAtOnce);
        }
        weibullTails(m_tails[0].data(), m_shapes[0].data(), m_kinds.size() * momentsAtOnce);
        Block left;
        if (m_needed == m_branches) {
            left.fill(1);
            for (std::size_t kind = 0; kind < m_kinds.size(); ++kind) multiply(left, kind);
            for (double& all : left) all = 1 - all;
            return left;
        }
        for (std::size_t at = 0; at < momentsAtOnce; ++at)
            left[at] = 1 - reached([this, at](std::size_t kind) { return done(kind, at); });
        return left;
    }
    double never() const {
        return 1 - reached([this](std::size_t kind) { return m_kinds[kind].succeeds; });
    }

private:
    double done(std::size_t kind, std::size_t at) const {
        return m_kinds[kind].succeeds * (1 - m_tails[kind][at]);
    }
    void multiply(Block& all, std::size_t kind) const {
        for (std::size_t branch = 0; branch < m_kinds[kind].count && branch < few; ++branch)
            for (std::size_t at = 0; at < momentsAtOnce; ++at) all[at] *= done(kind, at);
        if (m_kinds[kind].count > few)
            for (std::size_t at = 0; at < momentsAtOnce; ++at)
                all[at] *= power(done(kind, at), m_kinds[kind].count - few);
    }

    template <class Probability>
    double reached(const Probability& probability) const {
        if (m_needed == m_branches) {
            double all = 1;
            for (std::size_t kind = 0; kind < m_kinds.size(); ++kind)
                all *= power(probability(kind), m_kinds[kind].count);
            return all;
        }
        if (m_needed == 1) {
            double none = 1;
            for (std::size_t kind = 0; kind < m_kinds.size(); ++kind)
                none *= power(1 - probability(kind), m_kinds[kind].count);
            return 1 - none;
        }
        return atLeast(probability);
    }

    // The number of successes, counted up to `needed`.
    template <class Probability>
    double atLeast(const Probability& probability) const {
        std::fill(m_counts.begin(), m_counts.end(), 0.0);
        m_counts[0] = 1;
        for (std::size_t kind = 0; kind < m_kinds.size(); ++kind) {
            const double done = probability(kind);
            for (std::size_t branch = 0; branch < m_kinds[kind].count; ++branch) {
                m_counts[m_needed] += m_counts[m_needed - 1] * done;
                for (std::size_t count = m_needed - 1; count > 0; --count)
                    m_counts[count] += done * (m_counts[count - 1] - m_counts[count]);
                m_counts[0] *= 1 - done;
            }
        }
        return m_counts[m_needed];
    }

    static constexpr std::size_t few = 4;  ///< Powers up to which products are quicker

    const std::vector<Kind>& m_kinds;
    std::size_t m_branches;
    std::size_t m_needed;
    mutable std::vector<double> m_counts;
    mutable std::vector<Block> m_tails;  ///< By kind, at the moments that are looked at
    std::vector<Block> m_shapes;         ///< By kind, as often as there are moments
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
static_assert(2 * std::size(gaussAt) == momentsAtOnce);

/// Gauss and Legendre's points between the moments when branches can begin to succeed.
void addPiece(Integrals& integrals, double from, double to, double start, const auto& conditional) {
    const double middle = (from + to) / 2;
    const double half = (to - from) / 2;
    Block times;
    for (std::size_t at = 0; at < momentsAtOnce; ++at)
        times[at] = middle + (at % 2 == 0 ? -1 : 1) * gaussAt[at / 2] * half;
    const Block tails = conditional(times);
    for (std::size_t at = 0; at < momentsAtOnce; ++at)
        integrals.add(gaussWeight[at / 2] * half, times[at] - start, tails[at]);
}

/// Trapezoids in the logarithm of the time, which converge very fast for smooth tails: the steeper they are,
/// as those of many branches, the smaller the steps. What is left below the first of them is a geometric
/// series.
void addTail(Integrals& integrals, double from, double start, double scale, double width,
             const auto& conditional) {
    constexpr double least = -6;  // Logarithms, relative to the scale
    constexpr double most = 12;
    const double factor = std::exp(width);
    double excess = scale * std::exp(least);
    bool isFirst = true;
    for (double step = least; step <= most;) {
        Block excesses;
        Block times;
        for (std::size_t at = 0; at < momentsAtOnce; ++at, excess *= factor) {
            excesses[at] = excess;
            times[at] = from + excess;
        }
        const Block tails = conditional(times);
        if (std::exchange(isFirst, false))
            integrals.add(width * excesses[0] / (factor - 1), from - start, tails[0]);
        for (std::size_t at = 0; at < momentsAtOnce && step <= most; ++at, step += width) {
            integrals.add(width * excesses[at], times[at] - start, tails[at]);
            if (tails[at] < 1e-10) return;
        }
    }
}

/// Integrates the conditional tail piece by piece. If all have to succeed nothing happens before the last
/// begins.
Moments integrated(const Tail& tail, const std::vector<Kind>& kinds, double never, bool all) {
    std::vector<double> points;
    points.reserve(kinds.size());
    double scale = 0;
    double shape = 0.5;
    std::size_t branches = 0;
    for (const Kind& kind : kinds) {
        points.push_back(std::max(0.0, kind.time.least()));
        scale = std::max(scale, kind.time.scale());
        if (kind.time.scale() > 0) shape = std::max(shape, kind.time.shape());
        branches += kind.count;
    }
    const double widest = branches <= 8 ? 0.45 : branches <= 100 ? 0.3 : 0.15;
    const double width = std::max(branches <= 100 ? 0.2 : 0.1, widest / shape);
    std::sort(points.begin(), points.end());
    const double perSuccess = 1 / (1 - never);
    const auto conditional = [&](const Block& times) {
        Block tails = tail.at(times);
        for (double& share : tails) share = (share - never) * perSuccess;
        return tails;
    };
    const double last = points.back();
    const double start = all ? last : points.front();
    Integrals integrals;
    for (std::size_t piece = 0; piece + 1 < points.size(); ++piece)
        if (!all && points[piece + 1] > points[piece])
            addPiece(integrals, points[piece], points[piece + 1], start, conditional);
    if (scale > 0) addTail(integrals, last, start, scale, width, conditional);
    return integrals.moments(start);
}

}  // namespace

Joined joined(std::span<const BranchTime> branches, std::size_t needed) {
    const std::vector<Kind> kinds = kindsOf(branches);
    const Tail tail(kinds, branches.size(), needed);
    const double never = tail.never();
    if (!(never < 1 - 1e-12)) return {0, {}};
    return {1 - never, integrated(tail, kinds, never, needed == branches.size())};
}

}  // namespace simulator::estimating
