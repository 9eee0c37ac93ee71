#pragma once

#include "simulator/estimate/course.h"

namespace simulator::estimating {

/// What differs between two versions of a network.
class Succession {
public:
    Succession(const Network& before, const Network& after);

    /// Whether only times, rates and the like differ: who sends to whom, and how many can be where, is the
    /// same.
    bool keepsWiring() const { return m_keepsWiring; }
    /// Takes a course of the version before over to the one after, and marks in it what differs. The wiring
    /// is that of the version after.
    void carry(Course& course, const Wiring& wiring) const;

private:
    bool hasSameEntities() const;
    bool hasSameGroups() const;
    void compareSteps();
    bool keepsSources() const;
    /// Nodes of kept programs that lie side by side before and after.
    struct Stretch {
        Index from;
        Index to;
        Index count;
    };
    std::vector<Stretch> keptNodes() const;
    void rearrange(Course& course) const;
    void matchEntities();
    void markPrograms(Course& course) const;
    void markTargets(Course& course, const Program& program) const;
    void markStations(Course& course, const Wiring& wiring) const;
    void markCalls(Course& course) const;
    void markLoad(Course& course) const;
    void markMessages(Course& course) const;
    void markAll(Course& course) const;
    double scaledLoad() const;
    void scale(Course& course) const;

    const Network& m_before;
    const Network& m_after;
    bool m_sameEntities = false;
    bool m_keepsWiring = false;
    double m_scale = 0;             ///< Of all rates, where nothing else differs; otherwise 0
    bool m_sameNodes = false;       ///< Each program has its nodes where it had them
    std::vector<char> m_changed;    ///< Programs whose steps differ, with the same entities
    std::vector<Index> m_programs;  ///< Before, by the index after; otherwise
    std::vector<Index> m_stations;
};

}  // namespace simulator::estimating
