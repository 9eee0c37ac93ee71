#pragma once

#include "app/diagram/diagram_kind.h"

namespace app {

/// What an element is a part of and stands on diagrams with: the service of an operation, the workload of a
/// journey; itself where it stands alone.
QString hostOf(const model::Project& project, const QString& key);
/// The diagrams that an element of the model stands on by its kind, the best one to look at it first.
std::vector<DiagramPlace> diagramsWith(const model::Project& project, const QString& key);
/// Keys of the nodes, frames and edges of the diagram that stand for the element, or else for its host.
QStringList keysShowing(const Diagram& diagram, const QString& key, const QString& host);

}  // namespace app
