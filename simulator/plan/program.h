#pragma once

#include <cstdint>

#include "simulator/plan/index.h"

namespace simulator {

/// What one instruction of a compiled behaviour does. `a`, `b` and `c` are its operands.
enum class Code : std::uint16_t {
    Compute,     ///< Holds its worker for a time: a = draw
    Call,        ///< a = call site
    Fork,        ///< Runs branches at the same time: a = first of `count` entries in `targets`, b = successes
                 ///< needed
    Repeat,      ///< Runs the branch at a, b times; then jumps to c
    EndRound,    ///< The end of one time: to a, while times are left
    Try,         ///< Runs the branch at a; jumps to c, or to b when it failed
    EndBranch,   ///< The end of a branch
    Choose,      ///< a = first of `count` alternatives, b = draw; none of them: jumps to c
    Chance,      ///< Goes on with the probability a (in `probabilities`), else jumps to c; b = draw. With a
                 ///< count the same is decided at each delivery of a message
    Jump,        ///< To a
    Publish,     ///< a = channel, b = edge; with count = 1 part of a transaction, where there is one
    Query,       ///< a = store, b = draw, c = edge; `count` as bits: see `failureSkips` and those after it
    Think,       ///< Pause of a user: a = draw
    Fail,        ///< The operation fails: a = cause
    Return,      ///< The end of an operation
    EndJourney,  ///< The journey is over; with count = 1 the pause of a closed user follows
    NextJourney,  ///< A closed user begins anew
    Execute,      ///< Computes at the replica's processor: a = draw
    Lock,         ///< Runs the branch that follows while it holds a lock: a = lock; jumps to c
    Count,        ///< A begun step of a saga, or with count = 1 a failed one: a = edge
    Agree,        ///< Two-phase commit: a = first of `count` participants, each with a Prepare that follows;
                  ///< jumps to c
    Prepare,      ///< As Query; the connection is kept
    LookUp,       ///< A key in a cache: a = cache; a hit jumps to c, a miss runs the branch at b
    Allocate,     ///< Of a prologue: a request begins where pauses are counted by them
    Probed,       ///< A probe that had to wait for an event loop is answered
    Pass,  ///< A proxy computes at the replica: a = call site, or none at the callee; `count` says which
           ///< passage: see model::Mesh
};

/// Of a passage of a proxy: a request leaves, an answer comes, a request comes, an answer leaves.
enum class Passing : std::uint16_t { RequestOut, AnswerIn, RequestIn, AnswerOut };

/// Of a query: a failure skips the next instruction.
inline constexpr std::uint16_t failureSkips = 1;

/// Of a query: it reads what events have made of the store.
inline constexpr std::uint16_t readsProjection = 2;

/// Of a query: it changes the store.
inline constexpr std::uint16_t changesStore = 4;

struct Instruction {
    Code code;
    std::uint16_t count = 0;
    Index a = 0;
    Index b = 0;
    Index c = 0;

    bool operator==(const Instruction&) const = default;
};

struct AlternativePlan {
    double cumulative;  ///< Of this alternative and those before
    Index target;
};

}  // namespace simulator
