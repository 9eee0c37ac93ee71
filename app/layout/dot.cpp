// SPDX-License-Identifier: MIT
#include "app/layout/dot.h"

#include <gvc.h>

#include <memory>
#include <stdexcept>
#include <string>

namespace layout {
namespace {

constexpr double pointsPerInch = 72;

/// Graphviz takes its words as non-const.
char* word(const char* text) {
    return const_cast<char*>(text);
}

/// Graphviz, started once: it reads its plug-ins for some milliseconds.
GVC_t* graphviz() {
    static const std::unique_ptr<GVC_t, decltype([](GVC_t* context) { gvFreeContext(context); })> context(
        gvContext());
    return context.get();
}

void set(void* object, const char* attribute, const std::string& value) {
    agsafeset(object, word(attribute), word(value.c_str()), word(""));
}

/// A Graphviz graph with its layout; gone with the object.
class DotGraph {
public:
    DotGraph(const Graph& graph, const RankOptions& options) : m_context(graphviz()) {
        if (!m_context) throw std::runtime_error("Graphviz does not start");
        m_graph = agopen(word("g"), Agdirected, nullptr);
        setDistances(options);
        addNodes(graph, options.clusters);
        addEdges(graph);
        m_laidOut = gvLayout(m_context, m_graph, "dot") == 0;
    }
    ~DotGraph() {
        if (m_laidOut) gvFreeLayout(m_context, m_graph);
        agclose(m_graph);
    }
    DotGraph(const DotGraph&) = delete;
    DotGraph& operator=(const DotGraph&) = delete;

    Centres centres() const {
        if (!m_laidOut) throw std::runtime_error("dot finds no layout");
        Centres centres;
        for (Agnode_t* node : m_nodes) centres.push_back({ND_coord(node).x, -ND_coord(node).y});
        return centres;
    }

private:
    void setDistances(const RankOptions& options) {
        set(m_graph, "rankdir", options.direction == Direction::LeftToRight ? "LR" : "TB");
        set(m_graph, "nodesep", std::to_string(options.nodeGap / pointsPerInch));
        set(m_graph, "ranksep", std::to_string(options.rankGap / pointsPerInch));
        set(m_graph, "splines", "none");
        set(m_graph, "nslimit", "3");
        set(m_graph, "nslimit1", "3");
        set(m_graph, "mclimit", "1");
        set(m_graph, "outputorder", "nodesfirst");
    }

    void addNodes(const Graph& graph, bool clusters) {
        std::vector<Agraph_t*> groups(std::size_t(graph.groupCount), nullptr);
        for (std::size_t i = 0; i < graph.sizes.size(); ++i) {
            Agnode_t* node = agnode(m_graph, word(("n" + std::to_string(i)).c_str()), 1);
            set(node, "shape", "box");
            set(node, "fixedsize", "true");
            set(node, "label", "");
            set(node, "width", std::to_string(graph.sizes[i].width / pointsPerInch));
            set(node, "height", std::to_string(graph.sizes[i].height / pointsPerInch));
            m_nodes.push_back(node);
            if (!clusters || graph.groups[i] < 0) continue;
            Agraph_t*& group = groups[std::size_t(graph.groups[i])];
            if (!group) {
                group = agsubg(m_graph, word(("cluster_" + std::to_string(graph.groups[i])).c_str()), 1);
                set(group, "margin", "36");
            }
            agsubnode(group, node, 1);
        }
    }

    void addEdges(const Graph& graph) {
        for (const auto& [from, to] : graph.edges)
            if (from != to) agedge(m_graph, m_nodes[std::size_t(from)], m_nodes[std::size_t(to)], nullptr, 1);
    }

    GVC_t* m_context;
    Agraph_t* m_graph = nullptr;
    std::vector<Agnode_t*> m_nodes;
    bool m_laidOut = false;
};

}  // namespace

Centres layOutByDot(const Graph& graph, const RankOptions& options) {
    if (graph.sizes.empty()) return {};
    return DotGraph(graph, options).centres();
}

Engine dotEngine() {
    return {layOutByDot, true};
}

}  // namespace layout
