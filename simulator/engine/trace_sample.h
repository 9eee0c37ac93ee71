#pragma once

#include <cstdint>
#include <vector>

#include "simulator/engine/frame.h"
#include "simulator/trace/trace.h"

namespace simulator {

/// What a recorded span is about, and what its `subject` refers to.
enum class SpanOf : std::uint8_t {
    Journey,   ///< Journey
    Attempt,   ///< Call site
    Handler,   ///< Operation that serves a request
    Consumer,  ///< Operation that handles a message
    Query,     ///< Instruction
    Branch,    ///< Instruction that forks
    Message,   ///< Group
};

/// A span as the engine records it: places in the plan, no names.
struct RecordedSpan {
    std::int64_t start = 0;    ///< [ns]
    std::int64_t end = never;  ///< [ns]; while it is open `never`
    std::int64_t since = 0;    ///< Of the part in progress [ns]
    std::int64_t work = 0;     ///< Owed by a shared processor since then [ns]
    Parts parts{};
    Index parent = none;  ///< Within the trace
    Index child = none;   ///< The attempt or query in progress
    Index subject = none;
    Index detail = none;  ///< The number of an attempt; the entry of a branch
    Index replica = none;
    SpanOf of = SpanOf::Journey;
    Part part = Part::Service;
    Outcome outcome = Outcome::Success;
    bool orphan = false;
    bool unfinished = false;

    bool isOpen() const { return end == never; }
    /// The part in progress is over; another begins.
    void enter(Part next, std::int64_t now);
    void close(Outcome result, std::int64_t now);
};

struct RecordedTrace {
    std::vector<RecordedSpan> spans;
    std::uint64_t serial = 0;  ///< Of the journey within its replication
    std::int64_t latency = 0;  ///< [ns]
    double chance = 0;         ///< Uniform: the smallest stay in the reservoirs
    double headChance = 0;
    std::uint32_t replication = 0;
    std::uint32_t generation = 0;  ///< Of the slot: what refers to an earlier one is out of date
    std::uint32_t reserved = 0;    ///< Spans that are still to come for what is under way
    Index journey = none;          ///< While its slot is free: the next free one
    Outcome outcome = Outcome::Success;
    std::uint8_t keptFor = 0;
    bool cut = false;
};

/// The traces that were kept of some replications. Joining is independent of the order: which traces are kept
/// is a matter of their keys alone, equal ones in the order of replications.
class TraceSample {
public:
    std::vector<RecordedTrace> traces;
    TraceCounts counts;

    /// Takes the other's in, and drops what is too much by the options.
    void join(TraceSample other, const TraceOptions& options);

private:
    void thin(std::uint8_t reason, std::size_t most);
};

/// By what the traces of one reason compete: the smallest keys are kept.
double keyOf(const RecordedTrace& trace, std::uint8_t reason);
/// Among whom they compete: a journey or a cause; all when 0.
Index groupOf(const RecordedTrace& trace, std::uint8_t reason);

}  // namespace simulator
