#include "simulator/estimate/succession.h"

#include <algorithm>
#include <type_traits>
#include <unordered_map>

namespace simulator::estimating {

namespace {

/// Whether two nodes do the same, wherever their programs begin and their edges lie.
bool sameStep(Node left, const Node& right, Index leftFirst, Index rightFirst) {
    left.end = left.end - leftFirst + rightFirst;
    left.edge = right.edge;
    return left == right;
}

/// The same, but for times and probabilities.
bool sameShape(Node left, const Node& right, Index leftFirst, Index rightFirst) {
    left.time = right.time;
    left.probability = right.probability;
    return sameStep(left, right, leftFirst, rightFirst);
}

template <class Part>
bool sameIds(const std::vector<Part>& left, const std::vector<Part>& right) {
    return std::equal(left.begin(), left.end(), right.begin(), right.end(),
                      [](const Part& one, const Part& other) { return sameName(one.id, other.id); });
}

template <class Part>
std::vector<Index> matched(const std::vector<Part>& before, const std::vector<Part>& after) {
    std::unordered_map<std::string_view, Index> known;
    for (const Part& part : before) known.emplace(part.id, static_cast<Index>(known.size()));
    std::vector<Index> result;
    for (const Part& part : after) {
        const auto found = known.find(part.id);
        result.push_back(found == known.end() ? nowhere : found->second);
    }
    return result;
}

/// What was known of each, by the index after.
template <class Value>
std::vector<Value> rearranged(const std::vector<Value>& values, const std::vector<Index>& from) {
    std::vector<Value> result(from.size());
    for (std::size_t at = 0; at < from.size(); ++at)
        if (from[at] != nowhere) result[at] = values[from[at]];
    return result;
}

}  // namespace

Succession::Succession(const Network& before, const Network& after) : m_before(before), m_after(after) {
    m_sameEntities = hasSameEntities();
    if (m_sameEntities)
        compareSteps();
    else
        matchEntities();
    m_keepsWiring = m_keepsWiring && before.upward == after.upward && keepsSources();
    m_scale = scaledLoad();
}

bool Succession::hasSameEntities() const {
    return m_before.operations == m_after.operations && m_before.services == m_after.services &&
           sameIds(m_before.programs, m_after.programs) && sameIds(m_before.stations, m_after.stations) &&
           sameIds(m_before.channels, m_after.channels) && sameIds(m_before.workloads, m_after.workloads) &&
           m_before.patiences.size() == m_after.patiences.size() && hasSameGroups();
}

bool Succession::hasSameGroups() const {
    const auto sameGroup = [](const Group& left, const Group& right) {
        return left.channel == right.channel &&
               std::equal(left.consumers.begin(), left.consumers.end(), right.consumers.begin(),
                          right.consumers.end(), [](const auto& one, const auto& other) {
                              return one.operation == other.operation;
                          });
    };
    return std::equal(m_before.groups.begin(), m_before.groups.end(), m_after.groups.begin(),
                      m_after.groups.end(), sameGroup);
}

void Succession::compareSteps() {
    m_changed.resize(m_after.programs.size());
    m_keepsWiring = m_sameNodes = true;
    for (std::size_t at = 0; at < m_changed.size(); ++at) {
        const Program& old = m_before.programs[at];
        const Program& now = m_after.programs[at];
        if (old.first != now.first || old.end != now.end) m_sameNodes = false;
        if (old.reached != now.reached || old.station != now.station) {
            m_changed[at] = 1;
            m_keepsWiring = false;
        }
        if (now.kept) continue;
        if (old.end - old.first != now.end - now.first) {
            m_changed[at] = 1;
            m_keepsWiring = false;
            continue;
        }
        for (Index step = 0; step < now.end - now.first; ++step) {
            const Node& left = m_before.nodes[old.first + step];
            const Node& right = m_after.nodes[now.first + step];
            if (sameStep(left, right, old.first, now.first)) continue;
            m_changed[at] = 1;
            if (!sameShape(left, right, old.first, now.first)) m_keepsWiring = false;
        }
    }
}

bool Succession::keepsSources() const {
    const auto sameSize = [](const Station& left, const Station& right) {
        return left.capacity() == right.capacity();
    };
    const auto sameUsers = [](const WorkloadPart& left, const WorkloadPart& right) {
        return left.closed == right.closed && left.users == right.users;
    };
    return std::equal(m_before.stations.begin(), m_before.stations.end(), m_after.stations.begin(),
                      sameSize) &&
           std::equal(m_before.workloads.begin(), m_before.workloads.end(), m_after.workloads.begin(),
                      sameUsers) &&
           m_before.patiences == m_after.patiences && m_before.groups == m_after.groups;
}

// The factor between all open loads, where it is the same.
double Succession::scaledLoad() const {
    if (!m_keepsWiring || !m_sameNodes || m_before.workloads.empty() ||
        !(m_before.network == m_after.network) || m_before.stations != m_after.stations ||
        m_before.channels != m_after.channels || m_before.journeys != m_after.journeys ||
        std::find(m_changed.begin(), m_changed.end(), 1) != m_changed.end())
        return 0;
    const double factor = m_after.workloads.front().rate / m_before.workloads.front().rate;
    for (std::size_t at = 0; at < m_after.workloads.size(); ++at) {
        WorkloadPart scaled = m_before.workloads[at];
        const double rate = m_after.workloads[at].rate;
        if (!(rate > 0) || differs(scaled.rate * factor, rate, 1e-7 * rate)) return 0;
        scaled.rate = rate;
        if (scaled.closed || !scaled.modulation.levels.empty() || !(scaled == m_after.workloads[at]))
            return 0;
    }
    return factor;
}

// Where nobody waits all rates follow the load; elsewhere that is where to begin.
void Succession::scale(Course& course) const {
    Solution& solution = course.solution;
    for (Index at = 0; at < m_after.workloads.size(); ++at)
        solution.workloadRates[at] = m_after.workloads[at].rate;
    for (Course::Sent& sent : course.sent) {
        sent.rate *= m_scale;
        sent.admitted *= m_scale;
        sent.weighted *= m_scale;
    }
    for (ProgramState& program : solution.programs) program.rate *= m_scale;
    for (Course::Pressure& pressure : course.pressures) {
        pressure.active *= m_scale;
        pressure.load *= m_scale;
    }
    for (StationState& station : solution.stations) {
        station.rate *= m_scale;
        station.active *= m_scale;
        station.callerLoad *= m_scale;
    }
    for (GroupState& group : solution.groups) group.rate *= m_scale;
    if (!course.queues) return;
    for (const Index program : m_after.upward)
        Course::put(course.programs[program], Course::Rate | Course::Follow);
    for (std::uint8_t& marks : course.stations) Course::put(marks, Course::Gather | Course::Queue);
    for (std::uint8_t& marks : course.groups) Course::put(marks, Course::Gather | Course::Queue);
}

void Succession::matchEntities() {
    m_programs = matched(m_before.programs, m_after.programs);
    m_stations = matched(m_before.stations, m_after.stations);
}

void Succession::carry(Course& course, const Wiring& wiring) const {
    course.solution.workloadRates.resize(m_after.workloads.size(), 0);
    if (m_scale > 0) {
        scale(course);
    } else if (m_sameEntities) {
        markPrograms(course);
        if (!m_sameNodes) rearrange(course);
        markStations(course, wiring);
        markCalls(course);
        markLoad(course);
        markMessages(course);
    } else {
        rearrange(course);
        markAll(course);
    }
    for (Index at = 0; at < m_after.programs.size(); ++at) {
        if (m_after.programs[at].reached) continue;
        course.programs[at] = 0;
        course.solution.programs[at] = {};
    }
}

// Nodes keep what is known of them where their program has as many as before. Most programs have, and follow
// one another as they did: their nodes move together.
std::vector<Succession::Stretch> Succession::keptNodes() const {
    std::vector<Stretch> kept;
    for (Index at = 0; at < m_after.programs.size(); ++at) {
        const Index from = m_programs.empty() ? at : m_programs[at];
        if (from == nowhere) continue;
        const Program& old = m_before.programs[from];
        const Program& now = m_after.programs[at];
        const Index count = now.end - now.first;
        if (old.end - old.first != count) continue;
        if (!kept.empty() && kept.back().from + kept.back().count == old.first &&
            kept.back().to + kept.back().count == now.first)
            kept.back().count += count;
        else
            kept.push_back({old.first, now.first, count});
    }
    std::sort(kept.begin(), kept.end(),
              [](const Stretch& left, const Stretch& right) { return left.to < right.to; });
    return kept;
}

void Succession::rearrange(Course& course) const {
    Solution& solution = course.solution;
    const std::vector<Stretch> kept = keptNodes();
    const auto moveNodes = [&](auto& values) {
        std::remove_reference_t<decltype(values)> moved;
        moved.reserve(m_after.nodes.size());
        for (const Stretch& stretch : kept) {
            moved.resize(stretch.to);
            moved.insert(moved.end(), values.begin() + stretch.from,
                         values.begin() + stretch.from + stretch.count);
        }
        moved.resize(m_after.nodes.size());
        values = std::move(moved);
    };
    moveNodes(solution.flows);
    moveNodes(solution.failures);
    moveNodes(course.sent);
    if (m_programs.empty()) return;
    solution.programs = rearranged(solution.programs, m_programs);
    course.pressures = rearranged(course.pressures, m_programs);
    solution.stations = rearranged(solution.stations, m_stations);
    solution.groups.assign(m_after.groups.size(), {});
}

void Succession::markAll(Course& course) const {
    course.programs.assign(m_after.programs.size(), Course::Evaluate | Course::Rate | Course::Follow);
    std::fill(course.sent.begin(), course.sent.end(), Course::Sent{});
    course.stations.assign(m_after.stations.size(), Course::Gather | Course::Queue);
    course.groups.assign(m_after.groups.size(), Course::Gather | Course::Queue);
    for (Index at = 0; at < m_after.workloads.size(); ++at)
        course.solution.workloadRates[at] = m_after.workloads[at].closed ? 0 : m_after.workloads[at].rate;
}

// What a changed program has sent is forgotten, and sent anew.
void Succession::markPrograms(Course& course) const {
    for (Index at = 0; at < m_changed.size(); ++at) {
        if (!m_changed[at]) continue;
        const Program& old = m_before.programs[at];
        markTargets(course, old);
        for (Index node = old.first; node < old.end; ++node) {
            course.sent[node] = {};
            course.solution.failures[node] = {};
        }
        course.pressures[at] = {};
        Course::put(course.programs[at], Course::Evaluate | Course::Rate | Course::Follow);
        const Index pool = m_after.programs[at].station;
        if (pool != nowhere) Course::put(course.stations[pool], Course::Gather | Course::Queue);
    }
}

void Succession::markTargets(Course& course, const Program& program) const {
    for (Index at = program.first; at < program.end; ++at) {
        const Node& node = m_before.nodes[at];
        if (node.kind == Node::Kind::Call) {
            Course::put(course.programs[node.target], Course::Rate);
            Course::put(course.stations[m_before.programs[node.target].station], Course::Gather);
        } else if (node.queries()) {
            Course::put(course.stations[node.target], Course::Gather);
        } else if (node.kind == Node::Kind::Publish) {
            for (const Index group : m_before.channels[node.target].groups)
                Course::put(course.groups[group], Course::Gather);
        }
    }
}

void Succession::markStations(Course& course, const Wiring& wiring) const {
    for (Index at = 0; at < m_after.stations.size(); ++at) {
        if (m_before.stations[at] == m_after.stations[at]) continue;
        Course::put(course.stations[at], Course::Gather | Course::Queue);
        course.markOperations(m_after, wiring, at, Course::Evaluate | Course::Follow);
        course.markVisitors(m_after, wiring, at, Course::Evaluate | Course::Follow);
    }
}

// Policies, and the network between services.
void Succession::markCalls(Course& course) const {
    const bool sameNetwork = m_before.network == m_after.network;
    if (sameNetwork && m_before.patiences == m_after.patiences) return;
    for (const Index index : m_after.upward) {
        const Program& program = m_after.programs[index];
        for (Index at = program.first; at < program.end; ++at) {
            const Node& node = m_after.nodes[at];
            if (node.kind == Node::Kind::Call &&
                (!sameNetwork || !(m_before.patiences[node.patience] == m_after.patiences[node.patience])))
                Course::put(course.programs[index], Course::Evaluate);
        }
    }
}

void Succession::markLoad(Course& course) const {
    for (Index at = 0; at < m_after.journeys.size(); ++at) {
        const Index workload = m_after.journeys[at].workload;
        const WorkloadPart& facts = m_after.workloads[workload];
        if (!facts.closed) course.solution.workloadRates[workload] = facts.rate;
        if (m_before.journeys[at] == m_after.journeys[at] && m_before.workloads[workload] == facts) continue;
        Course::put(course.programs[m_after.journeys[at].program], Course::Rate | Course::Follow);
    }
}

void Succession::markMessages(Course& course) const {
    for (Index at = 0; at < m_after.groups.size(); ++at) {
        const Index channel = m_after.groups[at].channel;
        if (m_before.groups[at] == m_after.groups[at] &&
            m_before.channels[channel] == m_after.channels[channel])
            continue;
        Course::put(course.groups[at], Course::Gather | Course::Queue);
        course.markConsumers(m_after, at);
    }
}

}  // namespace simulator::estimating
