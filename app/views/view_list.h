#pragma once

#include "app/diagram/diagram_kind.h"

namespace app {

/// A diagram that can be gone to.
struct ListedView {
    QString title;  ///< `Team map`, `Components › order`
    QString icon;
    DiagramPlace place;
    QString saved = {};  ///< Id of the saved view that it is; empty for diagrams as they are
};

/// Whether the kind and the element of the diagram are there.
bool isThere(const DiagramPlace& place, const model::Project& project);
/// All diagrams of the model: those of the whole first, then those that were saved, then those of single
/// elements in the order of the model.
std::vector<ListedView> listedViews(const model::Project& project, const model::Layout& layout);
/// The diagrams around this one, from the outermost, and itself.
std::vector<ListedView> pathOf(const DiagramPlace& place, const model::Project& project);
/// The diagrams beside this one, itself among them: of the other elements, or of the whole model.
std::vector<ListedView> siblingsOf(const DiagramPlace& place, const model::Project& project);

}  // namespace app
