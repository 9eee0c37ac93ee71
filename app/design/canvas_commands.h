#pragma once

#include <QObject>
#include <optional>

#include "app/design/clip.h"
#include "app/document/document.h"

namespace app {

class DiagramEditor;

/// What the commands of menus and keys do with the selection of a diagram besides creating and connecting:
/// the clipboard, what is seen, frames, locks, sizes, groups.
class CanvasCommands : public QObject {
    Q_OBJECT

public:
    CanvasCommands(Document& document, DiagramEditor& editor);

    /// By the id of the command: `edit.copy`; false when it is none of these.
    bool run(const QString& command);
    /// Whether it would do anything with the selection.
    bool canRun(const QString& command) const;

private:
    struct Entry;
    static const std::vector<Entry>& entries();

    void copy();
    void cut();
    void paste();
    void pasteLink();
    void pasteWith(bool link);
    void hide();
    void showHidden();
    void collapse();
    void expand();
    void toggleLock();
    void resetSizes();
    void addNote();
    void group();
    bool always() const { return true; }
    bool hasSelection() const;
    bool hasElements() const;
    bool hasClip() const;
    bool hasHidden() const;
    bool hasFrames() const;
    bool hasGroups() const;
    bool hasSizes() const;
    bool canGroup() const;

    /// The selected nodes, frames, notes and edges.
    QStringList selected() const;
    QStringList foldable() const;
    QStringList folded() const;
    /// The selected elements that are seen as nodes or frames.
    QStringList elements() const;
    QString origin() const;

    Document& m_document;
    DiagramEditor& m_editor;
};

/// What tells the open model from others: its path, or a word of this program's where it has none.
QString originOf(const Document& document);

}  // namespace app
