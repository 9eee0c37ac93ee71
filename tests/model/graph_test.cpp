#include "model/graph/digraph.h"

#include <QTest>
#include <algorithm>
#include <random>
#include <set>

#include "model/edit.h"
#include "model/graph/call_graph.h"

using model::Digraph;

namespace {

constexpr int unreachable = 1'000'000;
using Distances = std::vector<std::vector<int>>;

/// Lengths of the shortest ways, at least one edge long (Floyd and Warshall).
Distances distancesIn(const Digraph& graph) {
    Distances distances(graph.size, std::vector<int>(graph.size, unreachable));
    for (const auto& [from, to] : graph.edges) distances[from][to] = 1;
    for (std::size_t via = 0; via < graph.size; ++via)
        for (std::size_t from = 0; from < graph.size; ++from)
            for (std::size_t to = 0; to < graph.size; ++to)
                distances[from][to] =
                    std::min(distances[from][to], distances[from][via] + distances[via][to]);
    return distances;
}

Digraph randomGraph(std::mt19937& random) {
    Digraph graph{1 + random() % 12, {}};
    for (std::size_t count = random() % (2 * graph.size); count > 0; --count)
        graph.edges.emplace_back(random() % graph.size, random() % graph.size);
    return graph;
}

bool hasEdge(const Digraph& graph, std::size_t from, std::size_t to) {
    return std::find(graph.edges.begin(), graph.edges.end(), std::pair(from, to)) != graph.edges.end();
}

model::Service serviceCalling(const std::string& id, const std::vector<std::string>& callees) {
    model::Operation operation;
    operation.id = model::OperationId(id + ".run");
    operation.name = "Run";
    for (const std::string& callee : callees)
        operation.behaviour.push_back({model::Call{model::OperationId(callee + ".run"), {}}, {}});
    model::Service service;
    service.id = model::ServiceId(id);
    service.name = id;
    service.operations = model::Collection<model::Operation>({operation});
    return service;
}

}  // namespace

class GraphTest : public QObject {
    Q_OBJECT

private slots:
    void everyCycleIsOneAndNoneIsMissing() {
        std::mt19937 random(7);
        for (int round = 0; round < 2000; ++round) {
            const Digraph graph = randomGraph(random);
            const Distances distances = distancesIn(graph);
            std::set<std::size_t> covered;
            for (const auto& cycle : model::shortestCycles(graph)) {
                QVERIFY(!cycle.empty());
                QCOMPARE(std::set<std::size_t>(cycle.begin(), cycle.end()).size(), cycle.size());
                for (std::size_t at = 0; at < cycle.size(); ++at)
                    QVERIFY(hasEdge(graph, cycle[at], cycle[(at + 1) % cycle.size()]));
                int shortest = unreachable;
                for (std::size_t node = 0; node < graph.size; ++node) {
                    const bool samePart = node == cycle[0] ||
                                          distances[node][cycle[0]] + distances[cycle[0]][node] < unreachable;
                    if (!samePart) continue;
                    QVERIFY2(covered.insert(node).second, "two cycles of one part");
                    shortest = std::min(shortest, distances[node][node]);
                }
                QCOMPARE(static_cast<int>(cycle.size()), shortest);
            }
            for (std::size_t node = 0; node < graph.size; ++node)
                QCOMPARE(covered.contains(node), distances[node][node] < unreachable);
        }
    }

    void anEmptyGraphHasNone() { QVERIFY(model::shortestCycles({}).empty()); }

    void callsOfAModelAreFollowed() {
        model::Project project;
        for (const auto& [id, callees] : std::vector<std::pair<std::string, std::vector<std::string>>>{
                 {"a", {"b"}}, {"b", {"c"}}, {"c", {"a", "d"}}, {"d", {}}})
            project.services = project.services.with(serviceCalling(id, callees));
        const auto operations = model::operationCycles(project);
        QCOMPARE(operations.size(), std::size_t{1});
        const std::vector<model::OperationId> circle{model::OperationId("a.run"), model::OperationId("b.run"),
                                                     model::OperationId("c.run")};
        QVERIFY(operations[0] == circle);
        QCOMPARE(model::serviceCycles(project).size(), std::size_t{1});
    }
};

QTEST_APPLESS_MAIN(GraphTest)
#include "graph_test.moc"
