#include "app/render/render.h"

#include <QBuffer>
#include <QFileInfo>
#include <QGuiApplication>
#include <QImage>
#include <QMarginsF>
#include <QPageLayout>
#include <QPainter>
#include <QPdfWriter>
#include <QSvgGenerator>
#include <algorithm>
#include <cmath>

#include "app/render/picture_sheet.h"

namespace app {
namespace {

constexpr double mostPixels = 32e6;
constexpr double unitsPerInch = 96;
constexpr double metresPerInch = 0.0254;

double fittingScale(const QSizeF& sheet, double scale) {
    return std::min(scale, std::sqrt(mostPixels / (sheet.width() * sheet.height())));
}

model::Result<QByteArray> asPng(PictureSheet& sheet, double scale) {
    const double fitting = fittingScale(sheet.size(), scale);
    QImage image(pixelsOf(sheet.size(), scale), QImage::Format_ARGB32_Premultiplied);
    if (image.isNull())
        return model::failure("picture", "there is not enough memory for it; lower the scale");
    image.fill(Qt::transparent);
    // Enlarged as on a screen of that many pixels, lines too; made smaller it is like zooming out.
    const double ratio = std::max(1.0, fitting);
    image.setDevicePixelRatio(ratio);
    QPainter painter(&image);
    painter.scale(fitting / ratio, fitting / ratio);
    sheet.paint(painter, fitting / ratio);
    painter.end();
    image.setDotsPerMeterX(int(std::lround(fitting * unitsPerInch / metresPerInch)));
    image.setDotsPerMeterY(image.dotsPerMeterX());
    QByteArray bytes;
    QBuffer buffer(&bytes);
    buffer.open(QIODevice::WriteOnly);
    if (!image.save(&buffer, "PNG")) return model::failure("picture", "it cannot be written as PNG");
    return bytes;
}

model::Result<QByteArray> asSvg(PictureSheet& sheet) {
    QByteArray bytes;
    QBuffer buffer(&bytes);
    buffer.open(QIODevice::WriteOnly);
    QSvgGenerator generator;
    generator.setOutputDevice(&buffer);
    // Qt writes these two as they are.
    generator.setTitle(printable(sheet.text().title).toHtmlEscaped());
    generator.setDescription(printable(sheet.text().remark).toHtmlEscaped());
    generator.setResolution(int(unitsPerInch));
    generator.setSize(sheet.size().toSize());
    generator.setViewBox(QRectF(QPointF(), sheet.size()));
    QPainter painter;
    if (!painter.begin(&generator)) return model::failure("picture", "it cannot be written as SVG");
    sheet.paint(painter, 1);
    painter.end();
    return bytes;
}

/// One unit is a pixel of 1/96 inch, as in SVG.
QPageSize pageSizeOf(const PictureSheet& sheet) {
    return QPageSize(sheet.size() * 0.75, QPageSize::Point, {}, QPageSize::ExactMatch);
}

model::Result<QByteArray> asPdf(const std::vector<PictureSheet*>& sheets, const QString& title) {
    QByteArray bytes;
    QBuffer buffer(&bytes);
    buffer.open(QIODevice::WriteOnly);
    QPdfWriter writer(&buffer);
    writer.setTitle(printable(title));
    writer.setCreator(QStringLiteral("Lintel"));
    constexpr double enlarged = 4;
    writer.setResolution(int(unitsPerInch * enlarged));
    writer.setPageSize(pageSizeOf(*sheets.front()));
    writer.setPageMargins(QMarginsF());
    QPainter painter;
    if (!painter.begin(&writer)) return model::failure("picture", "it cannot be written as PDF");
    for (std::size_t page = 0; page < sheets.size(); ++page) {
        if (page > 0) {
            writer.setPageSize(pageSizeOf(*sheets[page]));
            writer.newPage();
        }
        painter.save();
        painter.scale(enlarged, enlarged);
        sheets[page]->paint(painter, 1);
        painter.restore();
    }
    painter.end();
    return bytes;
}

std::optional<model::Error> whyNot(double scale) {
    if (!qGuiApp) return model::Error{"picture", "no graphics were started"};
    if (!(scale > 0.01 && scale <= 16))
        return model::Error{"scale",
                            "found " + std::to_string(scale) + ", expected a number from 0.01 to 16"};
    return std::nullopt;
}

}  // namespace

std::optional<PictureFormat> pictureFormat(const QString& fileName) {
    const QString suffix = QFileInfo(fileName).suffix().toLower();
    if (suffix == QLatin1String("svg")) return PictureFormat::Svg;
    if (suffix == QLatin1String("png")) return PictureFormat::Png;
    if (suffix == QLatin1String("pdf")) return PictureFormat::Pdf;
    return std::nullopt;
}

QSize pixelsOf(const QSizeF& sheet, double scale) {
    return (sheet * fittingScale(sheet, scale)).toSize().expandedTo({1, 1});
}

model::Result<QByteArray> renderSheet(PictureSheet& sheet, PictureFormat format, double scale) {
    if (const auto why = whyNot(scale)) return tl::unexpected(*why);
    switch (format) {
        case PictureFormat::Png:
            return asPng(sheet, scale);
        case PictureFormat::Svg:
            return asSvg(sheet);
        case PictureFormat::Pdf:
            return asPdf({&sheet}, sheet.text().title);
    }
    return model::failure("picture", "unknown format");
}

model::Result<QByteArray> renderPages(const std::vector<std::unique_ptr<PictureSheet>>& sheets,
                                      const QString& title) {
    if (const auto why = whyNot(1)) return tl::unexpected(*why);
    if (sheets.empty()) return model::failure("picture", "there is no diagram to show");
    std::vector<PictureSheet*> pages;
    for (const auto& sheet : sheets) pages.push_back(sheet.get());
    return asPdf(pages, title);
}

model::Result<QByteArray> renderDiagram(const Diagram& diagram, const Theme& theme, PictureFormat format,
                                        const PictureOptions& options, const Overlay& overlay,
                                        const PictureText& text, const DiagramOverlay& layer) {
    if (const auto why = whyNot(options.scale)) return tl::unexpected(*why);
    PictureSheet sheet(diagram, theme, text, options, overlay, layer);
    return renderSheet(sheet, format, options.scale);
}

}  // namespace app
