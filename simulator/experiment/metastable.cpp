#include "simulator/experiment/metastable.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <tuple>

#include "simulator/experiment/boundary.h"
#include "simulator/experiment/load.h"
#include "simulator/experiment/recovery.h"
#include "simulator/experiment/trigger.h"

namespace simulator {

namespace {

constexpr double shortestWatch = 120;   ///< [s]
constexpr double littleLoad = 0.1;      ///< Of the scenario's: what is usual is seen there
constexpr double sizePrecision = 0.05;  ///< Of the smallest trigger, relative

/// One thing that is tried.
struct Attempt {
    double load = 1;  ///< Times that of the scenario
    std::optional<TriggerSize> trigger = TriggerSize{};
    std::vector<model::ModelChange> fix{};
};

/// How its runs went.
struct Attempted {
    int well = 0;
    std::vector<double> recoveries{};  ///< [s]
    std::vector<double> served{};
};

std::optional<double> medianOf(std::vector<double> values) {
    if (values.empty()) return std::nullopt;
    std::ranges::sort(values);
    return values[(values.size() - 1) / 2];
}

Figure unknownFigure(const std::string& why) {
    return {{}, 0, 0, why};
}

Figure times(Figure figure, double factor) {
    if (figure.value) *figure.value *= factor;
    figure.low *= factor;
    figure.high *= factor;
    return figure;
}

class MetastableFinder {
public:
    MetastableFinder(model::Project project, const model::ScenarioId& scenario,
                     const MetastableOptions& options)
        : m_project(std::move(project)), m_id(scenario), m_options(options) {}

    model::Result<Metastability> find() {
        const model::Result<bool> done = findAll();
        if (m_found.cancelled) return std::move(m_found);
        if (!done) return tl::unexpected(done.error());
        return std::move(m_found);
    }

private:
    using Done = model::Result<bool>;

    Done findAll() {
        Done done = prepare();
        if (done) done = usual();
        if (done) done = safeLoad();
        if (done) done = collapseLoad();
        if (done) done = atLoad();
        if (done && m_found.outlives && !m_found.failsAnyway) {
            done = minimalTrigger();
        } else if (done) {
            done = whyNoTrigger();
        }
        if (done && m_found.outlives) done = fixes();
        return done;
    }

    Done prepare() {
        const auto trigger = triggerOf(m_project, m_id);
        if (!trigger) return tl::unexpected(trigger.error());
        m_trigger = *trigger;
        const auto load = loadOf(withoutTrigger(m_project, m_id), m_id);
        if (!load) return tl::unexpected(load.error());
        if (!(*load > 0)) return model::failure("/scenarios/" + m_id.value(), "has a load of 0 journeys/s");
        const model::Scenario& scenario = *m_project.scenarios.find(m_id);
        const double rest = model::inSeconds(scenario.length) - triggerEnd(m_project, m_id);
        m_found.model = m_project.name;
        m_found.scenario = m_id.value();
        m_found.scenarioName = scenario.name;
        m_found.seed = m_options.seed.value_or(scenario.seed);
        m_found.runs = std::max(1, m_options.runs);
        m_found.watched =
            m_options.watched ? model::inSeconds(*m_options.watched) : std::max(rest, shortestWatch);
        m_found.statedLoad = *load;
        m_found.load = m_options.load.value_or(*load);
        m_found.statedLength = m_trigger.length;
        m_atLoad = m_found.load / *load;
        return true;
    }

    model::Result<Trial> trialOf(const Attempt& attempt, int run) const {
        const model::Project sized = attempt.trigger ? withTrigger(m_project, m_id, *attempt.trigger)
                                                     : withoutTrigger(m_project, m_id);
        auto loaded = withLoadTimes(sized, m_id, attempt.load);
        if (!loaded) return tl::unexpected(loaded.error());
        model::Scenario scenario = *loaded->scenarios.find(m_id);
        scenario.warmUp = model::Duration(0);
        loaded->scenarios = loaded->scenarios.with(std::move(scenario));
        Trial trial{"", withFix(std::move(*loaded), m_id, attempt.fix), m_id, {}};
        trial.options.seed = m_found.seed + static_cast<std::uint64_t>(run);
        trial.options.replications = 1;
        trial.options.length = model::seconds(endOf(attempt) + m_found.watched);
        return trial;
    }

    // Without a trigger the same time is watched as with the stated one: load may change by schedule.
    double endOf(const Attempt& attempt) const {
        return triggerEnd(attempt.trigger ? withTrigger(m_project, m_id, *attempt.trigger) : m_project, m_id);
    }

    // What a depth means at the load at which triggers are tried.
    std::string depthAtLoad(double depth) const {
        const auto loaded = withLoadTimes(m_project, m_id, m_atLoad);
        return depthText(loaded ? *loaded : m_project, m_id, depth);
    }

    /// The results of some trials, all or none.
    template <class Reduced, class Reduce>
    model::Result<std::vector<Reduced>> run(const std::vector<Trial>& trials, const Reduce& reduce) {
        auto run = runTrials<Reduced>(trials, reduce, m_options.experiment);
        if (!run) return tl::unexpected(run.error());
        m_found.cancelled = run->cancelled;
        if (run->cancelled) return model::failure("", "interrupted");
        m_found.trials += trials.size();
        return std::move(run->results);
    }

    model::Result<std::vector<Attempted>> attempt(const std::vector<Attempt>& attempts) {
        std::vector<Trial> trials;
        std::vector<double> ends;
        for (const Attempt& one : attempts)
            for (int at = 0; at < m_found.runs; ++at) {
                auto trial = trialOf(one, at);
                if (!trial) return tl::unexpected(trial.error());
                trials.push_back(std::move(*trial));
                ends.push_back(endOf(one));
            }
        struct Run {
            Recovery recovery;
            std::uint64_t events;
        };
        const auto runs = run<Run>(trials, [&](std::size_t number, const RunResult& result) {
            Run of{recoveryOf(result, ends[number], m_usualShare), result.engine.events};
            if (!result.limitReached.empty()) of.recovery.isWell = false;
            return of;
        });
        if (!runs) return tl::unexpected(runs.error());
        std::vector<Attempted> attempted(attempts.size());
        for (std::size_t at = 0; at < runs->size(); ++at) {
            Attempted& of = attempted[at / static_cast<std::size_t>(m_found.runs)];
            const Recovery& recovery = (*runs)[at].recovery;
            m_found.events += (*runs)[at].events;
            of.served.push_back(recovery.served);
            if (!recovery.isWell) continue;
            ++of.well;
            if (recovery.after) of.recoveries.push_back(*recovery.after);
        }
        return attempted;
    }

    BoundarySearch searchAlong(const std::function<Attempt(double)>& attemptAt) {
        return BoundarySearch(
            [this, attemptAt](const std::vector<double>& tried) -> model::Result<std::vector<Votes>> {
                std::vector<Attempt> attempts;
                for (const double place : tried) attempts.push_back(attemptAt(place));
                const auto attempted = attempt(attempts);
                if (!attempted) return tl::unexpected(attempted.error());
                std::vector<Votes> votes;
                for (const Attempted& one : *attempted) votes.push_back({one.well, m_found.runs});
                return votes;
            });
    }

    // A run with little to do: what is usual.
    Done usual() {
        tell("what is usual");
        const auto trial = trialOf({littleLoad, std::nullopt}, 0);
        if (!trial) return tl::unexpected(trial.error());
        auto results = run<RunResult>({*trial}, [](std::size_t, const RunResult& result) { return result; });
        if (!results) return tl::unexpected(results.error());
        m_usual = std::move(results->front());
        m_usualShare = usualShareOf(m_usual);
        if (m_usualShare <= 0)
            return model::failure("/scenarios/" + m_id.value(),
                                  "no journey ends well even at a tenth of its load: there is nothing that a "
                                  "trigger could make worse");
        return true;
    }

    Done safeLoad() {
        tell("the safe load");
        const auto found = loadLimit([](double load) { return Attempt{load}; },
                                     "recovers from the trigger at every load tried, up to {:.4g} journeys/s",
                                     "does not recover from the trigger at any load tried, down to {:.4g} "
                                     "journeys/s");
        if (!found) return tl::unexpected(found.error());
        m_found.safeLoad = *found;
        return true;
    }

    Done collapseLoad() {
        tell("the load at which it fails without a trigger");
        const auto found = loadLimit(
            [](double load) {
                return Attempt{load, std::nullopt};
            },
            "is well at every load tried, up to {:.4g} journeys/s",
            "is not well at any load tried, down to {:.4g} journeys/s");
        if (!found) return tl::unexpected(found.error());
        m_found.collapseLoad = *found;
        return true;
    }

    model::Result<Figure> loadLimit(const std::function<Attempt(double)>& at, const char* neverBad,
                                    const char* neverWell) {
        constexpr double upwards = 1.25;
        constexpr double downwards = 1 / 1.5;
        constexpr int steps = 12;
        BoundarySearch search = searchAlong(at);
        const auto well = search.isWellAt(1);
        if (!well) return tl::unexpected(well.error());
        const double factor = *well ? upwards : downwards;
        const auto turns = search.climb(1, factor, steps);
        if (!turns) return tl::unexpected(turns.error());
        const double last = m_found.statedLoad * std::pow(factor, steps);
        if (!*turns) return unknownFigure(fmt::format(fmt::runtime(*well ? neverBad : neverWell), last));
        const auto narrowed = search.narrow(m_options.precision);
        if (!narrowed) return tl::unexpected(narrowed.error());
        return times(*narrowed, m_found.statedLoad);
    }

    Done atLoad() {
        tell("what the trigger does at " + fmt::format("{:.4g}", m_found.load) + " journeys/s");
        const auto tried = attempt({{m_atLoad}, {m_atLoad, std::nullopt}});
        if (!tried) return tl::unexpected(tried.error());
        m_found.outlives = 2 * (*tried)[0].well <= m_found.runs;
        m_found.failsAnyway = 2 * (*tried)[1].well <= m_found.runs;
        m_found.trigger.load = m_found.load;
        m_found.trigger.depthText = depthAtLoad(1);
        return true;
    }

    Done minimalTrigger() {
        tell("the smallest trigger");
        MinimalTrigger& minimal = m_found.trigger;
        minimal.length = unknownFigure("the trigger has no length: it is over at once");
        minimal.depth = unknownFigure("the trigger cannot be less deep");
        if (m_trigger.length > 0) {
            const auto found = smallest([this](double size) {
                return Attempt{m_atLoad, TriggerSize{size, 1}};
            });
            if (!found) return tl::unexpected(found.error());
            minimal.length = times(*found, m_trigger.length);
        }
        if (!m_trigger.hasDepth) return true;
        const auto found = smallest([this](double size) { return Attempt{m_atLoad, TriggerSize{1, size}}; });
        if (!found) return tl::unexpected(found.error());
        minimal.depth = *found;
        if (found->value) minimal.depthText = depthAtLoad(std::min(1.0, found->high));
        return true;
    }

    // From what is stated, after which it does not recover, downwards.
    model::Result<Figure> smallest(const std::function<Attempt(double)>& at) {
        constexpr double downwards = 0.25;
        constexpr int steps = 5;
        BoundarySearch search = searchAlong(at);
        const auto turns = search.climb(1, downwards, steps);
        if (!turns) return tl::unexpected(turns.error());
        if (!*turns) return unknownFigure("even the least of it that was tried is enough");
        return search.narrow(sizePrecision, 1);
    }

    // Where the stated one does no lasting harm, longer ones are tried.
    Done whyNoTrigger() {
        MinimalTrigger& minimal = m_found.trigger;
        minimal.depth = unknownFigure("it recovers from the trigger as deep as stated");
        if (m_found.failsAnyway) {
            minimal.length = minimal.depth = unknownFigure("at this load it fails without a trigger");
            return true;
        }
        minimal.length = unknownFigure("the trigger has no length: it is over at once");
        if (m_trigger.length <= 0) return true;
        tell("the smallest trigger");
        constexpr int steps = 4;
        BoundarySearch search = searchAlong([this](double size) {
            return Attempt{m_atLoad, TriggerSize{size, 1}};
        });
        const auto turns = search.climb(1, 2, steps);
        if (!turns) return tl::unexpected(turns.error());
        if (!*turns) {
            minimal.length = unknownFigure(
                fmt::format("it recovers from up to {:.4g} s of it", m_trigger.length * (1 << steps)));
            return true;
        }
        const auto narrowed = search.narrow(sizePrecision);
        if (!narrowed) return tl::unexpected(narrowed.error());
        minimal.length = times(*narrowed, m_trigger.length);
        return true;
    }

    Done fixes() {
        tell("what heals it");
        const auto trial = trialOf({m_atLoad}, 0);
        if (!trial) return tl::unexpected(trial.error());
        const auto failed =
            run<RunResult>({*trial}, [](std::size_t, const RunResult& result) { return result; });
        if (!failed) return tl::unexpected(failed.error());
        const std::vector<Fix> catalogue = fixesFor(m_project, m_id, m_usual, failed->front());
        std::vector<Attempt> attempts;
        for (const Fix& fix : catalogue) attempts.push_back({m_atLoad, TriggerSize{}, fix.changes});
        const auto tried = attempt(attempts);
        if (!tried) return tl::unexpected(tried.error());
        for (std::size_t at = 0; at < catalogue.size(); ++at) keep(catalogue[at], (*tried)[at]);
        rank();
        return true;
    }

    // Of a family the first that heals, or the one that goes furthest.
    void keep(const Fix& fix, const Attempted& tried) {
        TriedFix one{fix,
                     model::patchOf(fix.changes),
                     tried.well,
                     2 * tried.well > m_found.runs,
                     medianOf(tried.recoveries),
                     medianOf(tried.served).value_or(0)};
        std::vector<TriedFix>& fixes = m_found.fixes;
        if (fixes.empty() || fixes.back().fix.family != fix.family)
            fixes.push_back(std::move(one));
        else if (!fixes.back().heals)
            fixes.back() = std::move(one);
    }

    void rank() {
        const auto order = [](const TriedFix& one) {
            if (!one.heals) return std::tuple(1, 0, -one.served);
            return std::tuple(0, static_cast<int>(one.fix.effort), one.recovery.value_or(HUGE_VAL));
        };
        std::ranges::stable_sort(m_found.fixes, [&](const TriedFix& left, const TriedFix& right) {
            return order(left) < order(right);
        });
    }

    void tell(const std::string& phase) const {
        if (m_options.phase) m_options.phase(phase);
    }

    model::Project m_project;
    model::ScenarioId m_id;
    const MetastableOptions& m_options;
    Trigger m_trigger;
    double m_atLoad = 1;  ///< Times the scenario's load
    RunResult m_usual;
    double m_usualShare = 1;
    Metastability m_found;
};

}  // namespace

model::Result<Metastability> findMetastability(const model::Project& project,
                                               const model::ScenarioId& scenario,
                                               const MetastableOptions& options) {
    auto changed = modelOf(project, scenario);
    if (!changed) return tl::unexpected(changed.error());
    return MetastableFinder(std::move(*changed), scenario, options).find();
}

}  // namespace simulator
