#pragma once

#include <QString>
#include <QStringList>
#include <vector>

#include "model/project.h"

namespace app {

/// One thing that happens between two elements when an operation runs.
struct FlowStep {
    QString from, to;  ///< Keys: `service:order`, `store:ledger`, `channel:order-placed`
    QString words;     ///< `order calls payment: Authorize, sync, timeout 250 ms`
    QString when;      ///< Under which conditions, and beside what; may be empty
    int depth = 0;     ///< How many calls lie above it

    QString edge() const { return from + u'>' + to; }
    bool operator==(const FlowStep&) const = default;
};

/// Everything that an operation sets off, in the order of its behaviour and of those that it calls; what
/// consumers of its events do follows when the call is over. A circle of calls is entered once.
std::vector<FlowStep> flowOf(const model::Project& project, const model::OperationId& operation);

/// More steps than these are not shown.
inline constexpr std::size_t mostFlowSteps = 400;

/// The operations that begin a flow: those that nobody in the model calls and no event triggers first, then
/// the others that set something off.
std::vector<model::OperationId> flowBeginnings(const model::Project& project);

}  // namespace app
