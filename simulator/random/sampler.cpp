#include "simulator/random/sampler.h"

#include <cmath>

#include "model/probability/special_functions.h"
#include "model/probability/time_shape.h"
#include "model/probability/unit_quantile.h"

namespace simulator {

namespace {

constexpr double smallestCv = 1e-9;
constexpr double largestCv = 1e4;
constexpr int mostPhases = 1'000'000;

}  // namespace

Sampler::Sampler(const model::Distribution& distribution) {
    using model::DistributionKind;
    const model::TimeShape shape = model::shapeOf(distribution).value_or(model::TimeShape{});
    if (!(shape.mean > 0) || shape.kind == DistributionKind::Empirical) return;
    m_mean = std::min(shape.mean, longestTime);
    m_constant = static_cast<std::int64_t>(m_mean);
    const double cv = std::min(shape.cv, largestCv);
    const bool usesCv =
        shape.kind != DistributionKind::Constant && shape.kind != DistributionKind::Exponential;
    if (shape.kind == DistributionKind::Constant || (usesCv && !(cv > smallestCv))) return;
    m_kind = Kind::Exponential;
    m_scale = m_mean;
    m_cv = 1;
    switch (shape.kind) {
        case DistributionKind::Constant:
        case DistributionKind::Exponential:
        case DistributionKind::Empirical:
            break;
        case DistributionKind::Uniform:
            makeUniform(cv);
            break;
        case DistributionKind::Erlang:
            makeErlang(cv);
            break;
        case DistributionKind::Gamma:
            makeGamma(cv);
            break;
        case DistributionKind::HyperExponential:
            makeHyperExponential(cv);
            break;
        case DistributionKind::LogNormal:
            makeLogNormal(cv);
            break;
        case DistributionKind::Weibull:
            makeWeibull(cv);
            break;
        case DistributionKind::Pareto:
            makePareto(cv);
            break;
    }
}

Sampler::Sampler(const EmpiricalTable& table)
    : m_kind(Kind::Empirical), m_table(&table), m_mean(table.mean()), m_cv(table.cv()) {}

void Sampler::makeUniform(double cv) {
    m_kind = Kind::Uniform;
    m_cv = std::min(cv, 1 / std::sqrt(3.0));
    const double half = std::sqrt(3.0) * m_cv * m_mean;
    m_shape = std::max(0.0, m_mean - half);
    m_scale = 2 * half;
}

void Sampler::makeErlang(double cv) {
    const double phases = std::round(1 / (cv * cv));
    m_phases = static_cast<std::int32_t>(std::clamp(phases, 1.0, double{mostPhases}));
    m_cv = 1 / std::sqrt(static_cast<double>(m_phases));
    if (m_phases == 1) return;
    m_kind = Kind::Erlang;
    m_shape = m_phases;
    m_scale = m_mean / m_phases;
}

void Sampler::makeGamma(double cv) {
    m_kind = Kind::Gamma;
    m_cv = cv;
    m_shape = 1 / (cv * cv);
    m_scale = m_mean * cv * cv;
}

void Sampler::makeHyperExponential(double cv) {
    if (cv <= 1) return;
    m_kind = Kind::HyperExponential;
    m_cv = cv;
    m_probability = 0.5 * (1 + std::sqrt((cv * cv - 1) / (cv * cv + 1)));
    m_scale = m_mean / (2 * m_probability);
    m_second = m_mean / (2 * (1 - m_probability));
}

void Sampler::makeLogNormal(double cv) {
    m_kind = Kind::LogNormal;
    m_cv = cv;
    const double variance = std::log1p(cv * cv);
    m_shape = std::sqrt(variance);
    m_scale = m_mean * std::exp(-0.5 * variance);
}

void Sampler::makeWeibull(double cv) {
    m_kind = Kind::Weibull;
    m_shape = model::weibullShape(cv);
    m_cv = std::sqrt(model::weibullVariation(m_shape));
    m_scale = m_mean * std::exp(-model::logGamma(1 + 1 / m_shape));
}

void Sampler::makePareto(double cv) {
    if (cv <= 1) return;
    m_kind = Kind::Pareto;
    m_cv = cv;
    m_shape = 2 * cv * cv / (cv * cv - 1);
    m_scale = m_mean * (m_shape - 1);
}

// Marsaglia, Tsang: A simple method for generating gamma variables (ACM TOMS 26(3), 2000).
double Sampler::gamma(RandomStream& stream) const {
    const double shape = m_shape < 1 ? m_shape + 1 : m_shape;
    const double d = shape - 1.0 / 3;
    const double c = 1 / std::sqrt(9 * d);
    for (;;) {
        const double normal = standardNormal(stream);
        const double root = 1 + c * normal;
        if (root <= 0) continue;
        const double cube = root * root * root;
        const double logUniform = std::log(stream.positiveUniform());
        if (logUniform >= 0.5 * normal * normal + d - d * cube + d * std::log(cube)) continue;
        const double boost = m_shape < 1 ? std::exp(-standardExponential(stream) / m_shape) : 1.0;
        return d * cube * boost;
    }
}

void Sampler::fill(std::span<std::int64_t> times, RandomStream& stream) const {
    if (m_kind == Kind::Exponential) return fillExponential(times, stream);
    for (std::int64_t& time : times) time = (*this)(stream);
}

// The numbers at hand, as long as they need no further look, one after the other.
void Sampler::fillExponential(std::span<std::int64_t> times, RandomStream& stream) const {
    std::size_t at = 0;
    while (at < times.size()) {
        const std::span<const std::uint64_t> numbers = stream.atHand();
        const std::size_t most = std::min(numbers.size(), times.size() - at);
        std::size_t used = 0;
        for (double amount = 0; used < most && exponentialFast(numbers[used], amount); ++used)
            times[at + used] = rounded(m_scale * amount);
        at += used;
        stream.skip(static_cast<std::uint32_t>(used));
        if (used < most) times[at++] = rounded(m_scale * standardExponential(stream));
    }
}

std::int64_t Sampler::other(RandomStream& stream) const {
    switch (m_kind) {
        case Kind::Constant:
            return m_constant;
        case Kind::Exponential:
            return rounded(m_scale * standardExponential(stream));
        case Kind::Uniform:
            return rounded(m_shape + m_scale * stream.uniform());
        case Kind::Erlang: {
            if (m_phases > 8) return rounded(m_scale * gamma(stream));
            double sum = 0;
            for (std::int32_t phase = 0; phase < m_phases; ++phase) sum += standardExponential(stream);
            return rounded(m_scale * sum);
        }
        case Kind::Gamma:
            return rounded(m_scale * gamma(stream));
        case Kind::HyperExponential: {
            const double mean = stream.uniform() < m_probability ? m_scale : m_second;
            return rounded(mean * standardExponential(stream));
        }
        case Kind::LogNormal:
            return rounded(m_scale * std::exp(m_shape * standardNormal(stream)));
        case Kind::Weibull:
            return rounded(m_scale * std::pow(standardExponential(stream), 1 / m_shape));
        case Kind::Pareto:
            return rounded(m_scale * std::expm1(standardExponential(stream) / m_shape));
        case Kind::Empirical:
            return rounded(m_table->quantile(stream.uniform()));
    }
    return 0;
}

double Sampler::cumulative(double time) const {
    if (m_kind == Kind::Constant) return time >= m_mean ? 1 : 0;
    if (m_kind == Kind::Empirical) return m_table->cumulative(time);
    if (time <= 0) return 0;
    switch (m_kind) {
        case Kind::Constant:
        case Kind::Empirical:
            break;
        case Kind::Exponential:
            return -std::expm1(-time / m_scale);
        case Kind::Uniform:
            return std::clamp((time - m_shape) / m_scale, 0.0, 1.0);
        case Kind::Erlang:
        case Kind::Gamma:
            return model::regularizedGamma(m_shape, time / m_scale);
        case Kind::HyperExponential:
            return -m_probability * std::expm1(-time / m_scale) -
                   (1 - m_probability) * std::expm1(-time / m_second);
        case Kind::LogNormal:
            return 0.5 * std::erfc(-std::log(time / m_scale) / (m_shape * std::sqrt(2.0)));
        case Kind::Weibull:
            return -std::expm1(-std::pow(time / m_scale, m_shape));
        case Kind::Pareto:
            return -std::expm1(-m_shape * std::log1p(time / m_scale));
    }
    return 1;
}

}  // namespace simulator
