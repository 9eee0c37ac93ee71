#include "exporters/proto/wholeness.h"

#include <set>

namespace exporters {

namespace {

constexpr std::int32_t maxFieldNumber = 536'870'911;
constexpr std::int32_t firstOfProtobuf = 19'000;
constexpr std::int32_t lastOfProtobuf = 19'999;

using Problem = std::optional<model::Error>;

Problem missing(std::string place, const model::MessageId& id) {
    return model::Error{std::move(place), "found '" + id.value() + "', should be a message of the model"};
}

std::string whatIsWrong(std::int32_t number) {
    if (number < 1 || number > maxFieldNumber)
        return ", should be from 1 to " + std::to_string(maxFieldNumber);
    if (number >= firstOfProtobuf && number <= lastOfProtobuf)
        return ", should not be from 19000 to 19999, which Protocol Buffers keeps for itself";
    return {};
}

Problem fieldProblem(const model::Project& project, const model::Message& message, std::size_t index,
                     std::set<std::int32_t>& numbers) {
    const model::Field& field = message.fields[index];
    const std::string place = "messages/" + message.id.value() + "/fields/" + std::to_string(index);
    const std::string found = "found field number " + std::to_string(field.number);
    if (const std::string wrong = whatIsWrong(field.number); !wrong.empty())
        return model::Error{place, found + wrong};
    if (!numbers.insert(field.number).second)
        return model::Error{place, found + ", should be one that no other field has or had"};
    if (const auto* part = std::get_if<model::MessageId>(&field.type);
        part && !project.messages.contains(*part))
        return missing(place, *part);
    return std::nullopt;
}

Problem messageProblem(const model::Project& project, const model::Message& message) {
    std::set<std::int32_t> numbers;
    for (std::size_t index = 0; index < message.reserved.size(); ++index) {
        const std::int32_t number = message.reserved[index].number;
        if (const std::string wrong = whatIsWrong(number); !wrong.empty())
            return model::Error{"messages/" + message.id.value() + "/reserved/" + std::to_string(index),
                                "found field number " + std::to_string(number) + wrong};
        numbers.insert(number);
    }
    for (std::size_t index = 0; index < message.fields.size(); ++index)
        if (const Problem problem = fieldProblem(project, message, index, numbers)) return problem;
    return std::nullopt;
}

Problem operationProblem(const model::Project& project, const model::Service& service,
                         const model::Operation& operation) {
    for (const auto& message : {operation.request, operation.response})
        if (message && !project.messages.contains(*message))
            return missing("services/" + service.id.value() + "/operations/" + operation.id.value(),
                           *message);
    return std::nullopt;
}

}  // namespace

std::optional<model::Error> contractProblem(const model::Project& project) {
    for (const model::Message& message : project.messages)
        if (const Problem problem = messageProblem(project, message)) return problem;
    for (const model::Service& service : project.services)
        for (const model::Operation& operation : service.operations)
            if (const Problem problem = operationProblem(project, service, operation)) return problem;
    for (const model::Channel& channel : project.channels)
        if (channel.message && !project.messages.contains(*channel.message))
            return missing("channels/" + channel.id.value(), *channel.message);
    return std::nullopt;
}

}  // namespace exporters
