#include "simulator/random/ziggurat.h"

#include <cmath>

namespace simulator {

namespace {

constexpr double exponentialTail = 7.69711747013104972;
constexpr double exponentialArea = 3.949659822581572e-3;
constexpr double normalTail = 3.6541528853610088;
constexpr double normalArea = 4.92867323399e-3;
constexpr double abscissae = 0x1p53;

template <class Density, class Inverse>
Ziggurat build(double tail, double area, Density density, Inverse inverse) {
    Ziggurat table;
    double edge = tail;
    const double base = area / density(tail);
    table.inside[0] = static_cast<std::uint64_t>(tail / base * abscissae);
    table.inside[1] = 0;
    table.width[0] = base / abscissae;
    table.width[255] = tail / abscissae;
    table.density[0] = 1.0;
    table.density[255] = density(tail);
    for (std::size_t layer = 254; layer >= 1; --layer) {
        const double next = inverse(area / edge + density(edge));
        table.inside[layer + 1] = static_cast<std::uint64_t>(next / edge * abscissae);
        table.density[layer] = density(next);
        table.width[layer] = next / abscissae;
        edge = next;
    }
    return table;
}

/// Whether the point at `value` lies under the density, for a random height in its layer.
bool under(const Ziggurat& table, std::uint64_t layer, double density, RandomStream& stream) {
    const double low = table.density[layer];
    return low + stream.uniform() * (table.density[layer - 1] - low) < density;
}

}  // namespace

const Ziggurat exponentialZiggurat = build(
    exponentialTail, exponentialArea, [](double x) { return std::exp(-x); },
    [](double y) { return -std::log(y); });

const Ziggurat normalZiggurat = build(
    normalTail, normalArea, [](double x) { return std::exp(-0.5 * x * x); },
    [](double y) { return std::sqrt(-2.0 * std::log(y)); });

double exponentialSlow(RandomStream& stream, std::uint64_t bits) {
    for (;;) {
        const std::uint64_t layer = bits & 255;
        const std::uint64_t abscissa = bits >> 11;
        const double value = static_cast<double>(abscissa) * exponentialZiggurat.width[layer];
        if (abscissa < exponentialZiggurat.inside[layer]) return value;
        if (layer == 0) return exponentialTail - std::log(stream.positiveUniform());
        if (under(exponentialZiggurat, layer, std::exp(-value), stream)) return value;
        bits = stream.next64();
    }
}

double normalSlow(RandomStream& stream, std::uint64_t bits) {
    for (;;) {
        const std::uint64_t layer = bits & 255;
        const std::uint64_t abscissa = bits >> 11;
        const double sign = bits & 256 ? -1.0 : 1.0;
        const double value = static_cast<double>(abscissa) * normalZiggurat.width[layer];
        if (abscissa < normalZiggurat.inside[layer]) return sign * value;
        if (layer == 0) {
            double beyond = 0;
            double height = 0;
            do {
                beyond = -std::log(stream.positiveUniform()) / normalTail;
                height = -std::log(stream.positiveUniform());
            } while (height + height < beyond * beyond);
            return sign * (normalTail + beyond);
        }
        if (under(normalZiggurat, layer, std::exp(-0.5 * value * value), stream)) return sign * value;
        bits = stream.next64();
    }
}

}  // namespace simulator
