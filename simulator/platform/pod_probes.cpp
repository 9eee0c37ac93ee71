#include "simulator/platform/pod_probes.h"

#include <algorithm>

namespace simulator {

PodProbes::Probe PodProbes::probeOf(const std::optional<ProbeRules>& rules, std::int64_t started,
                                    std::int64_t offset) {
    Probe probe;
    if (!rules) return probe;
    probe.rules = *rules;
    probe.there = true;
    // It ticks in its period from a place of its own, and skips what falls into the initial delay.
    const std::int64_t period = std::max<std::int64_t>(rules->period, 1);
    const std::int64_t skipped =
        std::max<std::int64_t>(rules->initialDelay - offset + period - 1, 0) / period;
    probe.next = started + offset + skipped * period;
    return probe;
}

PodProbes::PodProbes(const Rules& rules, std::int64_t started, double phase)
    : m_started(!rules.startup), m_ready(!rules.readiness) {
    for (const ProbeKind kind : {ProbeKind::Startup, ProbeKind::Liveness, ProbeKind::Readiness}) {
        const std::optional<ProbeRules>& rule = rules.of(kind);
        const auto offset = static_cast<std::int64_t>(phase * static_cast<double>(rule ? rule->period : 1));
        m_probes[static_cast<std::size_t>(kind)] = probeOf(rule, started, offset);
    }
}

PodProbes PodProbes::ofContainer(const Rules& rules, std::int64_t started, std::int64_t tick) {
    PodProbes probes;
    probes.m_started = !rules.startup;
    probes.m_ready = !rules.readiness;
    for (const ProbeKind kind : {ProbeKind::Startup, ProbeKind::Liveness, ProbeKind::Readiness}) {
        const std::optional<ProbeRules>& rule = rules.of(kind);
        const std::int64_t period = std::max<std::int64_t>(rule ? rule->period : 1, 1);
        const std::int64_t offset = ((tick - started) % period + period) % period;
        probes.m_probes[static_cast<std::size_t>(kind)] = probeOf(rule, started, offset);
    }
    return probes;
}

PodProbes PodProbes::ofRunning(const Rules& rules, std::int64_t now, std::int64_t tick) {
    Rules later = rules;
    later.startup.reset();
    for (std::optional<ProbeRules>* const rule : {&later.liveness, &later.readiness})
        if (*rule) (*rule)->initialDelay = 0;
    PodProbes probes = ofContainer(later, now, tick);
    probes.m_ready = true;
    return probes;
}

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

void PodProbes::skip(ProbeKind kind) {
    Probe& probe = m_probes[static_cast<std::size_t>(kind)];
    if (probe.next != never) probe.next += std::max<std::int64_t>(probe.rules.period, 1);
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
