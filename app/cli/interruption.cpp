#include "app/cli/interruption.h"

namespace app {

namespace {

/// Sent to the watcher alone, when there is nothing more to watch.
constexpr int wakingSignal = SIGUSR1;

sigset_t watchedSignals() {
    sigset_t set;
    sigemptyset(&set);
    for (const int number : {SIGINT, SIGTERM, wakingSignal}) sigaddset(&set, number);
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
    pthread_kill(m_watcher.native_handle(), wakingSignal);
    m_watcher.join();
    pthread_sigmask(SIG_SETMASK, &m_before, nullptr);
}

void Interruption::watch(const std::stop_token& end) {
    const sigset_t watched = watchedSignals();
    while (!end.stop_requested()) {
        int number = 0;
        if (sigwait(&watched, &number) != 0 || number == wakingSignal) continue;
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
