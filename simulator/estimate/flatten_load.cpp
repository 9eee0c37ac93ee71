#include <algorithm>

#include "simulator/estimate/flatten.h"

namespace simulator::estimating {

Flattening::Done Flattening::load() {
    const std::string place = "/scenarios/" + m_scenario.id.value();
    if (m_scenario.workloads.empty())
        return model::failure(place, "has no workload: there is no load to estimate");
    for (const model::WorkloadId& id : m_scenario.workloads) {
        const model::Workload* found = m_project.workloads.find(id);
        if (!found) return model::failure(place, "the workload `" + id.value() + "` is not in the model");
        if (Done done = workload(*found); !done) return done;
    }
    return true;
}

Flattening::Done Flattening::workload(const model::Workload& workload) {
    const std::string place = "/workloads/" + workload.id.value();
    WorkloadPart part;
    part.id = workload.id.value();
    arrivals(workload, part);
    double sum = 0;
    for (const model::Journey& journey : workload.journeys) sum += std::max(0.0, journey.weight);
    if (!(sum > 0))
        return model::failure(place, "has no journey with a weight: there is no load to estimate");
    if (!(part.closed ? part.users > 0 : part.rate > 0))
        remark(part.id, "has no load that the estimate knows of");
    const auto index = static_cast<Index>(m_network.workloads.size());
    m_network.workloads.push_back(part);
    for (const model::Journey& next : workload.journeys)
        if (Done done = journey(next, index, std::max(0.0, next.weight) / sum); !done) return done;
    return true;
}

void Flattening::pause(const model::Distribution& think) {
    Node& node = m_network.nodes[open(Node::Kind::Delay)];
    node.time = momentsOf(think);
    node.thinks = true;
}

Flattening::Done Flattening::journey(const model::Journey& journey, Index workload, double share) {
    Program program;
    program.id = journey.id.value();
    program.first = static_cast<Index>(m_network.nodes.size());
    program.firstEdge = m_firstEdge = static_cast<Index>(m_network.edges.size());
    JourneyPart part{static_cast<Index>(m_network.programs.size()), workload, share, 0};
    const Owner owner{program.id, nowhere, 0};
    for (std::size_t at = 0; at < journey.steps.size(); ++at) {
        const model::JourneyStep& request = journey.steps[at];
        const bool optional = request.probability < 1;
        const Index choice = optional ? open(Node::Kind::Choice) : nowhere;
        const Index way = optional ? open(Node::Kind::Way) : nowhere;
        if (optional) m_network.nodes[way].probability = std::max(0.0, request.probability);
        if (Done done = call(request.operation, request.policy, owner); !done) return done;
        if (request.think && at + 1 == journey.steps.size())
            part.finalThink = momentsOf(*request.think).mean;
        else if (request.think)
            pause(*request.think);
        if (!optional) continue;
        close(way);
        close(choice);
    }
    program.end = static_cast<Index>(m_network.nodes.size());
    program.endEdge = static_cast<Index>(m_network.edges.size());
    m_network.programs.push_back(program);
    m_network.journeys.push_back(part);
    return true;
}

void Flattening::arrivals(const model::Workload& workload, WorkloadPart& part) {
    std::visit([&](const auto& kind) { arrive(kind, part); }, workload.arrivals);
}

void Flattening::arrive(const model::PoissonArrivals& arrivals, WorkloadPart& part) {
    part.rate = arrivals.rate;
}

void Flattening::arrive(const model::ConstantArrivals& arrivals, WorkloadPart& part) {
    part.rate = arrivals.rate;
    part.arrivalScv = 0;
}

void Flattening::arrive(const model::RampArrivals& arrivals, WorkloadPart& part) {
    varying(profileOf(arrivals, m_length), part);
}

void Flattening::arrive(const model::SpikeArrivals& arrivals, WorkloadPart& part) {
    varying(profileOf(arrivals, m_length), part);
}

void Flattening::arrive(const model::DiurnalArrivals& arrivals, WorkloadPart& part) {
    varying(profileOf(arrivals, m_length), part);
}

void Flattening::arrive(const model::StepArrivals& arrivals, WorkloadPart& part) {
    varying(profileOf(arrivals, m_length), part);
}

void Flattening::arrive(const model::CountedArrivals& arrivals, WorkloadPart& part) {
    varying(profileOf(arrivals, m_length), part);
}

void Flattening::arrive(const model::TraceArrivals& arrivals, WorkloadPart& part) {
    varying(profileOf(arrivals, m_length), part);
    remark(part.id, "recorded moments: only how many there are, and how much the gaps between them differ");
}

void Flattening::arrive(const model::ModulatedArrivals& arrivals, WorkloadPart& part) {
    double peak = 0;
    for (const model::ModulatedState& state : arrivals.states) peak = std::max(peak, state.rate);
    const double mean = meanRate(arrivals);
    part.rate = m_level == LoadLevel::Peak ? peak : mean;
    if (!(peak > mean * (1 + 1e-9))) return;
    m_network.loadVaries = true;
    if (m_level == LoadLevel::Mean) part.modulation = modulationOf(arrivals);
    remark(part.id, m_level == LoadLevel::Peak
                        ? "its load comes in bursts: estimated as if the densest lasted for ever"
                        : "its load comes in bursts: the known error does not hold for waits in them");
}

void Flattening::arrive(const model::ClosedUsers& arrivals, WorkloadPart& part) {
    part.closed = true;
    part.users = std::max(0, arrivals.users);
    if (!arrivals.think) return;
    part.think = momentsOf(*arrivals.think).mean;
}

void Flattening::varying(const LoadProfile& profile, WorkloadPart& part) {
    part.rate = m_level == LoadLevel::Peak ? profile.peak : profile.mean;
    part.arrivalScv = profile.scv;
    const bool varies = profile.peak > profile.mean * (1 + 1e-9);
    if (!varies) return;
    m_network.loadVaries = true;
    remark(part.id, m_level == LoadLevel::Peak
                        ? "its load changes during the run: estimated as if the peak lasted for ever"
                        : "its load changes during the run: estimated at its mean; see the peak too");
}

}  // namespace simulator::estimating
