#pragma once

#include "app/diagram/diagram_kind.h"
#include "model/layout.h"

namespace app {

/// The layout with one more slide, after so many: a view of that diagram from there is saved for it.
model::Layout withNewSlide(model::Layout layout, std::size_t at, const DiagramPlace& place,
                           const model::Camera& camera, const QString& title);
/// A slide of a view that was saved already.
model::Layout withSlideOf(model::Layout layout, std::size_t at, const model::ViewId& view,
                          const QString& title);
/// The slide comes to stand at that place among the others.
model::Layout withSlideMoved(model::Layout layout, std::size_t from, std::size_t to);
/// The view that was saved for it goes along, where nothing else shows it.
model::Layout withoutSlide(model::Layout layout, std::size_t at);
model::Layout withSlideWords(model::Layout layout, std::size_t at, const QString& title, const QString& text);

}  // namespace app
