#include "simulator/trace/span_tags.h"

namespace simulator {

std::vector<SpanTag> tagsOf(const Trace& trace, const Span& span) {
    std::vector<SpanTag> tags;
    for (const auto& [key, value] : span.attributes) tags.push_back({key, value});
    for (std::size_t part = 0; part < partCount; ++part)
        if (span.parts[part] > 0)
            tags.push_back(
                {std::string("lintel.") + partName(static_cast<Part>(part)) + "_ns", span.parts[part]});
    if (span.replica >= 0) tags.push_back({"lintel.replica", std::int64_t{span.replica}});
    if (span.attempt > 1) tags.push_back({"lintel.resend_count", std::int64_t{span.attempt - 1}});
    if (!span.failure.empty()) tags.push_back({"error.type", span.failure});
    if (span.asynchronous) tags.push_back({"lintel.asynchronous", true});
    if (span.orphan) tags.push_back({"lintel.orphan", true});
    if (span.unfinished) tags.push_back({"lintel.unfinished", true});
    if (span.parent >= 0) return tags;
    tags.push_back({"lintel.latency_ns", trace.latency});
    tags.push_back({"lintel.replication", std::int64_t{trace.replication}});
    for (const std::string& name : keptForNames(trace.keptFor))
        tags.push_back({"lintel.kept_for." + name, true});
    if (trace.cut) tags.push_back({"lintel.cut", true});
    return tags;
}

}  // namespace simulator
