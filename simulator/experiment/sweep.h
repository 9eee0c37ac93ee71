#pragma once

#include <functional>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "simulator/experiment/design.h"
#include "simulator/experiment/trials.h"
#include "simulator/store/journal.h"

/// A scenario at many points of a space of parameters. See sweep.md.
namespace simulator {

class Ranks;

/// What is asked for. Two equal ones have equal answers, bit for bit.
struct Sweep {
    model::Project project;  ///< As the scenario has it: see `model::asScenarioHasIt`
    model::ScenarioId scenario;
    std::vector<Axis> axes;
    std::vector<Point> points;
    std::optional<std::uint64_t> seed;  ///< The scenario's when absent
    bool independent = false;  ///< Each point has a seed of its own, made from that seed and its number
    std::optional<int> replications;  ///< The scenario's when absent
    std::optional<model::Duration> length;
};

/// One figure of every point.
struct SweepColumn {
    std::string name;     ///< `events`, `users.buy.p99_ms`, `orders-fast.verdict`
    bool isText = false;  ///< A word, not a number

    bool operator==(const SweepColumn&) const = default;
};

/// What one point is like: a cell for each column; the shortest text that is read as the same number, or
/// nothing where there is none.
using SweepRow = std::vector<std::string>;

struct SweepTable {
    std::vector<SweepColumn> columns;
    std::vector<std::optional<SweepRow>> rows;  ///< By point; nothing where it was stopped
    bool cancelled = false;
};

/// Checks axes, and examples of points, before anything is run, and tells the columns that its rows have.
/// Fails with the place, what was found and what was expected: on places that are no parameters, the same
/// place twice, values of the wrong kind.
model::Result<std::vector<SweepColumn>> checkSweep(const Sweep& sweep);

/// What tells one question from another: model, parameters, points, seed, replications, length, engine.
JournalQuestion questionOf(const Sweep& sweep);
/// The seed to ask with for the same: that of all points, or what those of independent ones are made from.
std::uint64_t seedOfSweep(const Sweep& sweep);
/// The seed that a point is run with.
std::uint64_t seedOfPoint(const Sweep& sweep, std::size_t point);

struct SweepOptions {
    ExperimentOptions experiment;          ///< Threads are those of the ranks
    std::map<std::size_t, SweepRow> done;  ///< Points that are known already
    /// Told of each row as soon as it is known, one at a time, in any order.
    std::function<model::Result<void>(std::size_t point, const SweepRow& row)> keep;
};

/// Runs all points that are not known yet, on the threads of all ranks; called on the first one, with the
/// columns that `checkSweep` told. Fails, naming the point, on what cannot be simulated or lacks memory, and
/// when a row cannot be kept. A point in which more piles up than can be simulated has the figures until
/// then, and says so.
model::Result<SweepTable> runSweep(const Sweep& sweep, const std::vector<SweepColumn>& columns, Ranks& ranks,
                                   const SweepOptions& options = {});

/// The other ranks' part: works until the first one has nothing more.
void serveSweep(Ranks& ranks, const std::stop_token& stop);

/// A row as one text, and back; nothing when it is none of that many cells.
std::string textOfRow(std::size_t point, const SweepRow& row);
std::optional<std::pair<std::size_t, SweepRow>> rowOfText(const std::string& text, std::size_t cells);

}  // namespace simulator
