#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "simulator/experiment/trials.h"
#include "simulator/statistics/paired.h"

/// Which of several designs is better, and in what. See comparison.md.
namespace simulator {

/// One of the designs that are compared.
struct Variant {
    std::string name;
    model::Project project;
    model::ScenarioId scenario;
};

struct ComparisonOptions {
    int replications = 20;              ///< Of each variant; at least 2
    std::optional<std::uint64_t> seed;  ///< That of the first variant's scenario when absent
    std::optional<model::Duration> length;
    double significance = 0.05;  ///< Of all verdicts together
    ExperimentOptions experiment;
};

/// What the other variant is, measured by the first one.
enum class Preference {
    Better,
    Worse,
    NotDistinguishable,
    Same,    ///< No difference in any replication
    Unknown  ///< A figure is missing
};
/// `better`, `worse`, `not distinguishable`, `same`, `unknown`.
const char* preferenceName(Preference preference);

/// One figure of two variants.
struct ComparedFigure {
    std::string subject;  ///< Id of the journey or objective; empty for the whole system
    std::string kind;     ///< `journey`, `objective`, `system`
    std::string measure;  ///< `mean`, `p50`, `p95`, `p99`, `goodput`, `failures`, `cost`, ...; `observed`
    std::string unit;     ///< `ms`, `requests/s`, `share`, or of costs and carbon: `USD/month`, ...
    bool lowerIsBetter = true;
    PairedDifference difference;
    double low = 0;   ///< Of the mean difference, at the confidence of all figures together
    double high = 0;  ///< The same
    double pValue = 1;
    Preference preference = Preference::Unknown;
    /// Replications beyond those done with which the difference that was seen would be told from none;
    /// nothing when it is told already, or never would be.
    std::optional<std::int64_t> moreReplications;
    std::string why;  ///< Of an unknown one
};

/// How another variant compares with the first.
struct VariantComparison {
    std::string other;
    std::vector<ComparedFigure> figures;
    std::vector<std::string> leftOut;  ///< Journeys and objectives that only one of the two has
    std::size_t sharedStreams = 0;     ///< Streams of random numbers that both draw from
    std::size_t streams = 0;           ///< That at least one of the two draws from
    std::size_t sharedArrivals = 0;    ///< Of those shared: of arrivals

    bool differs() const;
};

struct Comparison {
    std::vector<std::string> variants;  ///< The first is what the others are compared with
    std::uint64_t seed = 0;
    int replications = 0;         ///< That were done, of each variant
    double simulatedSeconds = 0;  ///< Of one replication
    double significance = 0.05;   ///< Of all verdicts together
    std::size_t tested = 0;       ///< Figures that share it, by Bonferroni
    double shortestWarmUp = 0;    ///< Of any replication [s]
    double longestWarmUp = 0;     ///< The same [s]
    std::string warmUpNote;
    std::vector<VariantComparison> others;
    bool cancelled = false;  ///< The verdicts cover the replications before the first that did not end

    bool differs() const;
};

/// Runs each replication of all variants with the same random numbers, over the same stretch of time, and
/// tests the differences from the first variant. Replication r is the same as in a simulation of that seed.
/// Fails, naming the variant, on what cannot be simulated, on lengths that differ, and on a replication in
/// which more piles up than can be simulated.
model::Result<Comparison> compareVariants(const std::vector<Variant>& variants,
                                          const ComparisonOptions& options = {});

}  // namespace simulator
