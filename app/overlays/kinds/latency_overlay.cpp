#include <QCoreApplication>

#include "app/overlays/figure_overlay.h"

namespace app {

OverlayKind latencyOverlay() {
    return {"p99",
            QCoreApplication::translate("FigureOverlay", "p99"),
            "clock",
            5,
            QCoreApplication::translate("FigureOverlay", "The slowest hundredth of the requests"),
            [](const OverlaySubject& subject) {
                return figureOverlay(
                    subject, HeatQuantity::Latency,
                    {QStringLiteral("1 ms"), QStringLiteral("100 ms"), QStringLiteral("10 s")});
            }};
}

}  // namespace app
