#include "model/layout_diff.h"

#include <set>

namespace model {
namespace {

class LayoutComparison {
public:
    std::vector<LayoutChange> changes;

    void compareDiagram(const std::string& name, const DiagramLayout& before, const DiagramLayout& after) {
        m_diagram = name;
        compareMaps(LayoutPart::Place, before.nodes, after.nodes);
        compareMaps(LayoutPart::Size, before.sizes, after.sizes);
        compareMaps(LayoutPart::Way, before.ways, after.ways);
        if (before.edges != after.edges) add(LayoutPart::Edges, ChangeKind::Changed, {});
        compareMaps(LayoutPart::Collapsed, before.collapsed, after.collapsed);
        compareMaps(LayoutPart::Locked, before.locked, after.locked);
        compareMaps(LayoutPart::Hidden, before.hidden, after.hidden);
        compareEntities(LayoutPart::Note, before.notes, after.notes);
        m_diagram.clear();
    }

    template <class E>
    void compareEntities(LayoutPart part, const Collection<E>& before, const Collection<E>& after) {
        if (before.sharesAllWith(after)) return;
        for (const E& one : before)
            if (!after.contains(one.id)) add(part, ChangeKind::Removed, one.id.value());
        for (const E& one : after) {
            const E* was = before.find(one.id);
            if (!was)
                add(part, ChangeKind::Added, one.id.value());
            else if (!(*was == one))
                add(part, ChangeKind::Changed, one.id.value());
        }
    }

    void add(LayoutPart part, ChangeKind kind, const std::string& key) {
        changes.push_back({m_diagram, part, kind, key});
    }

private:
    template <class V>
    void compareMaps(LayoutPart part, const SharedMap<V>& before, const SharedMap<V>& after) {
        if (before.sharesAllWith(after)) return;
        auto left = before.begin();
        auto right = after.begin();
        while (left != before.end() || right != after.end()) {
            const int order = left == before.end()   ? 1
                              : right == after.end() ? -1
                                                     : (*left).key.compare((*right).key);
            if (order < 0)
                add(part, ChangeKind::Removed, (*left).key);
            else if (order > 0)
                add(part, ChangeKind::Added, (*right).key);
            else if (!((*left).value == (*right).value))
                add(part, ChangeKind::Changed, (*right).key);
            if (order <= 0) ++left;
            if (order >= 0) ++right;
        }
    }

    std::string m_diagram;
};

}  // namespace

std::vector<LayoutChange> diff(const Layout& before, const Layout& after) {
    LayoutComparison comparison;
    std::set<std::string> names;
    for (const auto& [name, diagram] : before.diagrams) names.insert(name);
    for (const auto& [name, diagram] : after.diagrams) names.insert(name);
    static const DiagramLayout none;
    for (const std::string& name : names) {
        const auto was = before.diagrams.find(name);
        const auto is = after.diagrams.find(name);
        comparison.compareDiagram(name, was == before.diagrams.end() ? none : was->second,
                                  is == after.diagrams.end() ? none : is->second);
    }
    comparison.compareEntities(LayoutPart::View, before.views, after.views);
    if (!(before.bookmarks == after.bookmarks))
        comparison.add(LayoutPart::Bookmarks, ChangeKind::Changed, {});
    if (!(before.slides == after.slides)) comparison.add(LayoutPart::Slides, ChangeKind::Changed, {});
    return std::move(comparison.changes);
}

const char* layoutPartWord(LayoutPart part) {
    switch (part) {
        case LayoutPart::Place:
            return "place";
        case LayoutPart::Size:
            return "size";
        case LayoutPart::Way:
            return "way";
        case LayoutPart::Edges:
            return "edges";
        case LayoutPart::Collapsed:
            return "collapsed";
        case LayoutPart::Locked:
            return "locked";
        case LayoutPart::Hidden:
            return "hidden";
        case LayoutPart::Note:
            return "note";
        case LayoutPart::View:
            return "view";
        case LayoutPart::Bookmarks:
            return "bookmarks";
        case LayoutPart::Slides:
            return "slides";
    }
    return "";
}

}  // namespace model
