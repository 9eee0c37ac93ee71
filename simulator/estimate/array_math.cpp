// Written for vectors: without branches, table look-ups and conversions between numbers of different kinds.
#include "simulator/estimate/array_math.h"

#include <bit>
#include <cstdint>
#include <limits>

namespace simulator::estimating {

namespace {

// Sums with them have the whole part of a number in their last bits.
constexpr double wholeNumbers = 0x1.8p52;
constexpr double positiveWholeNumbers = 0x1p52;
constexpr double ln2High = 6.93147180369123816490e-01;
constexpr double ln2Low = 1.90821492927058770002e-10;

// e^x = 2^n e^r with |r| <= ln 2 / 2, by Taylor's series,
// four terms at a time.
[[gnu::always_inline]] inline double exponential(double x) {
    const double shifted = x * 1.44269504088896338700e+00 + wholeNumbers;
    const double n = shifted - wholeNumbers;
    const double r = (x - n * ln2High) - n * ln2Low;
    const double r2 = r * r;
    const double r4 = r2 * r2;
    const double first = (1 + r) + r2 * (0.5 + r * (1.0 / 6));
    const double second = (1.0 / 24 + r * (1.0 / 120)) + r2 * (1.0 / 720 + r * (1.0 / 5040));
    const double third = (1.0 / 40320 + r * (1.0 / 362880)) + r2 * (1.0 / 3628800 + r * (1.0 / 39916800));
    const double fourth = 1.0 / 479001600 + r * (1.0 / 6227020800);
    const double sum = first + r4 * (second + r4 * (third + r4 * fourth));
    return std::bit_cast<double>(std::bit_cast<std::uint64_t>(sum) +
                                 (std::bit_cast<std::uint64_t>(shifted) << 52));
}

// Sun Microsystems 1993 (fdlibm, e_log.c): x = 2^k (1 + f), log(1 + f) by s = f / (2 + f).
[[gnu::always_inline]] inline double logarithm(double value) {
    constexpr std::uint64_t one = 0x3ff0'0000'0000'0000;
    constexpr std::uint64_t rootOfHalf = 0x3fe6'a09e'667f'3bcd;
    constexpr std::uint64_t fraction = 0x000f'ffff'ffff'ffff;
    const std::uint64_t bits = std::bit_cast<std::uint64_t>(value) + (one - rootOfHalf);
    const std::uint64_t exponent = bits >> 52 | std::bit_cast<std::uint64_t>(positiveWholeNumbers);
    const double k = std::bit_cast<double>(exponent) - (positiveWholeNumbers + 1023);
    const double f = std::bit_cast<double>((bits & fraction) + rootOfHalf) - 1;
    const double s = f / (2 + f);
    const double z = s * s;
    double sum = 1.479819860511658591e-01;
    sum = sum * z + 1.531383769920937332e-01;
    sum = sum * z + 1.818357216161805012e-01;
    sum = sum * z + 2.222219843214978396e-01;
    sum = sum * z + 2.857142874366239149e-01;
    sum = sum * z + 3.999999999940941908e-01;
    sum = sum * z + 6.666666666666735130e-01;
    const double half = 0.5 * f * f;
    return k * ln2High - ((half - (s * (half + sum * z) + k * ln2Low)) - f);
}

// Within 700 and -700, beyond which the exponential function is as good as without end, or 0. Magnitudes are
// compared as whole numbers: numbers that are none would be a case of their own.
[[gnu::always_inline]] inline double clamped(double exponent) {
    constexpr std::int64_t most = std::bit_cast<std::int64_t>(700.0);
    constexpr std::int64_t sign = std::numeric_limits<std::int64_t>::min();
    const auto bits = std::bit_cast<std::int64_t>(exponent);
    const std::int64_t magnitude = bits & ~sign;
    return std::bit_cast<double>((magnitude < most ? magnitude : most) | (bits & sign));
}

[[gnu::always_inline]] inline double weibullTail(double value, double power) {
    return exponential(clamped(-exponential(clamped(power * logarithm(value)))));
}

#ifdef __x86_64__

const bool fourAtOnce = __builtin_cpu_supports("avx2");

[[gnu::target("avx2")]] void exponentialsByAvx2(double* values, std::size_t count) {
    for (std::size_t at = 0; at < count; ++at) values[at] = exponential(clamped(values[at]));
}

[[gnu::target("avx2")]] void logarithmsByAvx2(double* values, std::size_t count) {
    for (std::size_t at = 0; at < count; ++at) values[at] = logarithm(values[at]);
}

[[gnu::target("avx2")]] void weibullTailsByAvx2(double* __restrict values, const double* __restrict powers,
                                                std::size_t count) {
    for (std::size_t at = 0; at < count; ++at) values[at] = weibullTail(values[at], powers[at]);
}

#endif

}  // namespace

void exponentials(double* values, std::size_t count) {
#ifdef __x86_64__
    if (fourAtOnce) return exponentialsByAvx2(values, count);
#endif
    for (std::size_t at = 0; at < count; ++at) values[at] = exponential(clamped(values[at]));
}

void logarithms(double* values, std::size_t count) {
#ifdef __x86_64__
    if (fourAtOnce) return logarithmsByAvx2(values, count);
#endif
    for (std::size_t at = 0; at < count; ++at) values[at] = logarithm(values[at]);
}

void weibullTails(double* __restrict values, const double* __restrict powers, std::size_t count) {
#ifdef __x86_64__
    if (fourAtOnce) return weibullTailsByAvx2(values, powers, count);
#endif
    for (std::size_t at = 0; at < count; ++at) values[at] = weibullTail(values[at], powers[at]);
}

}  // namespace simulator::estimating
