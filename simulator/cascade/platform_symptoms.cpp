// What the chronicle tells of circuit breakers, outlier detection, containers and autoscalers.
#include "simulator/cascade/platform_symptoms.h"

#include <fmt/format.h>

#include <cmath>
#include <map>
#include <set>

#include "simulator/cascade/words.h"

namespace simulator {

namespace {

constexpr std::size_t mostListed = 6;   ///< Moments or steps in a sentence
constexpr double longestBackoff = 300;  ///< Between two starts of a container that crashes [s]

std::string timesText(const std::vector<double>& times, const char* noun) {
    if (times.size() > mostListed) return countText(static_cast<double>(times.size()), noun);
    std::vector<std::string> moments;
    for (const double time : times) moments.push_back(momentText(time));
    return "at " + listText(moments);
}

/// One client's outlier detection for one service, in all replicas of the client.
struct Ejections {
    std::size_t event = 0;
    std::set<std::pair<int, int>> out;  ///< Replica of the client, of the service
    std::set<int> everOut;              ///< Replicas of the service
    std::vector<double> ejected, returned;
    std::string reason;
    int all = 0;
};

class EjectionFinder {
public:
    explicit EjectionFinder(std::vector<CascadeEvent>& events) : m_events(events) {}

    void add(const OutlierChange& change) {
        const std::string key = change.client + '\n' + change.service;
        if (change.kind == "ejected") return eject(change, key);
        if (change.kind == "panic_began") return panic(change, key);
        if (change.kind == "panic_ended") return calmDown(change, key);
        const auto known = m_known.find(key);
        if (known == m_known.end()) return;
        known->second.returned.push_back(change.at);
        known->second.out.erase({change.clientAt, change.replica});
        if (known->second.out.empty()) m_events[known->second.event].to = change.at;
    }

    void finish() {
        for (const auto& [key, known] : m_known) {
            CascadeEvent& event = m_events[known.event];
            event.amount = static_cast<double>(known.ejected.size());
            event.clause = fmt::format("outlier detection of {} took {} of the {} replicas of {} out",
                                       clientOf(event), known.everOut.size(), known.all, event.entity);
            event.detail =
                " The reason was " + known.reason + ". Taken out " + timesText(known.ejected, "time");
            if (!known.returned.empty())
                event.detail += "; let in again " + timesText(known.returned, "time");
            event.detail += '.';
            event.evidence = {{"chronicle",
                               event.entity,
                               "ejections by " + clientOf(event),
                               "",
                               event.from,
                               known.ejected.back(),
                               event.amount,
                               {}}};
        }
    }

private:
    static std::string clientOf(const CascadeEvent& event) {
        return event.caller.empty() ? "users" : event.caller;
    }

    void eject(const OutlierChange& change, const std::string& key) {
        const auto [known, isNew] = m_known.try_emplace(key);
        if (isNew) {
            known->second.event = m_events.size();
            known->second.reason = change.reason;
            m_events.push_back(begun(change, Mechanism::Ejected));
        }
        known->second.ejected.push_back(change.at);
        known->second.out.emplace(change.clientAt, change.replica);
        known->second.everOut.insert(change.replica);
        known->second.all = change.all;
        m_events[known->second.event].to.reset();
    }

    static CascadeEvent begun(const OutlierChange& change, Mechanism mechanism) {
        CascadeEvent event;
        event.from = change.at;
        event.mechanism = mechanism;
        event.entity = change.service;
        event.caller = change.client;
        return event;
    }

    // All replicas of a client together, from the first that does to the last.
    void panic(const OutlierChange& change, const std::string& key) {
        if (m_panics[key]++ > 0) return;
        const auto known = m_panicking.find(key);
        if (known != m_panicking.end() && change.at - *m_events[known->second].to <= mergedGap)
            return m_events[known->second].to.reset();
        CascadeEvent event = begun(change, Mechanism::Panic);
        event.amount = change.left;
        event.clause = fmt::format("the balancer of {} for {} panicked", clientOf(event), change.service);
        event.detail =
            fmt::format(" With {} of {} replicas left it sent to all of them again, broken or not.",
                        change.left, change.all);
        event.evidence = {{"chronicle", change.service, "replicas left to " + clientOf(event), "", change.at,
                           change.at, static_cast<double>(change.left), static_cast<double>(change.all)}};
        m_panicking[key] = m_events.size();
        m_events.push_back(event);
    }

    void calmDown(const OutlierChange& change, const std::string& key) {
        if (m_panics[key] > 0 && --m_panics[key] == 0) m_events[m_panicking[key]].to = change.at;
    }

    std::vector<CascadeEvent>& m_events;
    std::map<std::string, Ejections> m_known;
    std::map<std::string, int> m_panics;
    std::map<std::string, std::size_t> m_panicking;
};

/// The decisions of one autoscaler from the first trigger on.
class Decisions {
public:
    Decisions(std::vector<ScalingStep> steps, double usual) : m_steps(std::move(steps)), m_usual(usual) {}

    CascadeEvent event() const {
        CascadeEvent event;
        event.from = m_steps.front().at;
        event.mechanism = Mechanism::Scaling;
        event.entity = m_steps.front().service;
        event.usual = m_usual;
        for (const ScalingStep& step : m_steps) event.amount = std::max(event.amount, double(step.to));
        if (m_steps.back().to <= std::max(m_usual, needed())) event.to = m_steps.back().at;
        if (const ScalingStep* worst = misled()) event.share = worst->startingMilli / worst->usedMilli;
        event.clause = fmt::format("the autoscaler of {} wanted up to {:.0f} replicas instead of {:.0f}",
                                   event.entity, event.amount, m_usual);
        event.detail = stepsText() + reasonText(event.amount) + endText(event);
        for (const ScalingStep& step : m_steps)
            event.evidence.push_back({"chronicle",
                                      event.entity,
                                      fmt::format("replicas wanted, {} before", step.from),
                                      "",
                                      step.at,
                                      step.at,
                                      double(step.to),
                                      {}});
        return event;
    }

private:
    // What the CPU in use asks for without that of starting up.
    static double neededBy(const ScalingStep& step) {
        if (!(step.requestMilli > 0) || !(step.targetPercent > 0)) return 0;
        return std::ceil(
            (step.usedMilli - step.startingMilli) / (step.requestMilli * step.targetPercent / 100) - 0.05);
    }
    double needed() const {
        double most = 0;
        for (const ScalingStep& step : m_steps)
            if (step.to > step.from && step.counted > 0) most = std::max(most, neededBy(step));
        return most;
    }

    // The rise that starting pods had the largest part in, where they had any to speak of.
    const ScalingStep* misled() const {
        const ScalingStep* worst = nullptr;
        for (const ScalingStep& step : m_steps) {
            const bool counts = step.to > step.from && step.to > neededBy(step) && step.usedMilli > 0 &&
                                step.startingMilli > 0.1 * step.usedMilli;
            if (counts &&
                (!worst || step.startingMilli / step.usedMilli > worst->startingMilli / worst->usedMilli))
                worst = &step;
        }
        return worst;
    }

    static double percentOf(const ScalingStep& step) {
        return step.usedMilli / (step.requestMilli * std::max(step.counted, 1));
    }

    std::string stepsText() const {
        std::vector<std::string> words;
        for (const ScalingStep& step : m_steps) {
            if (words.size() == mostListed) break;
            std::string text = fmt::format("to {} at {}", step.to, momentText(step.at));
            if (step.requestMilli > 0 && step.counted > 0 && step.to > step.from)
                text += fmt::format(" (CPU at {:.0f} % of the request)", 100 * percentOf(step));
            words.push_back(text);
        }
        const bool isAll = words.size() == m_steps.size();
        std::string text = fmt::format(" It went from {} ", m_steps.front().from) + listText(words);
        if (!isAll)
            text += fmt::format(", and changed its mind {} times more", m_steps.size() - words.size());
        if (m_steps.front().targetPercent > 0)
            text += fmt::format("; its target is {:.0f} %", m_steps.front().targetPercent);
        return text + '.';
    }

    std::string reasonText(double most) const {
        const double load = needed();
        if (const ScalingStep* worst = misled())
            return fmt::format(
                " It counted the CPU of pods that were still starting: {:.0f} % of what it saw at {}. For "
                "the "
                "load alone {} would have been enough.",
                100 * worst->startingMilli / worst->usedMilli, momentText(worst->at),
                countText(load, "replica"));
        if (load > 0 && most <= load) return " That is what the load needs.";
        return {};
    }

    std::string endText(const CascadeEvent& event) const {
        if (!event.to || m_steps.size() <= mostListed) return {};
        return fmt::format(" It was back at {} at {}.", m_steps.back().to, momentText(*event.to));
    }

    std::vector<ScalingStep> m_steps;
    double m_usual;
};

const char* reasonOf(const std::string& kind) {
    if (kind == "probe_failed") return "their probes failed";
    if (kind == "out_of_memory") return "they ran out of memory";
    if (kind == "died_starting") return "they died while they started";
    return "";
}

CascadeEvent restartOf(const PlatformChange& change) {
    CascadeEvent event;
    const std::string why = reasonOf(change.kind);
    event.from = change.at;
    event.mechanism = why.empty() ? Mechanism::Unready : Mechanism::Restarts;
    event.entity = change.service;
    event.clause =
        "replicas of " + change.service + (why.empty() ? " were out of service" : " were started anew");
    event.detail = why.empty() ? " Their readiness probes failed." : " The reason: " + why + ".";
    return event;
}

}  // namespace

void findBreakers(const RunResult& result, std::vector<CascadeEvent>& events) {
    std::map<std::string, std::size_t> open;
    std::map<std::string, int> opened;
    for (const BreakerChange& change : result.chronicle.breakers) {
        const std::string key = change.client + '\n' + change.service + '\n' + change.policy;
        if (change.to == "open" && change.from == "closed" && opened[key]++ == 0) {
            const auto known = open.find(key);
            if (known != open.end() && change.at - *events[known->second].to <= mergedGap) {
                events[known->second].to.reset();
            } else {
                CascadeEvent event;
                event.from = change.at;
                event.mechanism = Mechanism::BreakerOpen;
                event.entity = change.service;
                event.caller = change.client;
                event.detail = " The reason: " + change.reason + ". Calls failed at once from then on.";
                event.evidence = {{"chronicle",
                                   change.service,
                                   "breaker of " + (change.client.empty() ? "users" : change.client),
                                   "",
                                   change.at,
                                   change.at,
                                   1,
                                   {}}};
                open[key] = events.size();
                events.push_back(event);
            }
        }
        if (change.to == "closed" && opened[key] > 0 && --opened[key] == 0) events[open[key]].to = change.at;
    }
}

void findRestarts(const RunResult& result, std::vector<CascadeEvent>& events) {
    std::map<std::string, std::size_t> open;
    for (const PlatformChange& change : result.chronicle.platform) {
        if (*reasonOf(change.kind) == 0 && change.kind != "unready") continue;
        const auto [known, isNew] = open.try_emplace(change.service + '\n' + change.kind, events.size());
        if (isNew || change.at - *events[known->second].to > longestBackoff + mergedGap) {
            known->second = events.size();
            events.push_back(restartOf(change));
        }
        CascadeEvent& event = events[known->second];
        event.to = change.at;
        ++event.amount;
        event.evidence = {
            {"chronicle", event.entity, change.kind, "", event.from, change.at, event.amount, {}}};
    }
}

void findEjections(const RunResult& result, std::vector<CascadeEvent>& events) {
    EjectionFinder finder(events);
    for (const OutlierChange& change : result.chronicle.outliers) finder.add(change);
    finder.finish();
}

// From the first decision on that is out of the ordinary.
void findScaling(const RunResult& result, const Normal& normal, std::vector<CascadeEvent>& events) {
    for (const StationResult& station : result.stations) {
        const std::vector<double>& wanted = seriesOf(station.series, "wanted");
        if (wanted.empty()) continue;
        const double usual = std::round(mostOf(wanted, normal.from, normal.to));
        const double begin = static_cast<double>(normal.to) * normal.interval;
        std::vector<ScalingStep> steps;
        for (const ScalingStep& step : result.chronicle.scaling) {
            if (step.service != station.id || step.at < begin) continue;
            if (steps.empty() && step.to <= usual) continue;
            steps.push_back(step);
        }
        if (!steps.empty()) events.push_back(Decisions(std::move(steps), usual).event());
    }
}

}  // namespace simulator
