#include "simulator/experiment/sweep.h"

#include <algorithm>
#include <mutex>
#include <set>

#include "model/json/assign.h"
#include "simulator/cluster/ranks.h"
#include "simulator/experiment/sweep_bytes.h"
#include "simulator/experiment/sweep_row.h"
#include "simulator/random/philox.h"

namespace simulator {

namespace {

std::string pointText(const Sweep& sweep, std::size_t number) {
    std::string text = "point " + std::to_string(number);
    for (std::size_t axis = 0; axis < sweep.axes.size(); ++axis)
        text += (axis == 0 ? ": " : ", ") + sweep.axes[axis].place + "=" + sweep.points[number][axis];
    return text;
}

/// One place within another, or the same.
bool contains(const std::string& outer, const std::string& inner) {
    return inner.starts_with(outer) && (inner.size() == outer.size() || inner[outer.size()] == '/');
}

/// What is said for all points in place of a field of the scenario: the option that does, and the field.
std::vector<std::pair<const char*, const char*>> overruledIn(const Sweep& sweep) {
    std::vector<std::pair<const char*, const char*>> overruled;
    if (sweep.seed) overruled.emplace_back("--seed", "seed");
    if (sweep.independent) overruled.emplace_back("--independent", "seed");
    if (sweep.replications) overruled.emplace_back("--replications", "replications");
    if (sweep.length) overruled.emplace_back("--duration", "length_s");
    return overruled;
}

model::Result<void> checkOverruled(const Sweep& sweep, const std::string& place) {
    for (const auto& [option, field] : overruledIn(sweep))
        if (contains(place, "/scenarios/" + sweep.scenario.value() + "/" + field))
            return model::failure(place,
                                  std::string("is set by ") + option + " too, expected one of the two");
    return {};
}

model::Result<void> checkAxes(const Sweep& sweep) {
    for (std::size_t axis = 0; axis < sweep.axes.size(); ++axis) {
        const std::string& place = sweep.axes[axis].place;
        for (std::size_t other = 0; other < axis; ++other) {
            const std::string& before = sweep.axes[other].place;
            if (contains(before, place) || contains(place, before))
                return model::failure(place, place == before ? "is set twice, expected each place once"
                                                             : "and " + before + " are parts of each other");
        }
        if (place == loadPlace) continue;
        if (auto known = model::checkPlace(sweep.project, sweep.scenario, place); !known) return known;
        if (auto free = checkOverruled(sweep, place); !free) return free;
    }
    return {};
}

/// Points among which each value of each axis is; not more than anybody waits for.
std::vector<std::size_t> examplesOf(const Sweep& sweep) {
    constexpr std::size_t most = 100;
    std::vector<std::size_t> examples;
    std::vector<std::set<std::string>> seen(sweep.axes.size());
    for (std::size_t number = 0; number < sweep.points.size() && examples.size() < most; ++number) {
        bool isNew = number == 0;
        for (std::size_t axis = 0; axis < sweep.axes.size(); ++axis)
            isNew = seen[axis].insert(sweep.points[number][axis]).second || isNew;
        if (isNew) examples.push_back(number);
    }
    return examples;
}

model::Result<model::Project> exampleOf(const Sweep& sweep, std::size_t number) {
    auto project = projectOfPoint(sweep, sweep.points[number]);
    if (project) return project;
    return model::failure(project.error().place,
                          project.error().message + " (" + pointText(sweep, number) + ")");
}

/// Whoever works on the next piece: a thread of this rank, or one of another.
class SlotPool {
public:
    explicit SlotPool(int local, int remote) {
        for (int slot = 0; slot < remote; ++slot) m_free.push_back(slot);
        for (int thread = 0; thread < local; ++thread) m_free.push_back(here);
    }
    static constexpr int here = -1;

    int take() {
        const std::lock_guard lock(m_mutex);
        const int slot = m_free.back();
        m_free.pop_back();
        return slot;
    }
    void giveBack(int slot) {
        const std::lock_guard lock(m_mutex);
        m_free.push_back(slot);
    }

private:
    std::mutex m_mutex;
    std::vector<int> m_free;
};

/// The first rank's part.
class SweepRun {
public:
    SweepRun(const Sweep& sweep, const std::vector<SweepColumn>& columns, Ranks& ranks,
             const SweepOptions& options)
        : m_sweep(sweep),
          m_ranks(ranks),
          m_options(options),
          m_columns(columns),
          m_question(bytesOfSweep(sweep, m_columns)),
          m_work(sweepWork(m_question, ranks.threadsOfMachine())),
          m_slots(ranks.threads(), ranks.otherThreads()) {
        m_table.columns = m_columns;
        m_table.rows.resize(sweep.points.size());
        for (const auto& [point, row] : options.done)
            if (point < m_table.rows.size() && row.size() == m_columns.size()) m_table.rows[point] = row;
        for (std::size_t point = 0; point < m_table.rows.size(); ++point)
            if (!m_table.rows[point]) m_open.push_back(point);
    }

    model::Result<SweepTable> result() {
        if (m_ranks.otherThreads() > 0) m_ranks.ask(m_question);
        ExperimentOptions experiment = m_options.experiment;
        // Those that wait for other ranks cost nothing.
        experiment.threads = m_ranks.threads() + m_ranks.otherThreads();
        experiment.mostThreads = experiment.threads;
        const auto done = doTasks(
            m_open.size(), [this](const TaskPlace& place) { return attempt(place); }, experiment);
        if (!done) return tl::unexpected(done.error());
        m_table.cancelled = !*done;
        return std::move(m_table);
    }

private:
    model::Result<bool> attempt(const TaskPlace& place) {
        const std::size_t point = m_open[place.number];
        const auto found = workOn(bytesOfPiece(point, m_sweep.points[point]), place);
        if (!found)
            return model::failure(found.error().place,
                                  found.error().message + " (" + pointText(m_sweep, point) + ")");
        if (!*found) return false;
        const auto row = rowOfText(**found, m_columns.size());
        if (!row) return model::failure("", "an answer that is none (" + pointText(m_sweep, point) + ")");
        const std::lock_guard lock(m_mutex);
        m_table.rows[point] = row->second;
        if (m_options.keep)
            if (const auto kept = m_options.keep(point, row->second); !kept)
                return tl::unexpected(kept.error());
        return true;
    }

    model::Result<std::optional<std::string>> workOn(const std::string& piece, const TaskPlace& place) {
        const int slot = m_slots.take();
        struct Return {
            SlotPool& pool;
            int slot;
            ~Return() { pool.giveBack(slot); }
        } const atEnd{m_slots, slot};
        return slot == SlotPool::here ? m_work(piece, place.stop) : m_ranks.call(slot, piece, place.stop);
    }

    const Sweep& m_sweep;
    Ranks& m_ranks;
    const SweepOptions& m_options;
    const std::vector<SweepColumn>& m_columns;
    std::string m_question;
    RankWork m_work;
    SlotPool m_slots;
    std::vector<std::size_t> m_open;  ///< Points that are not known yet
    std::mutex m_mutex;
    SweepTable m_table;
};

std::string hashOf(const std::string& text) {
    constexpr const char* digits = "0123456789abcdef";
    std::string hash;
    const std::uint64_t bits = entityKey(text);
    for (int shift = 60; shift >= 0; shift -= 4) hash += digits[(bits >> shift) & 15];
    return hash;
}

}  // namespace

// A scenario may have other journeys and objectives at other points.
model::Result<std::vector<SweepColumn>> checkSweep(const Sweep& sweep) {
    if (sweep.points.empty()) return model::failure("", "found no point, expected at least one");
    if (sweep.points.size() > mostPoints)
        return model::failure("", "found " + std::to_string(sweep.points.size()) +
                                      " points, expected at most " + std::to_string(mostPoints));
    if (auto checked = checkAxes(sweep); !checked) return tl::unexpected(checked.error());
    std::vector<model::Project> examples;
    for (const std::size_t number : examplesOf(sweep)) {
        auto project = exampleOf(sweep, number);
        if (!project) return tl::unexpected(project.error());
        examples.push_back(std::move(*project));
    }
    return columnsOfProjects(examples, sweep.scenario);
}

std::uint64_t seedOfSweep(const Sweep& sweep) {
    const model::Scenario* scenario = sweep.project.scenarios.find(sweep.scenario);
    return sweep.seed.value_or(scenario ? scenario->seed : 1);
}

std::uint64_t seedOfPoint(const Sweep& sweep, std::size_t point) {
    const std::uint64_t seed = seedOfSweep(sweep);
    if (!sweep.independent) return seed;
    return RandomStream(seed, entityKey("sweep point"), Purpose::Choice, static_cast<std::uint32_t>(point))
        .next64();
}

JournalQuestion questionOf(const Sweep& sweep) {
    JournalQuestion question;
    question.emplace_back("engine", engineVersion);
    question.emplace_back("model", hashOf(bytesOfProject(sweep.project)));
    question.emplace_back("scenario", sweep.scenario.value());
    for (const Axis& axis : sweep.axes) question.emplace_back("parameter", axis.place);
    std::string points;
    for (const Point& point : sweep.points)
        for (const std::string& value : point) points += value + "\n";
    question.emplace_back("number of points", std::to_string(sweep.points.size()));
    question.emplace_back("list of points", hashOf(points));
    question.emplace_back("seed", std::to_string(seedOfSweep(sweep)));
    question.emplace_back("seeds", sweep.independent ? "independent" : "common");
    question.emplace_back("replications", sweep.replications ? std::to_string(*sweep.replications)
                                                             : std::string("as the scenario has"));
    question.emplace_back("duration", sweep.length ? std::to_string(sweep.length->count()) + " ns"
                                                   : std::string("as the scenario has"));
    return question;
}

model::Result<SweepTable> runSweep(const Sweep& sweep, const std::vector<SweepColumn>& columns, Ranks& ranks,
                                   const SweepOptions& options) {
    return SweepRun(sweep, columns, ranks, options).result();
}

void serveSweep(Ranks& ranks, const std::stop_token& stop) {
    const auto work = [&](const std::string& question) {
        return sweepWork(question, ranks.threadsOfMachine());
    };
    ranks.serve(work, stop);
}

}  // namespace simulator
