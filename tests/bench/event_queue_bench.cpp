// W3, the hold model: N pending events; one event takes the earliest and schedules one an exponential time
// later. Prints nanoseconds of user CPU time per event, with and without the random numbers, as lines of
// JSON.
#include <fmt/format.h>
#include <sys/resource.h>

#include <cstdlib>

#include "simulator/kernel/event_tree.h"
#include "simulator/random/sampler.h"

namespace {

using simulator::EventTree;
using simulator::RandomStream;
using simulator::Sampler;

double userSeconds() {
    rusage usage{};
    getrusage(RUSAGE_SELF, &usage);
    return static_cast<double>(usage.ru_utime.tv_sec) + static_cast<double>(usage.ru_utime.tv_usec) / 1e6;
}

void hold(std::uint32_t pending, int events) {
    RandomStream stream(42, 0, simulator::Purpose::Test, 0);
    const Sampler time(model::Distribution::exponential(model::seconds(1)));
    EventTree tree(pending);
    for (std::uint32_t slot = 0; slot < pending; ++slot)
        tree.schedule(slot, time(stream), EventTree::Priority::Work);
    double seconds = 0;
    for (const int count :
         {static_cast<int>(pending), events}) {  // first a turn of all, which is not counted
        const double before = userSeconds();
        for (int event = 0; event < count; ++event) {
            const EventTree::Key key = tree.first();
            tree.schedule(key.slot(), static_cast<std::int64_t>(key.time) + time(stream),
                          EventTree::Priority::Work);
        }
        seconds = userSeconds() - before;
    }
    fmt::print(
        "{{\"w\":\"W3\",\"engine\":\"lintel event tree\",\"N\":{},\"events\":{},\"ns_per_event\":{:.2f}}}\n",
        pending, events, seconds / events * 1e9);
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
    for (const std::uint32_t pending : {100u, 10'000u, 1'000'000u}) hold(pending, 5'000'000);
    draw("exponential", Sampler(model::Distribution::exponential(model::seconds(1))), 20'000'000);
    draw("log-normal", Sampler(model::Distribution::logNormal(model::seconds(1), 1)), 20'000'000);
}
