#include "app/running/background_task.h"

#include <utility>

namespace app {

void BackgroundTask::begin(Work work) {
    cancel();
    m_running = true;
    m_worker = std::jthread([this, turn = m_turn, work = std::move(work)](std::stop_token stop) {
        const Worker worker{std::move(stop),
                            [this, turn](Delivery delivery) { post(turn, false, std::move(delivery)); }};
        post(turn, true, work(worker));
    });
}

void BackgroundTask::cancel() {
    ++m_turn;
    m_running = false;
    m_worker.request_stop();
    if (m_worker.joinable()) m_worker.join();
}

void BackgroundTask::post(quint64 turn, bool isLast, Delivery delivery) {
    QMetaObject::invokeMethod(
        this,
        [this, turn, isLast, delivery = std::move(delivery)] {
            if (turn != m_turn) return;
            if (isLast) m_running = false;
            if (delivery) delivery();
        },
        Qt::QueuedConnection);
}

}  // namespace app
