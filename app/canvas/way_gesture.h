#pragma once

#include <QPointF>
#include <QString>
#include <optional>
#include <vector>

namespace app {

class CanvasView;
class DiagramScene;

/// Points that a selected edge passes, made and moved with the mouse: a drag of the line adds one, a drag of
/// a point moves it, a double click or Del on it removes it. The end is told by `CanvasView::bent`.
class WayGesture {
public:
    WayGesture(CanvasView& view, DiagramScene& scene) : m_view(view), m_scene(scene) {}

    /// Whether the press begins the gesture: on a point of the one selected edge or, unless `pointsOnly`, on
    /// its line.
    bool press(const QPointF& at, bool pointsOnly);
    /// `square`: in line with the neighbours; `free`: not on the grid.
    void drag(const QPointF& at, bool square, bool free);
    /// Tells the new way, when there is one.
    void release();
    void cancel();
    bool isBusy() const { return m_edge >= 0; }
    /// Shows which point is under the mouse.
    void hover(const QPointF& at);
    /// Removes the point there; false when there is none.
    bool removeAt(const QPointF& at);
    /// Removes the point under the mouse; false when there is none.
    bool removeHovered();

private:
    /// The one edge that is selected; -1 when it is not that.
    int selectedEdge() const;
    int pointAt(int edge, const QPointF& at) const;
    std::size_t placeInWay(int edge, const QPointF& at) const;
    QPointF squared(const QPointF& at) const;
    void tell(int edge, std::vector<QPointF> way) const;

    CanvasView& m_view;
    DiagramScene& m_scene;
    int m_edge = -1;
    QString m_key;
    std::size_t m_point = 0;
    QPointF m_pressed;
    bool m_moved = false;
    bool m_adds = false;
};

}  // namespace app
