#include "model/probability/special_functions.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <numbers>

namespace model {

namespace {

constexpr double accuracy = 1e-16;
constexpr double tiny = 1e-300;
constexpr int mostTerms = 100'000;

/// P(shape, x) by its power series; converges fast for x < shape + 1.
double gammaSeries(double shape, double x) {
    double term = 1 / shape;
    double sum = term;
    for (int n = 1; n < mostTerms && term > sum * accuracy; ++n) {
        term *= x / (shape + n);
        sum += term;
    }
    return sum * std::exp(-x + shape * std::log(x) - logGamma(shape));
}

/// Q(shape, x) = 1 - P by its continued fraction (Lentz); for x >= shape + 1.
double gammaFraction(double shape, double x) {
    double b = x + 1 - shape;
    double c = 1 / tiny;
    double d = 1 / b;
    double result = d;
    for (int n = 1; n < mostTerms; ++n) {
        const double a = -n * (n - shape);
        b += 2;
        d = 1 / (a * d + b);
        c = b + a / c;
        const double factor = c * d;
        result *= factor;
        if (std::abs(factor - 1) < accuracy * 4) break;
    }
    return result * std::exp(-x + shape * std::log(x) - logGamma(shape));
}

/// The continued fraction of the incomplete beta function (Lentz).
double betaFraction(double a, double b, double x) {
    const auto awayFromZero = [](double value) { return std::abs(value) < tiny ? tiny : value; };
    double c = 1;
    double d = 1 / awayFromZero(1 - (a + b) * x / (a + 1));
    double result = d;
    for (int m = 1; m < mostTerms; ++m) {
        const double even = m * (b - m) * x / ((a + 2 * m - 1) * (a + 2 * m));
        d = 1 / awayFromZero(1 + even * d);
        c = awayFromZero(1 + even / c);
        result *= c * d;
        const double odd = -(a + m) * (a + b + m) * x / ((a + 2 * m) * (a + 2 * m + 1));
        d = 1 / awayFromZero(1 + odd * d);
        c = awayFromZero(1 + odd / c);
        const double factor = c * d;
        result *= factor;
        if (std::abs(factor - 1) < accuracy * 4) break;
    }
    return result;
}

}  // namespace

double logGamma(double x) {
    constexpr std::array<double, 9> coefficients{
        0.99999999999980993,  676.5203681218851,     -1259.1392167224028,
        771.32342877765313,   -176.61502916214059,   12.507343278686905,
        -0.13857109526572012, 9.9843695780195716e-6, 1.5056327351493116e-7};
    if (x < 0.5) return std::log(std::numbers::pi / std::sin(std::numbers::pi * x)) - logGamma(1 - x);
    const double shifted = x - 1;
    double sum = coefficients[0];
    for (std::size_t i = 1; i < coefficients.size(); ++i)
        sum += coefficients[i] / (shifted + static_cast<double>(i));
    const double base = shifted + 7.5;
    return 0.5 * std::log(2 * std::numbers::pi) + (shifted + 0.5) * std::log(base) - base + std::log(sum);
}

double regularizedGamma(double shape, double x) {
    if (!(x > 0)) return 0;
    return x < shape + 1 ? gammaSeries(shape, x) : 1 - gammaFraction(shape, x);
}

double regularizedBeta(double a, double b, double x) {
    if (!(x > 0)) return 0;
    if (!(x < 1)) return 1;
    const double front =
        std::exp(logGamma(a + b) - logGamma(a) - logGamma(b) + a * std::log(x) + b * std::log1p(-x));
    if (x < (a + 1) / (a + b + 2)) return front * betaFraction(a, b, x) / a;
    return 1 - front * betaFraction(b, a, 1 - x) / b;
}

double normalQuantile(double probability) {
    double low = -40;
    double high = 40;
    for (int step = 0; step < 100; ++step) {
        const double middle = 0.5 * (low + high);
        (0.5 * std::erfc(-middle / std::numbers::sqrt2) < probability ? low : high) = middle;
    }
    return 0.5 * (low + high);
}

double studentCumulative(double t, double degreesOfFreedom) {
    const double tail =
        0.5 * regularizedBeta(0.5 * degreesOfFreedom, 0.5, degreesOfFreedom / (degreesOfFreedom + t * t));
    return t > 0 ? 1 - tail : tail;
}

double studentQuantile(double probability, double degreesOfFreedom) {
    if (probability > 0.5) return -studentQuantile(1 - probability, degreesOfFreedom);
    double low = -1;
    while (studentCumulative(low, degreesOfFreedom) > probability && low > -1e12) low *= 2;
    double high = 0;
    for (int step = 0; step < 100; ++step) {
        const double middle = 0.5 * (low + high);
        const bool isAsFineAsItGets = middle == low || middle == high;
        (studentCumulative(middle, degreesOfFreedom) < probability ? low : high) = middle;
        if (isAsFineAsItGets) break;
    }
    return 0.5 * (low + high);
}

}  // namespace model
