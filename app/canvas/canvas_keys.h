#pragma once

#include <QKeySequence>
#include <QList>
#include <QString>
#include <vector>

class QKeyEvent;

namespace app {

class CanvasView;

/// A key of the canvas that has the focus, wherever a canvas is; in the studio it belongs to the command of
/// that id.
struct CanvasKey {
    const char* command;  ///< `edit.rename`
    QList<QKeyCombination> keys;
    bool edits;                ///< Without meaning where nothing can be edited
    bool (*run)(CanvasView&);  ///< False when it means nothing just now; none: the command is asked for
};

const std::vector<CanvasKey>& canvasKeys();
/// The keys of that command on a canvas; may be none.
QList<QKeySequence> keysOnCanvas(const QString& command);
/// The one that is pressed, or null.
const CanvasKey* canvasKeyFor(const QKeyEvent& event);

}  // namespace app
