#include "app/theme/apply_theme.h"

#include <QToolTip>

#include "app/theme/icon.h"

namespace app {

void applyTheme(QApplication& application, const Theme& theme) {
    iconNames();  // The style sheet names pictures of the resources
    QApplication::setStyle(QStringLiteral("Fusion"));
    QApplication::setFont(interFont(13));
    QApplication::setPalette(theme.palette());
    QToolTip::setFont(interFont(12));
    QToolTip::setPalette(theme.palette());
    application.setStyleSheet(theme.styleSheet());
}

}  // namespace app
