#include "simulator/store/schema.h"

namespace simulator {

const char* const storeSchema = R"sql(
CREATE TABLE runs (
    run INTEGER PRIMARY KEY,          -- one simulation: all replications of one scenario with one seed
    saved_at TEXT NOT NULL DEFAULT (strftime('%Y-%m-%dT%H:%M:%fZ', 'now')),  -- UTC
    model TEXT NOT NULL,              -- name of the project
    model_hash TEXT NOT NULL,         -- of the facts that the run depends on; 16 hexadecimal digits
    scenario TEXT NOT NULL,           -- id
    scenario_name TEXT NOT NULL,
    seed INTEGER NOT NULL,            -- unsigned 64 bits, kept as the signed number with the same bits
    replications INTEGER NOT NULL,
    simulated_s REAL,                 -- length of one replication [s]
    warm_up_s REAL,                   -- discarded at its start [s]
    warm_up_note TEXT NOT NULL,
    warm_up_curve BLOB NOT NULL DEFAULT x'',  -- Welch's: mean latency [ms] of the journeys by interval of the
                                      -- series, smoothed; little-endian 64-bit floating point, NaN: none ended
    interval_method TEXT NOT NULL,    -- how the 95 % intervals were made
    series_interval_s REAL,           -- between two values of a series [s]
    currency TEXT NOT NULL DEFAULT '',  -- of its costs, ISO 4217; empty: the model had no rates
    event_log_hash TEXT NOT NULL,     -- equal for equal runs; 16 hexadecimal digits
    cancelled INTEGER NOT NULL,       -- 1: stopped early, the figures cover what was run
    limit_reached TEXT NOT NULL DEFAULT '',  -- why it stopped by itself; '' when it did not
    engine_version TEXT NOT NULL,
    events INTEGER NOT NULL,
    cpu_s REAL,
    wall_s REAL,
    peak_rss_mb REAL,
    threads INTEGER NOT NULL,
    arrived INTEGER NOT NULL,         -- conservation: arrived = completed + failed + in_flight
    completed INTEGER NOT NULL,
    failed INTEGER NOT NULL,
    in_flight INTEGER NOT NULL,
    worst_little_residual REAL,       -- |L - lambda W| / L, which Little's law makes vanish
    worst_little_station TEXT NOT NULL,
    conservation_holds INTEGER NOT NULL
) STRICT;

CREATE TABLE parameters (             -- what was varied to get this run: sweeps and comparisons
    run INTEGER NOT NULL REFERENCES runs ON DELETE CASCADE,
    name TEXT NOT NULL,
    value TEXT NOT NULL,
    PRIMARY KEY (run, name)
) STRICT, WITHOUT ROWID;

CREATE TABLE subjects (               -- what figures and series are about
    subject INTEGER PRIMARY KEY,
    run INTEGER NOT NULL REFERENCES runs ON DELETE CASCADE,
    kind TEXT NOT NULL CHECK (kind IN ('journey', 'operation', 'edge', 'station', 'objective', 'group',
                                      'projection', 'cache', 'store', 'footprint')),
    position INTEGER NOT NULL,        -- order within the run and kind
    id TEXT NOT NULL,                 -- of the model's entity; caller -> callee for an edge
    UNIQUE (run, kind, position)
) STRICT;

CREATE TABLE flows (                  -- journeys and operations; counts after the warm-up, over all replications
    subject INTEGER PRIMARY KEY REFERENCES subjects ON DELETE CASCADE,
    arrivals INTEGER NOT NULL,
    completed INTEGER NOT NULL,
    bucket_error REAL                 -- half-width of the latency histogram's buckets, relative
) STRICT;

CREATE TABLE edges (                  -- calls, messages and queries from one to another
    subject INTEGER PRIMARY KEY REFERENCES subjects ON DELETE CASCADE,
    caller TEXT NOT NULL,             -- operation, journey or channel
    callee TEXT NOT NULL,             -- operation, channel or store
    kind TEXT NOT NULL,               -- call, publish, consume, query
    calls INTEGER NOT NULL,
    attempts INTEGER NOT NULL,        -- with retries
    amplification REAL                -- attempts / calls
) STRICT;

CREATE TABLE failures (               -- of flows: requests; of edges: attempts. What never happened has no row
    subject INTEGER NOT NULL REFERENCES subjects ON DELETE CASCADE,
    cause TEXT NOT NULL,              -- timeout, rejected, crashed, fault, dependency, bug,
                                      -- breaker_open, bulkhead_full, rate_limited, throttled, shed
    count INTEGER NOT NULL,
    PRIMARY KEY (subject, cause)
) STRICT, WITHOUT ROWID;

CREATE TABLE stations (               -- queueing stations: services, stores, channels
    subject INTEGER PRIMARY KEY REFERENCES subjects ON DELETE CASCADE,
    kind TEXT NOT NULL,
    servers REAL,                     -- workers or connections in all
    arrivals INTEGER NOT NULL,
    rejected INTEGER NOT NULL,
    little_residual REAL
) STRICT;

CREATE TABLE objectives (
    subject INTEGER PRIMARY KEY REFERENCES subjects ON DELETE CASCADE,
    name TEXT NOT NULL,
    target TEXT NOT NULL,             -- journey or operation; empty: the whole system
    unit TEXT NOT NULL,               -- ms, share; of costs and carbon: USD/month, USD/million requests,
                                      -- g/month, g/request
    limit_value REAL,
    verdict TEXT NOT NULL CHECK (verdict IN ('met', 'missed', 'undecided'))  -- undecided: the interval spans the limit
) STRICT;

CREATE TABLE figures (                -- figures with 95 % intervals
    subject INTEGER NOT NULL REFERENCES subjects ON DELETE CASCADE,
    measure TEXT NOT NULL,            -- throughput_rps, latency_p99_ms, utilisation, ...
    value REAL,                       -- NULL: see why
    low REAL,
    high REAL,
    why TEXT NOT NULL,                -- why there is no value: 'not enough data: ...'
    PRIMARY KEY (subject, measure)
) STRICT, WITHOUT ROWID;

CREATE TABLE series (                 -- values per interval of simulated time
    subject INTEGER NOT NULL REFERENCES subjects ON DELETE CASCADE,
    position INTEGER NOT NULL,        -- order of the series
    chunk INTEGER NOT NULL,           -- 4096 values each, the last one fewer
    name TEXT NOT NULL,               -- throughput_rps, p99_ms, queue, ...
    samples BLOB NOT NULL,            -- little-endian 64-bit floating point; NaN where nothing was seen
    PRIMARY KEY (subject, position, chunk)
) STRICT;

CREATE INDEX runs_by_scenario ON runs (scenario, run);

)sql";

const char* const storeComponentTables = R"sql(
CREATE TABLE groups (                 -- consumers of channels; counts from time zero on, over all replications
    subject INTEGER PRIMARY KEY REFERENCES subjects ON DELETE CASCADE,
    channel TEXT NOT NULL,
    partitions INTEGER NOT NULL,      -- of one member each; 0: the members share all messages
    members INTEGER NOT NULL,         -- messages that the group could handle at the same time
    published INTEGER NOT NULL,       -- = handled + dead_lettered + dropped + expired + inside
    handled INTEGER NOT NULL,
    dead_lettered INTEGER NOT NULL,
    dropped INTEGER NOT NULL,         -- given up and lost
    expired INTEGER NOT NULL,         -- lost because they waited longer than the retention
    inside INTEGER NOT NULL,          -- not settled at the end
    redelivered INTEGER NOT NULL,     -- deliveries after the first of a message
    rebalances INTEGER NOT NULL,
    paused_s REAL,                    -- by rebalances, in one replication [s]
    busiest_partition REAL,           -- share of the messages
    largest_lag REAL,                 -- messages not settled, at the worst moment after the warm-up
    oldest_ms REAL                    -- age of the oldest of them, at the worst moment [ms]
) STRICT;

CREATE TABLE projections (            -- read models; their figures are the staleness at a read [ms]
    subject INTEGER PRIMARY KEY REFERENCES subjects ON DELETE CASCADE,
    channel TEXT NOT NULL,            -- that feeds it
    consumers TEXT NOT NULL,          -- group that writes it
    reads INTEGER NOT NULL,
    bucket_error REAL
) STRICT;

CREATE TABLE caches (                 -- simulated key by key; counts after the warm-up, over all replications
    subject INTEGER PRIMARY KEY REFERENCES subjects ON DELETE CASCADE,
    kind TEXT NOT NULL,               -- shared, in-process
    contents INTEGER NOT NULL,        -- one, or one for each replica
    keys INTEGER NOT NULL,
    capacity INTEGER NOT NULL,        -- keys that a content holds
    lookups INTEGER NOT NULL,         -- = hits + misses + coalesced
    hits INTEGER NOT NULL,
    misses INTEGER NOT NULL,          -- went to fill the key in
    coalesced INTEGER NOT NULL,       -- waited for the fill of another
    expired INTEGER NOT NULL,         -- no hits, because the key was too old
    fills INTEGER NOT NULL,           -- that ended well
    failed_fills INTEGER NOT NULL,
    evictions INTEGER NOT NULL,
    stampede INTEGER NOT NULL         -- the most look-ups that filled, or waited for, one key at the same time
) STRICT;

CREATE TABLE stores (                 -- with replicas or rows; counts after the warm-up, over all replications
    subject INTEGER PRIMARY KEY REFERENCES subjects ON DELETE CASCADE,
    writes INTEGER NOT NULL,
    replica_reads INTEGER NOT NULL,
    stale_reads INTEGER NOT NULL,     -- of those: an acknowledged write was not to be seen
    lost_writes INTEGER NOT NULL,     -- by failovers
    failovers INTEGER NOT NULL,
    outage_s REAL,                    -- without a primary, in one replication [s]
    row_locks INTEGER NOT NULL,
    row_waits INTEGER NOT NULL,       -- of those: another had the row
    bucket_error REAL
) STRICT;

CREATE TABLE servers (                -- of a store
    subject INTEGER NOT NULL REFERENCES subjects ON DELETE CASCADE,
    position INTEGER NOT NULL,
    name TEXT NOT NULL,               -- primary, replica 1, ... as they were at the beginning
    queries INTEGER NOT NULL,
    utilisation REAL,                 -- of its connections
    PRIMARY KEY (subject, position)
) STRICT, WITHOUT ROWID;
)sql";

const char* const storeViews = R"sql(
-- Every latency figure [ms] of every journey and operation.
CREATE VIEW latency AS
    SELECT s.run, s.kind, s.id, replace(replace(f.measure, 'latency_', ''), '_ms', '') AS measure,
           f.value AS ms, f.low AS low_ms, f.high AS high_ms, f.why
    FROM subjects s JOIN figures f USING (subject) WHERE f.measure LIKE 'latency!_%' ESCAPE '!';

-- How every journey and operation fared.
CREATE VIEW outcomes AS
    SELECT s.run, s.kind, s.id, w.arrivals, w.completed,
           (SELECT coalesce(sum(count), 0) FROM failures WHERE failures.subject = s.subject) AS failed,
           t.value AS throughput_rps, g.value AS goodput_rps
    FROM subjects s JOIN flows w USING (subject)
    LEFT JOIN figures t ON t.subject = s.subject AND t.measure = 'throughput_rps'
    LEFT JOIN figures g ON g.subject = s.subject AND g.measure = 'goodput_rps';

-- How busy every station was.
CREATE VIEW load AS
    SELECT s.run, s.id, t.kind, t.servers, u.value AS utilisation, u.low, u.high, q.value AS waiting, t.rejected
    FROM subjects s JOIN stations t USING (subject)
    LEFT JOIN figures u ON u.subject = s.subject AND u.measure = 'utilisation'
    LEFT JOIN figures q ON q.subject = s.subject AND q.measure = 'mean_queue';

-- How far every group of consumers lagged behind, and what it lost.
CREATE VIEW lag AS
    SELECT s.run, g.channel, s.id AS consumers, g.published, g.handled, g.dead_lettered, g.dropped, g.expired, g.inside,
           g.largest_lag, g.oldest_ms, g.paused_s
    FROM subjects s JOIN groups g USING (subject);

-- How often every cache had what was wanted.
CREATE VIEW hits AS
    SELECT s.run, s.id, c.kind, c.lookups, f.value AS hit_ratio, f.low, f.high, c.fills, c.evictions, c.stampede
    FROM subjects s JOIN caches c USING (subject)
    LEFT JOIN figures f ON f.subject = s.subject AND f.measure = 'hit_ratio';

-- What every part costs, draws and emits; a month has 730 hours.
CREATE VIEW footprint AS
    SELECT s.run, s.id, p.kind, p.units, r.currency, c.value * 730 AS cost_per_month, c.low * 730 AS cost_low,
           c.high * 730 AS cost_high, m.value AS cost_per_million_requests, w.value * 0.73 AS energy_kwh_per_month,
           j.value AS energy_j_per_request, g.value * 730 AS carbon_g_per_month, g.low * 730 AS carbon_low,
           g.high * 730 AS carbon_high, q.value AS carbon_g_per_request, p.cpu_assumed
    FROM subjects s JOIN footprints p USING (subject) JOIN runs r USING (run)
    LEFT JOIN figures c ON c.subject = s.subject AND c.measure = 'cost_per_hour'
    LEFT JOIN figures m ON m.subject = s.subject AND m.measure = 'cost_per_million_requests'
    LEFT JOIN figures w ON w.subject = s.subject AND w.measure = 'power_w'
    LEFT JOIN figures j ON j.subject = s.subject AND j.measure = 'energy_j_per_request'
    LEFT JOIN figures g ON g.subject = s.subject AND g.measure = 'carbon_g_per_hour'
    LEFT JOIN figures q ON q.subject = s.subject AND q.measure = 'carbon_g_per_request';
)sql";

const char* const storeUpgradeFrom1 = R"sql(
DROP VIEW outcomes;
CREATE TABLE failures (               -- of flows: requests; of edges: attempts. What never happened has no row
    subject INTEGER NOT NULL REFERENCES subjects ON DELETE CASCADE,
    cause TEXT NOT NULL,              -- timeout, rejected, crashed, fault, dependency, bug
    count INTEGER NOT NULL,
    PRIMARY KEY (subject, cause)
) STRICT, WITHOUT ROWID;
INSERT INTO failures SELECT subject, 'timeout', failed_timeout FROM flows WHERE failed_timeout <> 0;
INSERT INTO failures SELECT subject, 'rejected', failed_rejected FROM flows WHERE failed_rejected <> 0;
INSERT INTO failures SELECT subject, 'crashed', failed_crashed FROM flows WHERE failed_crashed <> 0;
INSERT INTO failures SELECT subject, 'fault', failed_fault FROM flows WHERE failed_fault <> 0;
INSERT INTO failures SELECT subject, 'dependency', failed_dependency FROM flows WHERE failed_dependency <> 0;
ALTER TABLE flows DROP COLUMN failed_timeout;
ALTER TABLE flows DROP COLUMN failed_rejected;
ALTER TABLE flows DROP COLUMN failed_crashed;
ALTER TABLE flows DROP COLUMN failed_fault;
ALTER TABLE flows DROP COLUMN failed_dependency;
INSERT INTO failures SELECT subject, 'timeout', failed_timeout FROM edges WHERE failed_timeout <> 0;
INSERT INTO failures SELECT subject, 'rejected', failed_rejected FROM edges WHERE failed_rejected <> 0;
INSERT INTO failures SELECT subject, 'crashed', failed_crashed FROM edges WHERE failed_crashed <> 0;
INSERT INTO failures SELECT subject, 'fault', failed_fault FROM edges WHERE failed_fault <> 0;
INSERT INTO failures SELECT subject, 'dependency', failed_dependency FROM edges WHERE failed_dependency <> 0;
ALTER TABLE edges DROP COLUMN failed_timeout;
ALTER TABLE edges DROP COLUMN failed_rejected;
ALTER TABLE edges DROP COLUMN failed_crashed;
ALTER TABLE edges DROP COLUMN failed_fault;
ALTER TABLE edges DROP COLUMN failed_dependency;
CREATE VIEW outcomes AS
    SELECT s.run, s.kind, s.id, w.arrivals, w.completed,
           (SELECT coalesce(sum(count), 0) FROM failures WHERE failures.subject = s.subject) AS failed,
           t.value AS throughput_rps, g.value AS goodput_rps
    FROM subjects s JOIN flows w USING (subject)
    LEFT JOIN figures t ON t.subject = s.subject AND t.measure = 'throughput_rps'
    LEFT JOIN figures g ON g.subject = s.subject AND g.measure = 'goodput_rps';
)sql";

const char* const storeUpgradeFrom2 = R"sql(
ALTER TABLE runs ADD COLUMN warm_up_curve BLOB NOT NULL DEFAULT x'';
)sql";

// The kinds of subjects are checked by the table, which is made anew. Views would refer to a table that is
// not there.
const char* const storeUpgradeFrom3 = R"sql(
DROP VIEW IF EXISTS latency;
DROP VIEW IF EXISTS outcomes;
DROP VIEW IF EXISTS load;
DROP VIEW IF EXISTS lag;
DROP VIEW IF EXISTS hits;
CREATE TABLE new_subjects (           -- what figures and series are about
    subject INTEGER PRIMARY KEY,
    run INTEGER NOT NULL REFERENCES runs ON DELETE CASCADE,
    kind TEXT NOT NULL CHECK (kind IN ('journey', 'operation', 'edge', 'station', 'objective', 'group',
                                      'projection', 'cache', 'store', 'footprint')),
    position INTEGER NOT NULL,        -- order within the run and kind
    id TEXT NOT NULL,                 -- of the model's entity; caller -> callee for an edge
    UNIQUE (run, kind, position)
) STRICT;
ALTER TABLE runs ADD COLUMN currency TEXT NOT NULL DEFAULT '';
ALTER TABLE runs ADD COLUMN limit_reached TEXT NOT NULL DEFAULT '';
INSERT INTO new_subjects SELECT subject, run, kind, position, id FROM subjects;
DROP TABLE subjects;
ALTER TABLE new_subjects RENAME TO subjects;
)sql";

}  // namespace simulator
