#include "simulator/trace/explanation.h"

#include <algorithm>
#include <map>

namespace simulator {

namespace {

/// Adds up what the spans say, from the root down along who was waited for.
class Explaining {
public:
    explicit Explaining(const Trace& trace) : m_trace(trace), m_children(trace.spans.size()) {
        for (std::size_t at = 1; at < trace.spans.size(); ++at)
            m_children[static_cast<std::size_t>(trace.spans[at].parent)].push_back(at);
    }

    std::vector<LatencyShare> shares() {
        explain(0);
        std::vector<LatencyShare> list;
        for (const auto& [cause, time] : m_times)
            if (time > 0) list.push_back({cause, time});
        std::stable_sort(list.begin(), list.end(), [](const LatencyShare& left, const LatencyShare& right) {
            return left.time > right.time;
        });
        return list;
    }

private:
    static bool isQuery(const Span& span) { return span.kind == SpanKind::Client && span.attempt == 0; }
    static bool isFork(const Span& span) { return span.kind == SpanKind::Internal; }

    void explain(std::size_t at) {
        const Span& span = m_trace.spans[at];
        for (std::size_t part = 0; part < partCount; ++part) {
            const auto which = static_cast<Part>(part);
            if (span.parts[part] > 0 && !isCovered(which) && which != Part::Think)
                m_times[ownCause(span, which)] += span.parts[part];
        }
        std::int64_t covered = 0;
        for (const std::size_t child : awaited(at)) {
            explain(child);
            covered += m_trace.spans[child].duration();
        }
        explainRest(span, covered);
    }

    // What no child tells: a caller's patience, and what a cut trace left out.
    void explainRest(const Span& span, std::int64_t covered) {
        std::int64_t rest = -covered;
        for (std::size_t part = 0; part < partCount; ++part)
            if (isCovered(static_cast<Part>(part))) rest += span.parts[part];
        if (rest <= 0) return;
        if (span.attempt > 0 && !span.failure.empty())
            m_times[span.failure + " of " + span.name] += rest;
        else
            m_times["what was not kept below " + span.name] += rest;
    }

    static std::string ownCause(const Span& span, Part part) {
        if (part == Part::Network) return "network";
        if (part == Part::Backoff) return "back-off at " + span.service;
        const std::string& place = isQuery(span) ? span.name : span.service;
        if (part == Part::Processor) return "processor at " + place;
        return std::string(partName(part)) + " at " + place;
    }

    // Branches of one fork start together; whoever ends last is what its parent waited for.
    std::vector<std::size_t> awaited(std::size_t at) const {
        std::vector<std::size_t> list;
        std::map<std::int64_t, std::size_t> forks;
        for (const std::size_t child : m_children[at]) {
            const Span& span = m_trace.spans[child];
            if (span.asynchronous || span.orphan) continue;
            if (!isFork(span)) {
                list.push_back(child);
                continue;
            }
            const auto [fork, isNew] = forks.try_emplace(span.start, child);
            if (!isNew && m_trace.spans[fork->second].end < span.end) fork->second = child;
        }
        for (const auto& [start, child] : forks) list.push_back(child);
        return list;
    }

    const Trace& m_trace;
    std::vector<std::vector<std::size_t>> m_children;
    std::map<std::string, std::int64_t> m_times;
};

}  // namespace

std::vector<LatencyShare> explained(const Trace& trace) {
    return trace.spans.empty() ? std::vector<LatencyShare>() : Explaining(trace).shares();
}

const Trace* slowestTrace(const std::vector<Trace>& traces, const std::string& journey) {
    const Trace* slowest = nullptr;
    for (const Trace& trace : traces)
        if (trace.journey == journey && trace.failure.empty() &&
            (!slowest || trace.latency > slowest->latency))
            slowest = &trace;
    return slowest;
}

}  // namespace simulator
