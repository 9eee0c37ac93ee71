#include "simulator/plan/call_graph.h"

#include <algorithm>

#include "model/references.h"

namespace simulator {

namespace {

// What an operation starts: operations it waits for, and operations that get its messages.
struct Successors {
    std::vector<Index> called;
    std::vector<Index> triggered;
};

class CallGraph {
public:
    CallGraph(const model::Project& project, const EntityIndex& entities)
        : m_project(project), m_entities(entities) {
        m_operations.resize(entities.operations.size());
        for (const model::Service& service : project.services)
            for (const model::Operation& operation : service.operations) add(operation);
        for (const auto& [publisher, channel] : m_publications)
            for (const auto& [consumer, source] : m_subscriptions)
                if (source == channel) m_operations[publisher].triggered.push_back(consumer);
    }

    std::vector<bool> reachable(const std::vector<model::OperationId>& entries) const {
        std::vector<bool> seen(m_operations.size());
        std::vector<Index> open;
        const auto visit = [&](Index operation) {
            if (seen[operation]) return;
            seen[operation] = true;
            open.push_back(operation);
        };
        for (const model::OperationId& entry : entries)
            if (const Index known = m_entities.operations.find(entry); known != none) visit(known);
        while (!open.empty()) {
            const Successors& next = m_operations[open.back()];
            open.pop_back();
            for (const Index operation : next.called) visit(operation);
            for (const Index operation : next.triggered) visit(operation);
        }
        return seen;
    }

    // The path of a cycle among the operations that are on, first and last the same; empty when there is
    // none.
    std::vector<Index> cycle(const std::vector<bool>& on) const {
        enum class Mark : char { New, Open, Done };
        std::vector<Mark> marks(m_operations.size(), Mark::New);
        for (Index root = 0; root < m_operations.size(); ++root) {
            if (!on[root] || marks[root] != Mark::New) continue;
            std::vector<std::pair<Index, std::size_t>> path{{root, 0}};
            marks[root] = Mark::Open;
            while (!path.empty()) {
                auto& [operation, at] = path.back();
                if (at == m_operations[operation].called.size()) {
                    marks[operation] = Mark::Done;
                    path.pop_back();
                    continue;
                }
                const Index next = m_operations[operation].called[at++];
                if (marks[next] == Mark::Open) return closed(path, next);
                if (marks[next] == Mark::Done) continue;
                marks[next] = Mark::Open;
                path.push_back({next, 0});
            }
        }
        return {};
    }

    std::string name(Index operation) const { return std::string(m_entities.operations.id(operation)); }
    std::size_t steps() const { return m_steps; }

private:
    void add(const model::Operation& operation) {
        const Index at = m_entities.operations.at(operation.id);
        if (operation.subscription) m_subscriptions.push_back({at, operation.subscription->channel});
        model::forEachStep(operation.behaviour, [&](const model::Step& step) {
            ++m_steps;
            if (const auto* call = std::get_if<model::Call>(&step.action)) {
                if (const Index callee = m_entities.operations.find(call->operation); callee != none)
                    m_operations[at].called.push_back(callee);
            } else if (const auto* publish = std::get_if<model::Publish>(&step.action)) {
                addPublication(at, publish->channel);
            }
        });
    }

    // What is given up goes on to the next channel. The check of the model has seen that this ends.
    void addPublication(Index at, std::optional<model::ChannelId> channel) {
        while (channel) {
            m_publications.push_back({at, *channel});
            const model::Channel* found = m_project.channels.find(*channel);
            channel = found ? found->deadLetter : std::nullopt;
        }
    }

    static std::vector<Index> closed(const std::vector<std::pair<Index, std::size_t>>& path, Index back) {
        std::vector<Index> cycle;
        auto from =
            std::find_if(path.begin(), path.end(), [&](const auto& entry) { return entry.first == back; });
        for (; from != path.end(); ++from) cycle.push_back(from->first);
        cycle.push_back(back);
        return cycle;
    }

    const model::Project& m_project;
    const EntityIndex& m_entities;
    std::vector<Successors> m_operations;
    std::size_t m_steps = 0;
    std::vector<std::pair<Index, model::ChannelId>> m_publications;
    std::vector<std::pair<Index, model::ChannelId>> m_subscriptions;
};

}  // namespace

model::Result<Reach> reachOf(const model::Project& project, const EntityIndex& entities,
                             const std::vector<model::OperationId>& entries) {
    const CallGraph graph(project, entities);
    Reach reach{graph.reachable(entries), graph.steps()};
    const std::vector<Index> cycle = graph.cycle(reach.operations);
    if (cycle.empty()) return reach;
    std::string path;
    for (const Index operation : cycle) path += (path.empty() ? "" : " -> ") + graph.name(operation);
    return model::failure(model::pointerTo(project, model::OperationId(graph.name(cycle.front()))),
                          "synchronous calls go in a circle without a bound: " + path);
}

}  // namespace simulator
