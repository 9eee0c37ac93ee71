#pragma once

#include <QString>
#include <optional>

#include "model/layout.h"
#include "model/project.h"

namespace app {

/// A name that says what the view shows: `Services · order, 2 hops · p99`; another one where it is taken.
QString suggestedName(const model::View& view, const model::Project& project, const model::Layout& layout);
/// `2 hops around order · team: Payments · p99`: what a view adds to its diagram; may be empty.
QString viewDetail(const model::View& view, const model::Project& project);

/// The layout with the view under that name, and its id.
std::pair<model::Layout, model::ViewId> withSavedView(const model::Layout& layout, model::View view,
                                                      const QString& name);
/// The saved view shows what `seen` shows from now on; its name stays.
model::Layout withUpdatedView(const model::Layout& layout, const model::ViewId& id, model::View seen);
model::Layout withRenamedView(const model::Layout& layout, const model::ViewId& id, const QString& name);
model::Layout withoutView(const model::Layout& layout, const model::ViewId& id);

/// The place as a bookmark; the element may be empty.
model::Bookmark bookmarkOf(const model::View& seen, const QString& element, const model::Project& project);
model::View viewAt(const model::Bookmark& bookmark);
/// The number of the bookmark with the same diagram and element; none when there is no such.
std::optional<std::size_t> bookmarkAt(const model::Layout& layout, const model::Bookmark& bookmark);
model::Layout withBookmark(model::Layout layout, model::Bookmark bookmark);
model::Layout withRenamedBookmark(model::Layout layout, std::size_t number, const QString& name);
model::Layout withoutBookmark(model::Layout layout, std::size_t number);

}  // namespace app
