#pragma once

#include <cstddef>

namespace simulator::estimating {

/// The exponential functions of many numbers, in place, within 4 units in the last place; beyond -700 and 700
/// those of -700 and 700. The same on every processor.
void exponentials(double* values, std::size_t count);

/// The natural logarithms of many positive numbers, in place, within 1 unit in the last place.
void logarithms(double* values, std::size_t count);

/// e^-(x^power) of many positive numbers, in place, each with a power of its own: tails of Weibull's
/// distribution.
void weibullTails(double* values, const double* powers, std::size_t count);

}  // namespace simulator::estimating
