#pragma once

#include <array>
#include <cstdint>

#include "simulator/random/philox.h"

namespace simulator {

/// The tables of a ziggurat with 256 layers of equal area under a decreasing density on [0, inf).
/// Marsaglia, Tsang: The ziggurat method for generating random variables (J. Stat. Software 5(8), 2000); here
/// with 53-bit abscissae and one 64-bit number for layer, sign and abscissa, which are different bits of it.
struct Ziggurat {
    std::array<std::uint64_t, 256> inside{};  ///< Abscissae below need no further look
    std::array<double, 256> width{};          ///< Of a layer / 2^53
    std::array<double, 256> density{};        ///< At the outer edge of a layer
};

extern const Ziggurat exponentialZiggurat;
extern const Ziggurat normalZiggurat;

double exponentialSlow(RandomStream& stream, std::uint64_t bits);
double normalSlow(RandomStream& stream, std::uint64_t bits);

/// Exponential with mean 1, from one number; false where that is not enough.
inline bool exponentialFast(std::uint64_t bits, double& value) {
    const std::uint64_t layer = bits & 255;
    const std::uint64_t abscissa = bits >> 11;
    value = static_cast<double>(abscissa) * exponentialZiggurat.width[layer];
    return abscissa < exponentialZiggurat.inside[layer];
}

/// Exponential with mean 1.
inline double standardExponential(RandomStream& stream) {
    const std::uint64_t bits = stream.next64();
    double value;
    if (exponentialFast(bits, value)) [[likely]]
        return value;
    return exponentialSlow(stream, bits);
}

/// Normal with mean 0 and variance 1.
inline double standardNormal(RandomStream& stream) {
    const std::uint64_t bits = stream.next64();
    const std::uint64_t layer = bits & 255;
    const std::uint64_t abscissa = bits >> 11;
    if (abscissa < normalZiggurat.inside[layer]) [[likely]] {
        const double value = static_cast<double>(abscissa) * normalZiggurat.width[layer];
        return bits & 256 ? -value : value;
    }
    return normalSlow(stream, bits);
}

}  // namespace simulator
