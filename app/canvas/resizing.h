#pragma once

#include <QCursor>
#include <QRectF>
#include <array>
#include <optional>

namespace app {

/// One of the eight grips around a node: which borders it moves; -1 the left or upper, 1 the right or lower.
struct Grip {
    int across = 0;
    int down = 0;

    bool operator==(const Grip&) const = default;
};

/// Corners and middles of the borders.
const std::array<Grip, 8>& allGrips();
QPointF placeOf(const Grip& grip, const QRectF& rect);
/// The grip within that reach of the point.
std::optional<Grip> gripAt(const QRectF& rect, const QPointF& point, double reach);
Qt::CursorShape cursorOf(const Grip& grip);

/// How a rectangle is made larger or smaller.
struct Resizing {
    Grip grip;
    QSizeF least;             ///< No smaller than this
    bool keepsRatio = false;  ///< Width to height stay as they are
    bool fromCentre = false;  ///< The middle stays where it is
};
/// The rectangle after its grip was dragged that far.
QRectF resized(const QRectF& before, const Resizing& how, const QPointF& shift);

}  // namespace app
