#include <QCoreApplication>

#include "app/overlays/figure_overlay.h"

namespace app {

OverlayKind utilisationOverlay() {
    return {"utilisation",
            QCoreApplication::translate("FigureOverlay", "Utilisation"),
            "gauge",
            4,
            QCoreApplication::translate("FigureOverlay", "How busy services and stores are"),
            [](const OverlaySubject& subject) {
                return figureOverlay(
                    subject, HeatQuantity::Utilisation,
                    {QStringLiteral("0 %"), QStringLiteral("50 %"), QStringLiteral("100 %")});
            }};
}

}  // namespace app
