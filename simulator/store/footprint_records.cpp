#include "simulator/store/footprint_records.h"

#include <unordered_map>

#include "simulator/store/figure_records.h"

namespace simulator {

const char* const storeFootprintTables = R"sql(
CREATE TABLE footprints (             -- costs, energy and carbon by service, store and channel, and in total
    subject INTEGER PRIMARY KEY REFERENCES subjects ON DELETE CASCADE,
    kind TEXT NOT NULL CHECK (kind IN ('service', 'store', 'channel', 'total')),
    units REAL,                       -- replicas or nodes that ran, on average over the time after the warm-up
    cpu_assumed INTEGER NOT NULL      -- 1: the model does not say what CPU takes, its use was assumed
) STRICT;                             -- the money is in the currency of the run

CREATE TABLE footprint_notes (        -- what the figures do not contain, and what was assumed
    run INTEGER NOT NULL REFERENCES runs ON DELETE CASCADE,
    position INTEGER NOT NULL,
    note TEXT NOT NULL,
    PRIMARY KEY (run, position)
) STRICT, WITHOUT ROWID;
)sql";

namespace {

using sqlite::Database;
using sqlite::Statement;

template <class Part, class Visit>
void visitFootprintFigures(Part& part, const Visit& visit) {
    visit("cpu", part.cpu);
    visit("cost_per_hour", part.cost);
    visit("cost_per_million_requests", part.costPerMillion);
    visit("power_w", part.power);
    visit("energy_j_per_request", part.energyPerRequest);
    visit("operational_g_per_hour", part.operational);
    visit("embodied_g_per_hour", part.embodied);
    visit("operational_g_per_request", part.operationalPerRequest);
    visit("embodied_g_per_request", part.embodiedPerRequest);
    visit("carbon_g_per_hour", part.carbon);
    visit("carbon_g_per_request", part.carbonPerRequest);
}

class FootprintWriter {
public:
    FootprintWriter(Database& database, std::int64_t run)
        : m_database(database),
          m_run(run),
          m_figures(database),
          m_subject(database, "INSERT INTO subjects (run, kind, position, id) VALUES (?,'footprint',?,?)"),
          m_part(database, "INSERT INTO footprints VALUES (?,?,?,?)"),
          m_note(database, "INSERT INTO footprint_notes VALUES (?,?,?)") {}

    void write(std::size_t position, const FootprintPart& part) {
        m_subject.bind(m_run).bind(static_cast<std::int64_t>(position)).bind(part.id).run();
        const std::int64_t subject = m_database.lastRow();
        m_part.bind(subject).bind(part.kind).bind(part.units).bind(part.cpuAssumed).run();
        visitFootprintFigures(part, m_figures.of(subject));
    }

    void note(std::size_t position, const std::string& text) {
        m_note.bind(m_run).bind(static_cast<std::int64_t>(position)).bind(text).run();
    }

private:
    Database& m_database;
    std::int64_t m_run;
    FigureWriter m_figures;
    Statement m_subject, m_part, m_note;
};

void readFigures(Database& database, std::int64_t subject, FootprintPart& part) {
    std::unordered_map<std::string, Figure> figures;
    Statement row(database, "SELECT measure, value, low, high, why FROM figures WHERE subject = ?");
    row.bind(subject);
    while (row.next()) {
        Figure& figure = figures[row.text()];
        figure = nextFigure(row);
    }
    visitFootprintFigures(part, [&](const char* measure, Figure& figure) {
        if (const auto found = figures.find(measure); found != figures.end()) figure = found->second;
    });
}

}  // namespace

void writeFootprint(Database& database, std::int64_t run, const FootprintResult& footprint) {
    if (!footprint.known()) return;
    FootprintWriter writer(database, run);
    writer.write(0, footprint.total);
    for (std::size_t at = 0; at < footprint.parts.size(); ++at) writer.write(at + 1, footprint.parts[at]);
    for (std::size_t at = 0; at < footprint.leftOut.size(); ++at) writer.note(at, footprint.leftOut[at]);
}

void readFootprint(Database& database, std::int64_t run, FootprintResult& footprint) {
    Statement row(database,
                  "SELECT subject, position, id, footprints.kind, units, cpu_assumed FROM subjects "
                  "JOIN footprints USING (subject) WHERE run = ? ORDER BY position");
    row.bind(run);
    while (row.next()) {
        const std::int64_t subject = row.integer();
        FootprintPart& part = row.integer() == 0 ? footprint.total : footprint.parts.emplace_back();
        part.id = row.text();
        part.kind = row.text();
        part.units = row.real();
        part.cpuAssumed = row.integer() != 0;
        readFigures(database, subject, part);
    }
    Statement note(database, "SELECT note FROM footprint_notes WHERE run = ? ORDER BY position");
    note.bind(run);
    while (note.next()) footprint.leftOut.push_back(note.text());
}

}  // namespace simulator
