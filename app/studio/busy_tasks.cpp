#include "app/studio/busy_tasks.h"

#include <algorithm>

namespace app {

std::vector<BusyTasks::Task>::iterator BusyTasks::find(int id) {
    return std::find_if(m_tasks.begin(), m_tasks.end(), [id](const Task& task) { return task.id == id; });
}

int BusyTasks::begin(const QString& title, std::function<void()> cancel) {
    m_tasks.push_back({++m_last, title, std::nullopt, std::move(cancel)});
    emit changed();
    return m_last;
}

void BusyTasks::setProgress(int id, double share) {
    const auto task = find(id);
    if (task == m_tasks.end()) return;
    task->progress = std::clamp(share, 0.0, 1.0);
    emit changed();
}

void BusyTasks::end(int id) {
    const auto task = find(id);
    if (task == m_tasks.end()) return;
    m_tasks.erase(task);
    emit changed();
}

void BusyTasks::cancel(int id) {
    const auto task = find(id);
    if (task == m_tasks.end() || !task->cancel) return;
    const auto run = task->cancel;  // It may end the task
    run();
}

}  // namespace app
