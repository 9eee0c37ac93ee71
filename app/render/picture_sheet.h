#pragma once

#include "app/canvas/diagram_geometry.h"
#include "app/render/legend.h"
#include "app/render/render.h"

namespace app {

/// A diagram with title and legend on one sheet, in units of a pixel at 100 %: what all pictures and prints
/// are drawn from.
class PictureSheet {
public:
    PictureSheet(const Diagram& diagram, const Theme& theme, const PictureText& text,
                 const PictureOptions& options, const Overlay& overlay = {},
                 const DiagramOverlay& layer = {});
    PictureSheet(const PictureSheet&) = delete;
    PictureSheet& operator=(const PictureSheet&) = delete;

    QSizeF size() const;
    const PictureText& text() const { return m_text; }
    /// The painter is in the sheet's units; `zoom` says how large they are on the screen.
    void paint(QPainter& painter, double zoom);

private:
    void paintTitle(QPainter& painter);
    void paintLegend(QPainter& painter);

    Theme m_theme;
    Overlay m_overlay;
    PictureText m_text;
    PictureOptions m_options;
    DiagramOverlay m_layer;
    Legend m_legend;
    DiagramGeometry m_geometry;
    QRectF m_content;
    double m_width = 0, m_top = 0, m_legendHeight = 0;
};

}  // namespace app
