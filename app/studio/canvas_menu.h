#pragma once

#include <QMenu>

namespace app {

class CommandActions;
class StudioContext;

/// The menu of what is selected on a diagram: a node, several, an edge, a frame, a note, or the empty canvas.
/// Its lines are registered commands with their keys.
QMenu* makeCanvasMenu(StudioContext& studio, const CommandActions& actions, QWidget* parent);

}  // namespace app
