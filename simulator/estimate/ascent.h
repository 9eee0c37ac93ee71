#pragma once

#include "simulator/estimate/course.h"
#include "simulator/estimate/evaluation.h"

namespace simulator::estimating {

/// Times go up, from callees to callers: evaluates the programs and solves the queues that are marked.
class Ascent {
public:
    Ascent(const Network& network, const Wiring& wiring, Course& course)
        : m_network(network), m_wiring(wiring), m_course(course), m_evaluation(network, course.solution) {}

    void run();

private:
    void evaluate(Index program);
    void leavePool(Index pool);
    Moments poolHold(Index pool, double& spill) const;
    QueueLoad loadAt(Index station, const Moments& hold) const;
    void station(Index at, const Moments& hold, double spill);
    QueueState burst(Index at, const QueueLoad& load, const QueueState& calm) const;
    QueueState queueAt(Index at, const Moments& hold, double spill) const;
    bool holds(Index at, const Moments& hold);
    void adopt(Index at, QueueState next);
    void group(Index at);

    const Network& m_network;
    const Wiring& m_wiring;
    Course& m_course;
    Evaluation m_evaluation;
};

}  // namespace simulator::estimating
