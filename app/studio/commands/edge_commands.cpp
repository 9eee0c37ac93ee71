#include <QCoreApplication>
#include <QSet>

#include "app/canvas/diagram_geometry.h"
#include "app/design/edge_way_edit.h"
#include "app/studio/command.h"
#include "app/studio/workbench.h"

namespace app {

namespace {

using model::EdgeShape;

QString edgesTr(const char* words) {
    return QCoreApplication::translate("EdgeCommands", words);
}

CanvasView& canvasIn(StudioContext& studio) {
    return studio.workbench().current().canvas();
}

/// The edges that are selected on the diagram.
QStringList selectedEdges(StudioContext& studio) {
    QStringList edges;
    for (const QString& key : canvasIn(studio).selection())
        if (canvasIn(studio).geometry().edgeIndex(key) >= 0) edges << key;
    return edges;
}

/// Those, or all edges of the diagram that pass points.
QStringList edgesToStraighten(StudioContext& studio) {
    const QStringList keys = selectedEdges(studio);
    const QSet<QString> selected(keys.begin(), keys.end());
    QStringList edges;
    for (const DiagramEdge& edge : canvasIn(studio).diagram().edges)
        if (!edge.way.empty() && (selected.isEmpty() || selected.contains(edge.key))) edges << edge.key;
    return edges;
}

void giveShape(StudioContext& studio, EdgeShape shape) {
    Document& document = studio.document();
    document.apply(
        withShape(document.layout(), studio.diagram().editor().diagramName(), selectedEdges(studio), shape),
        edgeShapeTitle(shape));
}

StudioCommand shapeCommand(const QString& id, EdgeShape shape, const QString& key) {
    return {id,
            edgesTr("%1: those selected, or all of the diagram").arg(edgeShapeTitle(shape)),
            "connect",
            {QKeySequence(key)},
            [shape](StudioContext& studio) { giveShape(studio, shape); },
            edgesTr("Curved, orthogonal, straight edges")};
}

}  // namespace

CommandGroup edgeCommands() {
    CommandGroup group{3, edgesTr("Canvas"), {}, {}};
    group.commands = {shapeCommand("edge.curved", EdgeShape::Curved, "Ctrl+Alt+1"),
                      shapeCommand("edge.orthogonal", EdgeShape::Orthogonal, "Ctrl+Alt+2"),
                      shapeCommand("edge.straight", EdgeShape::Straight, "Ctrl+Alt+3"),
                      {"edge.straighten",
                       edgesTr("Straighten: remove the points that edges pass"),
                       "connect",
                       {QKeySequence("Ctrl+Alt+0")},
                       [](StudioContext& studio) {
                           Document& document = studio.document();
                           document.apply(
                               straightened(document.layout(), studio.diagram().editor().diagramName(),
                                            edgesToStraighten(studio)),
                               edgesTr("Straighten edges"));
                       },
                       edgesTr("Straighten edges")}};
    group.gestures = {{edgesTr("Bend an edge"), edgesTr("Select it, drag its line")},
                      {edgesTr("Move a bend, square to its neighbours"), edgesTr("Drag, Shift drag")},
                      {edgesTr("Remove a bend"), edgesTr("Double click or Del on it")}};
    return group;
}

}  // namespace app
