#pragma once

#include <QPainterPath>

#include "app/diagram/diagram.h"
#include "app/theme/theme.h"

/// How nodes and frames look by the conventions that their users know: the C4 model, Team Topologies.
namespace app {

struct NodeColours {
    QColor fill, border, text, secondary;
};
/// Of a plain node: those of the theme.
NodeColours coloursOf(NodePaint paint, const Theme& theme);
/// `component`, for legends.
QString paintWord(NodePaint paint);

struct FrameColours {
    QColor fill, border, title;
    Qt::PenStyle line = Qt::SolidLine;
};
/// `context` is the position of a context's colour.
FrameColours coloursOf(RegionLook look, int context, const Theme& theme);
/// The frame's outline; each kind of team has corners of its own, so that colour is never the only sign.
QPainterPath frameOutline(RegionLook look, const QRectF& rect);
/// How high the room for its title is.
double titleBand(RegionLook look);
/// `platform team`, for legends.
QString lookWord(RegionLook look);

}  // namespace app
