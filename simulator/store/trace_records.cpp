#include "simulator/store/trace_records.h"

#include <algorithm>
#include <map>

namespace simulator {

const char* const storeTraceTables = R"sql(
CREATE TABLE trace_counts (           -- of runs that were traced
    run INTEGER PRIMARY KEY REFERENCES runs ON DELETE CASCADE,
    traced INTEGER NOT NULL,          -- journeys that ended, of which the traces are a choice
    untraced INTEGER NOT NULL         -- journeys that were not looked at for want of memory
) STRICT;

CREATE TABLE traces (                 -- what happened to one journey of one user
    trace INTEGER PRIMARY KEY,
    run INTEGER NOT NULL REFERENCES runs ON DELETE CASCADE,
    position INTEGER NOT NULL,        -- order within the run
    id TEXT NOT NULL,                 -- 32 hexadecimal digits, as in exported files
    journey TEXT NOT NULL,
    replication INTEGER NOT NULL,     -- from 0
    latency_ns INTEGER NOT NULL,      -- of the journey, think times left out
    failure TEXT NOT NULL,            -- cause; empty when it ended well
    kept_for TEXT NOT NULL,           -- head, slowest, failed, reservoir; several separated by spaces
    cut INTEGER NOT NULL,             -- 1: it had more spans than are kept of one trace
    UNIQUE (run, position)
) STRICT;

CREATE TABLE spans (                  -- pieces of work of a trace; the *_ns from queue on add up to end - start
    trace INTEGER NOT NULL REFERENCES traces ON DELETE CASCADE,
    position INTEGER NOT NULL,        -- in the order of starts; 0 is the root
    id TEXT NOT NULL,                 -- 16 hexadecimal digits
    parent INTEGER,                   -- position of the span that it is part of; NULL for the root
    name TEXT NOT NULL,               -- operation, store, channel, journey, or 'branch 2', 'loop', 'try'
    kind TEXT NOT NULL CHECK (kind IN ('internal', 'server', 'client', 'producer', 'consumer')),
    service TEXT NOT NULL,            -- whose work it is; the journey for what its user does
    replica INTEGER,                  -- of the service, from 0
    attempt INTEGER NOT NULL,         -- of a call, from 1; 0: no attempt
    start_ns INTEGER NOT NULL,        -- simulated time
    end_ns INTEGER NOT NULL,
    queue_ns INTEGER NOT NULL,        -- waiting for a worker, a connection, a consumer
    processor_ns INTEGER NOT NULL,    -- waiting for a processor, or lost by sharing one
    service_ns INTEGER NOT NULL,      -- computing; of a query, in the store
    network_ns INTEGER NOT NULL,
    backoff_ns INTEGER NOT NULL,      -- between two attempts
    think_ns INTEGER NOT NULL,        -- pause of a user
    channel_ns INTEGER NOT NULL,      -- until consumers can see the message
    call_ns INTEGER NOT NULL,         -- first attempts of calls: child spans
    retry_ns INTEGER NOT NULL,        -- later attempts: child spans
    callee_ns INTEGER NOT NULL,       -- of an attempt: at the callee, whose span is its child
    store_ns INTEGER NOT NULL,        -- queries: child spans
    branches_ns INTEGER NOT NULL,     -- waiting for branches: child spans
    handling_ns INTEGER NOT NULL,     -- of a message: at its consumers, whose spans are its children
    failure TEXT NOT NULL,            -- cause; empty when all went well
    asynchronous INTEGER NOT NULL,    -- 1: nobody waits for it, by design
    orphan INTEGER NOT NULL,          -- 1: went on after whoever had asked for it had gone on, or was killed
    unfinished INTEGER NOT NULL,      -- 1: the run ended first
    PRIMARY KEY (trace, position)
) STRICT, WITHOUT ROWID;

CREATE TABLE span_attributes (        -- semantic conventions of OpenTelemetry: db.system.name, ...
    trace INTEGER NOT NULL,
    position INTEGER NOT NULL,        -- of the span
    place INTEGER NOT NULL,           -- order within the span
    name TEXT NOT NULL,
    value TEXT NOT NULL,
    PRIMARY KEY (trace, position, place),
    FOREIGN KEY (trace, position) REFERENCES spans ON DELETE CASCADE
) STRICT, WITHOUT ROWID;
)sql";

namespace {

using sqlite::Database;
using sqlite::Statement;

std::string keptForText(std::uint8_t bits) {
    std::string text;
    for (const std::string& name : keptForNames(bits)) text += (text.empty() ? "" : " ") + name;
    return text;
}

std::uint8_t keptForBits(const std::string& text) {
    std::uint8_t bits = 0;
    for (const std::uint8_t bit : {keptAsHead, keptAsSlowest, keptAsFailed, keptInReservoir})
        if (text.find(keptForNames(bit)[0]) != std::string::npos) bits |= bit;
    return bits;
}

SpanKind spanKindOf(const std::string& name) {
    for (const SpanKind kind : {SpanKind::Server, SpanKind::Client, SpanKind::Producer, SpanKind::Consumer})
        if (name == spanKindName(kind)) return kind;
    return SpanKind::Internal;
}

void bindOrNull(Statement& statement, int number) {
    if (number < 0)
        statement.bindNull();
    else
        statement.bind(number);
}

int numberOrNone(Statement& row) {
    const bool none = row.isNull();
    const auto number = static_cast<int>(row.integer());
    return none ? -1 : number;
}

/// The statements that each trace needs, prepared once.
class TraceWriter {
public:
    TraceWriter(Database& database, std::int64_t run)
        : m_database(database),
          m_run(run),
          m_trace(database,
                  "INSERT INTO traces (run, position, id, journey, replication, latency_ns, failure, "
                  "kept_for, cut) VALUES (?,?,?,?,?,?,?,?,?)"),
          m_span(database,
                 "INSERT INTO spans VALUES (?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?)"),
          m_attribute(database, "INSERT INTO span_attributes VALUES (?,?,?,?,?)") {}

    void write(std::size_t position, const Trace& trace) {
        m_trace.bind(m_run).bind(static_cast<std::int64_t>(position)).bind(trace.id).bind(trace.journey);
        m_trace.bind(trace.replication).bind(trace.latency).bind(trace.failure);
        m_trace.bind(keptForText(trace.keptFor)).bind(trace.cut).run();
        const std::int64_t number = m_database.lastRow();
        for (std::size_t at = 0; at < trace.spans.size(); ++at)
            writeSpan(number, static_cast<std::int64_t>(at), trace.spans[at]);
    }

private:
    void writeSpan(std::int64_t trace, std::int64_t position, const Span& span) {
        m_span.bind(trace).bind(position).bind(span.id);
        bindOrNull(m_span, span.parent);
        m_span.bind(span.name).bind(spanKindName(span.kind)).bind(span.service);
        bindOrNull(m_span, span.replica);
        m_span.bind(span.attempt).bind(span.start).bind(span.end);
        for (const std::int64_t part : span.parts) m_span.bind(part);
        m_span.bind(span.failure).bind(span.asynchronous).bind(span.orphan).bind(span.unfinished).run();
        for (std::size_t place = 0; place < span.attributes.size(); ++place) {
            m_attribute.bind(trace).bind(position).bind(static_cast<std::int64_t>(place));
            m_attribute.bind(span.attributes[place].first).bind(span.attributes[place].second).run();
        }
    }

    Database& m_database;
    std::int64_t m_run;
    Statement m_trace, m_span, m_attribute;
};

Span readSpan(Statement& row) {
    Span span;
    span.id = row.text();
    span.parent = numberOrNone(row);
    span.name = row.text();
    span.kind = spanKindOf(row.text());
    span.service = row.text();
    span.replica = numberOrNone(row);
    span.attempt = static_cast<int>(row.integer());
    span.start = row.integer();
    span.end = row.integer();
    for (std::int64_t& part : span.parts) part = row.integer();
    span.failure = row.text();
    span.asynchronous = row.integer() != 0;
    span.orphan = row.integer() != 0;
    span.unfinished = row.integer() != 0;
    return span;
}

void readSpans(Database& database, std::int64_t run, const std::map<std::int64_t, Trace*>& traces) {
    Statement row(database,
                  "SELECT spans.* FROM traces JOIN spans USING (trace) WHERE run = ? "
                  "ORDER BY trace, spans.position");
    row.bind(run);
    while (row.next()) {
        const std::int64_t trace = row.integer();
        row.integer();  // the position is the order
        traces.at(trace)->spans.push_back(readSpan(row));
    }
    Statement attribute(
        database,
        "SELECT a.trace, a.position, a.name, a.value FROM traces t "
        "JOIN span_attributes a USING (trace) WHERE run = ? ORDER BY a.trace, a.position, place");
    attribute.bind(run);
    while (attribute.next()) {
        Trace* const trace = traces.at(attribute.integer());
        Span& span = trace->spans.at(static_cast<std::size_t>(attribute.integer()));
        std::string name = attribute.text();
        span.attributes.emplace_back(std::move(name), attribute.text());
    }
}

}  // namespace

void writeTraces(Database& database, std::int64_t run, const RunResult& result) {
    if (!(result.traceCounts == TraceCounts{})) {
        Statement counts(database, "INSERT INTO trace_counts VALUES (?,?,?)");
        counts.bind(run).bind(result.traceCounts.traced).bind(result.traceCounts.untraced).run();
    }
    TraceWriter writer(database, run);
    for (std::size_t at = 0; at < result.traces.size(); ++at) writer.write(at, result.traces[at]);
}

void readTraces(Database& database, std::int64_t run, RunResult& result) {
    Statement counts(database, "SELECT traced, untraced FROM trace_counts WHERE run = ?");
    if (counts.bind(run).next()) {
        result.traceCounts.traced = counts.natural();
        result.traceCounts.untraced = counts.natural();
    }
    std::vector<std::int64_t> numbers;
    Statement row(database,
                  "SELECT trace, id, journey, replication, latency_ns, failure, kept_for, cut FROM traces "
                  "WHERE run = ? ORDER BY position");
    row.bind(run);
    while (row.next()) {
        numbers.push_back(row.integer());
        Trace& trace = result.traces.emplace_back();
        trace.id = row.text();
        trace.journey = row.text();
        trace.replication = static_cast<int>(row.integer());
        trace.latency = row.integer();
        trace.failure = row.text();
        trace.keptFor = keptForBits(row.text());
        trace.cut = row.integer() != 0;
    }
    std::map<std::int64_t, Trace*> traces;
    for (std::size_t at = 0; at < numbers.size(); ++at) traces[numbers[at]] = &result.traces[at];
    readSpans(database, run, traces);
}

}  // namespace simulator
