#pragma once

#include <QPainter>

#include "app/diagram/diagram_overlay.h"
#include "app/theme/theme.h"

namespace app {

/// How far a sign reaches from its centre, at 100 %.
inline constexpr double signRadius = 8;

QColor signColour(DiagramSign sign, const Theme& theme);
/// A plus, a minus and a wave in circles, an exclamation mark in a triangle, one in a square.
void paintSign(QPainter& painter, DiagramSign sign, const QPointF& centre, double radius, const Theme& theme);

}  // namespace app
