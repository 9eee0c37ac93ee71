#pragma once

#include <QHash>
#include <QPoint>
#include <QPointF>
#include <QSet>

#include "app/canvas/way_gesture.h"

class QKeyEvent;
class QMouseEvent;

namespace app {

class CanvasView;
class DiagramScene;

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
    /// Selects the next (previous) node in the order of reading; false after the last.
    bool selectNext(bool forward);
    void updateCursor();
    /// Gives up what is going on: the diagram is as before.
    void cancel();
    bool isBusy() const { return m_gesture != Gesture::None || m_way.isBusy(); }

private:
    enum class Gesture { None, Pan, PressedNode, Move, RubberBand, Connect, Create };

    QPointF toScene(const QPointF& viewportPoint) const;
    void hover(const QPointF& at);
    QString hoveredAt(const QPointF& at) const;
    bool isOnHandle(const QPointF& at) const;
    bool canConnectFrom(const QString& key) const;

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
    void nudge(int key, bool far);
    bool escape();
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
    QSet<QString> m_draggedRegions;
};

}  // namespace app
