#pragma once

namespace app {

class DiagramEditor;
class CanvasView;
class Document;

/// Turns the points that the user makes edges pass into named versions.
void followBending(DiagramEditor& editor, CanvasView& canvas, Document& document);

}  // namespace app
