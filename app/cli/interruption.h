#pragma once

#include <atomic>
#include <csignal>
#include <stop_token>
#include <thread>

namespace app {

/// While it lives, SIGINT and SIGTERM ask for a stop instead of ending the process; a second one ends it.
/// Made before the threads that do the work, so that they inherit the blocked signals.
class Interruption {
public:
    Interruption();
    ~Interruption();
    Interruption(const Interruption&) = delete;
    Interruption& operator=(const Interruption&) = delete;

    std::stop_token token() const { return m_stop.get_token(); }
    /// The signal that came, or 0.
    int signal() const { return m_signal; }

private:
    void watch(const std::stop_token& end);

    std::stop_source m_stop;
    std::atomic<int> m_signal = 0;
    sigset_t m_before{};
    std::jthread m_watcher;
};

}  // namespace app
