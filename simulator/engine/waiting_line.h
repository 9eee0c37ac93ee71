#pragma once

#include <vector>

#include "simulator/engine/frame_queue.h"

namespace simulator {

/// Frames that wait at one place, in the order of a discipline.
class WaitingLine {
public:
    /// `levels` of priority, the most important first. A line that has not been empty for `congestedAfter`
    /// [ns] is congested: an adaptive one takes later arrivals first, then (Maurer: Fail at scale, ACM Queue
    /// 13(8), 2015).
    WaitingLine(Discipline discipline, std::uint32_t levels, std::int64_t congestedAfter)
        : m_discipline(discipline), m_congestedAfter(congestedAfter), m_levels(levels) {}

    void push(FrameArena& frames, Index frame, std::uint32_t level, std::int64_t now) {
        if (m_length == 0) m_since = now;
        if (++m_length > 1 && takesLastFirst(now))
            m_levels[level].pushFront(frames, frame);
        else
            m_levels[level].pushBack(frames, frame);
    }
    /// Somebody who was interrupted is the next of its level.
    void pushFirst(FrameArena& frames, Index frame, std::uint32_t level, std::int64_t now) {
        if (m_length++ == 0) m_since = now;
        m_levels[level].pushFront(frames, frame);
    }
    /// The next; there must be one.
    Index pop(FrameArena& frames) {
        std::size_t level = 0;
        while (m_levels[level].empty()) ++level;
        --m_length;
        return m_levels[level].popFront(frames);
    }
    std::uint32_t length() const { return m_length; }
    bool empty() const { return m_length == 0; }
    void clear() {
        m_levels.assign(m_levels.size(), {});
        m_length = 0;
    }

private:
    bool takesLastFirst(std::int64_t now) const {
        return m_discipline == Discipline::Lifo ||
               (m_discipline == Discipline::AdaptiveLifo && now - m_since >= m_congestedAfter);
    }

    Discipline m_discipline;
    std::int64_t m_congestedAfter;
    std::vector<FrameQueue> m_levels;
    std::int64_t m_since = 0;  ///< When it was empty last [ns]
    std::uint32_t m_length = 0;
};

}  // namespace simulator
