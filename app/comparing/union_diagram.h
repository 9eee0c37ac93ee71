#pragma once

#include "app/diagram/diagram_kind.h"
#include "app/diagram/diagram_overlay.h"
#include "app/document/version.h"
#include "model/diff.h"

namespace app {

/// A diagram of two versions at once: all that is in either, and what has happened to it.
struct UnionDiagram {
    Diagram diagram;
    DiagramOverlay overlay;  ///< Signs of what was added, removed and changed
};

/// What is in the later version stands where it stands there; what is gone stands where it was, beside what
/// took its place. With `onlyDifferences` all else is dimmed.
UnionDiagram unionDiagram(const DiagramPlace& place, const Version& before, const Version& after,
                          const model::Difference& difference, bool onlyDifferences);

/// Where an element can be seen on a diagram: its own nodes, frames or edge, else those of the service or
/// workload that it belongs to. Empty when it is not there.
QStringList shownKeys(const Diagram& diagram, const Version& before, const Version& after,
                      const QString& key);

}  // namespace app
