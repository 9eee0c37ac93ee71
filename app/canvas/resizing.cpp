#include "app/canvas/resizing.h"

#include <QLineF>
#include <algorithm>

namespace app {

const std::array<Grip, 8>& allGrips() {
    static const std::array<Grip, 8> grips{
        {{-1, -1}, {1, -1}, {1, 1}, {-1, 1}, {0, -1}, {1, 0}, {0, 1}, {-1, 0}}};
    return grips;
}

QPointF placeOf(const Grip& grip, const QRectF& rect) {
    return rect.center() + QPointF(grip.across * rect.width() / 2, grip.down * rect.height() / 2);
}

std::optional<Grip> gripAt(const QRectF& rect, const QPointF& point, double reach) {
    for (const Grip& grip : allGrips())
        if (QLineF(placeOf(grip, rect), point).length() <= reach) return grip;
    return std::nullopt;
}

Qt::CursorShape cursorOf(const Grip& grip) {
    if (grip.across == 0) return Qt::SizeVerCursor;
    if (grip.down == 0) return Qt::SizeHorCursor;
    return grip.across == grip.down ? Qt::SizeFDiagCursor : Qt::SizeBDiagCursor;
}

QRectF resized(const QRectF& before, const Resizing& how, const QPointF& shift) {
    const double twice = how.fromCentre ? 2 : 1;
    double width = before.width() + how.grip.across * shift.x() * twice;
    double height = before.height() + how.grip.down * shift.y() * twice;
    const bool whole = how.keepsRatio && before.width() > 0 && before.height() > 0;
    if (whole) {
        // The border that was dragged farther decides.
        const double byWidth = how.grip.across ? width / before.width() : 0;
        const double byHeight = how.grip.down ? height / before.height() : 0;
        const double factor = std::max(
            {byWidth, byHeight, how.least.width() / before.width(), how.least.height() / before.height()});
        width = before.width() * factor;
        height = before.height() * factor;
    }
    width = std::max(width, how.least.width());
    height = std::max(height, how.least.height());
    if (how.fromCentre) return {before.center() - QPointF(width / 2, height / 2), QSizeF(width, height)};
    const double left = how.grip.across < 0   ? before.right() - width
                        : how.grip.across > 0 ? before.left()
                                              : before.center().x() - width / 2;
    const double top = how.grip.down < 0   ? before.bottom() - height
                       : how.grip.down > 0 ? before.top()
                                           : before.center().y() - height / 2;
    return {left, top, width, height};
}

}  // namespace app
