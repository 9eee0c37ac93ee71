#pragma once

#include "simulator/estimate/course.h"
#include "simulator/estimate/sources.h"

namespace simulator::estimating {

/// The solution of a network, which follows its versions. Rates go down from callers to callees, times go up
/// from callees to callers, until nothing changes by more than the tolerance. From one version to the next
/// only what differs is marked, and what depends on it as far as that makes a difference.
class SteadyState {
public:
    /// Solves the next version. The network's ids have to live as long as this follows.
    void follow(Network next);
    /// As if there had been no version before.
    void forget() { *this = {}; }

    const Network& network() const { return m_network; }
    const Solution& solution() const { return m_actual.solution; }

private:
    bool goOn(const Network& before);
    void wire();
    void bound(Course& course) const;
    bool findIdeal();
    void settleRates(Course& course) const;
    void amplify(Course& course, Index group) const;
    bool isCalm(const Course& course) const;
    void findActual(bool goesOn);
    void findBursts();
    void relax();
    bool adoptProductForm();
    void refineJourneys();

    Network m_network;
    Wiring m_wiring;
    std::vector<SourceBound> m_bounds;
    Course m_ideal;  ///< Nobody waits
    Course m_actual;
    bool m_known = false;
    bool m_closed = false;
};

}  // namespace simulator::estimating
