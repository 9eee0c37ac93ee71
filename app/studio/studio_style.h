#pragma once

#include "app/theme/theme.h"

namespace app {

/// The rules of the window's own parts: bars, mode buttons, chips.
QString studioStyleSheet(const Theme& theme);

}  // namespace app
