#pragma once

#include <optional>
#include <string>

#include "model/unknown.h"

namespace model {

/// The highest price, power or mass that a rate may state, in its unit.
inline constexpr double highestPrice = 1e9;

/// What a system draws, and what that emits. Energy as in the methodology of Cloud Carbon Footprint: the
/// power of a processor goes in a line from idle to full with its use, memory draws the same at all times,
/// and the data centre adds its overhead to both.
struct Power {
    double idleWatts = 0;                  ///< Of a vCPU that has nothing to do [W]
    double fullWatts = 0;                  ///< Of a vCPU in full use [W]
    double memoryWatts = 0.392;            ///< Of a GiB [W]; the default is Cloud Carbon Footprint's
    std::optional<double> storeNodeWatts;  ///< Of a node of a store, at all times [W]
    double pue = 1;           ///< Power usage effectiveness: all power of the site for one of its machines
    double assumedUse = 0.5;  ///< Of the requested vCPUs, where the model does not say what CPU takes;
                              ///< the default is Cloud Carbon Footprint's
    std::optional<double> gridIntensity;      ///< Of the electricity [g CO2e/kWh]
    std::optional<double> embodied;           ///< From making the machines [g CO2e/vCPU-hour]
    std::optional<double> storeNodeEmbodied;  ///< The same [g CO2e/node-hour]
    UnknownFields unknown;

    bool operator==(const Power&) const = default;
};

/// What running a system costs. What has no price here is left out of the costs, and results say so.
struct Rates {
    std::string currency = "USD";           ///< Code of ISO 4217
    std::optional<double> vcpuHour;         ///< Of a vCPU that is requested [currency/h]
    std::optional<double> gibHour;          ///< Of a GiB of memory that is requested [currency/h]
    std::optional<double> millionMessages;  ///< Published to channels [currency per million]
    std::optional<double> storeNodeHour;    ///< Of a node of a store that states no price [currency/h]
    std::string source;                     ///< Where the figures come from, for people
    std::optional<Power> power;
    UnknownFields unknown;

    bool operator==(const Rates&) const = default;
};

}  // namespace model
