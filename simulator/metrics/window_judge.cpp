#include "simulator/metrics/window_judge.h"

#include <cmath>

namespace simulator {

WindowJudge::WindowJudge(const Plan& plan, std::int64_t warmUp)
    : m_hypothesis(watchOf(plan.steadyState.windows, warmUp)), m_abort(watchOf(plan.abort.windows, warmUp)) {
    m_abort.missed.resize(plan.abort.windows.objectives.size());
}

// The first one opens at the end of the warm-up or later.
WindowJudge::Watch WindowJudge::watchOf(const WindowsPlan& plan, std::int64_t warmUp) {
    Watch watch;
    if (plan.window == 0) return watch;
    watch.begins.resize(plan.objectives.size());
    const std::int64_t first = (warmUp + plan.window - 1) / plan.window * plan.window;
    watch.next = first;
    if (first > 0) return watch;
    watch.start = 0;
    watch.next = plan.window;
    return watch;
}

WindowJudge::Finding WindowJudge::look(const ObjectivePlan& plan, FlowSoFar& inWindow, double& value) {
    const std::uint64_t well = inWindow.latency.total();
    if (plan.latency) {
        if (static_cast<double>(well) * (1 - plan.quantile) < 1 - 1e-9) return Finding::Nothing;
        value = inWindow.latency.quantile(plan.quantile) / 1e6;
        return value <= plan.limit ? Finding::Met : Finding::Missed;
    }
    const std::uint64_t ended = well + inWindow.failed;
    if (ended == 0) return Finding::Nothing;
    value = static_cast<double>(well) / static_cast<double>(ended);
    return value >= plan.limit ? Finding::Met : Finding::Missed;
}

// Between the faults only where the hypothesis holds throughout.
void WindowJudge::judge(const Plan& plan, const MissedWindowRecord& window, Finding finding) {
    const bool isBefore = !m_books.faultBegan;
    const bool isAfter = !isBefore && window.from >= plan.steadyState.again;
    if (finding == Finding::Nothing || (!isBefore && !isAfter && !plan.steadyState.throughout)) return;
    ++(isBefore ? m_books.before : isAfter ? m_books.after : m_books.during);
    if (finding == Finding::Met) return;
    ++m_books.missedCount;
    if (m_books.missed.size() < WindowBooks::mostKept) m_books.missed.push_back(window);
}

void WindowJudge::count(const Plan& plan, const MissedWindowRecord& window, Finding finding) {
    std::uint32_t& row = m_abort.missed[window.objective];
    if (finding == Finding::Nothing) return;
    row = finding == Finding::Missed ? row + 1 : 0;
    if (row >= plan.abort.inARow && !m_books.abort) m_books.abort = window;
}

}  // namespace simulator
