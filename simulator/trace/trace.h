#pragma once

#include <array>
#include <cstdint>
#include <string>
#include <utility>
#include <vector>

namespace simulator {

/// Which journeys of a run are kept as traces. All counts are those of the whole run, whatever the number of
/// its replications. While the slowest, the failed or a reservoir are wanted every journey is traced and most
/// traces are dropped when their journey ends.
struct TraceOptions {
    double headShare = 0;        ///< Of the journeys, chosen when they begin; 0 to 1
    std::size_t mostHead = 100;  ///< Kept of those, chosen evenly
    std::size_t slowest = 5;     ///< Successful ones, of each journey
    std::size_t failed = 5;      ///< Of each cause of failure, chosen evenly
    std::size_t reservoir = 5;   ///< Successful ones, of each journey, chosen evenly
    std::size_t mostSpans =
        1000;  ///< Of one trace; what does not fit is left out and the trace marked as cut
    /// In memory, of one replication, at the same time: beyond, journeys that begin are not traced.
    std::size_t mostInMemory = 500'000;
};

/// Why a trace was kept; a set of bits.
enum KeptFor : std::uint8_t { keptAsHead = 1, keptAsSlowest = 2, keptAsFailed = 4, keptInReservoir = 8 };
/// `head`, `slowest`, `failed`, `reservoir`: the names of the bits that are set.
std::vector<std::string> keptForNames(std::uint8_t bits);

/// What the time of a span was spent on. Each moment of a span belongs to one part.
enum class Part : std::uint8_t {
    Queue,      ///< Waiting for a worker, a connection, a consumer, or a permit to call
    Processor,  ///< Waiting for a processor, or lost by sharing one
    Service,    ///< Computing; of a query, in the store
    Network,    ///< On the way there and back
    Backoff,    ///< Between two attempts
    Think,      ///< Pause of a user; no part of the journey's latency
    Channel,    ///< Until consumers can see a message
    Call,       ///< First attempts of calls: child spans
    Retry,      ///< Later attempts: child spans
    Callee,     ///< Of an attempt: at the callee, whose span is its child
    Store,      ///< Queries: child spans
    Branches,   ///< Waiting for branches, loops and what a fallback makes good: child spans
    Handling,   ///< Of a message: at its consumers, whose spans are its children
};
inline constexpr std::size_t partCount = 13;
/// `queue`, `processor`, ... in small letters.
const char* partName(Part part);
/// Whether child spans tell what happened in it.
constexpr bool isCovered(Part part) {
    return part >= Part::Call;
}
using Parts = std::array<std::int64_t, partCount>;  ///< [ns]

/// The kinds of OpenTelemetry.
enum class SpanKind : std::uint8_t { Internal, Server, Client, Producer, Consumer };
/// `internal`, `server`, `client`, `producer`, `consumer`.
const char* spanKindName(SpanKind kind);

/// One piece of work of a trace: a journey, an attempt of a call, the work of an operation, a query, a
/// branch, the life of a message.
struct Span {
    std::string id;    ///< 16 hexadecimal digits
    int parent = -1;   ///< Its place among the spans of the trace; -1: the root
    std::string name;  ///< Of the operation, store, channel or journey; `branch 2`, `loop`, `try`
    SpanKind kind = SpanKind::Internal;
    std::string service;        ///< Whose work it is: a service, or the journey itself for what its user does
    int replica = -1;           ///< Of the service, from 0; -1: none, or not known
    int attempt = 0;            ///< Of a call, from 1; 0: not an attempt
    std::int64_t start = 0;     ///< Simulated time [ns]
    std::int64_t end = 0;       ///< [ns]
    Parts parts{};              ///< Their sum is the duration
    std::string failure;        ///< Cause; empty when all went well
    bool asynchronous = false;  ///< Nobody waits for it, by design: a message
    bool orphan = false;        ///< Went on after whoever had asked for it had gone on, or was killed
    bool unfinished = false;    ///< The run ended first; `end` is the end of the run
    std::vector<std::pair<std::string, std::string>> attributes;  ///< Semantic conventions: `db.system.name`

    std::int64_t duration() const { return end - start; }
    std::int64_t part(Part which) const { return parts[static_cast<std::size_t>(which)]; }
    bool operator==(const Span&) const = default;
};

/// What happened to one journey of one user, as a tree of spans.
struct Trace {
    std::string id;  ///< 32 hexadecimal digits; the same for the same run
    std::string journey;
    int replication = 0;
    std::int64_t latency = 0;  ///< Of the journey, its think times left out [ns]
    std::string failure;       ///< Cause; empty when it ended well
    std::uint8_t keptFor = 0;  ///< Bits of `KeptFor`
    bool cut = false;          ///< Had more spans than are kept of one trace
    std::vector<Span> spans;   ///< In the order of their starts, the root first; parents before children

    bool operator==(const Trace&) const = default;
};

/// How many journeys were looked at to choose the traces from.
struct TraceCounts {
    std::uint64_t traced = 0;    ///< That ended
    std::uint64_t untraced = 0;  ///< For want of memory; the choice knows nothing of them

    bool operator==(const TraceCounts&) const = default;
};

}  // namespace simulator
