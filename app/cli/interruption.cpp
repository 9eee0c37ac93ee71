#include "app/cli/interruption.h"

#include <ctime>

namespace app {

namespace {

sigset_t watchedSignals() {
    sigset_t set;
    sigemptyset(&set);
    sigaddset(&set, SIGINT);
    sigaddset(&set, SIGTERM);
    return set;
}

}  // namespace

Interruption::Interruption() {
    const sigset_t watched = watchedSignals();
    pthread_sigmask(SIG_BLOCK, &watched, &m_before);
    m_watcher = std::jthread([this](const std::stop_token& end) { watch(end); });
}

Interruption::~Interruption() {
    m_watcher.request_stop();
    m_watcher.join();
    pthread_sigmask(SIG_SETMASK, &m_before, nullptr);
}

void Interruption::watch(const std::stop_token& end) {
    const sigset_t watched = watchedSignals();
    const timespec tenthOfSecond{0, 100'000'000};
    while (!end.stop_requested()) {
        const int number = sigtimedwait(&watched, nullptr, &tenthOfSecond);
        if (number <= 0) continue;
        if (m_signal != 0) {
            std::signal(number, SIG_DFL);
            pthread_sigmask(SIG_UNBLOCK, &watched, nullptr);
            std::raise(number);
        }
        m_signal = number;
        m_stop.request_stop();
    }
}

}  // namespace app
