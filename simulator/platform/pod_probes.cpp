#include "simulator/platform/pod_probes.h"

#include <algorithm>

#include "simulator/kernel/clock.h"

namespace simulator {

PodProbes::Probe PodProbes::probeOf(const std::optional<ProbeRules>& rules, std::int64_t started,
                                    double phase) {
    Probe probe;
    probe.next = never;
    if (!rules) return probe;
    probe.rules = *rules;
    probe.there = true;
    // It ticks in its period from a place of its own, and skips what falls into the initial delay.
    const std::int64_t period = std::max<std::int64_t>(rules->period, 1);
    const auto offset = static_cast<std::int64_t>(phase * static_cast<double>(period));
    const std::int64_t skipped =
        std::max<std::int64_t>(rules->initialDelay - offset + period - 1, 0) / period;
    probe.next = started + offset + skipped * period;
    return probe;
}

PodProbes::PodProbes(const Rules& rules, std::int64_t started, double phase)
    : m_probes{probeOf(rules.startup, started, phase), probeOf(rules.liveness, started, phase),
               probeOf(rules.readiness, started, phase)},
      m_started(!rules.startup),
      m_ready(!rules.readiness) {}

void PodProbes::hold(Probe& probe) {
    probe.next = never;
    probe.run = 0;
}

ProbeEvent PodProbes::onResult(ProbeKind kind, bool passed) {
    Probe& probe = m_probes[static_cast<std::size_t>(kind)];
    if (!probe.there || probe.next == never) return ProbeEvent::None;
    probe.next += std::max<std::int64_t>(probe.rules.period, 1);
    if (kind != ProbeKind::Startup && !m_started) return ProbeEvent::None;
    probe.run = probe.run > 0 && probe.last == passed ? probe.run + 1 : 1;
    probe.last = passed;
    const std::int32_t needed = passed ? probe.rules.successThreshold : probe.rules.failureThreshold;
    return probe.run < needed ? ProbeEvent::None : settled(kind, passed);
}

ProbeEvent PodProbes::settled(ProbeKind kind, bool passed) {
    if (kind == ProbeKind::Readiness) {
        if (m_ready == passed) return ProbeEvent::None;
        m_ready = passed;
        return passed ? ProbeEvent::BecameReady : ProbeEvent::BecameUnready;
    }
    if (passed && kind == ProbeKind::Liveness) return ProbeEvent::None;
    hold(m_probes[static_cast<std::size_t>(kind)]);
    if (!passed) return ProbeEvent::Restart;
    m_started = true;
    return ProbeEvent::Started;
}

}  // namespace simulator
