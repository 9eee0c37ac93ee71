// What autoscalers of a running simulation decided, and on which figures: for those who explain it.
#include <algorithm>

#include "simulator/engine/simulation.h"

namespace simulator {

void Simulation::noteScaling(Index at, std::uint32_t before) {
    const std::uint32_t wanted = m_podSets[at].wanted;
    if (wanted == before) return;
    const PodSetPlan& plan = m_plan.podSets[at];
    ScalerRecord record{m_now, plan.service, before, wanted};
    if (const auto* byCpu = std::get_if<CpuScaler>(&plan.scaler)) noteUsage(*byCpu, at, record);
    if (const auto* ahead = std::get_if<PredictiveScaler>(&plan.scaler)) noteUsage(ahead->cpu, at, record);
    m_recorder.scalerDecided(record);
}

void Simulation::noteUsage(const CpuScaler& scaler, Index at, ScalerRecord& record) const {
    const PodSetPlan& plan = m_plan.podSets[at];
    record.requestMilli = plan.requestMilli;
    record.targetPercent = scaler.targetPercent;
    for (Index pod = plan.firstPod; pod < plan.firstPod + plan.pods; ++pod) {
        if (m_pods[pod].phase == PodPhase::Absent) continue;
        const PodSample sample = sampleOf(plan, scaler, pod);
        if (sample.state == PodState::Ignored) continue;
        if (sample.state != PodState::Ready) {
            ++record.uncounted;
            continue;
        }
        ++record.counted;
        record.usedMilli += static_cast<double>(sample.usage);
        record.startingMilli += startUpOf(plan, m_pods[pod]);
    }
}

// Of what was seen of the pod, in the window of its figures [thousandths of a CPU].
double Simulation::startUpOf(const PodSetPlan& plan, const Pod& pod) const {
    if (!pod.hasUsage || pod.window <= 0) return 0;
    const std::int64_t from = std::max(pod.baseAt - pod.window, pod.started);
    const std::int64_t to = std::min(pod.baseAt, pod.started + plan.startUp);
    return to > from ? static_cast<double>(to - from) / static_cast<double>(pod.window) * plan.startUpMilli
                     : 0;
}

}  // namespace simulator
