// What a new version of a model has in common with the one before.
#include <algorithm>

#include "simulator/estimate/flatten.h"

namespace simulator::estimating {

namespace {

/// Whether the time of a step there comes out the same.
bool slowsAlike(const Station& left, const Station& right) {
    return left.slowFactor == right.slowFactor && left.slowExtra == right.slowExtra;
}

bool isCalledAlike(const Program& left, const Program& right) {
    return left.first == right.first && left.end == right.end && left.station == right.station &&
           left.blank == right.blank && sameName(left.id, right.id);
}

bool leadsAlike(const Node& left, const Node& right) {
    return left.kind == right.kind && left.target == right.target;
}

}  // namespace

bool Flattening::keepsAllButLoad() const {
    if (!m_earlier.project) return false;
    const model::Project& before = *m_earlier.project;
    return before.services.sharesAllWith(m_project.services) &&
           before.deployments.sharesAllWith(m_project.deployments) &&
           before.stores.sharesAllWith(m_project.stores) &&
           before.channels.sharesAllWith(m_project.channels) &&
           before.policies.sharesAllWith(m_project.policies) &&
           before.faultPlans.sharesAllWith(m_project.faultPlans) &&
           before.scenarios.sharesAllWith(m_project.scenarios) && before.network == m_project.network;
}

// The load is made last: everything of it lies behind.
void Flattening::takeAllButLoad() {
    const Network& before = *m_earlier.network;
    m_network = before;
    m_network.programs.resize(before.operations);
    if (before.programs.size() > before.operations) {
        const Program& first = before.programs[before.operations];
        m_network.nodes.resize(first.first);
        m_network.edges.resize(first.firstEdge);
    }
    m_network.workloads.clear();
    m_network.journeys.clear();
    m_network.upward.clear();
    m_network.downward.clear();
    m_network.cyclic = m_network.loadVaries = false;
    m_network.remarks.resize(before.remarksBeforeLoad);
    m_operations.reserve(m_network.programs.size());
    for (Program& program : m_network.programs) {
        program.reached = false;
        program.kept = true;
        m_operations.add(program.id, static_cast<Index>(&program - m_network.programs.data()));
    }
    m_operations.sort();
    namePatiences();
}

// Nodes know others by their places: those of operations, stores, channels and policies.
bool Flattening::keepsNames() const {
    if (!m_earlier.project) return false;
    const model::Project& before = *m_earlier.project;
    const Network& network = *m_earlier.network;
    if (!before.stores.sharesAllWith(m_project.stores) ||
        !before.channels.sharesAllWith(m_project.channels) ||
        before.policies.size() != m_project.policies.size() ||
        before.services.size() != m_project.services.size() || network.operations != m_network.operations)
        return false;
    for (std::size_t at = 0; at < m_project.policies.size(); ++at)
        if (before.policies.at(at).id != m_project.policies.at(at).id) return false;
    for (Index at = 0; at < m_network.operations; ++at)
        if (!sameName(network.programs[at].id, m_network.programs[at].id) ||
            network.programs[at].station != m_network.programs[at].station)
            return false;
    return std::equal(m_network.stations.begin(), m_network.stations.end(), network.stations.begin(),
                      network.stations.end(), slowsAlike);
}

void Flattening::copy(Program& program, const Program& old) {
    const Network& before = *m_earlier.network;
    program.first = static_cast<Index>(m_network.nodes.size());
    program.firstEdge = static_cast<Index>(m_network.edges.size());
    m_network.nodes.insert(m_network.nodes.end(), &before.nodes[0] + old.first, &before.nodes[0] + old.end);
    m_network.edges.insert(m_network.edges.end(), &before.edges[0] + old.firstEdge,
                           &before.edges[0] + old.endEdge);
    program.end = static_cast<Index>(m_network.nodes.size());
    program.endEdge = static_cast<Index>(m_network.edges.size());
    program.leftOut = old.leftOut;
    program.kept = true;
    if (program.first == old.first && program.firstEdge == old.firstEdge) return;
    for (Index at = program.first; at < program.end; ++at) {
        Node& node = m_network.nodes[at];
        node.end = node.end - old.first + program.first;
        if (node.edge != nowhere) node.edge = node.edge - old.firstEdge + program.firstEdge;
    }
}

bool Flattening::keepsCalls() const {
    if (!m_earlier.network) return false;
    const Network& before = *m_earlier.network;
    return before.services == m_network.services && before.operations == m_network.operations &&
           before.groups == m_network.groups && before.journeys == m_network.journeys &&
           before.channels == m_network.channels &&
           std::equal(before.programs.begin(), before.programs.end(), m_network.programs.begin(),
                      m_network.programs.end(), isCalledAlike) &&
           std::all_of(m_network.programs.begin(), m_network.programs.end(),
                       [this](const Program& program) { return program.kept || leadsAsBefore(program); });
}

// Its nodes lie where they lay.
bool Flattening::leadsAsBefore(const Program& program) const {
    const auto& before = m_earlier.network->nodes;
    return std::equal(before.begin() + program.first, before.begin() + program.end,
                      m_network.nodes.begin() + program.first, leadsAlike);
}

Flattening::Done Flattening::order() {
    if (!keepsCalls()) return orderPrograms(m_network);
    const Network& before = *m_earlier.network;
    m_network.upward = before.upward;
    m_network.downward = before.downward;
    m_network.cyclic = before.cyclic;
    for (const Index at : m_network.downward) m_network.programs[at].reached = true;
    return true;
}

}  // namespace simulator::estimating
