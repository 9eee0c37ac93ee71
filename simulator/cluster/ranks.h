#pragma once

#include <functional>
#include <memory>
#include <optional>
#include <stop_token>
#include <string>

#include "model/result.h"

/// The same program on several machines, which share work out by MPI.
namespace simulator {

/// One piece of work, from its description to what was found, both as bytes: a pure function, so that it does
/// not matter where it runs. Nothing when it was stopped. Called on several threads at once.
using RankWork =
    std::function<model::Result<std::optional<std::string>>(const std::string& piece, std::stop_token stop)>;
/// Makes the work of a question, whose description each rank gets once.
using RankWorkMaker = std::function<RankWork(const std::string& question)>;

/// Whether this program was built with MPI.
bool isBuiltWithMpi();

/// The processes (ranks) that `mpirun` has started together; one alone in a program that was started without,
/// or built without MPI. The first one asks, the others serve it. To be made once in a process, before other
/// threads are started, and to be asked on any of them.
class Ranks {
public:
    /// `threads`: pieces that this rank works on at the same time; its part of the machine's processors when
    /// 0.
    explicit Ranks(int threads = 0);
    /// Of the first one: tells the others that nothing more will come.
    ~Ranks();
    Ranks(const Ranks&) = delete;
    Ranks& operator=(const Ranks&) = delete;

    int count() const;
    bool isFirst() const;
    int threads() const;           ///< Of this rank
    int threadsOfMachine() const;  ///< Of all ranks on the machine of this one
    int otherThreads() const;  ///< Pieces that all others work on at the same time; known to the first one

    /// Of the others: works until the first one has nothing more.
    void serve(const RankWorkMaker& maker, const std::stop_token& stop);

    /// Of the first one: tells all others the question; before the first `call`.
    void ask(const std::string& question);
    /// Has a piece done by one of the others, in that slot (0 to otherThreads() - 1), which nobody else calls
    /// meanwhile, and waits for it. Throws std::runtime_error with the text of what was thrown there.
    model::Result<std::optional<std::string>> call(int slot, const std::string& piece,
                                                   const std::stop_token& stop);

private:
    struct State;
    std::unique_ptr<State> m_state;
};

}  // namespace simulator
