#pragma once

#include "model/description/description.h"

/// The fields of the layout file: see the description.
namespace model {

/// How far from the origin anything may lie [canvas units].
inline constexpr double farthestPlace = 1e9;
inline constexpr double largestSize = 1e5;

template <class V>
void describe(V& v, Of<NodePlace>) {
    v.required("x", &NodePlace::x, between(-farthestPlace, farthestPlace));
    v.required("y", &NodePlace::y, between(-farthestPlace, farthestPlace));
}
template <class V>
void describe(V& v, Of<NodeSize>) {
    v.required("width", &NodeSize::width, aboveZeroUpTo(largestSize));
    v.required("height", &NodeSize::height, aboveZeroUpTo(largestSize));
}
template <class V>
void describe(V& v, Of<EdgeWay>) {
    v.field("shape", &EdgeWay::shape);
    v.field("points", &EdgeWay::points);
    v.unknown(&EdgeWay::unknown);
}
template <class V>
void describe(V& v, Of<Note>) {
    v.field("text", &Note::text);
    v.required("place", &Note::place);
    v.field("size", &Note::size);
    v.field("anchor", &Note::anchor);
    v.unknown(&Note::unknown);
}
template <class V>
void describe(V& v, Of<DiagramLayout>) {
    v.field("nodes", &DiagramLayout::nodes);
    v.field("sizes", &DiagramLayout::sizes);
    v.field("ways", &DiagramLayout::ways);
    v.field("edges", &DiagramLayout::edges);
    v.field("collapsed", &DiagramLayout::collapsed);
    v.field("locked", &DiagramLayout::locked);
    v.field("hidden", &DiagramLayout::hidden);
    v.field("notes", &DiagramLayout::notes);
    v.unknown(&DiagramLayout::unknown);
}
template <class V>
void describe(V& v, Of<Camera>) {
    v.required("x", &Camera::x, between(-farthestPlace, farthestPlace));
    v.required("y", &Camera::y, between(-farthestPlace, farthestPlace));
    v.field("zoom", &Camera::zoom, aboveZeroUpTo(1000));
}
template <class V>
void describe(V& v, Of<ViewFilter>) {
    v.field("text", &ViewFilter::text);
    v.field("kinds", &ViewFilter::kinds);
    v.field("contexts", &ViewFilter::contexts);
    v.field("teams", &ViewFilter::teams);
    v.field("technologies", &ViewFilter::technologies);
    v.field("tags", &ViewFilter::tags);
    v.unknown(&ViewFilter::unknown);
}
template <class V>
void describe(V& v, Of<ViewFocus>) {
    v.required("elements", &ViewFocus::elements);
    v.field("hops", &ViewFocus::hops, between(0, 1000));
    v.field("direction", &ViewFocus::direction);
    v.unknown(&ViewFocus::unknown);
}
template <class V>
void describe(V& v, Of<View>) {
    v.required("name", &View::name);
    v.required("kind", &View::kind);
    v.field("root", &View::root);
    v.field("filter", &View::filter);
    v.field("focus", &View::focus);
    v.field("overlay", &View::overlay);
    v.field("camera", &View::camera);
    v.unknown(&View::unknown);
}
template <class V>
void describe(V& v, Of<Bookmark>) {
    v.required("name", &Bookmark::name);
    v.required("kind", &Bookmark::kind);
    v.field("root", &Bookmark::root);
    v.field("element", &Bookmark::element);
    v.field("camera", &Bookmark::camera);
    v.unknown(&Bookmark::unknown);
}
template <class V>
void describe(V& v, Of<Slide>) {
    v.required("view", &Slide::view);
    v.field("title", &Slide::title);
    v.field("text", &Slide::text);
    v.unknown(&Slide::unknown);
}
template <class V>
void describe(V& v, Of<Layout>) {
    v.field("diagrams", &Layout::diagrams);
    v.field("views", &Layout::views);
    v.field("bookmarks", &Layout::bookmarks);
    v.field("slides", &Layout::slides);
    v.unknown(&Layout::unknown);
}

}  // namespace model
