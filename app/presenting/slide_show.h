#pragma once

#include "app/diagram/diagram_kind.h"
#include "model/layout.h"

namespace app {

/// What is shown at one time of a presentation.
struct ShownSlide {
    DiagramPlace place;
    QString title;
    QString text;
    std::optional<model::Camera> camera;  ///< None: the whole diagram

    bool operator==(const ShownSlide&) const = default;
};

/// The slides whose views are there; without any, a walk through all diagrams of the model that show
/// something.
std::vector<ShownSlide> slideShow(const model::Project& project, const model::Layout& layout);

}  // namespace app
