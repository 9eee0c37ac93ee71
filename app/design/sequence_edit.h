#pragma once

#include "app/diagram/diagram_kind.h"

/// Edits of a behaviour by gestures on its sequence diagram. Keys of steps are those of `stepKey`.
namespace app {

/// One tool for each kind of step; it stands where it is put.
std::vector<DiagramTool> stepTools();
/// A message to what the head `to` stands for: after the step `from`, or at the end.
DiagramEditResult connectSteps(const Version& version, const QString& from, const QString& to);
/// Steps that were moved that way take the place in the order at which they are now; heads that were moved,
/// the order of the columns.
DiagramEditResult rearrangeSteps(const Version& version, const QString& root, const QStringList& keys,
                                 const QPointF& way);
DiagramEditResult removeSteps(const Version& version, const QStringList& keys);
/// Copies stand right after their originals.
DiagramEditResult duplicateSteps(const Version& version, const QStringList& keys);
/// Takes what was typed at a step: a time, a count, a chance, or the name of what it goes to.
DiagramEditResult renameStep(const Version& version, const QString& key, const QString& text);
/// The names that can be typed at a step.
QStringList stepSuggestions(const model::Project& project, const QString& key);

}  // namespace app
