#pragma once

#include <QApplication>

#include "app/theme/theme.h"

namespace app {

/// Dresses the whole program: Fusion, the palette, the font, the style sheet.
void applyTheme(QApplication& application, const Theme& theme);
/// Whether controls change at once instead of gliding.
void reduceMotion(QApplication& application, bool reduced);
/// Whether the desktop that the program was started in is a dark one.
bool systemIsDark();

}  // namespace app
