#pragma once

#include <QSharedPointer>

#include "app/simulate/figure_text.h"

class QCPAxisTicker;

namespace app {

/// Ticks with the unit of the figure behind the number: `200 rps`.
QSharedPointer<QCPAxisTicker> figureTicker(FigureKind kind);
/// Ticks as a clock shows them, `1:30`, in steps that a clock would take.
QSharedPointer<QCPAxisTicker> clockTicker();

}  // namespace app
