#pragma once

#include <map>
#include <set>
#include <string>
#include <vector>

#include "simulator/cascade/cascade.h"

namespace simulator {

/// Who calls whom, by services, stores and journeys, as a run has seen it.
class CallMap {
public:
    CallMap(const model::Project& project, const RunResult& result);

    /// The service of an operation; a store, channel or journey itself.
    const std::string& homeOf(const std::string& entity) const;
    /// Those that it calls, directly and through others.
    const std::set<std::string>& below(const std::string& home) const;
    /// Whether somebody who calls the one directly calls the other, directly or through others.
    bool shareCaller(const std::string& called, const std::string& other) const;

private:
    void reach(const std::string& home, std::set<std::string>& reached) const;

    std::map<std::string, std::string> m_homes;
    std::map<std::string, std::set<std::string>> m_calls;
    std::map<std::string, std::set<std::string>> m_below;
};

/// When users were served worse than before the first trigger.
struct UserOutcome {
    std::string journey;
    std::vector<double> share;  ///< Of the offered requests that were answered well, by interval, smoothed
    double before = 1;          ///< The same before the first trigger
    double after = 1;           ///< Of all that ended since then
};

/// What a run shows, without causes yet; in the order of their beginning.
struct Symptoms {
    std::vector<CascadeEvent> events;
    std::vector<CascadeCondition> conditions;
    std::vector<UserOutcome> users;
    std::optional<double> triggerStart;
    std::optional<double> triggerEnd;  ///< None while one lasts to the end
    bool triggerLasts = false;
    double interval = 1;     ///< Of the series [s]
    double end = 0;          ///< Of the run [s]
    double usersBefore = 0;  ///< All their requests before the first trigger [requests/s]
    double normalEnd = 0;    ///< What is before is taken for normal [s]
};

/// Where the calls from the one to the other are made by one policy only, that one.
const model::CallPolicy* policyBetween(const model::Project& project, const std::string& caller,
                                       const std::string& callee);

Symptoms findSymptoms(const model::Project& project, const model::ScenarioId& scenario,
                      const RunResult& result);

}  // namespace simulator
