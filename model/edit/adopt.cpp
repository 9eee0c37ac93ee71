#include "model/edit/adopt.h"

#include <fmt/format.h>

#include "model/check.h"
#include "model/edit/each_id.h"

namespace model {
namespace {

template <class Entity>
std::string keyOf(const Id<Entity>& id) {
    return std::string(Kind<Entity>::name) + ":" + id.value();
}

/// Collects what belongs to an excerpt.
class Excerpt {
public:
    explicit Excerpt(const Project& project) : m_project(project) { m_part.name = project.name; }

    Project take(const std::vector<ElementId>& elements) {
        for (const ElementId& element : elements) std::visit([this](const auto& id) { add(id); }, element);
        for (const ContextRelationship& relationship : m_project.relationships)
            if (m_part.contexts.contains(relationship.upstream) &&
                m_part.contexts.contains(relationship.downstream))
                m_part.relationships = m_part.relationships.with(relationship);
        addNamed();
        return m_part;
    }

private:
    template <class Entity>
    bool copy(const Id<Entity>& id) {
        const Entity* found = Kind<Entity>::of(m_project).find(id);
        if (!found || Kind<Entity>::of(m_part).contains(id)) return false;
        Kind<Entity>::of(m_part) = Kind<Entity>::of(m_part).with(*found);
        return true;
    }
    void add(const ServiceId& id) {
        copy(id);
        if (const Deployment* deployment = deploymentOf(m_project, id)) copy(deployment->id);
    }
    void add(const ContextId& id) {
        if (!copy(id)) return;
        for (const Service& service : m_project.services)
            if (service.context == id) add(service.id);
        for (const Channel& channel : m_project.channels)
            if (channel.context == id) copy(channel.id);
        for (const DataStore& store : m_project.stores)
            if (store.owner && m_part.services.contains(*store.owner)) copy(store.id);
    }
    /// With no more of its service than is asked for.
    void add(const OperationId& id) {
        const Service* owner = serviceOf(m_project, id);
        if (!owner || findOperation(m_part, id)) return;
        Service service = m_part.services.contains(owner->id) ? *m_part.services.find(owner->id) : *owner;
        if (!m_part.services.contains(owner->id)) service.operations = {};
        service.operations = service.operations.with(*owner->operations.find(id));
        m_part.services = m_part.services.with(std::move(service));
    }
    void add(const DataStoreId& id) { copy(id); }
    void add(const ChannelId& id) { copy(id); }
    void add(const TeamId& id) { copy(id); }
    template <class Other>
    void add(const Other&) {}

    /// Messages and policies that are named, and those that these name.
    void addNamed() {
        for (bool more = true; more;) {
            more = false;
            Project seen = m_part;
            const auto visit = [&]<class Entity>(Id<Entity>& id) {
                if constexpr (std::is_same_v<Entity, Message> || std::is_same_v<Entity, CallPolicy>)
                    more |= copy(id);
            };
            eachId(seen, visit);
        }
    }

    const Project& m_project;
    Project m_part;
};

/// Chooses the ids that the entities of an excerpt get, and brings them into the project.
class Adopter {
public:
    Adopter(const Project& project, const Project& excerpt) : m_project(project), m_part(excerpt) {}

    Result<Adoption> all() {
        share(m_part.teams, m_project.teams);
        share(m_part.messages, m_project.messages);
        share(m_part.policies, m_project.policies);
        chooseAll(m_part.contexts, m_project.contexts);
        chooseAll(m_part.channels, m_project.channels);
        chooseAll(m_part.stores, m_project.stores);
        chooseAll(m_part.services, m_project.services);
        for (Service service : m_part.services) chooseOperations(service);
        for (const Deployment& deployment : m_part.deployments)
            choose(deployment, m_project.deployments, m_taken, ids(deployment.service));
        for (const ContextRelationship& each : m_part.relationships)
            choose(each, m_project.relationships, m_taken, ids(each.upstream) + "-" + ids(each.downstream));
        follow();
        Project next = m_project;
        merge(next.teams, m_part.teams);
        merge(next.messages, m_part.messages);
        merge(next.policies, m_part.policies);
        merge(next.contexts, m_part.contexts);
        merge(next.channels, m_part.channels);
        merge(next.stores, m_part.stores);
        merge(next.services, m_part.services);
        merge(next.deployments, m_part.deployments);
        merge(next.relationships, m_part.relationships);
        return whole(std::move(next));
    }

    Result<Adoption> operationsOf(const ServiceId& home) {
        const Service* found = m_project.services.find(home);
        if (!found) return failure(keyOf(home), "there is no such service");
        share(m_part.messages, m_project.messages);
        share(m_part.policies, m_project.policies);
        for (const Service& service : m_part.services) {
            Service moved = service;
            moved.id = home;
            chooseOperations(moved);
        }
        follow();
        Service service = *found;
        for (const Service& part : m_part.services)
            for (const Operation& operation : part.operations)
                service.operations = service.operations.with(operation);
        Project next = m_project;
        merge(next.messages, m_part.messages);
        merge(next.policies, m_part.policies);
        next.services = next.services.with(std::move(service));
        return whole(std::move(next));
    }

private:
    template <class Entity>
    std::string ids(const Id<Entity>& id) const {
        const auto found = m_ids.find(keyOf(id));
        return found == m_ids.end() ? id.value() : found->second;
    }
    /// What is there under the same id and name is one and the same.
    template <class Entity>
    void share(Collection<Entity>& part, const Collection<Entity>& there) {
        for (const Entity& entity : Collection<Entity>(part)) {
            const Entity* same = there.find(entity.id);
            if (same && same->name == entity.name)
                part = part.without(entity.id);
            else
                choose(entity, there, m_taken, slug(entity.name, Kind<Entity>::name));
        }
    }
    template <class Entity>
    void chooseAll(Collection<Entity>& part, const Collection<Entity>& there) {
        std::set<std::string> names;
        for (const Entity& entity : there) names.insert(entity.name);
        std::vector<Entity> named;
        for (Entity entity : part) {
            if (names.contains(entity.name) && entity.name.size() + 5 <= maxNameLength)
                entity.name += " copy";
            choose(entity, there, m_taken, slug(entity.name, Kind<Entity>::name));
            named.push_back(std::move(entity));
        }
        part = Collection<Entity>(std::move(named));
    }
    template <class Entity>
    void choose(const Entity& entity, const Collection<Entity>& there, std::set<std::string>& taken,
                const std::string& wish) {
        const std::string base = isValidId(wish) && wish.size() < maxIdLength - 8 ? wish : entity.id.value();
        Id<Entity> id(base);
        for (int n = 2; there.contains(id) || taken.contains(keyOf(id)); ++n)
            id = Id<Entity>(fmt::format("{}-{}", base, n));
        taken.insert(keyOf(id));
        m_ids[keyOf(entity.id)] = id.value();
    }
    /// Operations have the id of their service in front of their own.
    void chooseOperations(const Service& service) {
        for (const Operation& operation : service.operations) {
            const std::string& text = operation.id.value();
            const std::string base = ids(service.id) + "." + text.substr(text.rfind('.') + 1);
            OperationId id(base);
            for (int n = 2; findOperation(m_project, id) || m_taken.contains(keyOf(id)); ++n)
                id = OperationId(fmt::format("{}-{}", base, n));
            m_taken.insert(keyOf(id));
            m_ids[keyOf(operation.id)] = id.value();
        }
    }
    void follow() {
        const auto visit = [this]<class Entity>(Id<Entity>& id) {
            const auto found = m_ids.find(keyOf(id));
            if (found != m_ids.end()) id = Id<Entity>(found->second);
        };
        eachId(m_part, visit);
    }
    template <class Entity>
    static void merge(Collection<Entity>& into, const Collection<Entity>& part) {
        for (const Entity& entity : part) into = into.with(entity);
    }
    Result<Adoption> whole(Project next) {
        std::set<std::string> missing;
        const auto visit = [&]<class Entity>(Id<Entity>& id) {
            if (!find(next, id)) missing.insert(keyOf(id));
        };
        Project seen = m_part;
        eachId(seen, visit);
        if (!missing.empty()) next = withoutReferences(std::move(next), std::move(missing));
        const auto problems = check(next, 1);
        if (!problems.empty() && check(m_project, 1).empty()) return tl::unexpected(problems.front());
        Adoption adoption{std::move(next), {}};
        for (const auto& [key, id] : m_ids) {
            const std::string made = key.substr(0, key.find(':') + 1) + id;
            const auto element = elementFromKey(made);
            if (element && contains(adoption.project, *element)) adoption.keys[key] = made;
        }
        return adoption;
    }

    const Project& m_project;
    Project m_part;
    std::map<std::string, std::string> m_ids;  ///< By the key in the excerpt
    std::set<std::string> m_taken;             ///< Keys of what is chosen already
};

}  // namespace

Project excerptOf(const Project& project, const std::vector<ElementId>& elements) {
    return Excerpt(project).take(elements);
}

Result<Adoption> adopt(const Project& project, const Project& excerpt) {
    return Adopter(project, excerpt).all();
}

Result<Adoption> adoptOperations(const Project& project, const ServiceId& service, const Project& excerpt) {
    return Adopter(project, excerpt).operationsOf(service);
}

}  // namespace model
