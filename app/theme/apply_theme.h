#pragma once

#include <QApplication>

#include "app/theme/theme.h"

namespace app {

/// Dresses the whole program: Fusion, the palette, the font, the style sheet.
void applyTheme(QApplication& application, const Theme& theme);

}  // namespace app
