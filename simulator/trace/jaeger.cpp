#include "simulator/trace/jaeger.h"

#include <map>
#include <nlohmann/json.hpp>

#include "simulator/trace/otlp.h"
#include "simulator/trace/span_tags.h"

namespace simulator {

namespace {

using Json = nlohmann::ordered_json;

struct JaegerType {
    const char* operator()(const std::string&) const { return "string"; }
    const char* operator()(std::int64_t) const { return "int64"; }
    const char* operator()(bool) const { return "bool"; }
};

Json jaegerTag(const SpanTag& tag) {
    Json json{{"key", tag.key}, {"type", std::visit(JaegerType{}, tag.value)}};
    std::visit([&](const auto& value) { json["value"] = value; }, tag.value);
    return json;
}

std::int64_t jaegerTime(std::int64_t time) {
    return (exportedTimeZero + time) / 1000;
}

Json jaegerSpan(const Trace& trace, const Span& span, const std::string& process) {
    Json json{{"traceID", trace.id}, {"spanID", span.id}, {"operationName", span.name}};
    json["references"] = Json::array();
    if (span.parent >= 0)
        json["references"].push_back({{"refType", span.asynchronous ? "FOLLOWS_FROM" : "CHILD_OF"},
                                      {"traceID", trace.id},
                                      {"spanID", trace.spans[static_cast<std::size_t>(span.parent)].id}});
    json["startTime"] = jaegerTime(span.start);
    json["duration"] = jaegerTime(span.end) - jaegerTime(span.start);
    json["tags"] = Json::array({jaegerTag({"span.kind", std::string(spanKindName(span.kind))})});
    if (!span.failure.empty()) json["tags"].push_back(jaegerTag({"error", true}));
    for (const SpanTag& tag : tagsOf(trace, span)) json["tags"].push_back(jaegerTag(tag));
    json["logs"] = Json::array();
    json["processID"] = process;
    return json;
}

Json jaegerTrace(const Trace& trace) {
    std::map<std::string, std::string> processes;
    Json json{{"traceID", trace.id}, {"spans", Json::array()}, {"processes", Json::object()}};
    for (const Span& span : trace.spans) {
        const auto [place, isNew] =
            processes.try_emplace(span.service, "p" + std::to_string(processes.size() + 1));
        if (isNew)
            json["processes"][place->second] = {{"serviceName", span.service}, {"tags", Json::array()}};
        json["spans"].push_back(jaegerSpan(trace, span, place->second));
    }
    json["warnings"] = nullptr;
    return json;
}

}  // namespace

std::string jaegerJson(const std::vector<Trace>& traces) {
    Json data = Json::array();
    for (const Trace& trace : traces) data.push_back(jaegerTrace(trace));
    return Json{{"data", std::move(data)}}.dump(1, ' ', false, Json::error_handler_t::replace) + "\n";
}

}  // namespace simulator
