#pragma once

#include <QMarginsF>
#include <QSizeF>

namespace app {

/// Sizes of what diagrams show, in canvas units (pixels at 100 %).
inline constexpr QSizeF cardSize{164, 58};
inline constexpr double overlayCardHeight = 62;
inline constexpr QSizeF storeSize{130, 48};
inline constexpr QSizeF pillSize{186, 40};
inline constexpr QSizeF personSize{148, 72};
/// From the nodes of a region to its frame; the title stands above them.
inline constexpr QMarginsF frameMargins{24, 40, 24, 24};
inline constexpr QSizeF emptyFrameSize{212, 122};
/// What is placed or dragged lands on multiples of this.
inline constexpr double gridStep = 8;

}  // namespace app
