#include <fmt/format.h>

#include <map>

#include "model/lint/rule.h"
#include "model/references.h"

namespace model {

static std::int64_t replicasOf(const Project& project, const Service& service) {
    const Deployment* deployment = deploymentOf(project, service.id);
    return deployment ? deployment->replicas : Deployment{}.replicas;
}

static std::vector<Finding> findIdleConsumers(const Project& project) {
    std::map<std::pair<ChannelId, std::string>, std::int64_t> members;
    for (const Service& service : project.services)
        for (const Operation& operation : service.operations)
            if (operation.subscription)
                members[{operation.subscription->channel, groupOf(service, *operation.subscription)}] +=
                    operation.subscription->concurrency * replicasOf(project, service);
    std::vector<Finding> findings;
    for (const auto& [group, count] : members) {
        const Channel* channel = project.channels.find(group.first);
        if (!channel || channel->partitioning == Partitioning::Shared || count <= channel->partitions)
            continue;
        findings.push_back(
            {"", Severity::Hint, channel->id,
             fmt::format("The group `{}` has {} consumers for {} partitions of `{}`: {} are idle.",
                         group.second, count, channel->partitions, channel->name,
                         count - channel->partitions),
             fmt::format("Give `{}` more partitions, or the group fewer consumers.", channel->name)});
    }
    return findings;
}

LintRule idleConsumers() {
    return {"idle-consumers", "More consumers than partitions",
            "Each partition of a log is read by one consumer of a group: what goes beyond the number of "
            "partitions "
            "only stands by for a failure, and does not make the group faster.",
            Severity::Hint, findIdleConsumers};
}

}  // namespace model
