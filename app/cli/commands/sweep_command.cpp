#include <fmt/format.h>

#include <QFileInfo>
#include <charconv>

#include "app/cli/command.h"
#include "app/cli/interruption.h"
#include "app/cli/parameters.h"
#include "app/cli/scenario_choice.h"
#include "app/cli/sweep_report.h"
#include "app/cli/table.h"
#include "app/cli/warnings.h"
#include "model/json/assign.h"
#include "simulator/cluster/ranks.h"

namespace app {

namespace {

struct SweepCommandOptions {
    std::string file;
    std::string scenario;
    std::vector<std::string> parameters;
    std::string sample;
    std::string out;
    std::optional<std::uint64_t> seed;
    std::optional<std::uint64_t> replications;
    std::optional<std::uint64_t> threads;
    std::optional<model::Duration> duration;
    bool independent = false;
    bool json = false;
};

/// Of `lhs:200`; nothing for a grid.
tl::expected<std::optional<std::size_t>, Refusal> sampleSize(const std::string& text) {
    if (text.empty()) return std::nullopt;
    constexpr std::string_view prefix = "lhs:";
    std::size_t size = 0;
    const char* end = text.data() + text.size();
    const char* begin = text.starts_with(prefix) ? text.data() + prefix.size() : end;
    const auto [rest, error] = std::from_chars(begin, end, size);
    if (error != std::errc() || rest != end || size == 0)
        return wrongUse("--sample: found `" + text + "`, expected lhs:N, such as lhs:200");
    return size;
}

tl::unexpected<Refusal> refusedSetting(const model::Error& error) {
    return wrongUse("--set" + (error.place.empty() ? "" : " " + error.place) + ": " + error.message);
}

/// What is asked for, and what the rows of its answer have.
struct CheckedSweep {
    simulator::Sweep sweep;
    std::vector<simulator::SweepColumn> columns;
};

tl::expected<CheckedSweep, Refusal> readSweep(const SweepCommandOptions& options, Console& console) {
    if (options.parameters.empty()) return wrongUse("sweep: nothing to vary, expected at least one --set");
    const auto loaded = readWholeModel(options.file);
    if (!loaded) return tl::unexpected(loaded.error());
    const auto scenario = chosenScenario(loaded->project, options.scenario, "sweep", console);
    if (!scenario) return tl::unexpected(scenario.error());
    auto project = model::asScenarioHasIt(loaded->project, *scenario);
    if (!project) return badInput({options.file + ": " + project.error().place, project.error().message});
    simulator::Sweep sweep;
    sweep.project = std::move(*project);
    sweep.scenario = *scenario;
    sweep.seed = options.seed;
    sweep.independent = options.independent;
    if (options.replications) sweep.replications = static_cast<int>(*options.replications);
    sweep.length = options.duration;
    for (const std::string& text : options.parameters) {
        auto axis = parseParameter(text, *scenario);
        if (!axis) return tl::unexpected(axis.error());
        sweep.axes.push_back(std::move(*axis));
    }
    const auto size = sampleSize(options.sample);
    if (!size) return tl::unexpected(size.error());
    auto points = *size ? simulator::latinHypercube(sweep.axes, **size, simulator::seedOfSweep(sweep))
                        : simulator::gridOf(sweep.axes);
    if (!points) return refusedSetting(points.error());
    sweep.points = std::move(*points);
    auto columns = simulator::checkSweep(sweep);
    if (!columns) return refusedSetting(columns.error());
    warnOfIdlePolicies(sweep.project, *scenario, console);
    return CheckedSweep{std::move(sweep), std::move(*columns)};
}

bool isCsv(const std::string& out) {
    return out.ends_with(".csv");
}

/// Where finished points are kept: a journal beside the file, which a later run continues.
class KeptPoints {
public:
    static tl::expected<KeptPoints, Refusal> at(const std::string& out, const CheckedSweep& asked,
                                                Console& console) {
        KeptPoints kept;
        if (out.empty()) return kept;
        const std::string path = out + ".journal";
        const bool there = QFileInfo::exists(QString::fromStdString(path));
        if (!there && QFileInfo::exists(QString::fromStdString(out)))
            return badInput({out,
                             "is there already, and no journal of a sweep beside it; remove it, or choose "
                             "another file"});
        auto journal = simulator::Journal::open(path, simulator::questionOf(asked.sweep));
        if (!journal) return badInput(journal.error());
        for (const std::string& record : journal->records())
            if (auto row = simulator::rowOfText(record, asked.columns.size()))
                kept.done.insert(std::move(*row));
        if (there && !kept.done.empty())
            console.message(fmt::format("lintel: {} of {} are known already, by {}",
                                        countOf(kept.done.size(), "point"),
                                        countText(asked.sweep.points.size()), path));
        kept.m_journal = std::move(*journal);
        return kept;
    }

    model::Result<void> keep(std::size_t point, const simulator::SweepRow& row) {
        return m_journal ? m_journal->append(simulator::textOfRow(point, row)) : model::Result<void>();
    }
    bool isKept() const { return m_journal.has_value(); }

    std::map<std::size_t, simulator::SweepRow> done;

private:
    std::optional<simulator::Journal> m_journal;
};

tl::expected<void, Refusal> checkOut(const std::string& out) {
    if (out.empty() || isCsv(out) || out.ends_with(".json")) return {};
    return wrongUse("--out: found `" + out + "`, expected a name that ends with .csv or .json");
}

Outcome answer(const SweepCommandOptions& options, simulator::Ranks& ranks, const Interruption& interruption,
               Console& console) {
    if (const auto place = checkOut(options.out); !place) return tl::unexpected(place.error());
    const auto asked = readSweep(options, console);
    if (!asked) return tl::unexpected(asked.error());
    const simulator::Sweep& sweep = asked->sweep;
    auto kept = KeptPoints::at(options.out, *asked, console);
    if (!kept) return tl::unexpected(kept.error());
    simulator::SweepOptions sweeping;
    sweeping.done = kept->done;
    sweeping.keep = [&](std::size_t point, const simulator::SweepRow& row) { return kept->keep(point, row); };
    sweeping.experiment.stop = interruption.token();
    sweeping.experiment.progress = [&](const simulator::Progress& progress) {
        console.showProgress(
            fmt::format("{:3.0f} %  {:.0f} s left", 100 * progress.share, progress.secondsLeft));
    };
    const auto table = simulator::runSweep(sweep, asked->columns, ranks, sweeping);
    console.clearProgress();
    if (!table) return badInput(table.error());
    if (table->cancelled)
        return interruption.refusal(kept->isKept() ? "interrupted: the same command continues"
                                                   : "interrupted: without --out nothing is kept");
    if (kept->isKept()) {
        const auto written =
            writeFile(QString::fromStdString(options.out),
                      isCsv(options.out) ? sweepCsv(sweep, *table) : sweepDocument(sweep, *table));
        if (!written) return badInput(written.error());
    }
    if (options.json)
        console.printDocument(sweepDocument(sweep, *table));
    else
        console.print(sweepReport(sweep, *table));
    return Exit::Done;
}

Outcome runSweepCommand(const SweepCommandOptions& options, Console& console) {
    const Interruption interruption;
    simulator::Ranks ranks(static_cast<int>(options.threads.value_or(0)));
    if (ranks.isFirst()) return answer(options, ranks, interruption, console);
    simulator::serveSweep(ranks, interruption.token());
    return Exit::Done;
}

std::string detailsOfSweep() {
    return std::string(
               "PLACE is a JSON pointer into the model (lists by number: .../behaviour/0/time/mean_ms), a "
               "field "
               "of the scenario (length_s), or `load`, the rate of all journeys together. Values are JSON, "
               "quantities (200 ms, 5%, 300/s) or words, separated by commas; or a range from..to, in steps "
               "of 1, or of :n values, evenly or with :log by ratio, with :whole rounded. Without --sample "
               "all "
               "combinations are run, those of the last --set first. Every point has the same random "
               "numbers, "
               "so that points differ by their parameters alone. The rows are the same bit for bit on any "
               "number of threads and ranks. With --out each finished point is on the disk at once, in "
               "FILE.journal: after a kill the same command continues, and another question is refused. ") +
           (simulator::isBuiltWithMpi()
                ? "This program has MPI: `mpirun -n 4 lintel sweep ...` shares the points out to ranks."
                : "This program was built without MPI (LINTEL_MPI).");
}

}  // namespace

Command sweepCommand() {
    return {"sweep",
            "Answers",
            "Simulate a scenario at many points of a space of parameters",
            detailsOfSweep(),
            "lintel sweep sample:cascades/retry-storm --scenario incident --set load=200..300:5 "
            "--set /deployments/orders/workers=25,30,35\n"
            "  lintel sweep shop.lintel --scenario base --set load=50..800:log "
            "--set '/policies/place-order/timeout_ms=500 ms..5 s' --sample lhs:200 --out space.csv",
            [](Syntax& syntax) -> std::function<Outcome(Console&)> {
                auto options = std::make_shared<SweepCommandOptions>();
                syntax.argument("FILE", options->file, fileHelp);
                syntax.text("--scenario", "NAME", options->scenario,
                            "Id or name; the first one when left out");
                syntax.texts("--set", "PLACE=VALUES", options->parameters,
                             "What varies; again for each parameter");
                syntax.text("--sample", "lhs:N", options->sample,
                            "N points of a Latin hypercube in place of all combinations");
                syntax.text("--out", "FILE", options->out, "Keep all figures in this .csv or .json file");
                syntax.number("--replications", options->replications, 1, 10000, "Instead of the scenario's");
                syntax.number("--seed", options->seed, 0, UINT64_MAX, "Instead of the scenario's");
                syntax.flag("--independent", options->independent,
                            "Each point has a seed of its own, made from the seed and its number");
                syntax.number("--threads", options->threads, 1, 256,
                              "Of each rank; its part of the machine when left out");
                syntax.duration("--duration", options->duration,
                                "Simulated time of one replication: 90s, 10m, 2h");
                syntax.flag("--json", options->json, jsonHelp);
                return [options](Console& console) { return runSweepCommand(*options, console); };
            }};
}

}  // namespace app
