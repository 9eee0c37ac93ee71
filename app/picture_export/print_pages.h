#pragma once

#include "app/render/picture_sheet.h"

class QPrinter;

namespace app {

enum class PrintSize {
    OnePage,  ///< Each sheet as large as a page allows, never enlarged beyond its own size
    Tiles,    ///< In its own size, on as many pages as it needs
};

/// How a sheet is spread over pages.
struct PrintPlan {
    double scale = 1;
    int columns = 1;
    int rows = 1;

    bool operator==(const PrintPlan&) const = default;
};

/// Both sizes in units of 1/96 inch. Tiles overlap a little, so that they can be glued together.
PrintPlan printPlan(const QSizeF& sheet, const QSizeF& page, PrintSize size);
/// Units that neighbouring tiles share.
inline constexpr double tileOverlap = 24;

/// Prints every sheet as the printer's page setup says; false when the printer does not take it.
bool printSheets(QPrinter& printer, const std::vector<std::unique_ptr<PictureSheet>>& sheets, PrintSize size);

}  // namespace app
