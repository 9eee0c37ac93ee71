#include <QCoreApplication>

#include "app/document/document.h"
#include "app/studio/command.h"

namespace app {

namespace {

QString undoTr(const char* words) {
    return QCoreApplication::translate("UndoCommands", words);
}

}  // namespace

CommandGroup undoCommands() {
    const auto stack = [](StudioContext& studio) -> QUndoStack& { return studio.document().undoStack(); };
    const QString both = undoTr("Undo, redo");
    return {1,
            undoTr("Everywhere"),
            {{"edit.undo",
              undoTr("Undo"),
              "undo",
              {QKeySequence::Undo},
              [stack](StudioContext& studio) { stack(studio).undo(); },
              both,
              [stack](StudioContext& studio) { return stack(studio).canUndo(); },
              [stack](StudioContext& studio) {
                  return stack(studio).canUndo() ? undoTr("Undo %1").arg(stack(studio).undoText())
                                                 : undoTr("Undo");
              }},
             {"edit.redo",
              undoTr("Redo"),
              "redo",
              {QKeySequence("Ctrl+Shift+Z"), QKeySequence("Ctrl+Y")},
              [stack](StudioContext& studio) { stack(studio).redo(); },
              both,
              [stack](StudioContext& studio) { return stack(studio).canRedo(); },
              [stack](StudioContext& studio) {
                  return stack(studio).canRedo() ? undoTr("Redo %1").arg(stack(studio).redoText())
                                                 : undoTr("Redo");
              }}},
            {}};
}

}  // namespace app
