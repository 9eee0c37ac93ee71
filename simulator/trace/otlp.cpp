#include "simulator/trace/otlp.h"

#include <map>
#include <nlohmann/json.hpp>

#include "simulator/trace/span_tags.h"

namespace simulator {

namespace {

using Json = nlohmann::ordered_json;

// Enumerations of opentelemetry/proto/trace/v1/trace.proto.
int otlpKind(SpanKind kind) {
    switch (kind) {
        case SpanKind::Internal:
            return 1;
        case SpanKind::Server:
            return 2;
        case SpanKind::Client:
            return 3;
        case SpanKind::Producer:
            return 4;
        case SpanKind::Consumer:
            return 5;
    }
    return 0;
}
constexpr int otlpError = 2;

struct OtlpValue {
    Json operator()(const std::string& text) const { return {{"stringValue", text}}; }
    Json operator()(std::int64_t number) const { return {{"intValue", std::to_string(number)}}; }
    Json operator()(bool truth) const { return {{"boolValue", truth}}; }
};

Json otlpAttribute(const SpanTag& tag) {
    return {{"key", tag.key}, {"value", std::visit(OtlpValue{}, tag.value)}};
}

std::string otlpTime(std::int64_t time) {
    return std::to_string(exportedTimeZero + time);
}

Json otlpSpan(const Trace& trace, const Span& span) {
    Json json{{"traceId", trace.id}, {"spanId", span.id}};
    if (span.parent >= 0) json["parentSpanId"] = trace.spans[static_cast<std::size_t>(span.parent)].id;
    json["name"] = span.name;
    json["kind"] = otlpKind(span.kind);
    json["startTimeUnixNano"] = otlpTime(span.start);
    json["endTimeUnixNano"] = otlpTime(span.end);
    json["attributes"] = Json::array();
    for (const SpanTag& tag : tagsOf(trace, span)) json["attributes"].push_back(otlpAttribute(tag));
    json["status"] = Json::object();
    if (!span.failure.empty()) json["status"] = {{"code", otlpError}, {"message", span.failure}};
    return json;
}

Json otlpResource(const std::string& service, Json spans) {
    Json scope{{"scope", {{"name", "lintel.simulator"}}}, {"spans", std::move(spans)}};
    Json resource{{"attributes", Json::array({otlpAttribute({"service.name", service})})}};
    return {{"resource", std::move(resource)}, {"scopeSpans", Json::array({std::move(scope)})}};
}

}  // namespace

std::string otlpJson(const std::vector<Trace>& traces) {
    std::map<std::string, Json> spans;
    for (const Trace& trace : traces)
        for (const Span& span : trace.spans) spans[span.service].push_back(otlpSpan(trace, span));
    Json resources = Json::array();
    for (auto& [service, list] : spans) resources.push_back(otlpResource(service, std::move(list)));
    return Json{{"resourceSpans", std::move(resources)}}.dump(1, ' ', false, Json::error_handler_t::replace) +
           "\n";
}

}  // namespace simulator
