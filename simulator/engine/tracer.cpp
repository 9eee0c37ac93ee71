// What happens to traced journeys, as spans. Who is kept is chosen in tracer_choice.cpp.
#include "simulator/engine/tracer.h"

#include <algorithm>

namespace simulator {

RecordedSpan* Tracer::spanOf(Index frame) {
    if (frame >= m_references.size()) return nullptr;
    const Reference& reference = m_references[frame];
    if (reference.trace == none || m_traces[reference.trace].generation != reference.generation)
        return nullptr;
    return &m_traces[reference.trace].spans[reference.span];
}

void Tracer::refer(Index frame, Reference reference) {
    if (frame >= m_references.size())
        m_references.resize(std::max<std::size_t>(frame + 1, 2 * m_references.size()));
    m_references[frame] = reference;
}

bool Tracer::hasRoom(const RecordedTrace& trace, std::size_t wanted) const {
    return trace.spans.size() + trace.reserved + wanted <= m_options.mostSpans &&
           m_spans + wanted <= m_options.mostInMemory;
}

Index Tracer::add(RecordedTrace& trace, SpanOf of, Index parent, Index subject, Part part, std::int64_t now) {
    RecordedSpan& span = trace.spans.emplace_back();
    span.start = span.since = now;
    span.of = of;
    span.parent = parent;
    span.subject = subject;
    span.part = part;
    ++m_spans;
    return static_cast<Index>(trace.spans.size() - 1);
}

bool Tracer::addFor(Index frame, Index parent, SpanOf of, Index subject, Part part, std::size_t spans,
                    std::int64_t now) {
    if (!spanOf(parent)) return false;
    const Reference above = m_references[parent];
    RecordedTrace& trace = m_traces[above.trace];
    if (!hasRoom(trace, spans)) {
        trace.cut = true;
        return false;
    }
    trace.reserved += static_cast<std::uint32_t>(spans - 1);
    m_spans += spans - 1;
    refer(frame, {above.trace, add(trace, of, above.span, subject, part, now), above.generation});
    return true;
}

bool Tracer::callSent(Index caller, Index request, Index site, Index attempt, std::int64_t now) {
    enter(caller, attempt > 1 ? Part::Retry : Part::Call, now);
    if (!addFor(request, caller, SpanOf::Attempt, site, Part::Network, 2, now)) return false;
    spanOf(request)->detail = attempt;
    spanOf(caller)->child = m_references[request].span;
    return true;
}

bool Tracer::published(Index publisher, Index message, Index group, std::int64_t now) {
    return addFor(message, publisher, SpanOf::Message, group, Part::Channel, 2, now);
}

bool Tracer::branched(Index parent, Index branch, Index fork, Index entry, std::int64_t now) {
    if (!addFor(branch, parent, SpanOf::Branch, fork, Part::Service, 1, now)) return false;
    spanOf(branch)->detail = entry;
    return true;
}

void Tracer::branchEnds(Index branch, Outcome outcome, bool awaited, std::int64_t now) {
    RecordedSpan* const span = spanOf(branch);
    if (!span) return;
    span->close(outcome, now);
    span->orphan = !awaited;
}

void Tracer::lost(Index frame) {
    if (spanOf(frame)) useReserved(m_traces[m_references[frame].trace]);
}

void Tracer::useReserved(RecordedTrace& trace) {
    --trace.reserved;
    --m_spans;
}

void Tracer::arrived(Index frame, Index operation, std::int64_t now) {
    RecordedSpan* const way = spanOf(frame);
    if (!way) return;
    const bool message = way->of == SpanOf::Message;
    if (way->isOpen()) way->enter(message ? Part::Handling : Part::Callee, now);
    Reference& reference = m_references[frame];
    RecordedTrace& trace = m_traces[reference.trace];
    useReserved(trace);
    const SpanOf of = message ? SpanOf::Consumer : SpanOf::Handler;
    const Index above = reference.span;
    reference.span = add(trace, of, above, operation, Part::Service, now);
    trace.spans[above].child = reference.span;
}

void Tracer::placed(Index frame, Index replica) {
    if (RecordedSpan* const span = spanOf(frame)) span->replica = replica;
}

void Tracer::handled(Index frame, Outcome outcome, std::int64_t now) {
    RecordedSpan* const span = spanOf(frame);
    if (!span) return;
    span->close(outcome, now);
    m_references[frame].span = span->parent;
    RecordedSpan* const way = spanOf(frame);
    way->child = none;
    if (way->isOpen()) way->enter(way->of == SpanOf::Message ? Part::Queue : Part::Network, now);
}

void Tracer::queried(Index frame, Index instruction, std::int64_t now) {
    RecordedSpan* const span = spanOf(frame);
    if (!span) return;
    span->enter(Part::Store, now);
    const Reference reference = m_references[frame];
    RecordedTrace& trace = m_traces[reference.trace];
    if (!hasRoom(trace, 1)) {
        trace.cut = true;
        return;
    }
    const Index query = add(trace, SpanOf::Query, reference.span, instruction, Part::Queue, now);
    trace.spans[reference.span].child = query;
}

void Tracer::queryStarts(Index frame, std::int64_t now) {
    const RecordedSpan* const span = spanOf(frame);
    if (span && span->child != none)
        m_traces[m_references[frame].trace].spans[span->child].enter(Part::Service, now);
}

void Tracer::answered(Index frame, Outcome outcome, std::int64_t now) {
    childEnds(frame, outcome, true, now);
}

void Tracer::gaveUp(Index caller, std::int64_t now) {
    childEnds(caller, failedBy(Cause::Timeout), false, now);
}

void Tracer::childEnds(Index frame, Outcome outcome, bool withHandler, std::int64_t now) {
    RecordedSpan* const span = spanOf(frame);
    if (!span) return;
    std::vector<RecordedSpan>& spans = m_traces[m_references[frame].trace].spans;
    if (span->child != none) {
        RecordedSpan& child = spans[span->child];
        if (withHandler && child.child != none) spans[child.child].close(outcome, now);
        child.child = none;
        child.close(outcome, now);
    }
    span->child = none;
    span->enter(Part::Service, now);
}

void Tracer::enter(Index frame, Part part, std::int64_t now) {
    RecordedSpan* const span = spanOf(frame);
    if (span && span->isOpen()) span->enter(part, now);
}

void Tracer::shares(Index frame, std::int64_t work, std::int64_t now) {
    RecordedSpan* const span = spanOf(frame);
    if (!span) return;
    span->enter(Part::Processor, now);
    span->work = work;
}

bool Tracer::redelivered(Index message, Outcome outcome, std::int64_t now) {
    RecordedSpan* const span = spanOf(message);
    if (!span) return false;
    RecordedTrace& trace = m_traces[m_references[message].trace];
    if (hasRoom(trace, 1)) {
        ++trace.reserved;
        ++m_spans;
        return true;
    }
    trace.cut = true;
    span->close(outcome, now);
    return false;
}

void Tracer::gone(Index frame, Outcome outcome, std::int64_t now) {
    if (RecordedSpan* const span = spanOf(frame); span && span->isOpen()) span->close(outcome, now);
}

void Tracer::killed(Index frame, Index heir, bool querying, std::int64_t now) {
    RecordedSpan* const span = spanOf(frame);
    if (!span) return;
    const Outcome crashed = failedBy(Cause::Crashed);
    const Reference reference = m_references[frame];
    const Index child = span->child;
    span->child = none;
    if (span->of == SpanOf::Branch) {
        span->close(crashed, now);
    } else {
        handled(frame, crashed, now);
        if (heir != none) refer(heir, m_references[frame]);
    }
    if (child == none) return;
    if (querying)
        refer(frame, {reference.trace, child, reference.generation});
    else
        m_traces[reference.trace].spans[child].close(crashed, now);
}

}  // namespace simulator
