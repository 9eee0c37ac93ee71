#include "model/checking/visitor.h"

namespace model::checking {

namespace {

/// `a -> b -> a`, when what is given up comes back to the channel; else empty.
std::string deadLetterCircle(const Channel& channel, const Project& project) {
    std::unordered_set<std::string> passed;
    std::string path = channel.id.value();
    for (const Channel* at = &channel; at && at->deadLetter; at = project.channels.find(*at->deadLetter)) {
        path += " -> " + at->deadLetter->value();
        if (*at->deadLetter == channel.id) return path;
        if (!passed.insert(at->deadLetter->value()).second) return {};
    }
    return {};
}

}  // namespace

void checkMore(const Channel& channel, Walk& walk) {
    if (channel.broker != Broker::Kafka && channel.partitioning != Partitioning::Shared) {
        const PointerPath::Scope scope(walk.path, "partitioning");
        walk.report(fmt::format("{} with the broker {}, which has no partitions, expected shared",
                                word(channel.partitioning), word(channel.broker)));
    }
    if (channel.broker != Broker::Kafka && channel.delivery == DeliveryGuarantee::ExactlyOnce) {
        const PointerPath::Scope scope(walk.path, "delivery");
        walk.report(
            fmt::format("exactly-once with the broker {}, which has no transactions over what is "
                        "consumed and published, expected at-least-once or at-most-once",
                        word(channel.broker)));
    }
    if (const std::string circle = deadLetterCircle(channel, walk.project()); !circle.empty()) {
        const PointerPath::Scope scope(walk.path, "dead_letter");
        walk.report(fmt::format("dead letters go in a circle: {}", clipped(circle)));
    }
}

}  // namespace model::checking
