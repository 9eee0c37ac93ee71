#include "app/picture_export/print_pages.h"

#include <QPainter>
#include <QPrinter>
#include <algorithm>
#include <cmath>

namespace app {
namespace {

constexpr double paperUnits = 96;

int tilesFor(double length, double page) {
    const double step = std::max(1.0, page - tileOverlap);
    return std::max(1, int(std::ceil((length - tileOverlap - 0.5) / step)));
}

/// One tile of a sheet on the page that is open.
void printTile(QPainter& painter, PictureSheet& sheet, const PrintPlan& plan, const QPoint& tile,
               const QSizeF& page, double dotsPerUnit) {
    painter.save();
    painter.scale(dotsPerUnit, dotsPerUnit);
    painter.setClipRect(QRectF(QPointF(), page));
    const QPointF corner(tile.x() * (page.width() - tileOverlap), tile.y() * (page.height() - tileOverlap));
    painter.translate(-corner);
    painter.scale(plan.scale, plan.scale);
    sheet.paint(painter, 1);
    painter.restore();
}

}  // namespace

PrintPlan printPlan(const QSizeF& sheet, const QSizeF& page, PrintSize size) {
    if (size == PrintSize::OnePage)
        return {std::min({1.0, page.width() / sheet.width(), page.height() / sheet.height()}), 1, 1};
    return {1, tilesFor(sheet.width(), page.width()), tilesFor(sheet.height(), page.height())};
}

bool printSheets(QPrinter& printer, const std::vector<std::unique_ptr<PictureSheet>>& sheets,
                 PrintSize size) {
    QPainter painter;
    if (!painter.begin(&printer)) return false;
    const double dotsPerUnit = printer.resolution() / paperUnits;
    bool first = true;
    for (const auto& sheet : sheets) {
        const QSizeF page = printer.pageRect(QPrinter::DevicePixel).size() / dotsPerUnit;
        const PrintPlan plan = printPlan(sheet->size(), page, size);
        for (int row = 0; row < plan.rows; ++row)
            for (int column = 0; column < plan.columns; ++column) {
                if (!std::exchange(first, false) && !printer.newPage()) return false;
                printTile(painter, *sheet, plan, {column, row}, page, dotsPerUnit);
            }
    }
    return painter.end();
}

}  // namespace app
