#include "app/theme/motion.h"

#include <QStyle>
#include <QWidget>

namespace app {

int motionTime(const QWidget& widget, int milliseconds) {
    const QStyle& style = *widget.style();
    return style.styleHint(QStyle::SH_Widget_Animation_Duration, nullptr, &widget) > 0 ? milliseconds : 0;
}

}  // namespace app
