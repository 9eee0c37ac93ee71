#include "simulator/footprint/footprint.h"

#include <algorithm>
#include <numeric>

#include "simulator/statistics/intervals.h"

namespace simulator {

namespace {

/// Something that amounts come to: money, energy, carbon.
using Quantity = double (*)(const Amounts& amounts, const Tariff& tariff);

double costOf(const Amounts& amounts, const Tariff&) {
    return amounts.cost;
}
double energyOf(const Amounts& amounts, const Tariff&) {
    return amounts.energy;
}
double operationalOf(const Amounts& amounts, const Tariff& tariff) {
    return amounts.energy * tariff.gramsPerJoule;
}
double embodiedOf(const Amounts& amounts, const Tariff&) {
    return amounts.embodied;
}
double carbonOf(const Amounts& amounts, const Tariff& tariff) {
    return operationalOf(amounts, tariff) + embodiedOf(amounts, tariff);
}

/// What units cost and draw by running, exact, and what depends on what they do.
struct SplitAmounts {
    Amounts fixed;
    Amounts sampled;
};

SplitAmounts split(const PartTariff& tariff, const Activity& activity) {
    const double sized = activity.sizedUnits();
    const double busy = tariff.countsCpu ? std::min(activity.busyCores, tariff.cores * sized) : 0;
    const double assumedWatts = tariff.coreWatts * tariff.assumedCores;
    SplitAmounts amounts;
    amounts.fixed = {tariff.costPerUnit * activity.units + tariff.costPerCpu * activity.resized,
                     (tariff.unitWatts + assumedWatts) * activity.units +
                         (tariff.cpuWatts + assumedWatts) * activity.resized,
                     tariff.embodiedPerUnit * sized};
    amounts.sampled = {tariff.costPerMessage * activity.messages, tariff.coreWatts * busy, 0};
    return amounts;
}

Figure absentBecause(const char* why) {
    return {std::nullopt, 0, 0, why};
}

/// The places of parts in the tariff.
using Parts = std::vector<std::size_t>;

/// Which of the quantities some parts have.
struct Coverage {
    bool cost = false;
    bool energy = false;
    bool operational = false;
    bool embodied = false;
};

Coverage coverageOf(const Tariff& tariff, const Parts& parts) {
    Coverage coverage;
    for (const std::size_t at : parts) {
        const PartTariff& part = tariff.parts[at];
        coverage.cost = coverage.cost || part.priced;
        coverage.energy = coverage.energy || part.powered;
        coverage.embodied = coverage.embodied || (tariff.embodies && part.kind != "channel");
    }
    coverage.operational = coverage.energy && tariff.emits;
    return coverage;
}

/// Figures of parts from a source that gives them for each second and for each request.
template <class Source>
void fill(FootprintPart& part, const Tariff& tariff, const Parts& parts, const Source& source) {
    const Coverage covered = coverageOf(tariff, parts);
    const auto give = [&](bool there, Quantity quantity, Figure& second, double factor, Figure& request,
                          double requests, const char* why) {
        second = there ? scaled(source.perSecond(parts, quantity), factor) : absentBecause(why);
        request = there ? scaled(source.perRequest(parts, quantity), requests) : absentBecause(why);
    };
    give(covered.cost, costOf, part.cost, 3600, part.costPerMillion, 1e6, "the rates state no price for it");
    give(covered.energy, energyOf, part.power, 1, part.energyPerRequest, 1,
         "the rates state no power for it");
    give(covered.operational, operationalOf, part.operational, 3600, part.operationalPerRequest, 1,
         "the rates do not say what its electricity emits");
    give(covered.embodied, embodiedOf, part.embodied, 3600, part.embodiedPerRequest, 1,
         "the rates do not say what is embodied in it");
    give(covered.operational || covered.embodied, carbonOf, part.carbon, 3600, part.carbonPerRequest, 1,
         "the rates state neither what electricity emits nor what is embodied");
}

template <class Source>
FootprintResult assembled(const Tariff& tariff, const Source& source) {
    FootprintResult result;
    result.currency = tariff.currency;
    if (!result.known()) return result;
    result.leftOut = tariff.leftOut;
    Parts all;
    for (std::size_t at = 0; at < tariff.parts.size(); ++at) {
        const PartTariff& rates = tariff.parts[at];
        if (!rates.ours) continue;
        all.push_back(at);
        FootprintPart& part = result.parts.emplace_back();
        part.id = rates.id;
        part.kind = rates.kind;
        part.units = source.units(at);
        part.cpuAssumed = rates.kind == "service" && !rates.countsCpu;
        part.cpu = rates.kind == "service" ? source.cpu(at) : absentBecause("no service");
        fill(part, tariff, {at}, source);
        result.total.units += part.units;
    }
    result.total.kind = "total";
    result.total.cpu = absentBecause("each service has its own");
    fill(result.total, tariff, all, source);
    return result;
}

Figure assumedCpu(const PartTariff& part) {
    if (!part.powered) return absentBecause("no step takes CPU time, and the rates assume no use");
    return exactFigure(part.cores > 0 ? part.assumedCores / part.cores : 0);
}

/// What replications observed.
class Observed {
public:
    Observed(const Tariff& tariff, const std::vector<std::vector<Observation>>& replications)
        : m_tariff(tariff), m_replications(replications) {}

    double units(std::size_t at) const {
        double units = 0;
        double seconds = 0;
        forEach([&](const Observation& seen) {
            units += seen.parts[at].units;
            seconds += seen.seconds;
        });
        return seconds > 0 ? units / seconds : 0;
    }

    Figure cpu(std::size_t at) const {
        const PartTariff& part = m_tariff.parts[at];
        if (!part.countsCpu) return assumedCpu(part);
        const auto available = [&part, at](const Observation& seen) {
            return part.cores * seen.parts[at].sizedUnits();
        };
        return ratio(
            [&](const Observation& seen) { return std::min(seen.parts[at].busyCores, available(seen)); },
            available);
    }

    Figure perSecond(const Parts& parts, Quantity quantity) const {
        double fixed = 0;
        double seconds = 0;
        bool varies = false;
        forEach([&](const Observation& seen) {
            const SplitAmounts amounts = sum(parts, seen);
            fixed += quantity(amounts.fixed, m_tariff);
            seconds += seen.seconds;
            varies = varies || quantity(amounts.sampled, m_tariff) != 0;
        });
        if (!(seconds > 0)) return missingFigure("nothing was observed");
        if (!varies) return exactFigure(fixed / seconds);
        Figure figure =
            ratio([&](const Observation& seen) { return quantity(sum(parts, seen).sampled, m_tariff); },
                  [](const Observation& seen) { return seen.seconds; });
        if (!figure.value) return figure;
        for (double* bound : {&*figure.value, &figure.low, &figure.high}) *bound += fixed / seconds;
        return figure;
    }

    Figure perRequest(const Parts& parts, Quantity quantity) const {
        const auto used = [&](const Observation& seen) {
            SplitAmounts amounts = sum(parts, seen);
            return quantity(amounts.fixed += amounts.sampled, m_tariff);
        };
        return ratio(used, [](const Observation& seen) { return seen.succeeded; });
    }

private:
    template <class Visit>
    void forEach(const Visit& visit) const {
        for (const std::vector<Observation>& replication : m_replications)
            for (const Observation& seen : replication) visit(seen);
    }

    SplitAmounts sum(const Parts& parts, const Observation& seen) const {
        SplitAmounts amounts;
        for (const std::size_t at : parts) {
            const SplitAmounts part = split(m_tariff.parts[at], seen.parts[at]);
            amounts.fixed += part.fixed;
            amounts.sampled += part.sampled;
        }
        return amounts;
    }

    template <class Sum, class Weight>
    Figure ratio(const Sum& sum, const Weight& weight) const {
        std::vector<Batches> all;
        for (const std::vector<Observation>& replication : m_replications) {
            Batches& batches = all.emplace_back();
            for (const Observation& seen : replication) {
                batches.sums.push_back(sum(seen));
                batches.weights.push_back(weight(seen));
            }
        }
        return meanInterval(all);
    }

    const Tariff& m_tariff;
    const std::vector<std::vector<Observation>>& m_replications;
};

/// What is expected, with bounds.
class Expected {
public:
    Expected(const Tariff& tariff, const std::vector<ExpectedActivity>& parts, const Figure& succeeded)
        : m_tariff(tariff), m_parts(parts), m_succeeded(succeeded) {}

    double units(std::size_t at) const { return m_parts[at].units; }

    Figure cpu(std::size_t at) const {
        const PartTariff& part = m_tariff.parts[at];
        if (!part.countsCpu) return assumedCpu(part);
        const double available = part.cores * m_parts[at].units;
        if (!(available > 0)) return absentBecause("no replica runs");
        Figure figure = scaled(m_parts[at].busyCores, 1 / available);
        if (!figure.value) return figure;
        for (double* bound : {&*figure.value, &figure.low, &figure.high}) *bound = std::min(*bound, 1.0);
        return figure;
    }

    Figure perSecond(const Parts& parts, Quantity quantity) const {
        const auto at = [&](double (*bound)(const Figure&)) {
            Amounts amounts;
            for (const std::size_t part : parts)
                amounts += amountsOf(
                    m_tariff.parts[part],
                    {m_parts[part].units, bound(m_parts[part].busyCores), bound(m_parts[part].messages)});
            return quantity(amounts, m_tariff);
        };
        return {at([](const Figure& figure) { return figure.value.value_or(0); }),
                at([](const Figure& figure) { return figure.value ? figure.low : 0; }),
                at([](const Figure& figure) { return figure.value ? figure.high : 0; }),
                {}};
    }

    Figure perRequest(const Parts& parts, Quantity quantity) const {
        if (!(m_succeeded.value.value_or(0) > 0)) return absentBecause("no request succeeds");
        if (!(m_succeeded.low > 0))
            return absentBecause("how many requests succeed is not known well enough");
        const Figure figure = perSecond(parts, quantity);
        return {*figure.value / *m_succeeded.value,
                figure.low / m_succeeded.high,
                figure.high / m_succeeded.low,
                {}};
    }

private:
    const Tariff& m_tariff;
    const std::vector<ExpectedActivity>& m_parts;
    const Figure& m_succeeded;
};

}  // namespace

Amounts& Amounts::operator+=(const Amounts& other) {
    cost += other.cost;
    energy += other.energy;
    embodied += other.embodied;
    return *this;
}

Amounts amountsOf(const PartTariff& tariff, const Activity& activity) {
    SplitAmounts amounts = split(tariff, activity);
    return amounts.fixed += amounts.sampled;
}

FootprintResult footprintOf(const Tariff& tariff, const std::vector<std::vector<Observation>>& replications) {
    return assembled(tariff, Observed(tariff, replications));
}

FootprintResult expectedFootprint(const Tariff& tariff, const std::vector<ExpectedActivity>& parts,
                                  const Figure& succeeded) {
    return assembled(tariff, Expected(tariff, parts, succeeded));
}

Figure scaled(Figure figure, double factor) {
    if (!figure.value) return figure;
    *figure.value *= factor;
    figure.low *= factor;
    figure.high *= factor;
    return figure;
}

}  // namespace simulator
