#pragma once

#include <optional>
#include <string>
#include <vector>

#include "model/id.h"
#include "model/unknown.h"

namespace model {

struct BoundedContext;
struct ContextRelationship;
struct Team;
using ContextId = Id<BoundedContext>;
using RelationshipId = Id<ContextRelationship>;
using TeamId = Id<Team>;

/// The four fundamental topologies (Skelton and Pais, Team Topologies).
enum class TeamType { StreamAligned, Platform, Enabling, ComplicatedSubsystem };

struct Team {
    TeamId id;
    std::string name;
    std::string description;
    TeamType type = TeamType::StreamAligned;
    UnknownFields unknown;

    bool operator==(const Team&) const = default;
};

enum class SubdomainType { Core, Supporting, Generic };

/// A term of the ubiquitous language of one context.
struct Term {
    std::string name;
    std::string meaning;
    UnknownFields unknown;

    bool operator==(const Term&) const = default;
};

struct BoundedContext {
    ContextId id;
    std::string name;
    std::string responsibility;
    SubdomainType subdomain = SubdomainType::Core;
    std::optional<TeamId> team;  ///< The owner
    std::vector<Term> language;  ///< Ubiquitous language
    UnknownFields unknown;

    bool operator==(const BoundedContext&) const = default;
};

/// The nine patterns of the context map (ddd-crew).
enum class ContextPattern {
    Partnership,
    SharedKernel,
    CustomerSupplier,
    Conformist,
    AnticorruptionLayer,
    OpenHostService,
    PublishedLanguage,
    SeparateWays,
    BigBallOfMud,
};

/// How two contexts relate. Influence points from upstream to downstream, the opposite of most calls;
/// the symmetric patterns (Partnership, Shared Kernel, Separate Ways) use the two ends without direction.
struct ContextRelationship {
    RelationshipId id;
    ContextId upstream;
    ContextId downstream;
    std::vector<ContextPattern> patterns;  ///< At least one
    std::string exposed;                   ///< What crosses the boundary
    UnknownFields unknown;

    bool operator==(const ContextRelationship&) const = default;
};

}  // namespace model
