#include "simulator/store/steady_state_records.h"

namespace simulator {

const char* const storeSteadyStateTables = R"sql(
CREATE TABLE steady_states (          -- whether the hypothesis of the scenario held; no row without one
    run INTEGER PRIMARY KEY REFERENCES runs ON DELETE CASCADE,
    verdict TEXT NOT NULL CHECK (verdict IN ('not_stated', 'passed', 'failed', 'not_judged')),
    note TEXT NOT NULL,               -- what was not judged, and why
    judged INTEGER NOT NULL,          -- windows of all objectives and replications
    missed INTEGER NOT NULL           -- of these
) STRICT;

CREATE TABLE missed_windows (         -- the first ones of each replication
    run INTEGER NOT NULL REFERENCES runs ON DELETE CASCADE,
    position INTEGER NOT NULL,
    aborted INTEGER NOT NULL,         -- 1: the last window of a replication that was ended early
    replication INTEGER NOT NULL,     -- from 0
    from_s REAL,
    to_s REAL,
    objective TEXT NOT NULL,
    unit TEXT NOT NULL,               -- ms, share
    value REAL,
    limit_value REAL,
    PRIMARY KEY (run, aborted, position)
) STRICT, WITHOUT ROWID;
)sql";

namespace {

using sqlite::Database;
using sqlite::Statement;

constexpr SteadyStateResult::Verdict allVerdicts[] = {
    SteadyStateResult::Verdict::NotStated, SteadyStateResult::Verdict::Passed,
    SteadyStateResult::Verdict::Failed, SteadyStateResult::Verdict::NotJudged};

void writeWindows(Database& database, std::int64_t run, bool aborted,
                  const std::vector<MissedWindow>& windows) {
    Statement insert(database, "INSERT INTO missed_windows VALUES (?,?,?,?,?,?,?,?,?,?)");
    std::int64_t position = 0;
    for (const MissedWindow& window : windows) {
        insert.bind(run).bind(position++).bind(aborted).bind(window.replication);
        insert.bind(window.from).bind(window.to).bind(window.objective).bind(window.unit);
        insert.bind(window.value).bind(window.limit).run();
    }
}

}  // namespace

void writeSteadyState(Database& database, std::int64_t run, const SteadyStateResult& steady) {
    if (steady == SteadyStateResult{}) return;
    Statement insert(database, "INSERT INTO steady_states VALUES (?,?,?,?,?)");
    insert.bind(run).bind(std::string(verdictName(steady.verdict))).bind(steady.note);
    insert.bind(steady.judged).bind(steady.missedCount).run();
    writeWindows(database, run, false, steady.missed);
    writeWindows(database, run, true, steady.aborted);
}

void readSteadyState(Database& database, std::int64_t run, SteadyStateResult& steady) {
    Statement row(database, "SELECT verdict, note, judged, missed FROM steady_states WHERE run = ?");
    if (!row.bind(run).next()) return;
    const std::string verdict = row.text();
    for (const SteadyStateResult::Verdict known : allVerdicts)
        if (verdict == verdictName(known)) steady.verdict = known;
    steady.note = row.text();
    steady.judged = row.natural();
    steady.missedCount = row.natural();
    Statement windows(database,
                      "SELECT aborted, replication, from_s, to_s, objective, unit, value, limit_value "
                      "FROM missed_windows WHERE run = ? ORDER BY aborted, position");
    windows.bind(run);
    while (windows.next()) {
        const bool aborted = windows.integer() != 0;
        MissedWindow& window = (aborted ? steady.aborted : steady.missed).emplace_back();
        window.replication = static_cast<int>(windows.integer());
        window.from = windows.real();
        window.to = windows.real();
        window.objective = windows.text();
        window.unit = windows.text();
        window.value = windows.real();
        window.limit = windows.real();
    }
}

}  // namespace simulator
