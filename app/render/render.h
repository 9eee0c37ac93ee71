#pragma once

#include <QByteArray>
#include <optional>

#include "app/diagram/diagram.h"
#include "app/diagram/diagram_overlay.h"
#include "app/theme/theme.h"
#include "model/result.h"

namespace app {

enum class PictureFormat { Svg, Png, Pdf };

/// The format that a file name's ending asks for.
std::optional<PictureFormat> pictureFormat(const QString& fileName);

/// What stands beside the diagram in a picture.
struct PictureText {
    QString title;   ///< At the top, such as the name of the model
    QString remark;  ///< Below it, such as the name of the diagram
};

/// A picture of the whole diagram, drawn as the canvas draws it, with a legend of what it and what lies
/// over it show. `scale` is
/// pixels for each unit in PNG; it is lowered where the picture would exceed 32 megapixels. Needs a
/// QGuiApplication.
model::Result<QByteArray> renderDiagram(const Diagram& diagram, const Theme& theme, PictureFormat format,
                                        double scale = 1, const Overlay& overlay = {},
                                        const PictureText& text = {}, const DiagramOverlay& layer = {});

}  // namespace app
