#include <fmt/format.h>

#include "model/lint/rule.h"

namespace model {

static std::vector<Finding> findAutoscalingWithoutRequest(const Project& project) {
    std::vector<Finding> findings;
    for (const Deployment& deployment : project.deployments) {
        if (!deployment.scalesByCpu() || deployment.cpuRequestMilli) continue;
        findings.push_back(
            {"", Severity::Warning, deployment.id,
             fmt::format(
                 "`{}` is scaled by the share of its CPU request that it uses, but states no request.",
                 displayName(project, deployment.service)),
             fmt::format("State cpu_request_milli; without it {} is taken.", deployment.cpuRequest())});
    }
    return findings;
}

LintRule autoscalingWithoutRequest() {
    return {"autoscaling-without-request", "Autoscaling without a CPU request",
            "A HorizontalPodAutoscaler by CPU compares what pods use with what they request; of pods that "
            "request nothing it knows no share, and leaves their number as it is. Usual: a request near to "
            "what a replica uses at its target load.",
            Severity::Warning, findAutoscalingWithoutRequest};
}

}  // namespace model
