#pragma once

#include <QSet>
#include <array>

#include "app/canvas/diagram_geometry.h"
#include "app/canvas/technology_mark.h"
#include "app/canvas/text_painter.h"
#include "app/diagram/diagram_overlay.h"
#include "app/theme/theme.h"

namespace app {

/// How much is drawn of each thing.
enum class Detail {
    Contexts,  ///< Below 15 %: contexts, and bundles between them
    Blocks,    ///< Below 40 %: tinted blocks with names, and bundles
    Full,
};
Detail detailAt(double zoom);

/// What the user has marked or is doing.
struct CanvasMarks {
    QSet<QString> selection;
    QString hovered;
    QString dropTarget;    ///< A region that would take what is dragged, or a node that would be connected
    bool handles = false;  ///< On the hovered element
    bool bends = true;     ///< Points that the selected edge passes
    int bend = -1;         ///< The one of them under the mouse
    bool editable = false;
    QString gripped;     ///< The node whose size can be dragged; its handles stand off
    QString foldable;    ///< The frame or group under the mouse that can be collapsed or expanded
    QString attachable;  ///< The edge whose ends can be dragged
};

/// How many of each were drawn.
struct PaintCounts {
    int regions = 0, cards = 0, blocks = 0, names = 0, edges = 0, bundles = 0, labels = 0, signs = 0;
};

/// Draws diagrams: on the canvas, in the minimap's place, to pictures and on paper alike.
class DiagramPainter {
public:
    struct Request {
        const Theme& theme;
        const Overlay& overlay;
        const CanvasMarks& marks;
        QRectF exposed;  ///< What is to be seen, in the diagram's units
        double zoom = 1;
        DiagramOverlay layer = {};  ///< What lies over it besides the heat
    };

    /// The painter is in the diagram's units.
    PaintCounts paint(QPainter& painter, const DiagramGeometry& geometry, const Request& request);
    /// The middles of the four sides, where connections are pulled out.
    static std::array<QPointF, 4> handlesOf(const QRectF& rect);
    /// The rectangle on whose sides the handles of the hovered element stand.
    static QRectF handleRect(const CanvasMarks& marks, const QRectF& rect, double zoom);

private:
    void paintRegions(QPainter& painter, const DiagramGeometry& geometry, const Request& request);
    void paintRegionTitles(QPainter& painter, const DiagramGeometry& geometry, const Request& request);
    void paintFarTitles(QPainter& painter, const DiagramGeometry& geometry, const Request& request);
    void paintBundles(QPainter& painter, const DiagramGeometry& geometry, const Request& request);
    void paintBlocks(QPainter& painter, const DiagramGeometry& geometry, const Request& request,
                     Detail detail);
    void paintBlockNames(QPainter& painter, const DiagramGeometry& geometry, const Request& request);
    std::vector<int> paintEdges(QPainter& painter, const DiagramGeometry& geometry, const Request& request);
    void paintStems(QPainter& painter, const QVector<QLineF>& stems, const Theme& theme);
    void paintLabels(QPainter& painter, const DiagramGeometry& geometry, const Request& request,
                     const std::vector<int>& edges, bool looked);
    void paintBends(QPainter& painter, const DiagramGeometry& geometry, const Request& request);
    void paintCards(QPainter& painter, const DiagramGeometry& geometry, const Request& request);
    void paintSigns(QPainter& painter, const DiagramGeometry& geometry, const Request& request);
    void paintHandles(QPainter& painter, const DiagramGeometry& geometry, const Request& request);

    TextPainter m_texts;
    MarkPainter m_marks;
    PaintCounts m_counts;
    double m_ratio = 1;  ///< Device pixels for each pixel of the screen's own scale
};

}  // namespace app
