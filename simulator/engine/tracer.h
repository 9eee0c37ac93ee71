#pragma once

#include <cstdint>
#include <vector>

#include "simulator/engine/frame.h"
#include "simulator/engine/trace_sample.h"
#include "simulator/random/philox.h"

namespace simulator {

/// Records what happens to the journeys of a replication as trees of spans, and keeps a few of the trees.
///
/// The engine tells it about frames whose `traced` is set, and asks it for nothing: events and random numbers
/// are the same with and without it. A frame refers to the span that it works on: a user to the journey, a
/// request on its way to the attempt and at the replica to the handler, a message in its channel to the
/// message. What refers to a trace that was dropped is ignored.
///
/// Who is kept is chosen by keys: of each reservoir the smallest of uniform random numbers, which is a
/// uniform sample that joins with others (bottom-k sampling; Cohen, Kaplan: Summarizing data using bottom-k
/// sketches, PODC 2007). Memory is bounded by the spans of what is in flight and kept, and by the options.
class Tracer {
public:
    Tracer() = default;
    Tracer(const Plan& plan, const TraceOptions& options, std::uint64_t seed, std::uint32_t replication);

    bool isOn() const { return m_isOn; }

    // Those that begin something answer whether its frame is traced.
    [[gnu::noinline]] bool journeyBegins(Index user, Index journey, std::int64_t now);
    [[gnu::noinline]] void journeyEnds(Index user, Outcome outcome, std::int64_t latency, std::int64_t now);
    [[gnu::noinline]] bool callSent(Index caller, Index request, Index site, Index attempt, std::int64_t now);
    [[gnu::noinline]] bool published(Index publisher, Index message, Index group, std::int64_t now);
    [[gnu::noinline]] bool branched(Index parent, Index branch, Index fork, Index entry, std::int64_t now);
    [[gnu::noinline]] void branchEnds(Index branch, Outcome outcome, bool awaited, std::int64_t now);

    /// A request or message is dropped on its way.
    [[gnu::noinline]] void lost(Index frame);
    /// A request or message comes to an operation.
    [[gnu::noinline]] void arrived(Index frame, Index operation, std::int64_t now);
    /// It is let in there.
    [[gnu::noinline]] void placed(Index frame, Index replica);
    /// The operation is through with it, or refuses it. Need not be told when the caller is answered at once.
    [[gnu::noinline]] void handled(Index frame, Outcome outcome, std::int64_t now);
    [[gnu::noinline]] void queried(Index frame, Index instruction, std::int64_t now);
    [[gnu::noinline]] void queryStarts(Index frame, std::int64_t now);
    /// The call or query in progress is over for who made it.
    [[gnu::noinline]] void answered(Index frame, Outcome outcome, std::int64_t now);
    /// The caller's patience is over; the callee goes on.
    [[gnu::noinline]] void gaveUp(Index caller, std::int64_t now);
    /// What the frame does from now on.
    [[gnu::noinline]] void enter(Index frame, Part part, std::int64_t now);
    /// It shares a processor that owes it so much work [ns].
    [[gnu::noinline]] void shares(Index frame, std::int64_t work, std::int64_t now);
    /// It failed, and waits for another delivery.
    [[gnu::noinline]] bool redelivered(Index message, Outcome outcome, std::int64_t now);
    /// A message is no more, or a ghost.
    [[gnu::noinline]] void gone(Index frame, Outcome outcome, std::int64_t now);
    /// The replica under it died. The heir, where there is one, is the message for the next delivery; with a
    /// query in a store the frame becomes its ghost.
    [[gnu::noinline]] void killed(Index frame, Index heir, bool querying, std::int64_t now);

    /// What was kept; spans that are open end now.
    TraceSample finish(std::int64_t now);

private:
    struct Reference {
        Index trace = none;
        Index span = none;
        std::uint32_t generation = 0;
    };
    struct Candidate {
        double key;
        std::uint64_t serial;
        Index trace;
        bool operator<(const Candidate& other) const {
            return key != other.key ? key < other.key : serial < other.serial;
        }
    };
    using Candidates = std::vector<Candidate>;  ///< A heap: the first to go first

    RecordedSpan* spanOf(Index frame);
    void refer(Index frame, Reference reference);
    bool hasRoom(const RecordedTrace& trace, std::size_t wanted) const;
    /// A span that was reserved: it is added, or will not be.
    void useReserved(RecordedTrace& trace);
    Index add(RecordedTrace& trace, SpanOf of, Index parent, Index subject, Part part, std::int64_t now);
    /// A child of the span of one frame for another; false when there is no room, the trace then being cut.
    bool addFor(Index frame, Index parent, SpanOf of, Index subject, Part part, std::size_t spans,
                std::int64_t now);
    void childEnds(Index frame, Outcome outcome, bool withHandler, std::int64_t now);
    void offer(Candidates& kept, std::size_t most, std::uint8_t reason, Index trace);
    void choose(Index trace);
    void dropUnlessKept(Index trace);

    TraceOptions m_options;
    bool m_isOn = false;
    std::uint32_t m_replication = 0;
    std::int64_t m_warmUp = 0;
    RandomStream m_stream;
    std::vector<RecordedTrace> m_traces;
    Index m_free = none;                  ///< The first of the free slots, linked
    std::vector<Reference> m_references;  ///< By frame
    std::size_t m_spans = 0;              ///< Of all traces, also those that are reserved
    std::uint64_t m_serial = 0;
    TraceCounts m_counts;
    std::vector<Candidates> m_slowest;    ///< By journey
    std::vector<Candidates> m_reservoir;  ///< By journey
    std::vector<Candidates> m_failed;     ///< By cause
    Candidates m_head;
};

}  // namespace simulator
