#include "app/canvas/sign_painter.h"

#include <QPainterPath>

namespace app {

namespace {

void paintPlate(QPainter& painter, DiagramSign sign, const QRectF& box) {
    if (sign == DiagramSign::Warning) {
        const QPointF corners[] = {{box.center().x(), box.top() - 1}, box.bottomRight(), box.bottomLeft()};
        painter.drawConvexPolygon(corners, 3);
    } else if (sign == DiagramSign::Error) {
        painter.drawRoundedRect(box, box.width() / 6, box.width() / 6);
    } else {
        painter.drawEllipse(box);
    }
}

/// The strokes within, as parts of the radius.
QPainterPath glyphOf(DiagramSign sign) {
    QPainterPath path;
    switch (sign) {
        case DiagramSign::Added:
            path.moveTo(0, -0.5);
            path.lineTo(0, 0.5);
            [[fallthrough]];
        case DiagramSign::Removed:
            path.moveTo(-0.5, 0);
            path.lineTo(0.5, 0);
            break;
        case DiagramSign::Changed:
            path.moveTo(-0.55, 0.1);
            path.cubicTo(-0.2, -0.6, 0.2, 0.6, 0.55, -0.1);
            break;
        case DiagramSign::Warning:
            path.moveTo(0, -0.35);
            path.lineTo(0, 0.3);
            path.moveTo(0, 0.64);
            path.lineTo(0, 0.65);
            break;
        case DiagramSign::Error:
            path.moveTo(0, -0.55);
            path.lineTo(0, 0.15);
            path.moveTo(0, 0.54);
            path.lineTo(0, 0.55);
            break;
    }
    return path;
}

}  // namespace

QColor signColour(DiagramSign sign, const Theme& theme) {
    switch (sign) {
        case DiagramSign::Added:
            return theme.good;
        case DiagramSign::Changed:
        case DiagramSign::Warning:
            return theme.warning;
        case DiagramSign::Removed:
        case DiagramSign::Error:
            return theme.bad;
    }
    return theme.text;
}

void paintSign(QPainter& painter, DiagramSign sign, const QPointF& centre, double radius,
               const Theme& theme) {
    const QRectF box(centre - QPointF(radius, radius), QSizeF(2 * radius, 2 * radius));
    // A seam of the background keeps it apart from the line that it stands on.
    painter.setPen(QPen(theme.canvas, radius / 4));
    painter.setBrush(signColour(sign, theme));
    paintPlate(painter, sign, box);
    QPen pen(theme.raised, radius / 4);
    pen.setCapStyle(Qt::RoundCap);
    painter.setPen(pen);
    painter.setBrush(Qt::NoBrush);
    painter.drawPath(QTransform::fromScale(radius, radius).map(glyphOf(sign)).translated(centre));
}

}  // namespace app
