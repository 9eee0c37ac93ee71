#pragma once

#include <QHash>
#include <QPoint>
#include <QPointF>
#include <QSet>

#include "app/canvas/key_connection.h"
#include "app/canvas/resizing.h"
#include "app/canvas/way_gesture.h"

class QKeyEvent;
class QMouseEvent;

namespace app {

class CanvasView;
class DiagramScene;
struct DiagramNode;

/// Understands what mouse and keyboard do on the canvas, and says it with the signals of the view.
class CanvasInput {
public:
    CanvasInput(CanvasView& view, DiagramScene& scene) : m_view(view), m_scene(scene), m_way(view, scene) {}

    void press(QMouseEvent* event);
    void move(QMouseEvent* event);
    void release(QMouseEvent* event);
    void doubleClick(QMouseEvent* event);
    void leave();
    /// False when the key means nothing here.
    bool keyPress(QKeyEvent* event);
    bool keyRelease(QKeyEvent* event);
    /// Selects the next (previous) node in the order of reading, or the next target of a connection that keys
    /// make; false after the last.
    bool tab(bool forward);
    void startKeyConnection();
    /// Marks what can be dragged at the selection.
    void markEditing();
    void updateCursor();
    /// Gives up what is going on: the diagram is as before.
    void cancel();
    bool isBusy() const { return m_gesture != Gesture::None || m_way.isBusy(); }

private:
    enum class Gesture { None, Pan, PressedNode, Move, RubberBand, Connect, Create, Resize, Attach };

    QPointF toScene(const QPointF& viewportPoint) const;
    void hover(const QPointF& at);
    QString hoveredAt(const QPointF& at) const;
    bool isOnHandle(const QPointF& at) const;
    bool canConnectFrom(const QString& key) const;
    QString foldableAt(const QPointF& at) const;

    void startPan(const QPoint& at);
    void pan(const QPoint& at);
    void pressSelect(QMouseEvent* event, const QPointF& at);
    void startMove();
    void dragTo(const QPointF& at, Qt::KeyboardModifiers modifiers);
    QPointF snappedShift(const QPointF& shift, bool free);
    void finishMove(const QPointF& at);
    QString regionAfterDrop(const QString& node) const;
    void startConnection(const QString& from);
    void dragConnection(const QPointF& at);
    void finishConnection(const QPointF& at);
    void dragRubberBand(const QPointF& at);
    void finishCreate(const QPointF& at);
    void nudge(const QPointF& way, bool far);
    bool selectNext(bool forward);
    bool escape();
    bool arrow(const QPointF& way, Qt::KeyboardModifiers modifiers);
    QString targetAt(const QPointF& at) const;
    // canvas_shaping.cpp
    const DiagramNode* grippedNode() const;
    bool pressShape(const QPointF& at);
    QString foldSpotAt(const QPointF& at) const;
    bool startResize(const QPointF& at);
    void resizeTo(const QPointF& at, Qt::KeyboardModifiers modifiers);
    void finishResize();
    void resizeByKeys(const QPointF& way);
    bool startAttach(const QPointF& at);
    void dragAttach(const QPointF& at);
    void finishAttach();
    // canvas_walk.cpp
    bool keyConnect(QKeyEvent* event);
    void considerKeyTarget();
    bool walkEdges(const QPointF& way);
    void endGesture();

    CanvasView& m_view;
    DiagramScene& m_scene;
    WayGesture m_way;
    Gesture m_gesture = Gesture::None;
    bool m_spaceHeld = false;
    bool m_deselectOnRelease = false;
    bool m_toggleOnRelease = false;
    QPoint m_pressedView;
    QPointF m_pressed;
    QString m_pressedKey;
    QString m_from;
    QSet<QString> m_selectionBefore;
    QHash<QString, QPointF> m_startCentres;  ///< Of what is being dragged
    bool m_dragsRegion = false;
    Grip m_grip;
    QRectF m_rectBefore;  ///< Of what is made larger or smaller
    QString m_shaped;     ///< That node, or the edge whose end is dragged
    bool m_attachesStart = false;
    KeyConnection m_keyConnection;
    QSet<QString> m_draggedRegions;
};

}  // namespace app
