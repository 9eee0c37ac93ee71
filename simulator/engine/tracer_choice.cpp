// Which journeys are traced, and which of the traces are kept.
#include <algorithm>

#include "simulator/engine/tracer.h"

namespace simulator {

namespace {

// Room that a slot keeps for its next trace.
constexpr std::size_t spansOfASlot = 64;

}  // namespace

Tracer::Tracer(const Plan& plan, const TraceOptions& options, std::uint64_t seed, std::uint32_t replication)
    : m_options(options),
      m_isOn(true),
      m_replication(replication),
      m_warmUp(std::max<std::int64_t>(0, plan.warmUp)),
      m_stream(seed, entityKey("traces"), Purpose::Sampling, replication),
      m_slowest(plan.journeys.size()),
      m_reservoir(plan.journeys.size()),
      m_failed(causeCount) {}

bool Tracer::journeyBegins(Index user, Index journey, std::int64_t now) {
    const double headChance = m_stream.uniform();
    const double chance = m_stream.uniform();
    ++m_serial;
    const bool anyMayStay = m_options.slowest + m_options.failed + m_options.reservoir > 0;
    if (now < m_warmUp || (!anyMayStay && headChance >= m_options.headShare)) return false;
    if (m_spans >= m_options.mostInMemory || m_options.mostSpans == 0) {
        ++m_counts.untraced;
        return false;
    }
    const Index at = m_free == none ? static_cast<Index>(m_traces.size()) : m_free;
    if (m_free == none)
        m_traces.emplace_back();
    else
        m_free = m_traces[at].journey;
    RecordedTrace& trace = m_traces[at];
    trace.serial = m_serial;
    trace.journey = journey;
    trace.replication = m_replication;
    trace.headChance = headChance;
    trace.chance = chance;
    refer(user, {at, add(trace, SpanOf::Journey, none, journey, Part::Service, now), trace.generation});
    return true;
}

void Tracer::journeyEnds(Index user, Outcome outcome, std::int64_t latency, std::int64_t now) {
    RecordedSpan* const root = spanOf(user);
    if (!root) return;
    root->close(outcome, now);
    const Index at = m_references[user].trace;
    m_traces[at].outcome = outcome;
    m_traces[at].latency = latency;
    ++m_counts.traced;
    choose(at);
}

void Tracer::choose(Index at) {
    const RecordedTrace& trace = m_traces[at];
    const Index journey = trace.journey;
    const Outcome outcome = trace.outcome;
    const bool isHead = trace.headChance < m_options.headShare;
    if (isHead) offer(m_head, m_options.mostHead, keptAsHead, at);
    if (outcome == Outcome::Success) {
        offer(m_slowest[journey], m_options.slowest, keptAsSlowest, at);
        offer(m_reservoir[journey], m_options.reservoir, keptInReservoir, at);
    } else {
        offer(m_failed[static_cast<std::size_t>(causeOf(outcome))], m_options.failed, keptAsFailed, at);
    }
    dropUnlessKept(at);
}

void Tracer::offer(Candidates& kept, std::size_t most, std::uint8_t reason, Index at) {
    if (most == 0) return;
    const Candidate candidate{keyOf(m_traces[at], reason), m_traces[at].serial, at};
    if (kept.size() == most) {
        if (!(candidate < kept.front())) return;
        std::pop_heap(kept.begin(), kept.end());
        const Index loser = kept.back().trace;
        kept.pop_back();
        m_traces[loser].keptFor = static_cast<std::uint8_t>(m_traces[loser].keptFor & ~reason);
        dropUnlessKept(loser);
    }
    kept.push_back(candidate);
    std::push_heap(kept.begin(), kept.end());
    m_traces[at].keptFor |= reason;
}

void Tracer::dropUnlessKept(Index at) {
    RecordedTrace& trace = m_traces[at];
    if (trace.keptFor) return;
    m_spans -= trace.spans.size() + trace.reserved;
    std::vector<RecordedSpan> spans;
    if (trace.spans.capacity() <= spansOfASlot) spans.swap(trace.spans);
    spans.clear();
    const std::uint32_t generation = trace.generation + 1;
    trace = {};
    trace.spans = std::move(spans);
    trace.generation = generation;
    trace.journey = m_free;
    m_free = at;
}

TraceSample Tracer::finish(std::int64_t now) {
    TraceSample sample;
    sample.counts = m_counts;
    for (RecordedTrace& trace : m_traces) {
        if (!trace.keptFor) continue;
        for (RecordedSpan& span : trace.spans) {
            if (!span.isOpen()) continue;
            span.close(Outcome::Success, now);
            span.unfinished = true;
        }
        sample.traces.push_back(std::move(trace));
    }
    sample.join({}, m_options);
    m_traces.clear();
    m_references.clear();
    m_isOn = false;
    return sample;
}

}  // namespace simulator
