#pragma once

#include <QPainter>

#include "app/canvas/diagram_scene.h"

namespace app {

/// Draws what only somebody who edits sees, over the diagram: guides, grips, ends of edges, and what a
/// gesture leaves.
class TracePainter {
public:
    TracePainter(const DiagramScene& scene, QPainter& painter, const Theme& theme);
    void paint();

private:
    void paintGuides();
    void paintGaps();
    void paintGrips();
    void paintEdgeEnds();
    void paintLocks();
    void paintFoldSpots();
    void paintFoldSpot(const QRectF& rect, bool folded);
    void paintConnection();
    void paintRubberBand();
    void paintRemark();
    /// So many pixels of the screen, in the diagram's units.
    double pixels(double count) const { return count / m_zoom; }

    const DiagramScene& m_scene;
    QPainter& m_painter;
    const Theme& m_theme;
    double m_zoom;
};

/// Where a frame is collapsed and a group expanded: a button on the upper border.
QPointF foldSpotOf(const QRectF& rect, double zoom);
/// Its radius on the screen [px].
inline constexpr double foldSpotRadius = 8;

}  // namespace app
