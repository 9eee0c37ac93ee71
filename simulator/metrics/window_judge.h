#pragma once

#include <algorithm>
#include <cstdint>
#include <vector>

#include "simulator/metrics/recording.h"
#include "simulator/plan/plan.h"
#include "simulator/statistics/histogram.h"

namespace simulator {

/// What a flow has shown since the warm-up: requests that ended.
struct FlowSoFar {
    Histogram latency;  ///< Of those that went well
    std::uint64_t failed = 0;
};

/// Judges the objectives of a hypothesis and of an abort condition, window by window. Windows follow each
/// other from time zero on; those that begin before the end of the warm-up are left out, and the last one
/// where it is shorter. Requests belong to the window in which they end.
///
/// A quantile q of a window is judged when at least 1 / (1 - q) requests went well in it, an availability
/// when at least one ended; else the window says nothing, and neither breaks a row of missed ones nor makes
/// it longer.
class WindowJudge {
public:
    WindowJudge() = default;
    WindowJudge(const Plan& plan, std::int64_t warmUp);

    /// The next moment when there is something to do; `never` where nothing is judged [ns].
    std::int64_t next() const { return std::min(m_hypothesis.next, m_abort.next); }
    bool isOn() const { return next() != never; }
    void faultBegins() { m_books.faultBegan = true; }
    /// Ends the windows that end at `next()`, and begins others. `soFar(objective)` tells what the flow of an
    /// objective has shown.
    template <class SoFar>
    void close(const Plan& plan, const SoFar& soFar) {
        const std::int64_t now = next();
        if (m_hypothesis.next == now)
            close(m_hypothesis, plan.steadyState.windows, soFar,
                  [&](const MissedWindowRecord& window, Finding finding) { judge(plan, window, finding); });
        if (m_abort.next == now)
            close(m_abort, plan.abort.windows, soFar,
                  [&](const MissedWindowRecord& window, Finding finding) { count(plan, window, finding); });
    }
    /// When the run is to end; `never` while it is not.
    std::int64_t abortedAt() const { return m_books.abort ? m_books.abort->to : never; }
    const WindowBooks& books() const { return m_books; }

private:
    enum class Finding { Nothing, Met, Missed };
    struct Begin {
        Histogram::Sparse latency;
        std::uint64_t failed = 0;
    };
    /// The windows of one list of objectives.
    struct Watch {
        std::int64_t next = never;
        std::int64_t start = never;         ///< Of the open window; never before the first one
        std::vector<Begin> begins;          ///< By objective: what there was when it opened
        std::vector<std::uint32_t> missed;  ///< In a row
    };

    static Watch watchOf(const WindowsPlan& plan, std::int64_t warmUp);
    static Finding look(const ObjectivePlan& plan, FlowSoFar& inWindow, double& value);
    void judge(const Plan& plan, const MissedWindowRecord& window, Finding finding);
    void count(const Plan& plan, const MissedWindowRecord& window, Finding finding);

    template <class SoFar, class Tell>
    static void close(Watch& watch, const WindowsPlan& plan, const SoFar& soFar, const Tell& tell) {
        for (Index at = 0; at < plan.objectives.size(); ++at) {
            FlowSoFar flow = soFar(plan.objectives[at]);
            Begin begin{flow.latency.sparse(), flow.failed};
            if (watch.start != never) {
                flow.latency.subtract(watch.begins[at].latency);
                flow.failed -= watch.begins[at].failed;
                MissedWindowRecord window{watch.start, watch.next, at, 0};
                const Finding finding = look(plan.objectives[at], flow, window.value);
                tell(window, finding);
            }
            watch.begins[at] = std::move(begin);
        }
        watch.start = watch.next;
        watch.next += plan.window;
    }

    Watch m_hypothesis;
    Watch m_abort;
    WindowBooks m_books;
};

}  // namespace simulator
