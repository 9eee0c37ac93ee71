#include "app/theme/apply_theme.h"

#include <QProxyStyle>
#include <QToolTip>

#include "app/theme/icon.h"

namespace app {

namespace {

const char* const reducedProperty = "reducedMotion";
const char* const dressedProperty = "isDressed";
const char* const systemProperty = "systemIsDark";

/// Fusion, which moves only as far as the user likes that.
class StudioStyle : public QProxyStyle {
public:
    StudioStyle() : QProxyStyle(QStringLiteral("Fusion")) {}

    int styleHint(StyleHint hint, const QStyleOption* option, const QWidget* widget,
                  QStyleHintReturn* data) const override {
        if (hint == SH_Widget_Animation_Duration && qApp->property(reducedProperty).toBool()) return 0;
        return QProxyStyle::styleHint(hint, option, widget, data);
    }
};

}  // namespace

bool systemIsDark() {
    QVariant known = qApp->property(systemProperty);
    if (known.isValid()) return known.toBool();
    // The palette is that of the desktop until the program is dressed.
    const QPalette palette = QGuiApplication::palette();
    const bool dark =
        palette.color(QPalette::WindowText).lightness() > palette.color(QPalette::Window).lightness();
    qApp->setProperty(systemProperty, dark);
    return dark;
}

void applyTheme(QApplication& application, const Theme& theme) {
    iconNames();  // The style sheet names pictures of the resources
    systemIsDark();
    const bool isFirst = !application.property(dressedProperty).toBool();
    application.setProperty(dressedProperty, true);
    const QString sheet = theme.styleSheet();
    if (isFirst)
        QApplication::setStyle(new StudioStyle);
    else if (application.styleSheet() == sheet && QApplication::palette() == theme.palette())
        return;
    QApplication::setFont(interFont(13));
    QApplication::setPalette(theme.palette());
    QToolTip::setFont(interFont(12));
    QToolTip::setPalette(theme.palette());
    application.setStyleSheet(sheet);
}

void reduceMotion(QApplication& application, bool reduced) {
    application.setProperty(reducedProperty, reduced);
    for (const Qt::UIEffect effect : {Qt::UI_AnimateMenu, Qt::UI_AnimateCombo, Qt::UI_AnimateTooltip,
                                      Qt::UI_AnimateToolBox, Qt::UI_FadeMenu, Qt::UI_FadeTooltip})
        if (reduced) QApplication::setEffectEnabled(effect, false);
}

}  // namespace app
