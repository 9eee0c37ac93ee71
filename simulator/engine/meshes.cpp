// A mesh of services: the proxies at both ends of a call, what passing them takes, and the handshakes of
// their connections.
#include <cmath>

#include "simulator/engine/simulation.h"

namespace simulator {

// Each client replica has a connection to each replica of its callee, and uses them in turn: so many requests
// after a handshake comes the next. Each end counts for itself.
bool Simulation::opensConnection(const MeshPlan& mesh, bool atCaller, Index replica) {
    if (mesh.caller == none || replica == none) return false;
    const ServicePlan& caller = m_plan.services[mesh.caller];
    const ServicePlan& callee = m_plan.services[mesh.callee];
    std::uint32_t& count = atCaller ? m_meshCounters[mesh.firstCaller + replica - caller.firstReplica]
                                    : m_meshCounters[mesh.firstCallee + replica - callee.firstReplica];
    const std::uint32_t connections = atCaller ? callee.replicas : caller.replicas;
    return (count++ / connections) % mesh.perConnection == 0;
}

// Of one message on its way: what the proxies of both ends add, but for what computes at a replica.
std::int64_t Simulation::timeAtProxies(const OneWay& way) {
    const MeshPlan& mesh = m_plan.meshes[m_plan.calls[way.site].mesh];
    std::int64_t time = 0;
    for (const bool atCaller : {true, false}) {
        const MeshPlan::End& end = atCaller ? mesh.atCaller : mesh.atCallee;
        if (end.latency != none) time += draw(end.latency);
        if (end.computes) continue;
        time += end.cpu;
        if (!way.isAnswer && end.handshake > 0 &&
            opensConnection(mesh, atCaller, atCaller ? way.caller : way.callee))
            time += end.handshake;
    }
    return time;
}

// Whether the frame computes now, at the processor of its replica.
bool Simulation::passProxy(Index index, const Instruction& instruction) {
    Frame& frame = m_frames[index];
    const auto passing = static_cast<Passing>(instruction.count);
    const bool atCaller = passing == Passing::RequestOut || passing == Passing::AnswerIn;
    const Index site = atCaller ? instruction.a : frame.role == Role::Request ? frame.site : none;
    const Index at = site == none ? none : m_plan.calls[site].mesh;
    if (at == none) return ++frame.pc, false;
    const MeshPlan& mesh = m_plan.meshes[at];
    const MeshPlan::End& end = atCaller ? mesh.atCaller : mesh.atCallee;
    if (!end.computes) return ++frame.pc, false;
    std::int64_t work = end.cpu;
    const bool isRequest = passing == Passing::RequestOut || passing == Passing::RequestIn;
    if (isRequest && end.handshake > 0 && opensConnection(mesh, atCaller, frame.replica))
        work += end.handshake;
    if (work == 0) return ++frame.pc, false;
    executeWork(index, work);
    return true;
}

}  // namespace simulator
