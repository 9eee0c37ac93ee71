#pragma once

#include <string>
#include <vector>

namespace simulator {

/// What a month has, of a year of 8,760 hours [h].
inline constexpr double hoursPerMonth = 730;

/// What one part of a system costs, draws and emits, for each of the things that a run counts: replicas (or
/// nodes) that run, cores that are busy, messages that are published.
struct PartTariff {
    std::string id;
    std::string kind;  ///< `service`, `store`, `channel`
    bool ours = true;  ///< False for what others run: it costs nothing here
    bool priced = false;
    double costPerUnit = 0;     ///< Of a replica or node that runs [currency/s]
    double costPerCpu = 0;      ///< Of that, for its CPU alone [currency/s]
    double costPerMessage = 0;  ///< [currency]
    bool powered = false;
    double unitWatts = 0;     ///< Of a replica or node that runs, idle; with the site's overhead [W]
    double cpuWatts = 0;      ///< Of that, of its CPU alone [W]
    double coreWatts = 0;     ///< More, of a busy core; with the site's overhead [W]
    double cores = 0;         ///< CPU limit of a replica: no more are busy
    bool countsCpu = false;   ///< The model says what CPU takes; else so many cores are assumed to be busy:
    double assumedCores = 0;  ///< Of a replica
    double embodiedPerUnit = 0;  ///< Of a replica or node that runs [g CO2e/s]

    bool operator==(const PartTariff&) const = default;
};

/// The rates of a model, applied to each of its parts.
struct Tariff {
    std::string currency;      ///< ISO 4217; empty when the model has no rates, and then there are no parts
    bool emits = false;        ///< The intensity of the grid is known
    double gramsPerJoule = 0;  ///< Of electricity [g CO2e/J]
    bool embodies = false;     ///< Some part states what is embodied
    std::vector<PartTariff> parts;     ///< Services, stores and channels, in the order of the model
    std::vector<std::string> leftOut;  ///< What the rates do not cover, and what is assumed: a sentence each

    bool operator==(const Tariff&) const = default;
};

}  // namespace simulator
