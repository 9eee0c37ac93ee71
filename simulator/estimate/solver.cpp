#include <algorithm>
#include <cmath>
#include <utility>

#include "simulator/estimate/evaluation.h"
#include "simulator/estimate/product_form.h"
#include "simulator/estimate/sources.h"

namespace simulator::estimating {

namespace {

constexpr double tolerance = 1e-6;
constexpr double mostScv = 20;
constexpr double hardlyStable = 0.9995;
constexpr double forEver = 1e6;  // [s]
constexpr int mostIterations = 400;
constexpr std::size_t mostSteps = 1'000'000;

class Solver {
public:
    explicit Solver(const Network& network) : m_network(network), m_evaluation(network, m_solution) {
        m_solution.flows.resize(network.nodes.size());
        m_solution.programs.resize(network.programs.size());
        m_solution.stations.resize(network.stations.size());
        m_solution.groups.resize(network.groups.size());
        for (const WorkloadPart& workload : network.workloads)
            m_solution.workloadRates.push_back(workload.closed ? 0 : workload.rate);
        m_hold.resize(network.stations.size());
        m_streams.resize(network.stations.size());
        m_followed.resize(network.programs.size());
        m_late.resize(network.programs.size());
        m_carried.resize(network.programs.size());
        m_visitTimes.resize(network.stations.size());
        m_firstProgram.assign(network.services + 1, 0);
        for (Index at = 0; at < network.operations; ++at) ++m_firstProgram[network.programs[at].station + 1];
        for (Index at = 0; at < network.services; ++at) m_firstProgram[at + 1] += m_firstProgram[at];
        m_closed = std::any_of(network.workloads.begin(), network.workloads.end(),
                               [](const WorkloadPart& workload) { return workload.closed; });
    }

    Solution solve(const Solution* earlier) {
        boundSources(m_network, m_solution);
        ideal();
        if (m_closed && solveProductForm(m_network, m_solution)) {
            adoptProductForm();
            return std::move(m_solution);
        }
        if (earlier) goOnFrom(*earlier);
        iterate();
        return std::move(m_solution);
    }

private:
    /// What comes to a station in one pass: for the superposition of streams.
    struct Stream {
        double rate = 0, weighted = 0, squares = 0, siblings = 0;
        double active = 0, callers = 0, callerLoads = 0, strongest = 0;
    };

    // Nobody waits: what everybody would need, which also shows where the first bottleneck is.
    void ideal() {
        for (const Index program : m_network.upward) m_evaluation.evaluate(program);
        settleRates();
        holds();
        for (Index at = 0; at < m_network.stations.size(); ++at)
            m_solution.stations[at].openLoad = m_solution.stations[at].idealLoad = loadOf(at);
        if (m_closed) {
            closedRates();
            settleRates();
            holds();
            for (Index at = 0; at < m_network.stations.size(); ++at)
                m_solution.stations[at].idealLoad = loadOf(at);
        }
        rates();  // Now that the variability of the streams is known
        m_evaluation.takeChanged();
        const auto busiest = std::max_element(m_solution.stations.begin(), m_solution.stations.end(),
                                              [](const StationState& left, const StationState& right) {
                                                  return left.idealLoad < right.idealLoad;
                                              });
        if (busiest != m_solution.stations.end() && busiest->idealLoad > 0)
            m_solution.bottleneck = static_cast<Index>(busiest - m_solution.stations.begin());
    }

    void settleRates() {
        constexpr int most = 100;
        for (int pass = 0; pass < most; ++pass) {
            m_change = 0;
            rates();
            if (!m_network.cyclic || m_change < tolerance) return;
        }
    }

    // How full the callers are: a pool that is never too small hands on what presses on it.
    double pressureOf(Index at) const {
        const StationState& state = m_solution.stations[at];
        const bool wide = state.sources <= m_network.stations[at].servers;
        return wide ? std::max(loadOf(at), state.callerLoad) : loadOf(at);
    }

    // Only from a calm state, so that the answer does not depend on the way to it.
    void goOnFrom(const Solution& earlier) {
        const auto calm = [](const StationState& state) {
            return state.queue.stable && state.passes > 1 - 1e-9;
        };
        if (earlier.stations.size() != m_solution.stations.size() || !earlier.converged ||
            !std::all_of(earlier.stations.begin(), earlier.stations.end(), calm))
            return;
        for (Index at = 0; at < m_network.stations.size(); ++at) {
            if (earlier.stations[at].idealLoad > 0.9) return;
            StationState& state = m_solution.stations[at];
            state.queue.wait = earlier.stations[at].queue.wait;
            state.queue.blocked = earlier.stations[at].queue.blocked;
            state.siblings = earlier.stations[at].siblings;
        }
    }

    double loadOf(Index at) const {
        const StationState& state = m_solution.stations[at];
        return state.rate * state.hold.mean / m_network.stations[at].capacity();
    }

    void iterate() {
        const std::size_t allowed = mostSteps / (m_network.nodes.size() + m_network.programs.size() + 1);
        const int most = static_cast<int>(std::clamp<std::size_t>(allowed, 40, mostIterations));
        double before = forEver;
        for (m_solution.iterations = 1;; ++m_solution.iterations) {
            m_change = 0;
            upward();
            const bool changed = m_evaluation.takeChanged();
            const bool settled =
                !changed && !m_closed && !m_network.cyclic && !m_capped && !m_siblings && !m_callersMatter;
            if (settled && m_solution.iterations == 1) return;
            if (m_closed) closedRates();
            rates();
            if (m_change < tolerance * m_share) return;
            if (m_solution.iterations == most) break;
            m_share = m_change > 0.9 * before ? std::max(0.02, 0.7 * m_share) : std::min(1.0, 1.1 * m_share);
            before = m_change;
        }
        m_solution.converged = false;
    }

    // Times, from callees to callers; a pool's queue is solved when all of its operations are.
    void upward() {
        for (Index at = m_network.services; at < m_network.stations.size(); ++at)
            station(at, m_hold[at].moments());
        Index pool = nowhere;
        for (const Index program : m_network.upward) {
            const Index next = m_network.programs[program].station;
            if (next != pool && pool != nowhere) servicePool(pool);
            pool = next;
            m_evaluation.evaluate(program);
        }
        if (pool != nowhere) servicePool(pool);
        for (Index at = 0; at < m_network.groups.size(); ++at) group(at);
    }

    void servicePool(Index at) {
        double spill = 0;
        const Moments hold = poolHold(at, spill);
        station(at, hold, spill);
    }

    Moments poolHold(Index at, double& spill) const {
        Mixture mixture;
        for (Index program = m_firstProgram[at]; program < m_firstProgram[at + 1]; ++program) {
            const ProgramState& state = m_solution.programs[program];
            if (!(state.rate > 0)) continue;
            mixture.add(state.rate, state.hold);
            spill += state.rate * state.spill;
        }
        if (mixture.weight() > 0) spill /= mixture.weight();
        return mixture.moments();
    }

    void station(Index at, const Moments& hold, double spill = 0) {
        const Station& facts = m_network.stations[at];
        StationState& state = m_solution.stations[at];
        if (facts.down) return;
        QueueLoad load;
        load.rate = state.rate / facts.replicas;
        load.service = hold;
        // Round robin: each replica gets every n-th of a stream.
        load.arrivalScv = state.arrivalScv / facts.replicas;
        load.servers = facts.servers;
        load.places = facts.places;
        load.sources = state.sources;
        if (load.bounded() && !state.closedSources && state.callers > 0)
            load.sources = std::min(load.sources, std::max(1.0, std::round(state.callers)));
        load.closedSources = state.closedSources;
        load.active = state.active;
        load.callerLoad = state.callerLoad;
        load.pastWait = state.queue.wait.mean;
        QueueState next = solveQueue(load);
        if (next.stable && state.siblings > 1e-6)
            next.wait += Moments::gamma(siblingWait(load, state.siblings / facts.replicas), 1);
        if (!next.stable && m_closed && state.openLoad < hardlyStable) {
            load.rate = hardlyStable * load.servers / hold.mean;
            next = solveQueue(load);
        }
        if (state.sources <= load.servers) next.spill = std::exchange(spill, 0);
        const double outside = spill * 0.5 * (load.arrivalScv + hold.scv());
        if (next.stable && outside > next.wait.mean) next.wait = Moments::gamma(outside, 1);
        state.hold = hold;
        adopt(state.queue, next, state.passes, load.offered() / load.servers, hold.mean);
    }

    // Takes over a new state, half of it where rates and times feed back.
    void adopt(QueueState& queue, const QueueState& next, double& passes, double offered, double hold) {
        const double old = queue.wait.mean;
        const double share = m_solution.iterations > 1 ? m_share : 1;
        const double blocked = queue.blocked + share * (next.blocked - queue.blocked);
        const double wished = next.stable ? 1 : std::min(1.0, 1 / offered);
        passes += share * (wished - passes);
        if (!next.stable || passes < 1 - 1e-9) m_capped = true;
        const Moments wait = next.stable ? next.wait : Moments::constant(forEver);
        const double mean = next.stable && queue.stable ? old + share * (wait.mean - old) : wait.mean;
        m_change = std::max({m_change, std::abs(wait.mean - old) / (hold + old + 1e-12),
                             std::abs(next.blocked - queue.blocked), std::abs(wished - passes)});
        queue = next;
        queue.blocked = blocked;
        queue.wait = wait.mean > 0 ? wait.scaled(mean / wait.mean) : Moments::constant(mean);
    }

    void group(Index at) {
        const Group& facts = m_network.groups[at];
        GroupState& state = m_solution.groups[at];
        if (!(state.rate > 0)) return;
        Mixture handling;
        double fails = 0;
        for (const Group::Consumer& consumer : facts.consumers) {
            const ProgramState& program = m_solution.programs[consumer.operation];
            const StationState& pool = m_solution.stations[m_network.programs[consumer.operation].station];
            handling.add(consumer.share, pool.queue.wait + program.hold);
            fails += consumer.share * program.fails;
        }
        state.handling = handling.moments();
        const int most = m_network.channels[facts.channel].deliveries;
        const double deliveries =
            most > 1 && fails > 0 ? (1 - std::pow(fails, most)) / std::max(1e-12, 1 - fails) : 1;
        m_change = std::max(m_change, std::abs(deliveries - state.deliveries));
        state.deliveries = std::min<double>(deliveries, most);
        QueueLoad load;
        load.rate = state.rate * state.deliveries;
        load.service = state.handling;
        load.servers = std::max(1, static_cast<int>(facts.capacity));
        const QueueState next = solveQueue(load);
        const double share = m_solution.iterations > 1 ? m_share : 1;
        const double wished = next.stable ? 1 : std::min(1.0, load.servers / load.offered());
        m_change = std::max(m_change, std::abs(wished - state.passes));
        state.passes += share * (wished - state.passes);
        if (state.passes < 1 - 1e-9) m_capped = true;
        state.queue = next;
        if (!next.stable) state.queue.wait = Moments::constant(forEver);
    }

    // Users begin anew when their journey and their pause are over.
    void closedRates() {
        for (Index at = 0; at < m_network.workloads.size(); ++at) {
            const WorkloadPart& workload = m_network.workloads[at];
            if (!workload.closed) continue;
            double round = workload.think;
            for (const JourneyPart& journey : m_network.journeys) {
                if (journey.workload != at) continue;
                const ProgramState& state = m_solution.programs[journey.program];
                round += journey.share * (state.hold.mean + journey.finalThink);
            }
            const double rate = workload.users / std::max(round, 1e-9);
            m_change = std::max(m_change, std::abs(rate - m_solution.workloadRates[at]) / rate);
            m_solution.workloadRates[at] = rate;
        }
    }

    // Rates and the variability of the streams, from callers to callees.
    void rates() {
        for (ProgramState& state : m_solution.programs) state.rate = 0;
        for (GroupState& state : m_solution.groups) state.rate = 0;
        std::fill(m_streams.begin(), m_streams.end(), Stream{});
        std::fill(m_hold.begin(), m_hold.end(), Mixture{});
        for (const JourneyPart& journey : m_network.journeys)
            m_solution.programs[journey.program].rate =
                m_solution.workloadRates[journey.workload] * journey.share;
        // What comes late, in circles of messages, counts in the next pass.
        std::swap(m_late, m_carried);
        std::fill(m_late.begin(), m_late.end(), 0.0);
        std::fill(m_followed.begin(), m_followed.end(), char{0});
        for (const Index program : m_network.downward) {
            m_solution.programs[program].rate += m_carried[program];
            m_followed[program] = 1;
            flows(program);
        }
        for (const Index program : m_network.downward)
            if (m_late[program] > 0)
                m_change =
                    std::max(m_change, std::abs(m_late[program] - m_carried[program]) / m_late[program]);
        for (Index at = 0; at < m_network.stations.size(); ++at) finish(at);
    }

    void flows(Index index) {
        const Program& program = m_network.programs[index];
        const ProgramState& state = m_solution.programs[index];
        double executions = state.rate;
        double scv = 1;
        double departures = state.rate;
        if (program.station == nowhere) {
            scv = journeyScv(index);
        } else {
            const StationState& pool = m_solution.stations[program.station];
            const Station& facts = m_network.stations[program.station];
            executions *= facts.down ? 0 : (1 - facts.errorRate) * (1 - pool.queue.blocked) * pool.passes;
            departures = pool.rate;
            scv = startScv(pool, loadOf(program.station));
        }
        findOwnVisits(program, state.hold.mean);
        m_caller = program.station;
        m_callerLoad = m_caller == nowhere ? 0 : pressureOf(m_caller);
        m_callers =
            std::min(executions * state.hold.mean,
                     m_caller == nowhere ? QueueLoad::unbounded : m_network.stations[m_caller].capacity());
        for (Index at = program.first; at < program.end; ++at) {
            const Node& node = m_network.nodes[at];
            const NodeFlow& flow = m_solution.flows[at];
            const double rate = executions * flow.weight * flow.attempts;
            if (node.kind == Node::Kind::Delay) {
                scv = delayedScv(scv, departures, node.time);
            } else if (node.kind == Node::Kind::Call) {
                const Index callee = m_network.programs[node.target].station;
                arriveAt(node.target, rate, scv, departures);
                meet(callee, rate, flow);
                scv = departureScv(scv, loadOf(callee), m_solution.stations[callee].hold, callee);
            } else if (node.kind == Node::Kind::Query ||
                       (node.kind == Node::Kind::Lookup && node.target != nowhere)) {
                queryAt(node, rate, scv, departures);
                meet(node.target, rate, flow);
                scv = departureScv(scv, loadOf(node.target), node.time, node.target);
            } else if (node.kind == Node::Kind::Publish) {
                publish(m_network.channels[node.target], rate);
            }
        }
    }

    // Where the program has siblings, they may be where it goes.
    void findOwnVisits(const Program& program, double hold) {
        for (const Index station : m_visited) m_visitTimes[station] = 0;
        m_visited.clear();
        if (program.station == nowhere || !(hold > 0)) return;
        const double siblings = m_solution.stations[program.station].siblings;
        if (!(siblings > 1e-9)) return;
        for (Index at = program.first; at < program.end; ++at) {
            const Node& node = m_network.nodes[at];
            if (node.target == nowhere || node.kind == Node::Kind::Publish) continue;
            const bool isCall = node.kind == Node::Kind::Call;
            const Index station = isCall ? m_network.programs[node.target].station : node.target;
            const double time = m_solution.stations[station].queue.wait.mean +
                                (isCall ? m_solution.programs[node.target].hold.mean : node.time.mean);
            m_visited.push_back(station);
            m_visitTimes[station] += siblings * m_solution.flows[at].weight * time / hold;
        }
    }

    void meet(Index station, double rate, const NodeFlow& flow) {
        Stream& stream = m_streams[station];
        stream.callerLoads += rate * m_callerLoad;
        // Callers count by how much they send: the strongest with all of its workers.
        stream.active += rate * m_callers;
        stream.callers += rate * (m_caller == nowhere ? 0 : m_network.stations[m_caller].capacity());
        stream.strongest = std::max(stream.strongest, rate);
        stream.siblings += rate * (flow.siblings + m_visitTimes[station]);
    }

    // Journeys follow the operations, in the order of their parts.
    double journeyScv(Index program) const {
        const JourneyPart& journey = m_network.journeys[program - m_network.operations];
        return journey.share * m_network.workloads[journey.workload].arrivalScv + 1 - journey.share;
    }

    // What a pool begins: its queue hides how irregular the arrivals were, the more so the fuller it is.
    static double startScv(const StationState& pool, double load) {
        const double full = std::min(1.0, load);
        return 1 + (1 - full * full) * (pool.arrivalScv - 1);
    }

    // Whitt 1983 (QNA), eq. 39.
    double departureScv(double scv, double load, const Moments& service, Index station) const {
        const double full = std::min(1.0, load);
        return 1 + (1 - full * full) * (scv - 1) +
               full * full / std::sqrt(m_network.stations[station].capacity()) *
                   (std::max(0.2, service.scv()) - 1);
    }

    // Delays that spread over many arrivals leave a Poisson stream.
    static double delayedScv(double scv, double rate, const Moments& delay) {
        return 1 + (scv - 1) / (1 + 4 * rate * rate * delay.variance);
    }

    void arriveAt(Index operation, double rate, double scv, double departures) {
        (m_followed[operation] ? m_late[operation] : m_solution.programs[operation].rate) += rate;
        const Index station = m_network.programs[operation].station;
        join(station, rate * (1 - m_network.stations[station].errorRate), scv, departures);
    }

    void queryAt(const Node& node, double rate, double scv, double departures) {
        const double admitted = rate * (1 - m_network.stations[node.target].errorRate);
        m_hold[node.target].add(admitted, node.time);
        join(node.target, admitted, scv, departures);
    }

    // A stream that is a random part of a renewal stream.
    void join(Index station, double rate, double scv, double departures) {
        if (!(rate > 0)) return;
        const double share = departures > 0 ? std::min(1.0, rate / departures) : 1;
        Stream& stream = m_streams[station];
        stream.rate += rate;
        stream.weighted += rate * (share * scv + 1 - share);
        stream.squares += rate * rate;
    }

    void publish(const ChannelPart& channel, double rate) {
        for (const Index at : channel.groups) {
            GroupState& state = m_solution.groups[at];
            state.rate += rate;
            for (const Group::Consumer& consumer : m_network.groups[at].consumers)
                arriveAt(consumer.operation, rate * state.deliveries * state.passes * consumer.share, 1, 0);
        }
    }

    // The superposition of streams: Whitt 1983 (QNA), eq. 29 and 33.
    void finish(Index at) {
        const Stream& stream = m_streams[at];
        StationState& state = m_solution.stations[at];
        state.rate = stream.rate;
        if (!(stream.rate > 0)) return;
        const double siblings = stream.siblings / stream.rate;
        if (siblings > 1e-6) {
            m_siblings = true;
            m_change = std::max(m_change, std::abs(siblings - state.siblings) / (1 + siblings));
        }
        state.siblings = siblings;
        state.active = stream.active / stream.strongest;
        state.callers = stream.callers / stream.strongest;
        state.callerLoad = stream.callerLoads / stream.rate;
        if (state.sources < QueueLoad::unbounded && state.callerLoad > 0.2) m_callersMatter = true;
        const double load = std::min(1.0, loadOf(at));
        const double streams = stream.rate * stream.rate / stream.squares;
        const double weight = 1 / (1 + 4 * (1 - load) * (1 - load) * (streams - 1));
        const double scv = weight * stream.weighted / stream.rate + 1 - weight;
        state.arrivalScv = m_closed ? 1 : std::clamp(scv, 0.0, mostScv);
    }

    void holds() {
        for (Index at = 0; at < m_network.stations.size(); ++at) {
            double spill = 0;
            m_solution.stations[at].hold =
                at < m_network.services ? poolHold(at, spill) : m_hold[at].moments();
        }
    }

    // The waits are known exactly: one more time upwards with them.
    void adoptProductForm() {
        m_solution.exact = true;
        rates();
        for (const Index program : m_network.upward) m_evaluation.evaluate(program);
        holds();
        for (Index at = 0; at < m_network.stations.size(); ++at) {
            m_solution.stations[at].queue.utilisation = std::min(1.0, loadOf(at));
        }
        if (m_network.workloads.size() > 1) refineJourneys();
    }

    // Users of different workloads do not see the same queues: each workload's journeys with its own waits.
    void refineJourneys() {
        const std::vector<StationState> stations = m_solution.stations;
        std::vector<ProgramState> programs = m_solution.programs;
        for (Index workload = 0; workload < m_network.workloads.size(); ++workload) {
            for (Index at = 0; at < stations.size(); ++at) {
                Moments& wait = m_solution.stations[at].queue.wait;
                wait = stations[at].queue.wait;
                const double own = m_solution.classWaits[workload][at];
                wait = wait.mean > 0 ? wait.scaled(own / wait.mean) : Moments::constant(own);
            }
            for (const Index program : m_network.upward) m_evaluation.evaluate(program);
            for (const JourneyPart& journey : m_network.journeys)
                if (journey.workload == workload)
                    programs[journey.program] = m_solution.programs[journey.program];
        }
        m_solution.stations = stations;
        m_solution.programs = std::move(programs);
    }

    const Network& m_network;
    Solution m_solution;
    Evaluation m_evaluation;
    std::vector<Index> m_firstProgram;  ///< Of each service
    std::vector<Mixture> m_hold;        ///< Of stores
    std::vector<Stream> m_streams;
    bool m_closed = false;
    bool m_capped = false;
    bool m_callersMatter = false;  ///< Somewhere callers are so busy that they slow down what they send
    Index m_caller = nowhere;      ///< The pool whose flows are followed, with its utilisation
    double m_callerLoad = 0;
    double m_callers = 0;              ///< Busy workers with the program that is followed
    std::vector<char> m_followed;      ///< Programs whose flows have been followed in this pass
    std::vector<double> m_late;        ///< Rates that came after that
    std::vector<double> m_carried;     ///< The same of the pass before
    bool m_siblings = false;           ///< Somewhere branches of one request meet
    std::vector<double> m_visitTimes;  ///< By station, of the program whose flows are followed
    std::vector<Index> m_visited;
    double m_change = 0;
    double m_share = 1;  ///< Of a change that is adopted; less where it swings
};

}  // namespace

Solution solve(const Network& network, const Solution* earlier) {
    return Solver(network).solve(earlier);
}

}  // namespace simulator::estimating
