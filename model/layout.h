#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "model/collection.h"
#include "model/shared_map.h"
#include "model/unknown.h"

namespace model {

/// The place of a node on a diagram: the centre, in canvas units (pixels at 100 %).
struct NodePlace {
    double x = 0;
    double y = 0;

    bool operator==(const NodePlace&) const = default;
};

/// How large a node or a note was made, in canvas units.
struct NodeSize {
    double width = 0;
    double height = 0;

    bool operator==(const NodeSize&) const = default;
};

/// How an edge runs between its ends.
enum class EdgeShape { Curved, Orthogonal, Straight };

/// The way that the user gave to one edge.
struct EdgeWay {
    std::optional<EdgeShape> shape;  ///< None: that of its diagram
    std::vector<NodePlace> points;   ///< Passed between the ends, in order
    UnknownFields unknown;

    bool operator==(const EdgeWay&) const = default;
};

/// Text on a diagram that belongs to no element; it says nothing to the model.
struct Note {
    Id<Note> id;
    std::string text;
    NodePlace place;               ///< The centre
    std::optional<NodeSize> size;  ///< None: as the text needs
    std::string anchor;            ///< Key of the element that it is about; may be empty
    UnknownFields unknown;

    bool operator==(const Note&) const = default;
};
using NoteId = Id<Note>;

/// The appearance of one diagram, by key of the element (`service:orders`, `store:ledger`,
/// `channel:order-placed`, `context:ordering`) or of the edge (`service:web>service:orders`). What belongs to
/// removed elements remains, so that a restored element looks as before.
struct DiagramLayout {
    SharedMap<NodePlace> nodes;
    SharedMap<NodeSize> sizes;
    SharedMap<EdgeWay> ways;
    EdgeShape edges = EdgeShape::Curved;  ///< Of all edges without a shape of their own
    KeySet collapsed;                     ///< Groups that are shown as one node
    KeySet locked;                        ///< Nodes that neither drags nor the automatic layout move
    KeySet hidden;                        ///< Elements that this diagram leaves out
    Collection<Note> notes;
    UnknownFields unknown;

    bool operator==(const DiagramLayout&) const = default;
};

/// The part of a diagram that is seen.
struct Camera {
    double x = 0;  ///< The place in the middle, in canvas units
    double y = 0;
    double zoom = 1;

    bool operator==(const Camera&) const = default;
};

/// What is shown of a diagram: elements that fit every list that is not empty.
struct ViewFilter {
    std::string text;  ///< Part of the name
    std::vector<std::string> kinds;
    std::vector<std::string> contexts;
    std::vector<std::string> teams;
    std::vector<std::string> technologies;
    std::vector<std::string> tags;
    UnknownFields unknown;

    bool operator==(const ViewFilter&) const = default;
};

enum class FocusDirection { Both, Callers, Callees };

/// The neighbourhood of some elements: all else is dimmed.
struct ViewFocus {
    std::vector<std::string> elements;  ///< Keys
    std::int32_t hops = 1;              ///< How many edges far
    FocusDirection direction = FocusDirection::Both;
    UnknownFields unknown;

    bool operator==(const ViewFocus&) const = default;
};

/// A diagram that was saved under a name: what is shown and how.
struct View {
    Id<View> id;
    std::string name;
    std::string kind = "services";  ///< Id of the kind of diagram
    std::string root;               ///< Key of the element whose diagram it is; empty for the whole model
    std::optional<ViewFilter> filter;
    std::optional<ViewFocus> focus;
    std::string overlay;  ///< Id of the overlay; may be empty
    std::optional<Camera> camera;
    UnknownFields unknown;

    bool operator==(const View&) const = default;
};
using ViewId = Id<View>;

/// A place to come back to.
struct Bookmark {
    std::string name;
    std::string kind = "services";  ///< As in a view
    std::string root;
    std::string element;  ///< Key of the element to show; may be empty
    std::optional<Camera> camera;
    UnknownFields unknown;

    bool operator==(const Bookmark&) const = default;
};

/// One step of a presentation: a view and what is said to it.
struct Slide {
    ViewId view;
    std::string title;
    std::string text;
    UnknownFields unknown;

    bool operator==(const Slide&) const = default;
};

/// Appearance, stored beside the model in its own file. Diagrams by name: the id of the kind (`services`,
/// `contexts`), with the root where there is one (`components/service:orders`).
struct Layout {
    std::map<std::string, DiagramLayout> diagrams;
    Collection<View> views;
    std::vector<Bookmark> bookmarks;
    std::vector<Slide> slides;
    UnknownFields unknown;

    bool operator==(const Layout&) const = default;
};

}  // namespace model
