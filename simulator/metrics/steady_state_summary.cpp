#include "simulator/metrics/steady_state_summary.h"

namespace simulator {

namespace {

MissedWindow missedWindow(const WindowsPlan& plan, const MissedWindowRecord& record,
                          std::size_t replication) {
    const ObjectivePlan& objective = plan.objectives[record.objective];
    MissedWindow window;
    window.replication = static_cast<int>(replication);
    window.from = static_cast<double>(record.from) / 1e9;
    window.to = static_cast<double>(record.to) / 1e9;
    window.objective = objective.id;
    window.unit = objective.latency ? "ms" : "share";
    window.value = record.value;
    window.limit = objective.limit;
    return window;
}

/// What was not judged.
std::string noteOf(const SteadyStatePlan& plan, const WindowBooks& sum) {
    std::string note;
    const auto add = [&note](const std::string& text) { note += (note.empty() ? "" : "; ") + text; };
    if (sum.before == 0) add("no whole window with enough requests ended before the first fault");
    if (!sum.faultBegan)
        add("no fault began");
    else if (sum.after == 0 && !plan.note.empty())
        add(plan.note);
    else if (sum.after == 0)
        add("no whole window with enough requests began after the last fault and the time to recover");
    return note;
}

}  // namespace

SteadyStateResult steadyStateResult(const Plan& plan, const std::vector<Recording>& recordings) {
    using Verdict = SteadyStateResult::Verdict;
    SteadyStateResult result;
    WindowBooks sum;
    for (std::size_t at = 0; at < recordings.size(); ++at) {
        const WindowBooks& books = recordings[at].windows;
        sum.before += books.before;
        sum.during += books.during;
        sum.after += books.after;
        sum.faultBegan = sum.faultBegan || books.faultBegan;
        result.missedCount += books.missedCount;
        for (const MissedWindowRecord& window : books.missed)
            result.missed.push_back(missedWindow(plan.steadyState.windows, window, at));
        if (books.abort) result.aborted.push_back(missedWindow(plan.abort.windows, *books.abort, at));
    }
    result.judged = sum.before + sum.during + sum.after;
    const bool isStated = plan.steadyState.windows.window > 0;
    if (isStated) {
        result.note = noteOf(plan.steadyState, sum);
        result.verdict = sum.during + sum.after > 0 ? Verdict::Passed : Verdict::NotJudged;
    }
    if (result.missedCount > 0 || !result.aborted.empty()) result.verdict = Verdict::Failed;
    return result;
}

}  // namespace simulator
