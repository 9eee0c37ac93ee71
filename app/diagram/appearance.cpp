#include "app/diagram/appearance.h"

#include <QCoreApplication>
#include <algorithm>
#include <cmath>
#include <map>

#include "app/diagram/node_sizes.h"
#include "app/diagram/packing.h"
#include "app/diagram/regions.h"

namespace app {
namespace {

constexpr double edgeOfPaper = 400'000;
constexpr double letterWidth = 6.4;
constexpr double lineHeight = 15;

bool isNamed(const model::KeySet& set, const QString& key) {
    return !set.empty() && (set.contains(key.toStdString()) || set.contains(elementOfKey(key).toStdString()));
}

/// Leaves out, collapses and sizes what a layout says.
class Dressing {
public:
    Dressing(Diagram& diagram, const model::DiagramLayout& look) : m_diagram(diagram), m_look(look) {}

    void run() {
        size();
        lock();
        hide();
        fitRegions(m_diagram);
        collapse();
        hideRolledUp();
        addNotes();
        fitRegions(m_diagram);
    }

private:
    void size() {
        if (m_look.sizes.empty()) return;
        for (DiagramNode& node : m_diagram.nodes) giveSize(node);
    }
    void giveSize(DiagramNode& node) const {
        const model::NodeSize* given = m_look.sizes.find(node.key.toStdString());
        if (!given || !std::isfinite(given->width) || !std::isfinite(given->height)) return;
        const QSizeF least = leastSize(node);
        node.size = {std::clamp(given->width, least.width(), largestNode),
                     std::clamp(given->height, least.height(), largestNode)};
        node.resized = true;
    }

    void lock() {
        if (m_look.locked.empty()) return;
        QSet<QString> frames;
        for (const DiagramRegion& region : m_diagram.regions)
            if (isNamed(m_look.locked, region.key) || frames.contains(region.parent))
                frames.insert(region.key);
        for (DiagramNode& node : m_diagram.nodes)
            node.locked = isNamed(m_look.locked, node.key) || frames.contains(node.region);
    }

    /// A hidden frame takes along what is in it; connections go with either end.
    void hide() {
        if (m_look.hidden.empty()) return;
        QSet<QString> gone;
        std::erase_if(m_diagram.regions, [&](const DiagramRegion& region) {
            const bool named = isNamed(m_look.hidden, region.key);
            if (!named && !gone.contains(region.parent)) return false;
            m_diagram.hidden += named;
            gone.insert(region.key);
            return true;
        });
        std::erase_if(m_diagram.nodes, [&](const DiagramNode& node) {
            const bool named = isNamed(m_look.hidden, node.key);
            if (!named && !gone.contains(node.region)) return false;
            m_diagram.hidden += named;
            gone.insert(node.key);
            return true;
        });
        std::erase_if(m_diagram.edges, [&](const DiagramEdge& edge) {
            const bool named = m_look.hidden.contains(edge.key.toStdString());
            m_diagram.hidden += named;
            return named || gone.contains(edge.from) || gone.contains(edge.to);
        });
    }

    void collapse() {
        if (m_look.collapsed.empty()) return;
        QHash<QString, QString> into;  // the collapsed frame around each frame
        for (const DiagramRegion& region : m_diagram.regions) {
            if (const auto outer = into.constFind(region.parent); outer != into.constEnd())
                into.insert(region.key, *outer);
            else if (m_look.collapsed.contains(region.key.toStdString()))
                into.insert(region.key, region.key);
        }
        if (into.isEmpty()) return;
        QHash<QString, QString> standIn = into;
        QHash<QString, int> counts;
        for (const DiagramNode& node : m_diagram.nodes) {
            if (!into.contains(node.region)) continue;
            standIn.insert(node.key, into[node.region]);
            ++counts[into[node.region]];
        }
        std::erase_if(m_diagram.nodes, [&](const DiagramNode& node) { return into.contains(node.region); });
        for (const DiagramRegion& region : m_diagram.regions)
            if (into.value(region.key) == region.key)
                m_diagram.nodes.push_back(groupOf(region, counts.value(region.key)));
        std::erase_if(m_diagram.regions,
                      [&](const DiagramRegion& region) { return into.contains(region.key); });
        rollUp(standIn);
    }

    DiagramNode groupOf(const DiagramRegion& region, int count) const {
        DiagramNode node;
        node.key = region.key;
        node.shape = NodeShape::Group;
        node.title = region.title;
        node.subtitle = count == 1 ? QCoreApplication::translate("Diagram", "1 element")
                                   : QCoreApplication::translate("Diagram", "%1 elements").arg(count);
        node.context = region.look == RegionLook::Context ? region.context : -1;
        node.region = region.parent;
        node.centre = onGrid(region.rect.center());
        node.size = ownSize(NodeShape::Group);
        node.connects = region.handles;
        node.folded = true;
        node.locked = isNamed(m_look.locked, region.key);
        giveSize(node);
        return node;
    }

    /// Connections of what is inside become those of the group; several between the same two become one.
    void rollUp(const QHash<QString, QString>& standIn) {
        std::vector<DiagramEdge> kept;
        std::map<std::pair<QString, QString>, std::size_t> rolled;
        for (DiagramEdge& edge : m_diagram.edges) {
            const QString from = standIn.value(edge.from, edge.from);
            const QString to = standIn.value(edge.to, edge.to);
            if (from == to) continue;
            if (from == edge.from && to == edge.to) {
                kept.push_back(std::move(edge));
                continue;
            }
            edge.from = from;
            edge.to = to;
            const auto [place, fresh] = rolled.try_emplace({from, to}, kept.size());
            if (fresh)
                kept.push_back(std::move(edge));
            else
                join(kept[place->second], edge);
        }
        m_diagram.edges = std::move(kept);
    }
    /// What was hidden while it stood for several is known by the key that it has then.
    void hideRolledUp() {
        std::erase_if(m_diagram.edges, [&](const DiagramEdge& edge) {
            const bool named = edge.count > 1 && m_look.hidden.contains(edge.key.toStdString());
            m_diagram.hidden += named;
            return named;
        });
    }
    static void join(DiagramEdge& into, const DiagramEdge& edge) {
        into.count += edge.count;
        into.key = into.from + u'>' + into.to;
        into.label = QCoreApplication::translate("Diagram", "%1 connections").arg(into.count);
        into.fromTag.clear();
        into.toTag.clear();
        if (into.style != edge.style) into.style = EdgeStyle::Call;
    }

    void addNotes() {
        QSet<QString> known;
        if (m_look.notes.empty()) return;
        for (const DiagramNode& node : m_diagram.nodes) known.insert(node.key);
        for (const DiagramRegion& region : m_diagram.regions) known.insert(region.key);
        for (const model::Note& note : m_look.notes) {
            DiagramNode node = nodeOf(note);
            const QString about = QString::fromStdString(note.anchor);
            if (!about.isEmpty() && known.contains(about)) {
                DiagramEdge edge;
                edge.key = node.key + u'>' + about;
                edge.from = node.key;
                edge.to = about;
                edge.style = EdgeStyle::About;
                m_diagram.edges.push_back(std::move(edge));
            }
            m_diagram.nodes.push_back(std::move(node));
        }
    }
    DiagramNode nodeOf(const model::Note& note) const {
        const auto within = [](double value) {
            return std::isfinite(value) ? std::clamp(value, -edgeOfPaper, edgeOfPaper) : 0;
        };
        DiagramNode node;
        node.key = noteKey(note.id);
        node.shape = NodeShape::Note;
        node.title = QString::fromStdString(note.text);
        if (node.title.trimmed().isEmpty()) node.title = QCoreApplication::translate("Diagram", "Note");
        node.centre = {within(note.place.x), within(note.place.y)};
        node.size = noteSize(node.title);
        node.locked = isNamed(m_look.locked, node.key);
        if (note.size && std::isfinite(note.size->width) && std::isfinite(note.size->height)) {
            const QSizeF least = leastSize(node);
            node.size = {std::clamp(note.size->width, least.width(), largestNode),
                         std::clamp(note.size->height, least.height(), largestNode)};
            node.resized = true;
        }
        return node;
    }

    Diagram& m_diagram;
    const model::DiagramLayout& m_look;
};

/// In letters: those of East Asia are twice as wide.
double widthOf(const QString& line) {
    double width = 0;
    for (const QChar letter : line) width += letter.unicode() >= 0x2e80 ? 2 : 1;
    return width * letterWidth;
}

}  // namespace

QSizeF ownSize(NodeShape shape) {
    switch (shape) {
        case NodeShape::Cylinder:
            return storeSize;
        case NodeShape::Pill:
            return pillSize;
        case NodeShape::Person:
        case NodeShape::Figure:
            return personSize;
        case NodeShape::Note:
            return noteSize({});
        default:
            return cardSize;
    }
}

QSizeF leastSize(const DiagramNode& node) {
    if (node.shape == NodeShape::Note) return {64, 32};
    const QSizeF own = ownSize(node.shape);
    const double words = std::ceil(widthOf(node.title.left(40)) + 48);
    return {std::min(own.width(), std::max(80.0, words)), std::min(own.height(), 40.0)};
}

QSizeF noteSize(const QString& text) {
    // Lines break between words, where some of their room is left.
    constexpr double most = 208, margins = 24, ragged = 24;
    double width = 0, lines = 0;
    for (const QString& line : text.split(u'\n')) {
        const double wide = widthOf(line);
        width = std::max(width, wide);
        lines += std::max(1.0, std::ceil(wide / (most - margins - ragged)));
    }
    const auto up = [](double value) { return std::ceil(value / gridStep) * gridStep; };
    return {std::clamp(up(width + margins), 128.0, most), up(std::clamp(lines, 2.0, 60.0) * lineHeight + 14)};
}

QString noteKey(const model::NoteId& id) {
    return QStringLiteral("note:") + QString::fromStdString(id.value());
}

model::NoteId noteId(const QString& key) {
    return model::NoteId(key.section(u'>', 0, 0).section(u':', 1).toStdString());
}

const model::DiagramLayout& appearanceOf(const model::Layout& layout, const QString& diagram) {
    static const model::DiagramLayout none;
    const auto found = layout.diagrams.find(diagram.toStdString());
    return found == layout.diagrams.end() ? none : found->second;
}

Diagram dressed(Diagram diagram, const model::Layout& layout) {
    const model::DiagramLayout& look = appearanceOf(layout, diagram.name);
    const bool plain = look.sizes.empty() && look.hidden.empty() && look.collapsed.empty() &&
                       look.locked.empty() && look.notes.empty();
    if (!plain) Dressing(diagram, look).run();
    return diagram;
}

}  // namespace app
