#include "exporters/proto/placement.h"

#include <set>

#include "exporters/proto/contract.h"

namespace exporters {

namespace {

using model::MessageId;
using Packages = std::set<std::string>;

/// A file of a package: that of a service, or (empty) the package's own.
using FileToken = std::string;

class Placer {
public:
    Placer(const model::Project& project, const SystemNames& names) : m_project(project), m_names(names) {
        nameSharedPackage();
    }

    std::map<MessageId, Placement> place() {
        assignPackages();
        breakCycles();
        assignFiles();
        return std::move(m_places);
    }

private:
    template <class Visit>
    void forEachMethodMessage(Visit visit) const {
        for (const model::Service& service : m_project.services)
            for (const model::Operation& operation : service.operations) {
                if (!isMethod(service, operation)) continue;
                if (operation.request) visit(service, *operation.request);
                if (operation.response) visit(service, *operation.response);
            }
    }

    const std::string& packageOf(const model::Service& service) const {
        return m_names.services.at(service.id).protoPackage;
    }

    void nameSharedPackage() {
        Packages used;
        for (const auto& [context, package] : m_names.packages) used.insert(package);
        for (const auto& [service, names] : m_names.services) used.insert(names.protoPackage);
        std::string part = "shared";
        while (used.count(m_names.organisation + "." + part + ".v1")) part += "_messages";
        m_shared = m_names.organisation + "." + part + ".v1";
    }

    /// Adds what `tokens` has for a message to each message it consists of, until nothing changes.
    template <class Tokens, class Stops>
    void spread(std::map<MessageId, Tokens>& tokens, Stops stopsAt) const {
        for (bool changed = true; changed;) {
            changed = false;
            for (const model::Message& message : m_project.messages)
                for (const MessageId& part : partsOf(message)) {
                    if (stopsAt(message.id, part)) continue;
                    const auto before = tokens[part].size();
                    const Tokens inherited = tokens[message.id];
                    tokens[part].insert(inherited.begin(), inherited.end());
                    changed = changed || tokens[part].size() != before;
                }
        }
    }

    void assignPackages() {
        std::map<MessageId, Packages> users;
        for (const model::Message& message : m_project.messages)
            if (const auto package = contextPackage(message.context)) users[message.id] = {*package};
        const auto isHome = [&](const MessageId& id) {
            return contextPackage(m_project.messages.find(id)->context).has_value();
        };
        forEachMethodMessage([&](const model::Service& service, const MessageId& id) {
            if (!isHome(id)) users[id].insert(packageOf(service));
        });
        for (const model::Channel& channel : m_project.channels)
            if (const auto package = contextPackage(channel.context); package && channel.message)
                if (!isHome(*channel.message)) users[*channel.message].insert(*package);
        spread(users, [&](const MessageId&, const MessageId& part) { return isHome(part); });
        for (const model::Message& message : m_project.messages) {
            const Packages& packages = users[message.id];
            m_places[message.id].package = packages.size() == 1 ? *packages.begin() : m_shared;
        }
    }

    std::optional<std::string> contextPackage(const std::optional<model::ContextId>& context) const {
        if (!context) return std::nullopt;
        const auto found = m_names.packages.find(*context);
        return found == m_names.packages.end() ? std::nullopt : std::optional(found->second);
    }

    std::map<std::string, Packages> imports() const {
        std::map<std::string, Packages> edges;
        const auto add = [&](const std::string& from, const MessageId& to) {
            const std::string& package = m_places.at(to).package;
            if (package != from) edges[from].insert(package);
        };
        forEachMethodMessage(
            [&](const model::Service& service, const MessageId& id) { add(packageOf(service), id); });
        for (const model::Message& message : m_project.messages)
            for (const MessageId& part : partsOf(message)) add(m_places.at(message.id).package, part);
        return edges;
    }

    static Packages reachedFrom(const std::string& start, const std::map<std::string, Packages>& edges) {
        Packages reached;
        std::vector<std::string> open = {start};
        while (!open.empty()) {
            const auto found = edges.find(open.back());
            open.pop_back();
            if (found == edges.end()) continue;
            for (const std::string& next : found->second)
                if (reached.insert(next).second) open.push_back(next);
        }
        return reached;
    }

    void breakCycles() {
        const auto edges = imports();
        std::map<std::string, Packages> reached;
        for (const auto& [package, targets] : edges) reached[package] = reachedFrom(package, edges);
        std::set<MessageId> moved;
        const auto visit = [&](const std::string& from, const MessageId& to) {
            const std::string& package = m_places.at(to).package;
            if (package != from && reached[package].count(from)) moved.insert(to);
        };
        forEachMethodMessage(
            [&](const model::Service& service, const MessageId& id) { visit(packageOf(service), id); });
        for (const model::Message& message : m_project.messages)
            for (const MessageId& part : partsOf(message)) visit(m_places.at(message.id).package, part);
        if (!moved.empty()) moveToShared(std::move(moved));
    }

    /// With everything in the shared package, the parts move too: it then imports nothing, and no cycle is
    /// left.
    void moveToShared(std::set<MessageId> moved) {
        for (const auto& [id, place] : m_places)
            if (place.package == m_shared) moved.insert(id);
        std::vector<MessageId> open(moved.begin(), moved.end());
        while (!open.empty()) {
            const MessageId id = open.back();
            open.pop_back();
            m_places[id].package = m_shared;
            for (const MessageId& part : partsOf(*m_project.messages.find(id)))
                if (moved.insert(part).second) open.push_back(part);
        }
    }

    void assignFiles() {
        std::map<MessageId, std::set<FileToken>> users;
        forEachMethodMessage([&](const model::Service& service, const MessageId& id) {
            const bool foreign = m_places.at(id).package != packageOf(service);
            users[id].insert(foreign ? FileToken() : service.id.value());
        });
        for (const model::Channel& channel : m_project.channels)
            if (channel.message) users[*channel.message].insert(FileToken());
        const auto crosses = [&](const MessageId& from, const MessageId& to) {
            return m_places.at(from).package != m_places.at(to).package;
        };
        for (const model::Message& message : m_project.messages) {
            for (const MessageId& part : partsOf(message))
                if (crosses(message.id, part)) users[part].insert(FileToken());
        }
        spread(users, crosses);
        // What nothing uses lies in the package's own file, and so do its parts.
        for (const auto& [id, place] : m_places)
            if (users[id].empty()) users[id].insert(FileToken());
        spread(users, crosses);
        for (auto& [id, place] : m_places) {
            const std::set<FileToken>& files = users[id];
            if (files.size() == 1 && !files.begin()->empty())
                place.service = model::ServiceId(*files.begin());
        }
    }

    const model::Project& m_project;
    const SystemNames& m_names;
    std::string m_shared;
    std::map<MessageId, Placement> m_places;
};

}  // namespace

std::vector<MessageId> partsOf(const model::Message& message) {
    std::vector<MessageId> parts;
    for (const model::Field& field : message.fields)
        if (const auto* part = std::get_if<MessageId>(&field.type)) parts.push_back(*part);
    return parts;
}

std::map<MessageId, Placement> placeMessages(const model::Project& project, const SystemNames& names) {
    return Placer(project, names).place();
}

}  // namespace exporters
