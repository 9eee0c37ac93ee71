#include "simulator/experiment/comparison.h"

#include <algorithm>
#include <cmath>
#include <set>
#include <stdexcept>

#include "simulator/engine/memory_need.h"
#include "simulator/engine/simulation.h"
#include "simulator/experiment/compared_figures.h"
#include "simulator/metrics/outcome.h"
#include "simulator/metrics/summary.h"

namespace simulator {

namespace {

using Plans = std::vector<Plan>;
using MeasurementsByVariant = std::vector<std::vector<Measurement>>;

constexpr std::uint64_t eventsAtOnce = 4096;

/// What one replication of all variants found.
struct Pairing {
    MeasurementsByVariant variants;
    double warmUpSeconds = 0;
    std::string warmUpNote;
};

model::Error named(const Variant& variant, const model::Error& error) {
    return {error.place, error.message + " (" + variant.name + ")"};
}

// All with the seed, the length and the warm-up of the comparison.
model::Result<Plans> plansOf(const std::vector<Variant>& variants, const ComparisonOptions& options) {
    Plans plans;
    for (const Variant& variant : variants) {
        RunOptions run;
        run.length = options.length;
        run.replications = 1;
        run.threads = 1;
        const auto plan = compile(variant.project, variant.scenario, run);
        if (!plan) return tl::unexpected(named(variant, plan.error()));
        plans.push_back(**plan);
        if (options.length) plans.back().length = options.length->count();
        if (plans.back().length != plans.front().length)
            return model::failure("/scenarios/" + variant.scenario.value() + "/length_s",
                                  "`" + variant.name + "` is as long as " +
                                      std::to_string(plans.back().length / 1'000'000'000) + " s and `" +
                                      variants.front().name + "` " +
                                      std::to_string(plans.front().length / 1'000'000'000) +
                                      " s; expected variants of the same length");
    }
    std::int64_t warmUp = -1;
    bool terminating = false;
    for (const Plan& plan : plans) {
        warmUp = std::max(warmUp, plan.warmUp);
        terminating = terminating || plan.terminating;
    }
    for (Plan& plan : plans) {
        plan.seed = options.seed.value_or(plans.front().seed);
        plan.warmUp = warmUp < plan.length ? warmUp : 0;
        plan.terminating = terminating;
    }
    return plans;
}

/// A pair keeps what it recorded of each variant until it has the last one's.
MemoryNeed needOfPair(const std::vector<Variant>& variants, const Plans& plans) {
    MemoryNeed all;
    double most = 0;
    for (std::size_t variant = 0; variant < plans.size(); ++variant) {
        RunOptions alone;
        alone.replications = 1;
        alone.threads = 1;
        MemoryNeed need = memoryNeed(plans[variant], alone);
        all.megabytes += need.megabytes;
        if (need.megabytes <= most) continue;
        most = need.megabytes;
        all.place = std::move(need.place);
        all.most = std::move(need.most) + " (" + variants[variant].name + ")";
    }
    return all;
}

/// One replication after the other, each of all variants.
class Replicating {
public:
    Replicating(const std::vector<Variant>& variants, const Plans& plans)
        : m_variants(variants),
          m_plans(plans),
          m_grid(Grid::of(plans.front().length, plans.front().warmUp)) {}

    /// Nothing when it was stopped.
    model::Result<std::optional<Pairing>> pairing(const TaskPlace& place) const {
        std::vector<Recording> recordings;
        for (std::size_t variant = 0; variant < m_plans.size(); ++variant) {
            auto recording = recordingOf(variant, place);
            if (!recording) return std::nullopt;
            if (recording->limit != Limit::None) return piledUp(variant, *recording);
            recordings.push_back(std::move(*recording));
        }
        const WarmUp warmUp = findWarmUp(m_plans.front(), m_grid, recordings);
        Pairing pairing;
        pairing.warmUpSeconds = warmUp.seconds;
        pairing.warmUpNote = warmUp.note;
        for (std::size_t variant = 0; variant < m_plans.size(); ++variant) {
            const std::vector<Recording> alone{std::move(recordings[variant])};
            const RunResult result = summarise(m_plans[variant], m_grid, alone, warmUp);
            if (!result.conservation.holds)
                throw std::logic_error("a run of `" + m_variants[variant].name +
                                       "` lost or invented requests");
            pairing.variants.push_back(measurementsOf(result));
        }
        return pairing;
    }

private:
    std::optional<Recording> recordingOf(std::size_t variant, const TaskPlace& place) const {
        const Plan& plan = m_plans[variant];
        Simulation simulation(plan, m_grid, plan.seed, static_cast<std::uint32_t>(place.number));
        Progress progress;
        while (simulation.advance(eventsAtOnce)) {
            if (place.stop.stop_requested()) return std::nullopt;
            const double done = static_cast<double>(simulation.now()) / static_cast<double>(plan.length);
            progress.share = (static_cast<double>(variant) + done) / static_cast<double>(m_plans.size());
            if (place.progress) place.progress(progress);
        }
        return simulation.finish(false);
    }

    tl::unexpected<model::Error> piledUp(std::size_t variant, const Recording& recording) const {
        const RunResult told = outcome(m_plans[variant], m_grid, {recording});
        return model::failure(
            "/scenarios/" + m_variants[variant].scenario.value(),
            "`" + m_variants[variant].name + "` " + told.limitReached + ": there is no whole run to compare");
    }

    const std::vector<Variant>& m_variants;
    const Plans& m_plans;
    Grid m_grid;
};

const Measurement* findAmong(const std::vector<Measurement>& measurements, const Measurement& wanted) {
    const auto found = std::find_if(measurements.begin(), measurements.end(),
                                    [&](const Measurement& other) { return other.isSame(wanted); });
    return found == measurements.end() ? nullptr : &*found;
}

/// One variant against the first.
class Against {
public:
    Against(const std::vector<Pairing>& pairings, std::size_t other) : m_pairings(pairings), m_other(other) {}

    void compare(VariantComparison& comparison) const {
        const std::vector<Measurement>& first = m_pairings.front().variants.front();
        const std::vector<Measurement>& second = m_pairings.front().variants[m_other];
        for (const Measurement& measurement : first)
            if (findAmong(second, measurement))
                comparison.figures.push_back(figureOf(measurement));
            else
                leaveOut(comparison, measurement);
        for (const Measurement& measurement : second)
            if (!findAmong(first, measurement)) leaveOut(comparison, measurement);
    }

private:
    static void leaveOut(VariantComparison& comparison, const Measurement& measurement) {
        const std::string what = measurement.subject.empty()
                                     ? measurement.measure + " [" + measurement.unit + "]"
                                     : measurement.kind + " " + measurement.subject;
        auto& known = comparison.leftOut;
        if (std::find(known.begin(), known.end(), what) == known.end()) known.push_back(what);
    }

    ComparedFigure figureOf(const Measurement& measurement) const {
        ComparedFigure figure;
        figure.subject = measurement.subject;
        figure.kind = measurement.kind;
        figure.measure = measurement.measure;
        figure.unit = measurement.unit;
        figure.lowerIsBetter = measurement.lowerIsBetter;
        std::vector<double> base;
        std::vector<double> other;
        double resolution = 0;
        for (const Pairing& pairing : m_pairings) {
            const Measurement& before = *findAmong(pairing.variants.front(), measurement);
            const Measurement& after = *findAmong(pairing.variants[m_other], measurement);
            base.push_back(before.value);
            other.push_back(after.value);
            resolution =
                std::max({resolution, before.resolution * before.value, after.resolution * after.value});
            if (figure.why.empty()) figure.why = before.why.empty() ? after.why : before.why;
        }
        if (m_pairings.size() < 2) figure.why = "not enough data: two replications are needed";
        if (!figure.why.empty()) return figure;
        figure.difference = pairedDifference(base, other, resolution);
        figure.pValue = pValue(figure.difference);
        return figure;
    }

    const std::vector<Pairing>& m_pairings;
    std::size_t m_other;
};

bool isTested(const ComparedFigure& figure) {
    return figure.why.empty() && figure.difference.deviation > 0;
}

void judge(ComparedFigure& figure, double significance) {
    if (!figure.why.empty()) return;
    const PairedDifference& difference = figure.difference;
    const double half = halfWidth(difference, significance);
    figure.low = difference.mean - half;
    figure.high = difference.mean + half;
    const bool told = difference.mean != 0 && (figure.low > 0 || figure.high < 0);
    if (told) {
        const bool lower = difference.mean < 0;
        figure.preference = lower == figure.lowerIsBetter ? Preference::Better : Preference::Worse;
        return;
    }
    figure.preference = difference.deviation > 0 ? Preference::NotDistinguishable : Preference::Same;
    if (const auto pairs = pairsToDistinguish(difference, significance))
        figure.moreReplications = std::max<std::int64_t>(1, *pairs - difference.pairs);
}

/// How the warm-ups were found: in how many replications each way, where it is not the same in all.
std::string warmUpNotes(const std::vector<Pairing>& pairings) {
    std::vector<std::pair<std::string, std::size_t>> notes;
    for (const Pairing& pairing : pairings) {
        auto known = std::find_if(notes.begin(), notes.end(),
                                  [&](const auto& note) { return note.first == pairing.warmUpNote; });
        if (known == notes.end()) known = notes.insert(known, {pairing.warmUpNote, 0});
        ++known->second;
    }
    if (notes.size() == 1) return notes.front().first;
    std::string text;
    for (const auto& [note, count] : notes)
        text += (text.empty() ? "in " : "; in ") + std::to_string(count) + " of " +
                std::to_string(pairings.size()) + " replications: " + note;
    return text;
}

using StreamNames = std::set<std::pair<std::uint64_t, Purpose>>;

StreamNames streamsOf(const Plan& plan) {
    StreamNames names;
    for (const auto* draws : {&plan.draws, &plan.faultDraws, &plan.chanceDraws})
        for (const DrawPlan& draw : *draws) names.insert({draw.entity, draw.purpose});
    return names;
}

void countStreams(VariantComparison& comparison, const Plan& first, const Plan& second) {
    const StreamNames before = streamsOf(first);
    const StreamNames after = streamsOf(second);
    for (const auto& name : before) {
        if (!after.contains(name)) continue;
        ++comparison.sharedStreams;
        comparison.sharedArrivals += name.second == Purpose::Arrival;
    }
    comparison.streams = before.size() + after.size() - comparison.sharedStreams;
}

Comparison verdictsOf(const std::vector<Variant>& variants, const Plans& plans,
                      const std::vector<Pairing>& pairings, double significance) {
    Comparison comparison;
    for (const Variant& variant : variants) comparison.variants.push_back(variant.name);
    comparison.seed = plans.front().seed;
    comparison.replications = static_cast<int>(pairings.size());
    comparison.simulatedSeconds = static_cast<double>(plans.front().length) / 1e9;
    comparison.significance = significance;
    if (pairings.empty()) return comparison;
    const auto [shortest, longest] = std::minmax_element(
        pairings.begin(), pairings.end(),
        [](const Pairing& one, const Pairing& other) { return one.warmUpSeconds < other.warmUpSeconds; });
    comparison.shortestWarmUp = shortest->warmUpSeconds;
    comparison.longestWarmUp = longest->warmUpSeconds;
    comparison.warmUpNote = warmUpNotes(pairings);
    for (std::size_t other = 1; other < variants.size(); ++other) {
        VariantComparison& against = comparison.others.emplace_back();
        against.other = variants[other].name;
        Against(pairings, other).compare(against);
        countStreams(against, plans.front(), plans[other]);
        comparison.tested +=
            static_cast<std::size_t>(std::count_if(against.figures.begin(), against.figures.end(), isTested));
    }
    const double each = significance / static_cast<double>(std::max<std::size_t>(1, comparison.tested));
    for (VariantComparison& against : comparison.others)
        for (ComparedFigure& figure : against.figures) judge(figure, each);
    return comparison;
}

}  // namespace

const char* preferenceName(Preference preference) {
    switch (preference) {
        case Preference::Better:
            return "better";
        case Preference::Worse:
            return "worse";
        case Preference::NotDistinguishable:
            return "not distinguishable";
        case Preference::Same:
            return "same";
        case Preference::Unknown:
            break;
    }
    return "unknown";
}

bool VariantComparison::differs() const {
    return std::any_of(figures.begin(), figures.end(), [](const ComparedFigure& figure) {
        return figure.preference == Preference::Better || figure.preference == Preference::Worse;
    });
}

bool Comparison::differs() const {
    return std::any_of(others.begin(), others.end(),
                       [](const VariantComparison& other) { return other.differs(); });
}

model::Result<Comparison> compareVariants(const std::vector<Variant>& variants,
                                          const ComparisonOptions& options) {
    if (variants.size() < 2) return model::failure("", "expected at least two variants to compare");
    if (options.replications < 2) return model::failure("", "expected at least two replications");
    const auto plans = plansOf(variants, options);
    if (!plans) return tl::unexpected(plans.error());
    std::vector<std::optional<Pairing>> found(static_cast<std::size_t>(options.replications));
    if (const auto fits =
            checkMemoryTogether(needOfPair(variants, *plans), tasksAtOnce(found.size(), options.experiment));
        !fits)
        return tl::unexpected(fits.error());
    const Replicating replicating(variants, *plans);
    const auto task = [&](const TaskPlace& place) -> model::Result<bool> {
        auto pairing = replicating.pairing(place);
        if (!pairing) return tl::unexpected(pairing.error());
        found[place.number] = std::move(*pairing);
        return found[place.number].has_value();
    };
    const auto whole = doTasks(found.size(), task, options.experiment);
    if (!whole) return tl::unexpected(whole.error());
    std::vector<Pairing> pairings;
    for (auto& pairing : found) {
        if (!pairing) break;
        pairings.push_back(std::move(*pairing));
    }
    Comparison comparison = verdictsOf(variants, *plans, pairings, options.significance);
    comparison.cancelled = !*whole;
    return comparison;
}

}  // namespace simulator
