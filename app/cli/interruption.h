#pragma once

#include <atomic>
#include <csignal>
#include <stop_token>
#include <string>
#include <thread>

#include "app/cli/command.h"

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
    /// How a command ends that was interrupted.
    tl::unexpected<Refusal> refusal(const std::string& text = "interrupted") const {
        return tl::unexpected<Refusal>(
            Refusal{m_signal == SIGTERM ? Exit::Terminated : Exit::Interrupted, text});
    }

private:
    void watch(const std::stop_token& end);

    std::stop_source m_stop;
    std::atomic<int> m_signal = 0;
    sigset_t m_before{};
    std::jthread m_watcher;
};

}  // namespace app
