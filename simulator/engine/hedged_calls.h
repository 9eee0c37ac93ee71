#pragma once

#include <vector>

#include "simulator/plan/plan.h"
#include "simulator/resilience/hedging.h"

namespace simulator {

/// A call whose copies are under way.
struct HedgedCall {
    Hedging copies;
    Index last = none;  ///< Guarded call of the copy that was made last; each knows the one before it. Of one
                        ///< that is free: the next of these
};

/// The calls that are hedged at the moment; as many as were ever hedged together.
class HedgedCalls {
public:
    HedgedCall& operator[](Index number) { return m_calls[number]; }
    Index add() {
        if (m_free == none) {
            m_calls.emplace_back();
            return static_cast<Index>(m_calls.size() - 1);
        }
        const Index number = m_free;
        m_free = m_calls[number].last;
        m_calls[number] = {};
        return number;
    }
    void remove(Index number) {
        m_calls[number].last = m_free;
        m_free = number;
    }

private:
    std::vector<HedgedCall> m_calls;
    Index m_free = none;
};

}  // namespace simulator
