#pragma once

#include <cstdint>
#include <optional>
#include <type_traits>

#include "simulator/kernel/clock.h"

namespace simulator {

/// A probe of a container; the defaults are Kubernetes'.
struct ProbeRules {
    std::int64_t initialDelay = 0;         ///< [ns]
    std::int64_t period = 10'000'000'000;  ///< [ns]
    std::int64_t timeout = 1'000'000'000;  ///< [ns]
    std::int32_t successThreshold = 1;     ///< In a row; liveness and startup have 1
    std::int32_t failureThreshold = 3;     ///< In a row
    bool needsWorker = false;              ///< Of the service, as its requests do

    bool operator==(const ProbeRules&) const = default;
};

enum class ProbeKind : std::uint8_t { Startup, Liveness, Readiness };

/// What the results of probes bring about.
enum class ProbeEvent : std::uint8_t {
    None,
    Started,      ///< The startup probe has passed: the others begin
    BecameReady,  ///< Calls may be sent to it
    BecameUnready,
    Restart,  ///< It is killed and started anew, after its grace period
};

/// The probes of one container, as Kubernetes' kubelet runs them (prober worker): readiness starts as failed,
/// liveness as passed; results count in runs of equal ones; readiness and liveness know nothing of each
/// other; a startup probe holds both back until it has passed. A container without a readiness probe is ready
/// when started. The caller sends each probe at its time, waits no longer than its timeout, and tells the
/// result. A flat value.
class PodProbes {
public:
    struct Rules {
        std::optional<ProbeRules> startup;
        std::optional<ProbeRules> liveness;
        std::optional<ProbeRules> readiness;

        const std::optional<ProbeRules>& of(ProbeKind kind) const {
            return kind == ProbeKind::Startup ? startup : kind == ProbeKind::Liveness ? liveness : readiness;
        }
        bool operator==(const Rules&) const = default;
    };

    /// Of a container without probes.
    PodProbes() = default;
    /// The container has started; `phase`, on [0, 1), is where in its period each probe falls.
    PodProbes(const Rules& rules, std::int64_t started, double phase);
    /// The same; each probe falls on `tick` and whole periods before and after it.
    static PodProbes ofContainer(const Rules& rules, std::int64_t started, std::int64_t tick);
    /// Of one that was started long ago, and is ready; the first probes come from `now` on.
    static PodProbes ofRunning(const Rules& rules, std::int64_t now, std::int64_t tick);

    /// When a probe is to be sent next [ns], or `never`.
    std::int64_t next(ProbeKind kind) const { return probe(kind).next; }
    /// A probe that was sent at its time has passed or failed; a timeout is a failure.
    ProbeEvent onResult(ProbeKind kind, bool passed);
    /// It is not sent: there is nothing that could answer.
    void skip(ProbeKind kind);
    bool isReady() const { return m_started && m_ready; }
    bool isStarted() const { return m_started; }

private:
    struct Probe {
        ProbeRules rules;
        std::int64_t next = never;
        std::int32_t run = 0;  ///< Equal results
        bool there = false;
        bool last = false;  ///< Result
    };

    const Probe& probe(ProbeKind kind) const { return m_probes[static_cast<std::size_t>(kind)]; }
    static Probe probeOf(const std::optional<ProbeRules>& rules, std::int64_t started, std::int64_t offset);
    ProbeEvent settled(ProbeKind kind, bool passed);
    static void hold(Probe& probe);

    Probe m_probes[3];
    bool m_started = true;
    bool m_ready = true;
};
static_assert(std::is_trivially_copyable_v<PodProbes>);

}  // namespace simulator
