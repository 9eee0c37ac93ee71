#pragma once

#include <functional>
#include <vector>

#include "app/canvas/canvas_tool.h"
#include "app/design/diagram_edit.h"
#include "app/diagram/diagram.h"

class QWidget;

namespace app {

class DiagramEditor;

/// Which diagram: of which kind, and of which element.
struct DiagramPlace {
    QString kind;  ///< Id of the kind
    QString root;  ///< Key of the element; empty for diagrams of the whole model

    bool operator==(const DiagramPlace&) const = default;
};

/// What a kind of diagram lets the user add.
struct DiagramTool {
    CanvasTool look;
    QSizeF size;            ///< Of what it makes
    bool isRegion = false;  ///< It makes a frame, which lies over no other
    std::function<DiagramEditResult(const Version&, const NewPlace&, const QString& name)> create;
    /// The name until the user gives one: `new-service`.
    std::function<QString(const model::Project&)> provisionalName;
    bool isNamed = true;  ///< The user is asked for its name as soon as it is there
};

/// A kind of diagram: all that the canvas, its editing and the exports of pictures know of it. Each file of
/// app/diagram/kinds/ makes one.
struct DiagramKind {
    QString id;  ///< `services`: in layouts and on the command line
    QString title;
    QString icon;
    QString room;   ///< Word of the mode that it belongs to: `design`
    int place = 0;  ///< Its order among the kinds
    QString
        rootKind;  ///< Kind of the element that such a diagram is of: `service`; empty for the whole model
    std::function<Diagram(const model::Project&, const model::Layout&, const QString& root)> make;
    std::vector<DiagramTool> tools;
    /// Connects two of its elements, or says what can be connected.
    std::function<DiagramEditResult(const Version&, const QString& from, const QString& to)> connect;
    /// Id of the tool that makes what a connection from there leads to, when it ends on the empty canvas.
    std::function<QString(const QString& from)> continuation;
    /// What it means that nodes were dragged into a frame, or (empty key) out of all; none: nothing.
    std::function<DiagramEditResult(const Version&, const QStringList& keys, const QString& region)> moveInto;
    /// The diagram that an element opens into; nothing where it has none.
    std::function<std::optional<DiagramPlace>(const model::Project&, const QString& key)> drillInto;

    // Where nodes stand for parts of an element. None of these: they are elements, and stand where they were
    // put.
    /// What it means that these nodes and frames were moved by that much.
    std::function<DiagramEditResult(const Version&, const QString& root, const QStringList& keys,
                                    const QPointF& way)>
        rearrange;
    std::function<DiagramEditResult(const Version&, const QStringList& keys)> remove;
    std::function<DiagramEditResult(const Version&, const QStringList& keys)> duplicate;
    /// Takes what was typed at a node.
    std::function<DiagramEditResult(const Version&, const QString& key, const QString& text)> rename;
    /// What can be typed there.
    std::function<QStringList(const model::Project&, const QString& key)> suggestions;

    /// The diagram around that of an element; none for those of the whole model.
    std::function<DiagramPlace(const model::Project&, const QString& root)> above;
    /// It gives new nodes places that need no automatic layout.
    bool arranges = false;

    /// What stands above the canvas; none for most.
    std::function<QWidget*(DiagramEditor&, QWidget* parent)> bar;

    /// Null when there is none of that id.
    const DiagramTool* tool(const QString& toolId) const;
};

/// One of each file, in the order of the files.
std::vector<DiagramKind> registeredKinds();
/// The same, in the order of their places.
const std::vector<DiagramKind>& diagramKinds();
/// Null when there is none of that id.
const DiagramKind* findDiagramKind(const QString& id);
/// One that is there.
const DiagramKind& diagramKind(const QString& id);

/// `Services`, `Components › order`.
QString diagramTitle(const DiagramPlace& place, const model::Project& project);
/// Name of the diagram in layouts: `services`, `components/service:orders`.
QString diagramName(const DiagramPlace& place);
/// The diagram; one without anything where its kind is not known.
/// The diagram with its edges shaped and led as the layout says.
Diagram withWays(Diagram diagram, const model::Layout& layout);
Diagram makeDiagram(const DiagramPlace& place, const model::Project& project, const model::Layout& layout);
/// The components of the service that a node stands for, or the behaviour of the operation; nothing for all
/// else.
std::optional<DiagramPlace> openedDiagram(const model::Project& project, const QString& key);
/// Adds what fits at the end of a connection from there, and connects it.
DiagramEditResult createConnected(const DiagramKind& kind, const Version& version, const QString& from,
                                  const NewPlace& place, const QString& name);

}  // namespace app
