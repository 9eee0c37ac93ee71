#include "simulator/estimate/fitted_time.h"

#include <algorithm>
#include <array>
#include <cmath>

#include "model/probability/special_functions.h"
#include "simulator/estimate/array_math.h"

namespace simulator::estimating {

namespace {

/// The standard Weibull distribution exp(-t^shape) by a = 1 / shape.
struct Standard {
    double inverseShape = 1;
    double mean = 1;  ///< Gamma(1 + a)
    double deviation = 1;
    double skewness = 2;
};

Standard standardFor(double a) {
    const auto moment = [a](int order) { return std::exp(model::logGamma(1 + order * a)); };
    const double mean = moment(1);
    const double variance = moment(2) - mean * mean;
    const double third = moment(3) - mean * (3 * variance + mean * mean);
    return {a, mean, std::sqrt(variance), third / (variance * std::sqrt(variance))};
}

/// Shapes from 3.6, where the skewness is about zero, to 0.2, where it is 190. Shape 1 is on the grid.
class Table {
public:
    Table() {
        for (int at = 0; at < size; ++at)
            m_rows[static_cast<std::size_t>(at)] = standardFor((at + first) / steps);
        m_rows[static_cast<std::size_t>(steps) - first] = {1, 1, 1, 2};
    }

    template <class Key>
    Standard find(double sought, const Key& key) const {
        const auto* above =
            std::lower_bound(m_rows.begin(), m_rows.end(), sought,
                             [&](const Standard& row, double value) { return key(row) < value; });
        if (above == m_rows.begin()) return m_rows.front();
        if (above == m_rows.end()) return m_rows.back();
        const Standard& high = *above;
        const Standard& low = *(above - 1);
        const double share = (sought - key(low)) / (key(high) - key(low));
        const auto between = [share](double from, double to) { return to - (1 - share) * (to - from); };
        return {between(low.inverseShape, high.inverseShape), between(low.mean, high.mean),
                between(low.deviation, high.deviation), between(low.skewness, high.skewness)};
    }

private:
    static constexpr double steps = 256;
    static constexpr int first = 71;
    static constexpr int size = 5 * 256 - first + 1;
    std::array<Standard, size> m_rows;
};

const Table& table() {
    static const Table instance;
    return instance;
}

// Gauss-Legendre, 16 points on [0, 1] (Abramowitz & Stegun, table 25.4).
constexpr std::array<double, 8> abscissae{0.0950125098376374, 0.2816035507792589, 0.4580167776572274,
                                          0.6178762444026438, 0.7554044083550030, 0.8656312023878318,
                                          0.9445750230732326, 0.9894009349916499};
constexpr std::array<double, 8> weights{0.1894506104550685, 0.1826034150449236, 0.1691565193950025,
                                        0.1495959888165767, 0.1246289712555339, 0.0951585116824928,
                                        0.0622535239386479, 0.0271524594117541};

// Excesses whose powers have tails of 1 and of 0.
constexpr double hardlyAny = 1e-300;
constexpr double endless = 1e300;

}  // namespace

FittedTime::FittedTime(const Moments& moments) : m_shift(moments.mean) {
    const double deviation = std::sqrt(std::max(0.0, moments.variance));
    if (!(deviation > 1e-9 * moments.mean)) return;
    const double skewness = moments.third / (deviation * deviation * deviation);
    const Standard standard = std::abs(skewness - 2) < 1e-9
                                  ? Standard{}
                                  : table().find(skewness, [](const Standard& row) { return row.skewness; });
    m_inverseShape = standard.inverseShape;
    m_scale = deviation / standard.deviation;
    m_shift = moments.mean - m_scale * standard.mean;
}

double FittedTime::survival(double time) const {
    const double excess = time - m_shift;
    if (!(excess > 0)) return 1;
    if (m_scale == 0) return 0;
    const double ratio = excess / m_scale;
    return std::exp(m_inverseShape == 1 ? -ratio : -std::pow(ratio, 1 / m_inverseShape));
}

void FittedTime::standardise(double* times, std::size_t count) const {
    if (m_scale == 0) {
        for (std::size_t at = 0; at < count; ++at) times[at] = times[at] > m_shift ? endless : hardlyAny;
        return;
    }
    for (std::size_t at = 0; at < count; ++at)
        times[at] = std::max(hardlyAny, (times[at] - m_shift) / m_scale);
}

double FittedTime::quantile(double probability) const {
    if (m_scale == 0) return m_shift;
    const double standard = -std::log1p(-probability);
    const double power = m_inverseShape == 1 ? standard : std::pow(standard, m_inverseShape);
    return std::max(0.0, m_shift + m_scale * power);
}

// The time is shift + scale * t^a with an exponential t. Steps in the root of t: what is not smooth at 0,
// with a small a, is so there, and far limits do not pull the points out into the tail.
Moments FittedTime::truncatedAt(double limit) const {
    constexpr double negligible = 1e-17;
    const double over = survival(limit);
    if (!(over < 1)) return Moments::constant(limit);
    if (m_scale == 0) return Moments::constant(m_shift);
    const double most = -std::log(std::max(over, negligible));
    constexpr std::size_t points = 2 * abscissae.size();
    std::array<double, points> roots;
    std::array<double, points> powers;
    std::array<double, points> tails;
    for (std::size_t at = 0; at < points; ++at) {
        roots[at] = 0.5 * (1 + (at % 2 == 0 ? -1 : 1) * abscissae[at / 2]);
        powers[at] = most * roots[at] * roots[at];
        tails[at] = -powers[at];
    }
    exponentials(tails.data(), points);
    if (m_inverseShape != 1) {
        logarithms(powers.data(), points);
        for (double& power : powers) power *= m_inverseShape;
        exponentials(powers.data(), points);
    }
    Mixture mixture;
    for (std::size_t at = 0; at < points; ++at)
        mixture.add(weights[at / 2] * roots[at] * tails[at],
                    Moments::constant(std::max(0.0, m_shift + m_scale * powers[at])));
    return mixture.moments();
}

double FittedTime::weibullSkewness(double cv) {
    return table().find(cv, [](const Standard& row) { return row.deviation / row.mean; }).skewness;
}

}  // namespace simulator::estimating
