#include <QCoreApplication>

#include "app/overlays/figure_overlay.h"

namespace app {

OverlayKind errorsOverlay() {
    return {"errors",
            QCoreApplication::translate("FigureOverlay", "Errors"),
            "zap",
            6,
            QCoreApplication::translate("FigureOverlay", "The share of requests that fail"),
            [](const OverlaySubject& subject) {
                return figureOverlay(
                    subject, HeatQuantity::Errors,
                    {QStringLiteral("0.01 %"), QStringLiteral("1 %"), QStringLiteral("100 %")});
            }};
}

}  // namespace app
