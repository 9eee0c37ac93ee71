#pragma once

#include <algorithm>
#include <cstdint>
#include <span>
#include <type_traits>

#include "model/distribution.h"
#include "simulator/random/empirical_table.h"
#include "simulator/random/philox.h"
#include "simulator/random/ziggurat.h"

namespace simulator {

/// The longest time that is ever sampled: about 36 years, so that sums of times do not overflow [ns].
inline constexpr double longestTime = 0x1p60;

/// Draws times [ns] from a `model::Distribution`: a flat record, made once when a plan is compiled; only that
/// of an empirical distribution refers to something, to its table. Times are rounded to the nearest
/// nanosecond and are never negative.
class Sampler {
public:
    enum class Kind : std::uint8_t {
        Constant,
        Exponential,
        Uniform,
        Erlang,
        Gamma,
        HyperExponential,
        LogNormal,
        Weibull,
        Pareto,
        Empirical
    };

    /// Always zero.
    Sampler() = default;
    /// A mean of zero or less is the constant zero, and so are quantiles out of reach; a cv of zero is the
    /// constant mean; a cv outside of what the kind can have becomes the nearest that it can (`model::check`
    /// reports all of them). Not for empirical distributions.
    explicit Sampler(const model::Distribution& distribution);
    /// The table must outlive the sampler and its copies.
    explicit Sampler(const EmpiricalTable& table);

    std::int64_t operator()(RandomStream& stream) const {
        if (m_kind == Kind::Constant) return m_constant;
        if (m_kind == Kind::Exponential) return rounded(m_scale * standardExponential(stream));
        return other(stream);
    }

    /// As many times as there is room for, at once.
    void fill(std::span<std::int64_t> times, RandomStream& stream) const;

    Kind kind() const { return m_kind; }
    double mean() const { return m_mean; }  ///< Of the distribution as sampled, before rounding [ns]
    double cv() const { return m_cv; }      ///< Of the distribution as sampled, before rounding
    /// The probability of a time of at most `time` [ns], before rounding.
    double cumulative(double time) const;

private:
    static std::int64_t rounded(double time) {
        // Times are not negative: this is rounding, in two instructions.
        constexpr double half = 0.5;
        return static_cast<std::int64_t>(std::min(time, longestTime) + half);
    }
    std::int64_t other(RandomStream& stream) const;
    void fillExponential(std::span<std::int64_t> times, RandomStream& stream) const;
    double gamma(RandomStream& stream) const;

    void makeUniform(double cv);
    void makeErlang(double cv);
    void makeGamma(double cv);
    void makeHyperExponential(double cv);
    void makeLogNormal(double cv);
    void makeWeibull(double cv);
    void makePareto(double cv);

    Kind m_kind = Kind::Constant;
    std::int32_t m_phases = 1;  ///< Of Erlang
    union {
        std::int64_t m_constant = 0;    ///< [ns]
        const EmpiricalTable* m_table;  ///< Of the empirical distribution
    };
    double m_scale = 0;   ///< [ns]; the mean of a phase, the width of the uniform, exp(mu) of the log-normal
    double m_shape = 0;   ///< Shape; sigma of the log-normal; the low end of the uniform [ns]
    double m_second = 0;  ///< Mean of the second phase of the hyper-exponential [ns]
    double m_probability = 0;  ///< Of the first phase of the hyper-exponential
    double m_mean = 0;
    double m_cv = 0;
};
static_assert(std::is_trivially_copyable_v<Sampler> && sizeof(Sampler) == 64);

}  // namespace simulator
