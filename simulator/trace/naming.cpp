#include "simulator/trace/naming.h"

#include <cstdio>

namespace simulator {

namespace {

// The finaliser of SplitMix64 (Steele, Lea, Flood: Fast splittable pseudorandom number generators, 2014): a
// bijection, so that different numbers give different ids.
std::uint64_t mixed(std::uint64_t number) {
    number += 0x9e3779b97f4a7c15;
    number = (number ^ (number >> 30)) * 0xbf58476d1ce4e5b9;
    number = (number ^ (number >> 27)) * 0x94d049bb133111eb;
    return number ^ (number >> 31);
}

std::string hexId(std::uint64_t number) {
    char digits[17];
    std::snprintf(digits, sizeof digits, "%016llx", static_cast<unsigned long long>(number));
    return digits;
}

std::string failureName(Outcome outcome) {
    return outcome == Outcome::Success ? "" : causeName(causeOf(outcome));
}

/// Names the spans of one trace.
class Naming {
public:
    Naming(const Plan& plan, const RecordedTrace& recorded)
        : m_plan(plan),
          m_recorded(recorded),
          m_low(mixed(std::uint64_t{recorded.replication} << 40 ^ recorded.serial) | 1) {}

    Trace trace() {
        const std::uint64_t run = m_plan.modelHash ^ mixed(m_plan.seed) ^ entityKey(m_plan.scenario);
        m_trace.id = hexId(mixed(run)) + hexId(m_low);
        m_trace.journey = m_plan.journeys[m_recorded.journey].id;
        m_trace.replication = static_cast<int>(m_recorded.replication);
        m_trace.latency = m_recorded.latency;
        m_trace.failure = failureName(m_recorded.outcome);
        m_trace.keptFor = m_recorded.keptFor;
        m_trace.cut = m_recorded.cut;
        for (const RecordedSpan& span : m_recorded.spans) add(span);
        return std::move(m_trace);
    }

private:
    void add(const RecordedSpan& recorded) {
        Span span;
        span.id = hexId(mixed(m_low + m_trace.spans.size()));
        span.parent = recorded.parent == none ? -1 : static_cast<int>(recorded.parent);
        span.start = recorded.start;
        span.end = recorded.end;
        span.parts = recorded.parts;
        span.failure = failureName(recorded.outcome);
        span.unfinished = recorded.unfinished;
        span.asynchronous = recorded.of == SpanOf::Message;
        if (span.parent >= 0) {
            const Span& parent = m_trace.spans[static_cast<std::size_t>(span.parent)];
            span.service = parent.service;
            span.replica = parent.replica;
            span.orphan = !span.asynchronous && (recorded.orphan || span.end > parent.end);
        }
        describe(span, recorded);
        m_trace.spans.push_back(std::move(span));
    }

    void describe(Span& span, const RecordedSpan& recorded) {
        switch (recorded.of) {
            case SpanOf::Journey:
                span.name = span.service = m_plan.journeys[recorded.subject].id;
                return;
            case SpanOf::Attempt:
                span.kind = SpanKind::Client;
                span.attempt = static_cast<int>(recorded.detail);
                return describeCall(span, m_plan.operations[m_plan.calls[recorded.subject].operation]);
            case SpanOf::Handler:
                span.kind = SpanKind::Server;
                place(span, recorded);
                return describeCall(span, m_plan.operations[recorded.subject]);
            case SpanOf::Consumer:
                span.kind = SpanKind::Consumer;
                place(span, recorded);
                span.name = m_plan.operations[recorded.subject].id;
                return describeMessage(span, channelOf(m_recorded.spans[recorded.parent]), "process");
            case SpanOf::Query:
                return describeQuery(span, m_plan.stores[m_plan.code[recorded.subject].a]);
            case SpanOf::Branch:
                span.name = branchName(recorded);
                return;
            case SpanOf::Message:
                span.kind = SpanKind::Producer;
                span.name = channelOf(recorded).id;
                return describeMessage(span, channelOf(recorded), "send");
        }
    }

    void place(Span& span, const RecordedSpan& recorded) const {
        const ServicePlan& service = m_plan.services[m_plan.operations[recorded.subject].service];
        span.service = service.id;
        span.replica =
            recorded.replica == none ? -1 : static_cast<int>(recorded.replica - service.firstReplica);
    }

    const ChannelPlan& channelOf(const RecordedSpan& message) const {
        return m_plan.channels[m_plan.groups[message.subject].channel];
    }

    std::string branchName(const RecordedSpan& branch) const {
        const Instruction& fork = m_plan.code[branch.subject];
        if (fork.code == Code::Repeat) return "loop";
        if (fork.code == Code::Try) return "try";
        if (fork.code == Code::Lock) return "lock " + m_plan.locks[fork.a].id;
        if (fork.code == Code::LookUp) return "fill " + m_plan.caches[fork.a].id;
        if (fork.code == Code::Call) return "copy";
        if (fork.code == Code::Agree) return "participant " + std::to_string(branch.detail - branch.subject);
        Index number = 0;
        while (number + 1 < fork.count && m_plan.targets[fork.a + number] != branch.detail) ++number;
        return "branch " + std::to_string(number + 1);
    }

    static void describeCall(Span& span, const OperationPlan& operation) {
        span.name = operation.id;
        const std::string protocol = operation.protocol;
        if (protocol == "grpc") {
            span.attributes.emplace_back("rpc.system", "grpc");
            span.attributes.emplace_back("rpc.method", operation.id);
        } else if (protocol == "rest" || protocol == "graphql") {
            span.attributes.emplace_back("http.request.method", "POST");
            span.attributes.emplace_back("http.route", "/" + operation.id);
        }
    }

    static void describeQuery(Span& span, const StorePlan& store) {
        span.kind = SpanKind::Client;
        span.name = store.id;
        span.attributes.emplace_back("db.system", store.engine);
        span.attributes.emplace_back("db.system.name", store.engine);
        span.attributes.emplace_back("db.namespace", store.id);
    }

    static void describeMessage(Span& span, const ChannelPlan& channel, const char* operation) {
        span.attributes.emplace_back("messaging.system", channel.broker);
        span.attributes.emplace_back("messaging.destination.name", channel.id);
        span.attributes.emplace_back("messaging.operation.type", operation);
    }

    const Plan& m_plan;
    const RecordedTrace& m_recorded;
    std::uint64_t m_low;
    Trace m_trace;
};

}  // namespace

std::vector<Trace> named(const Plan& plan, const std::vector<RecordedTrace>& traces) {
    std::vector<Trace> list;
    for (const RecordedTrace& trace : traces) list.push_back(Naming(plan, trace).trace());
    return list;
}

}  // namespace simulator
