#include "simulator/experiment/sweep_bytes.h"

#include <algorithm>
#include <charconv>

#include "model/json/assign.h"
#include "model/json/json.h"
#include "simulator/experiment/load.h"
#include "simulator/experiment/sweep_row.h"

namespace simulator {

namespace {

/// Texts one after the other, each with its length before it.
class Packed {
public:
    Packed& add(const std::string& text) {
        m_bytes += std::to_string(text.size()) + ":" + text;
        return *this;
    }
    Packed& add(std::uint64_t number) { return add(std::to_string(number)); }
    std::string bytes() && { return std::move(m_bytes); }

private:
    std::string m_bytes;
};

/// Reads them in the same order. What is not there is empty, or 0.
class Unpacked {
public:
    explicit Unpacked(const std::string& bytes) : m_bytes(bytes) {}

    bool atEnd() const { return m_at >= m_bytes.size(); }
    std::string text() {
        const std::size_t colon = std::min(m_bytes.find(':', m_at), m_bytes.size());
        const std::uint64_t size = numberIn(m_bytes.substr(m_at, colon - m_at));
        m_at = std::min(colon + 1, m_bytes.size());
        std::string text = m_bytes.substr(m_at, size);
        m_at += text.size();
        return text;
    }
    std::uint64_t number() { return numberIn(text()); }

private:
    static std::uint64_t numberIn(const std::string& text) {
        std::uint64_t number = 0;
        std::from_chars(text.data(), text.data() + text.size(), number);
        return number;
    }

    const std::string& m_bytes;
    std::size_t m_at = 0;
};

/// What another rank knows of a sweep.
struct SweepPart {
    Sweep sweep;  ///< Without points
    std::vector<std::string> columns;
    int atOnce = 1;  ///< Points that share the machine's memory
};

SweepPart partOf(const std::string& bytes, int threadsOfMachine) {
    Unpacked fields(bytes);
    SweepPart part;
    Sweep& sweep = part.sweep;
    if (auto parsed = model::parseProject(fields.text())) sweep.project = std::move(parsed->project);
    sweep.scenario = model::ScenarioId(fields.text());
    const bool seeded = fields.number() != 0;
    const std::uint64_t seed = fields.number();
    if (seeded) sweep.seed = seed;
    sweep.independent = fields.number() != 0;
    if (const std::uint64_t replications = fields.number(); replications > 0)
        sweep.replications = static_cast<int>(replications);
    if (const std::uint64_t length = fields.number(); length > 0)
        sweep.length = model::Duration(static_cast<std::int64_t>(length));
    const auto points = static_cast<int>(std::min<std::uint64_t>(fields.number(), mostPoints));
    part.atOnce = std::clamp(points, 1, std::max(1, threadsOfMachine));
    const std::uint64_t axes = fields.number();
    for (std::uint64_t axis = 0; axis < axes; ++axis) sweep.axes.push_back({fields.text(), {}, {}});
    while (!fields.atEnd()) part.columns.push_back(fields.text());
    return part;
}

model::Result<RunResult> runPoint(const SweepPart& part, std::size_t number, const Point& point,
                                  const std::stop_token& stop) {
    const Sweep& sweep = part.sweep;
    auto project = projectOfPoint(sweep, point);
    if (!project) return tl::unexpected(project.error());
    Trial trial;
    trial.project = std::move(*project);
    trial.scenario = sweep.scenario;
    if (sweep.seed || sweep.independent) trial.options.seed = seedOfPoint(sweep, number);
    trial.options.replications = sweep.replications;
    trial.options.length = sweep.length;
    return runTrial(trial, {number, stop, {}, part.atOnce});
}

/// Where the load changes over time its mean depends on how long the run is.
model::Result<double> loadOverRun(const Sweep& sweep, const model::Project& project) {
    const model::Scenario* found = project.scenarios.find(sweep.scenario);
    if (!sweep.length || !found) return loadOf(project, sweep.scenario);
    model::Scenario scenario = *found;
    scenario.length = *sweep.length;
    model::Project asLong = project;
    asLong.scenarios = asLong.scenarios.with(scenario);
    return loadOf(asLong, sweep.scenario);
}

}  // namespace

std::string bytesOfProject(const model::Project& project) {
    return model::writeProject(project);
}

std::string bytesOfSweep(const Sweep& sweep, const std::vector<SweepColumn>& columns) {
    Packed fields;
    fields.add(bytesOfProject(sweep.project)).add(sweep.scenario.value());
    fields.add(sweep.seed ? "1" : "0").add(sweep.seed.value_or(0)).add(sweep.independent ? "1" : "0");
    fields.add(static_cast<std::uint64_t>(sweep.replications.value_or(0)));
    fields.add(static_cast<std::uint64_t>(sweep.length ? sweep.length->count() : 0));
    fields.add(sweep.points.size());
    fields.add(sweep.axes.size());
    for (const Axis& axis : sweep.axes) fields.add(axis.place);
    for (const SweepColumn& column : columns) fields.add(column.name);
    return std::move(fields).bytes();
}

std::string bytesOfPiece(std::size_t number, const Point& point) {
    Packed fields;
    fields.add(number);
    for (const std::string& value : point) fields.add(value);
    return std::move(fields).bytes();
}

model::Result<model::Project> projectOfPoint(const Sweep& sweep, const Point& point) {
    std::vector<model::Assignment> values;
    std::optional<double> load;
    for (std::size_t axis = 0; axis < sweep.axes.size(); ++axis) {
        const std::string& value = point[axis];
        if (sweep.axes[axis].place != loadPlace) {
            values.push_back({sweep.axes[axis].place, value});
            continue;
        }
        double rate = 0;
        const char* end = value.data() + value.size();
        const auto [rest, error] = std::from_chars(value.data(), end, rate);
        if (error != std::errc() || rest != end || !(rate > 0))
            return model::failure(loadPlace, "found " + value + ", expected a rate above 0 [1/s]");
        load = rate;
    }
    auto project = model::withValues(sweep.project, values);
    if (!project || !load) return project;
    const auto before = loadOverRun(sweep, *project);
    if (!before) return tl::unexpected(before.error());
    if (!(*before > 0)) return model::failure(loadPlace, "the load is 0, expected one that can be scaled");
    return withLoadTimes(*project, sweep.scenario, *load / *before);
}

RankWork sweepWork(const std::string& sweep, int threadsOfMachine) {
    return [part = partOf(sweep, threadsOfMachine)](
               const std::string& piece,
               const std::stop_token& stop) -> model::Result<std::optional<std::string>> {
        Unpacked fields(piece);
        const std::size_t number = fields.number();
        Point point;
        while (!fields.atEnd()) point.push_back(fields.text());
        const auto result = runPoint(part, number, point, stop);
        if (!result) return tl::unexpected(result.error());
        const auto row = rowOfEnded(part.columns, *result, stop.stop_requested());
        if (!row) return tl::unexpected(row.error());
        if (!*row) return std::nullopt;
        return textOfRow(number, **row);
    };
}

}  // namespace simulator
