// SPDX-License-Identifier: MIT
#include "app/layout/protocol.h"

#include <charconv>
#include <cmath>
#include <istream>
#include <ostream>
#include <sstream>

namespace layout {
namespace {

constexpr std::size_t longestLine = 200;

/// Reads the words of one line; every complaint names the line.
class Line {
public:
    Line(const std::string& text, int number) : m_words(text), m_number(number) { m_words >> keyword; }

    [[noreturn]] void fail(const std::string& expected) const {
        throw BadInput("line " + std::to_string(m_number) + ": expected " + expected);
    }
    int integer(const char* what, int least, int greatest) {
        const std::string word = next(what);
        int value = 0;
        const auto [end, error] = std::from_chars(word.data(), word.data() + word.size(), value);
        if (error != std::errc() || end != word.data() + word.size() || value < least || value > greatest)
            fail(std::string(what) + " from " + std::to_string(least) + " to " + std::to_string(greatest));
        return value;
    }
    double number(const char* what, double least, double greatest) {
        const std::string word = next(what);
        double value = 0;
        const auto [end, error] = std::from_chars(word.data(), word.data() + word.size(), value);
        if (error != std::errc() || end != word.data() + word.size() || !std::isfinite(value) ||
            value < least || value > greatest)
            fail(std::string(what) + " within its range");
        return value;
    }
    std::string word(const char* what) { return next(what); }
    void finish() {
        std::string rest;
        if (m_words >> rest) fail("the end of the line");
    }

    std::string keyword;

private:
    std::string next(const char* what) {
        std::string word;
        if (!(m_words >> word)) fail(what);
        return word;
    }

    std::istringstream m_words;
    int m_number;
};

void readNode(Line& line, Graph& graph) {
    if (int(graph.sizes.size()) >= mostNodes) line.fail("at most " + std::to_string(mostNodes) + " nodes");
    const double width = line.number("a width", 1, largestSize);
    const double height = line.number("a height", 1, largestSize);
    graph.sizes.push_back({width, height});
    graph.groups.push_back(line.integer("a group", -1, graph.groupCount - 1));
}

void readEdge(Line& line, Graph& graph) {
    if (int(graph.edges.size()) >= mostEdges) line.fail("at most " + std::to_string(mostEdges) + " edges");
    const int last = int(graph.sizes.size()) - 1;
    const int from = line.integer("a node", 0, last);
    const int to = line.integer("a node", 0, last);
    graph.edges.emplace_back(from, to);
}

void readFrame(Line& line, Graph& graph) {
    graph.frame.left = line.number("a margin", 0, 1000);
    graph.frame.top = line.number("a margin", 0, 1000);
    graph.frame.right = line.number("a margin", 0, 1000);
    graph.frame.bottom = line.number("a margin", 0, 1000);
}

void readSpacing(Line& line, Graph& graph) {
    graph.blockGap = line.number("a distance", 8, 1000);
    graph.rankGap = line.number("a distance", 8, 1000);
}

void readDirection(Line& line, Graph& graph) {
    const std::string word = line.word("right or down");
    if (word != "right" && word != "down") line.fail("right or down");
    graph.direction = word == "right" ? Direction::LeftToRight : Direction::TopToBottom;
}

bool readLine(std::istream& input, std::string& text) {
    text.clear();
    for (char c = 0; input.get(c) && c != '\n';) {
        if (text.size() >= longestLine)
            throw BadInput("a line is longer than " + std::to_string(longestLine) + " characters");
        text.push_back(c);
    }
    return !text.empty() || bool(input);
}

}  // namespace

Graph readGraph(std::istream& input) {
    Graph graph;
    std::string text;
    if (!readLine(input, text) || text != "lintel-layout 1")
        throw BadInput("line 1: expected lintel-layout 1");
    for (int number = 2; readLine(input, text); ++number) {
        Line line(text, number);
        if (line.keyword == "end") return graph;
        if (line.keyword == "node")
            readNode(line, graph);
        else if (line.keyword == "edge")
            readEdge(line, graph);
        else if (line.keyword == "frame")
            readFrame(line, graph);
        else if (line.keyword == "spacing")
            readSpacing(line, graph);
        else if (line.keyword == "direction")
            readDirection(line, graph);
        else if (line.keyword == "groups")
            graph.groupCount = line.integer("a number of groups", graph.groupCount, mostNodes);
        else
            line.fail("node, edge, frame, spacing, direction, groups or end");
        line.finish();
    }
    throw BadInput("the input ends before its end line");
}

void writeCentres(std::ostream& output, const Centres& centres) {
    for (const Point& centre : centres)
        output << "at " << std::lround(centre.x) << ' ' << std::lround(centre.y) << '\n';
    output << "end\n";
}

}  // namespace layout
