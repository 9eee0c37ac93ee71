// Ranks by MPI: the first one hands pieces out as they are asked for, so that fast ranks do more.
#define OMPI_SKIP_MPICXX 1
#define MPICH_SKIP_MPICXX 1
#include <mpi.h>

#include <algorithm>
#include <chrono>
#include <condition_variable>
#include <cstdlib>
#include <deque>
#include <mutex>
#include <stdexcept>
#include <thread>
#include <vector>

#include "simulator/cluster/ranks.h"

namespace simulator {

namespace {

constexpr int questionTag = 1;
constexpr int endTag = 2;
constexpr int slotTag = 16;                ///< Of the first slot's pieces and answers; the others follow
constexpr int cancelTag = slotTag + 1024;  ///< The same of stops
constexpr int mostThreads = 256;

using WaitClock = std::chrono::steady_clock;

/// How long to wait until the next look for a message: a small part of what was waited already. Each look
/// wakes a processor up that has other work to do.
WaitClock::duration untilNextLook(WaitClock::time_point since) {
    constexpr int part = 50;
    constexpr WaitClock::duration shortest = std::chrono::microseconds(100);
    constexpr WaitClock::duration longest = std::chrono::milliseconds(10);
    return std::clamp((WaitClock::now() - since) / part, shortest, longest);
}

// What an answer begins with.
constexpr char foundMark = 'F';
constexpr char stoppedMark = 'S';
constexpr char failedMark = 'E';
constexpr char thrownMark = 'X';

/// Started by mpirun, or by the scheduler of a cluster: without, MPI is left alone.
bool isLaunched() {
    for (const char* name : {"OMPI_COMM_WORLD_SIZE", "PMI_SIZE", "PMIX_RANK", "PMI_RANK"})
        if (std::getenv(name)) return true;
    return false;
}

std::string answerText(const model::Result<std::optional<std::string>>& found) {
    if (!found) return failedMark + found.error().place + '\0' + found.error().message;
    return *found ? foundMark + **found : std::string(1, stoppedMark);
}

model::Result<std::optional<std::string>> answerOf(const std::string& text) {
    const char mark = text.empty() ? thrownMark : text[0];
    if (mark == foundMark) return text.substr(1);
    if (mark == stoppedMark) return std::nullopt;
    if (mark != failedMark) throw std::runtime_error(text.empty() ? "an empty answer" : text.substr(1));
    const std::size_t end = text.find('\0');
    return model::failure(text.substr(1, end - 1), text.substr(end + 1));
}

void sendTo(int rank, int tag, const std::string& bytes) {
    MPI_Send(bytes.data(), static_cast<int>(bytes.size()), MPI_BYTE, rank, tag, MPI_COMM_WORLD);
}

struct ReceivedMessage {
    int tag = 0;
    std::string bytes;
};

/// What has come from that rank, with that tag or any; nothing when nothing has.
std::optional<ReceivedMessage> received(int rank, int tag) {
    int there = 0;
    MPI_Status status;
    MPI_Iprobe(rank, tag, MPI_COMM_WORLD, &there, &status);
    if (!there) return std::nullopt;
    int size = 0;
    MPI_Get_count(&status, MPI_BYTE, &size);
    ReceivedMessage message{status.MPI_TAG, std::string(static_cast<std::size_t>(size), ' ')};
    MPI_Recv(message.bytes.data(), size, MPI_BYTE, rank, message.tag, MPI_COMM_WORLD, MPI_STATUS_IGNORE);
    return message;
}

/// What one of the other ranks is busy with.
class Serving {
public:
    Serving(const RankWorkMaker& maker, int threads)
        : m_maker(maker), m_workers(static_cast<std::size_t>(threads)) {}

    void run(const std::stop_token& stop) {
        WaitClock::time_point quietSince = WaitClock::now();
        while (!m_ended) {
            const auto message = received(0, MPI_ANY_TAG);
            if (message) take(*message);
            if (stop.stop_requested()) stopAll();
            if (sendAnswers() || message)
                quietSince = WaitClock::now();
            else
                waitForAnswer(untilNextLook(quietSince));
        }
        stopAll();
        m_workers.clear();
    }

private:
    struct Answer {
        int tag;
        std::string bytes;
    };

    void take(const ReceivedMessage& message) {
        if (message.tag == questionTag)
            m_work = m_maker(message.bytes);
        else if (message.tag == endTag)
            m_ended = true;
        else if (message.tag >= cancelTag)
            m_workers[static_cast<std::size_t>(message.tag - cancelTag)].request_stop();
        else
            begin(message);
    }

    void begin(const ReceivedMessage& message) {
        const auto slot = static_cast<std::size_t>(message.tag - slotTag);
        m_workers[slot] = std::jthread([this, message](const std::stop_token& stop) {
            std::string text;
            try {
                text = answerText(m_work(message.bytes, stop));
            } catch (const std::exception& error) {
                text = thrownMark + std::string(error.what());
            }
            const std::lock_guard lock(m_mutex);
            m_answers.push_back({message.tag, std::move(text)});
            m_answered.notify_one();
        });
    }

    void waitForAnswer(WaitClock::duration atMost) {
        std::unique_lock lock(m_mutex);
        m_answered.wait_for(lock, atMost, [this] { return !m_answers.empty(); });
    }

    bool sendAnswers() {
        std::deque<Answer> answers;
        {
            const std::lock_guard lock(m_mutex);
            answers.swap(m_answers);
        }
        for (const Answer& answer : answers) sendTo(0, answer.tag, answer.bytes);
        return !answers.empty();
    }

    void stopAll() {
        for (std::jthread& worker : m_workers) worker.request_stop();
    }

    const RankWorkMaker& m_maker;
    RankWork m_work;
    std::mutex m_mutex;
    std::condition_variable m_answered;
    std::deque<Answer> m_answers;
    std::vector<std::jthread> m_workers;
    bool m_ended = false;
};

/// That of each rank on this machine, together.
int sumOnMachine(int number) {
    MPI_Comm machine;
    MPI_Comm_split_type(MPI_COMM_WORLD, MPI_COMM_TYPE_SHARED, 0, MPI_INFO_NULL, &machine);
    int sum = 0;
    MPI_Allreduce(&number, &sum, 1, MPI_INT, MPI_SUM, machine);
    MPI_Comm_free(&machine);
    return sum;
}

/// This rank's part of the processors of its machine.
int threadsOfRank() {
    return std::max(1, static_cast<int>(std::thread::hardware_concurrency()) / sumOnMachine(1));
}

}  // namespace

struct Ranks::State {
    bool active = false;
    int count = 1;
    int rank = 0;
    int threads = 1;
    int threadsOfMachine = 1;
    struct Slot {
        int rank;
        int number;  ///< Of the rank's
    };
    std::vector<Slot> slots;
    std::mutex mutex;  ///< One thread at a time calls MPI

    /// Sends without keeping the others from it.
    void send(int to, int tag, const std::string& bytes) {
        MPI_Request request;
        {
            const std::lock_guard lock(mutex);
            MPI_Isend(bytes.data(), static_cast<int>(bytes.size()), MPI_BYTE, to, tag, MPI_COMM_WORLD,
                      &request);
        }
        const WaitClock::time_point since = WaitClock::now();
        for (int done = 0; !done;) {
            {
                const std::lock_guard lock(mutex);
                MPI_Test(&request, &done, MPI_STATUS_IGNORE);
            }
            if (!done) std::this_thread::sleep_for(untilNextLook(since));
        }
        const std::lock_guard lock(mutex);
        MPI_Wait(&request, MPI_STATUS_IGNORE);  // Done: at once
    }
};

bool isBuiltWithMpi() {
    return true;
}

Ranks::Ranks(int threads) : m_state(std::make_unique<State>()) {
    State& state = *m_state;
    state.threads = std::max(1, static_cast<int>(std::thread::hardware_concurrency()));
    if (isLaunched()) {
        int provided = 0;
        MPI_Init_thread(nullptr, nullptr, MPI_THREAD_SERIALIZED, &provided);
        state.active = true;
        MPI_Comm_size(MPI_COMM_WORLD, &state.count);
        MPI_Comm_rank(MPI_COMM_WORLD, &state.rank);
        if (provided < MPI_THREAD_SERIALIZED) throw std::runtime_error("this MPI does not work with threads");
        state.threads = threadsOfRank();
    }
    if (threads > 0) state.threads = threads;
    state.threads = std::min(state.threads, mostThreads);
    state.threadsOfMachine = state.threads;
    if (!state.active) return;
    state.threadsOfMachine = sumOnMachine(state.threads);
    std::vector<int> all(static_cast<std::size_t>(state.count));
    MPI_Gather(&state.threads, 1, MPI_INT, all.data(), 1, MPI_INT, 0, MPI_COMM_WORLD);
    for (int rank = 1; rank < state.count && state.rank == 0; ++rank)
        for (int number = 0; number < all[static_cast<std::size_t>(rank)]; ++number)
            state.slots.push_back({rank, number});
}

Ranks::~Ranks() {
    State& state = *m_state;
    if (!state.active) return;
    if (state.rank == 0)
        for (int rank = 1; rank < state.count; ++rank) state.send(rank, endTag, "");
    MPI_Finalize();
}

int Ranks::count() const {
    return m_state->count;
}

bool Ranks::isFirst() const {
    return m_state->rank == 0;
}

int Ranks::threads() const {
    return m_state->threads;
}

int Ranks::threadsOfMachine() const {
    return m_state->threadsOfMachine;
}

int Ranks::otherThreads() const {
    return static_cast<int>(m_state->slots.size());
}

void Ranks::serve(const RankWorkMaker& maker, const std::stop_token& stop) {
    Serving(maker, m_state->threads).run(stop);
}

void Ranks::ask(const std::string& question) {
    for (int rank = 1; rank < m_state->count; ++rank) m_state->send(rank, questionTag, question);
}

model::Result<std::optional<std::string>> Ranks::call(int slot, const std::string& piece,
                                                      const std::stop_token& stop) {
    State& state = *m_state;
    const State::Slot& at = state.slots[static_cast<std::size_t>(slot)];
    state.send(at.rank, slotTag + at.number, piece);
    const WaitClock::time_point since = WaitClock::now();
    for (bool told = false;;) {
        if (stop.stop_requested() && !told) {
            state.send(at.rank, cancelTag + at.number, "");
            told = true;
        }
        std::optional<ReceivedMessage> message;
        {
            const std::lock_guard lock(state.mutex);
            message = received(at.rank, slotTag + at.number);
        }
        if (message) return answerOf(message->bytes);
        std::this_thread::sleep_for(untilNextLook(since));
    }
}

}  // namespace simulator
