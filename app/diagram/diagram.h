#pragma once

#include <QHash>
#include <QLineF>
#include <QPointF>
#include <QRectF>
#include <QString>
#include <optional>
#include <vector>

#include "model/layout.h"
#include "model/project.h"

namespace app {

/// What a node looks like; the meaning is the diagram's.
enum class NodeShape {
    Card,
    CutCard,
    DashedCard,
    Cylinder,
    Pill,
    Figure,  ///< A head and shoulders with the name below
    Person,  ///< A card with a head above it
    Hexagon,
    Note,   ///< A sheet with a folded corner; its title is text of several lines
    Group,  ///< A region that is shown as one node
    // Of sequence diagrams
    Message,      ///< An arrow from side to side, with the answer below it where the caller waits
    SelfMessage,  ///< An arrow back to where it began
    Activity      ///< What a participant does by itself
};

/// The level of the C4 model whose colours a node wears.
enum class NodePaint {
    Plain,  ///< None: those of the theme
    Person,
    System,
    Container,
    Component,
    ExternalSystem
};

/// `About` leads from a note to what it is about.
enum class EdgeStyle { Call, Event, Query, Relation, SharedKernel, SeparateWays, About };

/// A node of any diagram, by the key of its element (`service:orders`). An element that stands in several
/// places has a node for each: `service:orders@zone:a`.
struct DiagramNode {
    QString key;
    NodeShape shape = NodeShape::Card;
    QString title;
    QString subtitle;
    QString corner;      ///< Small text at the top right: `x3`
    QString technology;  ///< What it is made with, as people say it: `Go`, `PostgreSQL`
    int context = -1;    ///< Index of its context's colour; -1 for none
    QString region;      ///< Key of the region that it lies in; may be empty
    QPointF centre;
    QSizeF size;
    bool placed = true;    ///< False when the layout has no place for it yet
    bool connects = true;  ///< Connections start and end here
    NodePaint paint = NodePaint::Plain;
    bool opens = false;                 ///< Into a diagram of its own
    bool locked = false;                ///< Neither drags nor the automatic layout move it
    bool folded = false;                ///< It is a frame that was collapsed, with that frame's key
    bool resized = false;               ///< It has a size that the user gave to it
    EdgeStyle arrow = EdgeStyle::Call;  ///< Of a message
    bool leftwards = false;             ///< A message to the left
    bool isAnswer = false;              ///< A message that only answers another

    QRectF rect() const { return {centre - QPointF(size.width() / 2, size.height() / 2), size}; }
    bool operator==(const DiagramNode&) const = default;
};

struct DiagramEdge {
    QString key;   ///< `service:web>service:orders`
    QString from;  ///< Keys of nodes (or of regions, in context maps)
    QString to;
    EdgeStyle style = EdgeStyle::Call;
    QString label;
    QString fromTag;  ///< At the line's ends: `U`, `D`, `OHS`, `ACL`
    QString toTag;
    model::EdgeShape shape = model::EdgeShape::Curved;
    std::vector<QPointF> way = {};  ///< Points that the user made it pass, in order
    int count = 1;                  ///< Of the connections that it stands for, where frames are collapsed

    bool operator==(const DiagramEdge&) const = default;
};

/// What a frame stands for: its outline and colours.
enum class RegionLook {
    Context,
    Boundary,  ///< Of what the diagram is about, and of what has no other frame
    StreamAligned,
    Platform,
    Enabling,
    ComplicatedSubsystem,
    Site,  ///< A region of a cloud
    Zone,
    Machines,
    Fragment,    ///< Steps of a sequence diagram that belong together: a loop, alternatives
    Compartment  ///< One of several parts of a fragment
};

/// A frame around nodes: a bounded context. It encloses its nodes and the regions in it, or lies at `centre`
/// when there are none.
struct DiagramRegion {
    QString key;
    QString title;
    QString subtitle;  ///< The owner
    QString parent;    ///< Key of the region around it, which stands before it; may be empty
    int context = 0;
    QPointF centre;
    QRectF rect;           ///< Computed from its content
    bool connects = true;  ///< Connections start and end here
    bool handles = false;  ///< It shows handles to pull them out of
    RegionLook look = RegionLook::Context;

    bool operator==(const DiagramRegion&) const = default;
};

/// A line that belongs to no element: the life of a participant, or (wide) the time in which it is busy.
struct DiagramLine {
    QLineF line;
    double width = 0;  ///< 0: a dashed line as thin as an edge

    bool operator==(const DiagramLine&) const = default;
};

/// The key of the element that a node or frame stands for: without the place of this one of several.
inline QString elementOfKey(const QString& key) {
    return key.section(u'@', 0, 0);
}

/// Everything that the canvas shows: a value made from the model and its layout.
struct Diagram {
    QString name;            ///< Key of the layout: `services`, `contexts`
    QSizeF spacing{48, 80};  ///< Room that the automatic layout leaves: across, and from rank to rank
    std::vector<DiagramRegion> regions;
    std::vector<DiagramNode> nodes;
    std::vector<DiagramEdge> edges;
    std::vector<DiagramLine> lines{};
    int hidden = 0;  ///< How many elements and connections the layout leaves out

    bool operator==(const Diagram&) const = default;
};

/// Services, stores, channels and their interactions, inside their contexts. Nodes without a place get one
/// near their neighbours; nothing else moves.
Diagram serviceDiagram(const model::Project& project, const model::Layout& layout);
/// Bounded contexts with their services and their relationships.
Diagram contextMap(const model::Project& project, const model::Layout& layout);

/// The components of one service (`service:order`) and all that it calls or is called by, as the C4 model
/// draws them; nothing when there is no such service.
Diagram componentDiagram(const model::Project& project, const model::Layout& layout, const QString& root);

/// What an operation (`operation:order.place`) does, step by step, as a sequence diagram of UML: its service
/// and all that it uses side by side, time running downwards. Columns keep the order in which their heads
/// stand in the layout. An empty diagram when there is no such operation.
Diagram sequenceDiagram(const model::Project& project, const model::Layout& layout, const QString& root);

/// What a run or an estimate adds to the nodes and edges, by key.
struct NodeHeat {
    std::optional<double> utilisation;  ///< 0 to 1
    QString text;                       ///< `97 % · p99 3.0 s`
    bool alarming = false;              ///< Ring
    QString brief;                      ///< The same where there is little room: `97 % · 3.0 s`
};
struct EdgeHeat {
    bool failing = false;
    QString text;  ///< `12 % timeout`
};
struct Overlay {
    QHash<QString, NodeHeat> nodes;
    QHash<QString, EdgeHeat> edges;
    bool empty() const { return nodes.isEmpty() && edges.isEmpty(); }
};

}  // namespace app
