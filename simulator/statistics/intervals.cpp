#include "simulator/statistics/intervals.h"

#include <algorithm>
#include <cmath>

#include "model/probability/special_functions.h"

namespace simulator {

namespace {

constexpr double confidence = 0.95;
constexpr std::size_t mostBatches = 40;  ///< Of one replication
constexpr std::size_t fewestBatches =
    20;  ///< In all replications together, when batches are still correlated
constexpr std::size_t neededBatches = 10;  ///< Below there is no interval
constexpr std::size_t replicationsAlone = 20;
constexpr double strongestCorrelation = 0.8;

/// Adds up runs of `size` batches; what is left over at the start is dropped, since bias is largest there.
Batches grouped(const Batches& batches, std::size_t size) {
    Batches groups;
    const std::size_t count = batches.sums.size() / size;
    const std::size_t first = batches.sums.size() - count * size;
    for (std::size_t group = 0; group < count; ++group) {
        double sum = 0;
        double weight = 0;
        for (std::size_t i = first + group * size; i < first + (group + 1) * size; ++i) {
            sum += batches.sums[i];
            weight += batches.weights[i];
        }
        groups.sums.push_back(sum);
        groups.weights.push_back(weight);
    }
    return groups;
}

double totalWeight(std::span<const Batches> replications) {
    double weight = 0;
    for (const Batches& batches : replications)
        for (const double w : batches.weights) weight += w;
    return weight;
}

double totalSum(std::span<const Batches> replications) {
    double sum = 0;
    for (const Batches& batches : replications)
        for (const double s : batches.sums) sum += s;
    return sum;
}

std::size_t totalBatches(std::span<const Batches> replications) {
    std::size_t count = 0;
    for (const Batches& batches : replications) count += batches.sums.size();
    return count;
}

struct Spread {
    double squares = 0;   ///< Sum of squared residuals sum - ratio * weight
    double products = 0;  ///< Sum of products of neighbouring residuals within a replication
    std::size_t batches = 0;
    std::size_t pairs = 0;
    double autocorrelation() const { return squares > 0 ? products / squares : 0; }
};

Spread spreadAround(double ratio, std::span<const Batches> replications) {
    Spread spread;
    for (const Batches& batches : replications) {
        double before = 0;
        for (std::size_t i = 0; i < batches.sums.size(); ++i) {
            const double residual = batches.sums[i] - ratio * batches.weights[i];
            spread.squares += residual * residual;
            if (i > 0) {
                spread.products += residual * before;
                ++spread.pairs;
            }
            before = residual;
            ++spread.batches;
        }
    }
    return spread;
}

/// Whether independent batches would seldom (5 %) show that much correlation.
bool isCorrelated(const Spread& spread) {
    if (spread.pairs < 2) return false;
    return spread.autocorrelation() > 1.645 / std::sqrt(static_cast<double>(spread.pairs));
}

std::vector<Batches> groupedTo(std::span<const Batches> replications, std::size_t batchesEach) {
    std::vector<Batches> result;
    for (const Batches& batches : replications) {
        if (batches.sums.empty()) continue;
        result.push_back(grouped(batches, std::max<std::size_t>(1, batches.sums.size() / batchesEach)));
    }
    return result;
}

RatioEstimate estimateFrom(std::span<const Batches> replications, double ratio, const Spread& spread) {
    RatioEstimate estimate;
    estimate.ratio = ratio;
    estimate.plan.batches = spread.batches;
    estimate.plan.autocorrelation = spread.autocorrelation();
    estimate.degreesOfFreedom = static_cast<double>(spread.batches - 1);
    const double weight = totalWeight(replications);
    const auto n = static_cast<double>(spread.batches);
    const double correlation = std::clamp(spread.autocorrelation(), 0.0, strongestCorrelation);
    const double widening = (1 + correlation) / (1 - correlation);
    estimate.variance = widening * n / (n - 1) * spread.squares / (weight * weight);
    return estimate;
}

Figure around(double value, double half) {
    return {value, value - half, value + half, {}};
}

double criticalT(double degreesOfFreedom) {
    return model::studentQuantile(0.5 + confidence / 2, degreesOfFreedom);
}

}  // namespace

Figure exactFigure(double value) {
    return {value, value, value, {}};
}

Figure missingFigure(const std::string& reason) {
    return {std::nullopt, 0, 0, "not enough data: " + reason};
}

std::optional<RatioEstimate> estimateRatio(std::span<const Batches> replications, std::string* why) {
    const auto fail = [why](std::string reason) {
        if (why) *why = std::move(reason);
        return std::nullopt;
    };
    if (!(totalWeight(replications) > 0)) return fail("nothing was observed");
    const bool alone = replications.size() >= replicationsAlone;
    std::size_t each = alone ? 1 : mostBatches;
    for (;;) {
        const std::vector<Batches> groups = groupedTo(replications, each);
        const std::size_t count = totalBatches(groups);
        if (count < neededBatches) return fail(std::to_string(count) + " batches, 10 are needed");
        const double ratio = totalSum(groups) / totalWeight(groups);
        const Spread spread = spreadAround(ratio, groups);
        const bool canGrow = each > 1 && groups.size() * (each / 2) >= fewestBatches;
        if (isCorrelated(spread) && canGrow) {
            each /= 2;
            continue;
        }
        if (isCorrelated(spread) && spread.autocorrelation() > strongestCorrelation)
            return fail("batches remain correlated; a longer run is needed");
        RatioEstimate estimate = estimateFrom(groups, ratio, spread);
        estimate.plan.replicationsOnly = alone;
        return estimate;
    }
}

Figure meanInterval(std::span<const Batches> replications) {
    std::string why;
    const std::optional<RatioEstimate> estimate = estimateRatio(replications, &why);
    if (!estimate) return missingFigure(why);
    return around(estimate->ratio, criticalT(estimate->degreesOfFreedom) * std::sqrt(estimate->variance));
}

Figure meanOfReplications(std::span<const double> values) {
    if (values.size() < 2) return missingFigure("one replication, two are needed");
    const auto n = static_cast<double>(values.size());
    double mean = 0;
    for (const double value : values) mean += value / n;
    double squares = 0;
    for (const double value : values) squares += (value - mean) * (value - mean);
    return around(mean, criticalT(n - 1) * std::sqrt(squares / (n - 1) / n));
}

Figure quantileInterval(double probability, const Histogram& all,
                        std::span<const std::vector<SparseHistogram>> replications) {
    const auto total = static_cast<double>(all.total());
    const std::uint64_t fewest = fewestForBound(probability);
    if (all.total() < fewest)
        return missingFigure(std::to_string(all.total()) + " values, " + std::to_string(fewest) +
                             " are needed");
    const double value = all.quantile(probability);
    std::vector<Batches> shares;
    for (const std::vector<SparseHistogram>& histograms : replications) {
        Batches& batches = shares.emplace_back();
        for (const SparseHistogram& histogram : histograms) {
            batches.sums.push_back(histogram.countUpTo(value));
            batches.weights.push_back(static_cast<double>(histogram.total()));
        }
    }
    std::string why;
    const std::optional<RatioEstimate> estimate = estimateRatio(shares, &why);
    if (!estimate) return missingFigure(why);
    const double independent = probability * (1 - probability) / total;
    const double variance = std::max(estimate->variance, independent);
    const double t = criticalT(estimate->degreesOfFreedom);
    const double effective = probability * (1 - probability) / variance;
    const double shrink = 1 + t * t / effective;
    const double centre = (probability + t * t / (2 * effective)) / shrink;
    const double half = t / shrink * std::sqrt(variance + t * t / (4 * effective * effective));
    const double upper = centre + half;
    if ((1 - upper) * total < 1)
        return missingFigure("the upper bound lies beyond the largest of " + std::to_string(all.total()) +
                             " values");
    return {value, std::min(value, all.quantile(centre - half)), std::max(value, all.quantile(upper)), {}};
}

std::uint64_t fewestForBound(double probability, double confidenceLevel) {
    const double tail = std::max(probability, 1 - probability);
    return static_cast<std::uint64_t>(std::ceil(std::log(1 - confidenceLevel) / std::log(tail)));
}

// The probability of at most k successes in n trials is a regularized beta function; ranks by bisection on
// it.
std::optional<OrderBounds> orderBounds(double probability, std::uint64_t count, double confidenceLevel) {
    const double alpha = (1 - confidenceLevel) / 2;
    const auto atMost = [&](std::uint64_t k) {
        if (k >= count) return 1.0;
        return 1 - model::regularizedBeta(static_cast<double>(k) + 1, static_cast<double>(count - k),
                                          probability);
    };
    const auto firstAbove = [&](double level) {
        std::uint64_t low = 0;
        std::uint64_t high = count;
        while (low < high) {
            const std::uint64_t middle = low + (high - low) / 2;
            if (atMost(middle) > level)
                high = middle;
            else
                low = middle + 1;
        }
        return low;
    };
    const std::uint64_t low = firstAbove(alpha);
    const std::uint64_t high = firstAbove(1 - alpha) + 1;
    if (low == 0 || high > count) return std::nullopt;
    return OrderBounds{low, high};
}

double lag1Autocorrelation(std::span<const double> values) {
    if (values.size() < 3) return 0;
    double mean = 0;
    for (const double value : values) mean += value / static_cast<double>(values.size());
    double squares = 0;
    double products = 0;
    for (std::size_t i = 0; i < values.size(); ++i) {
        squares += (values[i] - mean) * (values[i] - mean);
        if (i > 0) products += (values[i] - mean) * (values[i - 1] - mean);
    }
    return squares > 0 ? products / squares : 0;
}

Truncation mser5(std::span<const double> values) {
    constexpr std::size_t size = 5;
    constexpr std::size_t fewest = 10;  ///< Means of five
    std::vector<double> means;
    double last = 0;
    double sum = 0;
    for (std::size_t i = 0; i < values.size(); ++i) {
        if (std::isfinite(values[i])) last = values[i];
        sum += last;
        if (i % size != size - 1) continue;
        means.push_back(sum / size);
        sum = 0;
    }
    if (means.size() < fewest)
        return {std::nullopt,
                "run too short for MSER-5: " + std::to_string(values.size()) + " values, 50 are needed"};
    double best = INFINITY;
    std::size_t at = 0;
    double total = 0;
    double squares = 0;
    for (std::size_t d = means.size(); d-- > 0;) {
        total += means[d] - means.back();
        squares += (means[d] - means.back()) * (means[d] - means.back());
        const auto kept = static_cast<double>(means.size() - d);
        if (kept < size) continue;
        const double error = (squares - total * total / kept) / (kept * kept);
        if (error <= best) {
            best = error;
            at = d;
        }
    }
    if (at * 2 > means.size())
        return {std::nullopt, "run too short: MSER-5 finds the end of the warm-up beyond half of the run"};
    return {at * size, "MSER-5"};
}

GrowingBatches::GrowingBatches(std::size_t capacity)
    : m_capacity(std::max<std::size_t>(2, capacity / 2 * 2)) {
    m_sums.reserve(m_capacity);
}

void GrowingBatches::add(double value) {
    ++m_count;
    m_current += value;
    if (++m_inCurrent < m_size) return;
    m_sums.push_back(m_current);
    m_current = 0;
    m_inCurrent = 0;
    if (m_sums.size() < m_capacity) return;
    for (std::size_t i = 0; i < m_capacity / 2; ++i) m_sums[i] = m_sums[2 * i] + m_sums[2 * i + 1];
    m_sums.resize(m_capacity / 2);
    m_size *= 2;
}

Batches GrowingBatches::batches() const {
    return {m_sums, std::vector<double>(m_sums.size(), static_cast<double>(m_size))};
}

}  // namespace simulator
