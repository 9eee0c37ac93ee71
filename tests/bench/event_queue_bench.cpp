// W3, the hold model on the queue of events, with one and with two modes of time, N pending. Prints
// nanoseconds of user CPU time per event, with and without the random numbers, as lines of JSON.
#include <fmt/format.h>
#include <sys/resource.h>

#include <cstdlib>
#include <vector>

#include "simulator/kernel/event_queue.h"
#include "simulator/random/sampler.h"

namespace {

using simulator::EventQueue;
using simulator::RandomStream;
using simulator::Sampler;

double userSeconds() {
    rusage usage{};
    getrusage(RUSAGE_SELF, &usage);
    return static_cast<double>(usage.ru_utime.tv_sec) + static_cast<double>(usage.ru_utime.tv_usec) / 1e6;
}

void print(const char* engine, std::uint32_t pending, int events, double seconds) {
    fmt::print("{{\"w\":\"W3\",\"engine\":\"lintel {}\",\"N\":{},\"events\":{},\"ns_per_event\":{:.2f}}}\n",
               engine, pending, events, seconds / events * 1e9);
}

/// One event takes the earliest and schedules one, an exponential time later.
void hold(std::uint32_t pending, int events) {
    RandomStream stream(42, 0, simulator::Purpose::Test, 0);
    const Sampler time(model::Distribution::exponential(model::seconds(1)));
    EventQueue queue;
    for (std::uint32_t owner = 0; owner < pending; ++owner)
        queue.schedule(owner, time(stream), EventQueue::Priority::Work);
    double seconds = 0;
    for (const int count :
         {static_cast<int>(pending), events}) {  // first a turn of all, which is not counted
        const double before = userSeconds();
        for (int event = 0; event < count; ++event) {
            const EventQueue::Key key = queue.first();
            const std::uint32_t owner = queue.owner(key.timer());
            queue.take(key);
            queue.schedule(owner, static_cast<std::int64_t>(key.time) + time(stream),
                           EventQueue::Priority::Work);
        }
        seconds = userSeconds() - before;
    }
    print("event queue", pending, events, seconds);
}

/// Each of the pending serves for a millisecond, with a timeout of 30 s beside it that is cancelled and set
/// again when the service ends: three operations for two timers. The timeouts have a lane, or not.
void bimodal(std::uint32_t pending, int events, bool inLane) {
    RandomStream stream(42, 0, simulator::Purpose::Test, 0);
    const Sampler time(model::Distribution::exponential(model::milliseconds(1)));
    constexpr std::int64_t patience = 30'000'000'000;
    EventQueue queue;
    queue.addLanes(1);
    const auto await = [&](std::uint32_t owner, std::int64_t end) {
        return inLane ? queue.scheduleInLane(0, owner, end)
                      : queue.schedule(owner, end, EventQueue::Priority::Timeout);
    };
    std::vector<EventQueue::Timer> timeouts(pending);
    for (std::uint32_t owner = 0; owner < pending; ++owner) {
        queue.schedule(owner, time(stream), EventQueue::Priority::Work);
        timeouts[owner] = await(owner, patience);
    }
    double seconds = 0;
    for (const int count : {static_cast<int>(pending), events}) {
        const double before = userSeconds();
        for (int event = 0; event < count; ++event) {
            const EventQueue::Key key = queue.first();
            const std::uint32_t owner = queue.owner(key.timer());
            const auto now = static_cast<std::int64_t>(key.time);
            queue.take(key);
            queue.schedule(owner, now + time(stream), EventQueue::Priority::Work);
            queue.cancel(timeouts[owner]);
            timeouts[owner] = await(owner, now + patience);
        }
        seconds = userSeconds() - before;
    }
    print(inLane ? "event queue, bimodal, in a lane" : "event queue, bimodal", pending, events, seconds);
}

void draw(const char* name, const Sampler& sampler, int draws) {
    RandomStream stream(42, 0, simulator::Purpose::Test, 0);
    const double before = userSeconds();
    std::int64_t sum = 0;
    for (int i = 0; i < draws; ++i) sum += sampler(stream);
    const double seconds = userSeconds() - before;
    fmt::print("{{\"w\":\"draw\",\"engine\":\"lintel {}\",\"ns_per_event\":{:.2f},\"mean\":{:.6f}}}\n", name,
               seconds / draws * 1e9, static_cast<double>(sum) / draws / 1e9);
}

}  // namespace

int main() {
    for (const std::uint32_t pending : {100u, 10'000u, 1'000'000u}) {
        hold(pending, 5'000'000);
        bimodal(pending, 5'000'000, false);
        bimodal(pending, 5'000'000, true);
    }
    draw("exponential", Sampler(model::Distribution::exponential(model::seconds(1))), 20'000'000);
    draw("log-normal", Sampler(model::Distribution::logNormal(model::seconds(1), 1)), 20'000'000);
}
