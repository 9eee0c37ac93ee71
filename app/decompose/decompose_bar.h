#pragma once

class QWidget;

namespace app {

class DiagramEditor;

/// What stands above the context map: how it is worked with, and the way to a new context.
QWidget* makeDecomposeBar(DiagramEditor& editor, QWidget* parent);

}  // namespace app
