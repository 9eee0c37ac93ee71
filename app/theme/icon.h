#pragma once

#include <QIcon>
#include <QStringList>

#include "app/theme/theme.h"

namespace app {

/// The icon of that name (a file of app/theme/icons), in the colours of the theme: secondary at rest, accent
/// when switched on, faint when disabled; crisp at any size and pixel ratio. An empty icon when there is
/// none.
QIcon icon(const QString& name, const Theme& theme);
/// The same in one colour.
QIcon icon(const QString& name, const QColor& colour);
/// That of the program, for windows and the desktop.
QIcon programIcon();
/// All names.
QStringList iconNames();

}  // namespace app
