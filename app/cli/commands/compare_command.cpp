#include <fmt/format.h>

#include "app/cli/command.h"
#include "app/cli/comparison_report.h"
#include "app/cli/interruption.h"
#include "app/cli/variants.h"
#include "app/cli/warnings.h"

namespace app {

namespace {

struct CompareOptions {
    VariantChoice variants;
    std::vector<std::string> others;
    std::optional<std::uint64_t> seed;
    std::optional<std::uint64_t> replications;
    std::optional<std::uint64_t> threads;
    std::optional<model::Duration> duration;
    bool json = false;

    VariantChoice choice() const {
        VariantChoice all = variants;
        all.files.insert(all.files.end(), others.begin(), others.end());
        return all;
    }

    simulator::ComparisonOptions comparisonOptions() const {
        simulator::ComparisonOptions options;
        options.seed = seed;
        options.length = duration;
        if (replications) options.replications = static_cast<int>(*replications);
        options.experiment.threads = static_cast<int>(threads.value_or(0));
        return options;
    }
};

Outcome runCompare(const CompareOptions& options, Console& console) {
    const auto variants = readVariants(options.choice(), console);
    if (!variants) return tl::unexpected(variants.error());
    warnOfIdlePolicies(*variants, console);
    simulator::ComparisonOptions comparing = options.comparisonOptions();
    const Interruption interruption;
    comparing.experiment.stop = interruption.token();
    comparing.experiment.progress = [&](const simulator::Progress& progress) {
        console.showProgress(
            fmt::format("{:3.0f} %  {:.0f} s left", 100 * progress.share, progress.secondsLeft));
    };
    const auto comparison = simulator::compareVariants(*variants, comparing);
    console.clearProgress();
    if (!comparison) return badInput(comparison.error());
    if (comparison->cancelled && comparison->replications < 2)
        return interruption.refusal("interrupted: nothing can be told yet");
    if (options.json)
        console.printDocument(comparisonDocument(*comparison));
    else
        console.print(comparisonReport(*comparison));
    if (comparison->cancelled)
        return interruption.refusal("interrupted: the figures cover what was run until then");
    return comparison->differs() ? Exit::No : Exit::Done;
}

}  // namespace

Command compareCommand() {
    return {
        "compare",
        "Answers",
        "Tell which of several designs is better, and whether the difference is real",
        "Variants are scenarios of one model, scenarios of several models, or a scenario with a change. Each "
        "replication of all of them has the same random numbers: journeys start at the same moments and need "
        "the same work. The differences from the first variant get paired t-intervals that hold together "
        "with 95 % confidence (Bonferroni), and each figure a verdict: better, worse, not distinguishable "
        "(with the number of replications that would tell), or same. GAIN says how many times as many "
        "replications independent random numbers would take. Exit code 1 when a difference was found.",
        "lintel compare sample:cascades/retry-storm --scenario incident --scenario healed\n"
        "  lintel compare shop.lintel:base faster.lintel:base --replications 40\n"
        "  lintel compare shop.lintel --scenario base "
        "--change '{\"deployments\": {\"order\": {\"workers\": 16}}}'",
        [](Syntax& syntax) -> std::function<Outcome(Console&)> {
            auto options = std::make_shared<CompareOptions>();
            syntax.arguments("FILE[:SCENARIO]", options->variants.files, fileHelp);
            syntax.texts("--scenario", "NAME", options->variants.scenarios,
                         "Id or name, of each FILE without one; again for each variant");
            syntax.texts("--with", "OTHER", options->others, "One more FILE[:SCENARIO]");
            syntax.texts("--change", "JSON", options->variants.changes,
                         "One more variant: the first one with this JSON merge patch of the model");
            syntax.number("--replications", options->replications, 2, 10000,
                          "Of each variant; 20 when left out");
            syntax.number("--seed", options->seed, 0, UINT64_MAX, "Instead of that of the first variant");
            syntax.number("--threads", options->threads, 1, 1024, "As many as the machine has when left out");
            syntax.duration("--duration", options->duration,
                            "Simulated time of one replication: 90s, 10m, 2h");
            syntax.flag("--json", options->json, jsonHelp);
            return [options](Console& console) { return runCompare(*options, console); };
        }};
}

}  // namespace app
