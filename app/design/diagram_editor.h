#pragma once

#include <QElapsedTimer>
#include <QObject>
#include <functional>

#include "app/canvas/canvas_view.h"
#include "app/design/arrangement.h"
#include "app/design/diagram_edit.h"
#include "app/diagram/diagram_kind.h"
#include "app/studio/selection.h"

namespace app {

class CanvasCommands;

/// Keeps a canvas and a document together: shows each version on the canvas, and turns what the user does
/// there into named versions.
class DiagramEditor : public QObject {
    Q_OBJECT

public:
    DiagramEditor(Document& document, Selection& selection, CanvasView& canvas, const DiagramPlace& place,
                  QObject* parent);

    const DiagramPlace& place() const { return m_place; }
    const DiagramKind& kind() const { return *m_kind; }
    /// Shows and edits that diagram from now on.
    void setPlace(const DiagramPlace& place);
    /// Only a canvas that is looked at follows the document; it catches up when it becomes active.
    void setActive(bool active);
    void duplicateSelection();
    void removeSelection();
    void arrange(Arrangement arrangement);
    void remove(const QStringList& keys);
    /// Adds what that tool makes in the middle of what is seen; nothing when the diagram has no such tool.
    void addInView(const QString& tool);
    /// Copies stand beside their originals.
    void duplicate(const QStringList& keys);
    QStringList shownKeys(const QStringList& keys) const;
    QString diagramName() const;
    /// What each diagram goes through before it is shown, such as a filter that leaves elements out.
    void setSieve(std::function<Diagram(Diagram)> sieve) { m_sieve = std::move(sieve); }
    /// Makes the diagram anew from the version that is shown.
    void show();

    CanvasView& canvas() { return m_canvas; }
    CanvasCommands& commands() { return *m_commands; }
    /// What a gesture or command has made, as one step; or why there is nothing.
    void apply(DiagramEditResult edit, const QString& mergeKey = {});
    /// The version that is shown, with the places of all that is seen.
    Version pinned() const;
    NewPlace newPlace(const QPointF& at) const;
    /// Adds what that tool makes at a free place near there.
    void addAt(const QString& tool, const QPointF& at);
    using Creation = std::function<DiagramEditResult(const Version&, const QString& name)>;
    /// Makes something and asks for its name in place.
    void createNamed(const Creation& creation, const QString& provisionalName, bool ask = true);
    /// The version without these elements, connections and notes.
    DiagramEditResult removal(const QStringList& keys) const;
    /// The places with those of what is in collapsed frames, which are moved with all that is in them.
    QHash<QString, QPointF> withGroups(const QHash<QString, QPointF>& centres) const;
    /// Collapses frames, or (false) expands groups.
    void fold(const QStringList& keys, bool collapse);

signals:
    /// The canvas has a new diagram.
    void shown();
    void refused(const model::Error& error);

private:
    void connectCanvas();
    void connectShaping();
    void join(const QString& from, const QString& to);
    void consider(const QString& from, const QString& to);
    void reattach(const QString& edge, const QString& from, const QString& to);
    void offerTools();
    void showSelection(const QStringList& keys);
    void takeSelection(const QStringList& keys);
    void move(const QHash<QString, QPointF>& centres);
    void moveInto(const QStringList& keys, const QString& region);
    void create(const DiagramTool& tool, const QPointF& at);
    void createAndConnect(const QString& from, const QPointF& at);
    void rename(const QString& key, const QString& name);
    void rearrange(const QHash<QString, QPointF>& centres);

    Document& m_document;
    Selection& m_selection;
    CanvasView& m_canvas;
    DiagramPlace m_place;
    const DiagramKind* m_kind;
    bool m_active = false;
    bool m_following = false;
    std::function<Diagram(Diagram)> m_sieve;
    QElapsedTimer m_sinceMove;
    QStringList m_lastMoved;
    int m_moveNumber = 0;
    Creation m_fresh;  ///< Makes again what was just created, so that its first name becomes its id
    QString m_freshKey;
    int m_freshIndex = -1;
    CanvasCommands* m_commands;
};

}  // namespace app
