#pragma once

#include <QPainter>

#include "app/canvas/edge_route.h"
#include "app/canvas/text_painter.h"
#include "app/diagram/diagram.h"
#include "app/theme/theme.h"

namespace app {

/// Draws edges with their arrows, labels and tags.
class EdgePainter {
public:
    /// Only what lies in `exposed` need be drawn; `coarse` is quicker and less smooth.
    /// Labels are drawn so much `enlarged`, to be readable far away.
    EdgePainter(QPainter& painter, TextPainter& texts, const Theme& theme, const QRectF& exposed, bool coarse,
                double enlarged)
        : m_painter(painter),
          m_texts(texts),
          m_theme(theme),
          m_exposed(exposed),
          m_coarse(coarse),
          m_enlarged(enlarged),
          m_ratio(painter.device()->devicePixelRatioF()) {}

    /// `marked` is the colour of its sign, where it has one.
    void paintLine(const DiagramEdge& edge, const EdgeRoute& route, const EdgeHeat* heat, bool selected,
                   const QColor& marked = {});
    /// The label's chip and the tags; true when there was one to draw.
    bool paintLabel(const DiagramEdge& edge, const EdgeRoute& route, const EdgeHeat* heat, bool always);

private:
    void paintStretches(const EdgeRoute& route);
    void paintArrow(const EdgeRoute& route, const QColor& colour);
    void paintTags(const QString& tags, const EdgeRoute& route, bool atStart);
    void paintChip(const QPointF& centre, const QString& text, const QSizeF& size, const QColor& colour);

    QPainter& m_painter;
    TextPainter& m_texts;
    const Theme& m_theme;
    QRectF m_exposed;
    bool m_coarse;
    double m_enlarged;
    double m_ratio;  ///< Device pixels for each pixel of the screen's own scale
};

}  // namespace app
