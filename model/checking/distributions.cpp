#include "model/checking/visitor.h"
#include "model/probability/time_shape.h"
#include "model/probability/unit_quantile.h"

namespace model::checking {

namespace {

void checkSpread(const Distribution& distribution, Walk& walk) {
    const double cv = distribution.cv;
    const PointerPath::Scope scope(walk.path, "cv");
    switch (distribution.kind) {
        case DistributionKind::Constant:
        case DistributionKind::Exponential:
        case DistributionKind::Empirical:
            return;
        case DistributionKind::Uniform:
            if (cv > 1 / std::sqrt(3.0))
                walk.report(fmt::format("{}, should be at most 0.577 for a uniform distribution", cv));
            return;
        case DistributionKind::HyperExponential:
            if (cv < 1)
                walk.report(fmt::format("{}, should be 1 or more for a hyper-exponential distribution", cv));
            return;
        case DistributionKind::Pareto:
            if (cv <= 1) walk.report(fmt::format("{}, should be above 1 for a Pareto distribution", cv));
            return;
        case DistributionKind::Erlang:
            if (cv <= 0 || cv > 1)
                walk.report(
                    fmt::format("{}, should be above 0 and at most 1 for an Erlang distribution", cv));
            return;
        case DistributionKind::Gamma:
        case DistributionKind::LogNormal:
        case DistributionKind::Weibull:
            if (cv < smallestFreeCv || cv > largestFreeCv)
                walk.report(fmt::format("{}, should be from 0.01 to 100 for this distribution", cv));
            return;
    }
}

void checkHistogram(const TimeHistogram& histogram, Walk& walk) {
    const PointerPath::Scope scope(walk.path, "histogram");
    const std::size_t buckets = histogram.weights.size();
    if (buckets == 0) return walk.report("no weight, expected at least one");
    if (buckets > mostBuckets)
        return walk.report(fmt::format("{} weights, expected at most {}", buckets, mostBuckets));
    if (histogram.edges.size() != buckets + 1)
        return walk.report(fmt::format("{} edges for {} weights, expected {}", histogram.edges.size(),
                                       buckets, buckets + 1));
    double sum = 0;
    for (const double weight : histogram.weights) sum += weight;
    if (!(sum > 0)) walk.report(fmt::format("the weights add up to {}, should be positive", numberText(sum)));
    for (std::size_t at = 1; at <= buckets; ++at) {
        if (histogram.edges[at] > histogram.edges[at - 1]) continue;
        const PointerPath::Scope list(walk.path, "edges_ms");
        const PointerPath::Scope edge(walk.path, at);
        return walk.report(fmt::format("{} after {}, edges should rise", inMilliseconds(histogram.edges[at]),
                                       inMilliseconds(histogram.edges[at - 1])));
    }
}

void checkEmpirical(const Distribution& distribution, Walk& walk) {
    const bool bySamples = !distribution.samples.empty();
    if (!distribution.quantiles.empty() || distribution.mean.count() != 0)
        walk.report("mean or quantiles of an empirical distribution, expected samples or a histogram");
    if (bySamples == distribution.histogram.has_value())
        return walk.report(
            fmt::format("an empirical distribution with {}, expected one of them",
                        bySamples ? "samples and a histogram" : "neither samples nor histogram"));
    if (distribution.histogram) return checkHistogram(*distribution.histogram, walk);
    if (distribution.samples.size() <= mostSamples) return;
    const PointerPath::Scope scope(walk.path, "samples_ms");
    walk.report(fmt::format("{} samples, expected at most {}", distribution.samples.size(), mostSamples));
}

void checkQuantiles(const Distribution& distribution, Walk& walk) {
    if (distribution.mean.count() != 0 || distribution.cv != Distribution{}.cv)
        walk.report("both a mean or cv and quantiles, expected one of them");
    const PointerPath::Scope scope(walk.path, "quantiles");
    const Result<TimeShape> shape = shapeOf(distribution);
    if (!shape) return walk.report(shape.error().message);
    if (!(shape->mean <= longestMilliseconds * 1e6))
        walk.report(fmt::format("the mean that follows is {:.4g} ms, should be at most {}", shape->mean / 1e6,
                                longestMilliseconds));
}

}  // namespace

void checkMore(const Distribution& distribution, Walk& walk) {
    if (distribution.kind == DistributionKind::Empirical) return checkEmpirical(distribution, walk);
    if (!distribution.samples.empty() || distribution.histogram)
        return walk.report(fmt::format("samples or a histogram with the kind {}, expected the kind empirical",
                                       word(distribution.kind)));
    if (distribution.quantiles.empty()) return checkSpread(distribution, walk);
    checkQuantiles(distribution, walk);
}

}  // namespace model::checking
