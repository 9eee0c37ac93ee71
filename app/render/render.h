#pragma once

#include <QByteArray>
#include <QRectF>
#include <QSize>
#include <memory>
#include <optional>
#include <vector>

#include "app/diagram/diagram.h"
#include "app/diagram/diagram_overlay.h"
#include "app/theme/theme.h"
#include "model/result.h"

namespace app {

class PictureSheet;

enum class PictureFormat { Svg, Png, Pdf };

/// The format that a file name's ending asks for.
std::optional<PictureFormat> pictureFormat(const QString& fileName);

/// What stands beside the diagram in a picture.
struct PictureText {
    QString title;   ///< At the top, such as the name of the model; none: no room for it
    QString remark;  ///< Below it, such as the name of the diagram
};

/// How a picture is made.
struct PictureOptions {
    PictureOptions(double pixels = 1) : scale(pixels) {}

    double scale;                     ///< Pixels for each unit in PNG; 1 is a density of 96 dpi
    bool legend = true;               ///< Of what the diagram and what lies over it show
    bool transparent = false;         ///< No ground below the diagram
    double margin = 32;               ///< In units
    std::optional<QRectF> part = {};  ///< Of the diagram, in its units; none: all of it
};

/// The pixels of a sheet of that size in PNG: the scale is lowered where there would be more than 32 million.
QSize pixelsOf(const QSizeF& sheet, double scale);

/// The sheet as a picture in that format. Needs a QGuiApplication.
model::Result<QByteArray> renderSheet(PictureSheet& sheet, PictureFormat format, double scale);
/// Sheets as the pages of one PDF, each page as large as its sheet.
model::Result<QByteArray> renderPages(const std::vector<std::unique_ptr<PictureSheet>>& sheets,
                                      const QString& title);

/// A picture of the diagram, drawn as the canvas draws it.
model::Result<QByteArray> renderDiagram(const Diagram& diagram, const Theme& theme, PictureFormat format,
                                        const PictureOptions& options = {}, const Overlay& overlay = {},
                                        const PictureText& text = {}, const DiagramOverlay& layer = {});

}  // namespace app
