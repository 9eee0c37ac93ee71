#pragma once

#include <QString>
#include <functional>

#include "model/edit.h"

namespace app {

/// How one element refers to another.
enum class Relation {
    Calls,
    Publishes,
    Consumes,
    Queries,
    Owns,       ///< A service its store
    LiesIn,     ///< What implements or belongs to a context
    OwnedBy,    ///< A team
    Upstream,   ///< A context that another depends on
    Relates,    ///< A relationship its contexts
    Carries,    ///< A channel its message
    Feeds,      ///< A channel a read model
    GivesUpTo,  ///< A channel its dead letters
    Takes,      ///< An operation its request
    Answers,    ///< An operation its response
    Follows,    ///< A call its policy
    Requests,   ///< A journey an operation
    Loads,      ///< A scenario a workload
    Injects,    ///< A scenario a fault plan
    Demands,    ///< A scenario an objective
    Hits,       ///< A fault its target
    Judges,     ///< An objective what it is about
    RunsIn,     ///< A service or store a zone or node pool
    Within,     ///< A zone its region
    Contains    ///< A message another one
};

struct ElementLink {
    model::ElementId from;
    Relation relation;
    model::ElementId to;
};

/// All references between the elements of a project, in the order of its collections.
void forEachLink(const model::Project& project, const std::function<void(const ElementLink&)>& visit);

/// What stands over those that an element refers to: `Calls`; and over those that refer to it: `Called by`.
QString relationTitle(Relation relation);
QString relationTitleBack(Relation relation);

}  // namespace app
