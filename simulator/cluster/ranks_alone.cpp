// A program that was built without MPI: one rank, which has nobody to share with.
#include <algorithm>
#include <thread>

#include "simulator/cluster/ranks.h"

namespace simulator {

struct Ranks::State {
    int threads = 1;
};

bool isBuiltWithMpi() {
    return false;
}

Ranks::Ranks(int threads) : m_state(std::make_unique<State>()) {
    const int machine = static_cast<int>(std::max(1u, std::thread::hardware_concurrency()));
    m_state->threads = threads > 0 ? threads : machine;
}

Ranks::~Ranks() = default;

int Ranks::count() const {
    return 1;
}

bool Ranks::isFirst() const {
    return true;
}

int Ranks::threads() const {
    return m_state->threads;
}

int Ranks::threadsOfMachine() const {
    return m_state->threads;
}

int Ranks::otherThreads() const {
    return 0;
}

void Ranks::serve(const RankWorkMaker&, const std::stop_token&) {}

void Ranks::ask(const std::string&) {}

model::Result<std::optional<std::string>> Ranks::call(int, const std::string&, const std::stop_token&) {
    return model::failure("", "there is no other rank");
}

}  // namespace simulator
