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

#include "app/canvas/diagram_painter.h"
#include "app/render/legend.h"

namespace app {
namespace {

constexpr double pictureMargin = 32;
constexpr double titleHeight = 52;
constexpr double leastPictureWidth = 480;
constexpr double mostPixels = 32e6;

/// A diagram with title and legend on one sheet.
class PictureSheet {
public:
    PictureSheet(const Diagram& diagram, const Theme& theme, const Overlay& overlay, const PictureText& text,
                 const DiagramOverlay& layer)
        : m_theme(theme),
          m_overlay(overlay),
          m_text(text),
          m_layer(layer),
          m_legend(diagram, overlay, theme, layer) {
        m_geometry.setDiagram(diagram);
        // A grown outline (halo, ring) and half a line stay inside; whole units keep lines on pixels.
        m_content = m_geometry.bounds().adjusted(-6, -6, 6, 6).toAlignedRect();
        m_width = std::max(leastPictureWidth, m_content.width()) + 2 * pictureMargin;
        m_legendHeight = m_legend.heightFor(m_width - 2 * pictureMargin);
        m_top = pictureMargin + (m_text.title.isEmpty() ? 0 : titleHeight);
    }

    QSizeF size() const {
        return {m_width, std::ceil(m_top + m_content.height() + 20 + m_legendHeight + pictureMargin / 2)};
    }

    void paint(QPainter& painter, double zoom) {
        painter.setRenderHint(QPainter::Antialiasing);
        painter.fillRect(QRectF(QPointF(), size()), m_theme.canvas);
        paintTitle(painter);
        painter.save();
        painter.translate(QPointF(std::round((m_width - m_content.width()) / 2), m_top) -
                          m_content.topLeft());
        DiagramPainter().paint(painter, m_geometry, {m_theme, m_overlay, {}, m_content, zoom, m_layer});
        painter.restore();
        const double y = m_top + m_content.height() + 12;
        painter.setPen(QPen(m_theme.line, 1));
        painter.drawLine(QPointF(pictureMargin, y), QPointF(m_width - pictureMargin, y));
        m_legend.paint(painter, {pictureMargin, y + 8, m_width - 2 * pictureMargin, m_legendHeight});
    }

private:
    void paintTitle(QPainter& painter) {
        if (m_text.title.isEmpty()) return;
        const QRectF line(pictureMargin, pictureMargin - 8, m_width - 2 * pictureMargin, 24);
        const QFont bold = interFont(17, QFont::DemiBold);
        painter.setFont(bold);
        painter.setPen(m_theme.text);
        painter.drawText(
            line, Qt::AlignLeft | Qt::AlignVCenter,
            QFontMetricsF(bold).elidedText(printable(m_text.title), Qt::ElideRight, line.width()));
        painter.setFont(interFont(12));
        painter.setPen(m_theme.secondary);
        painter.drawText(line.translated(0, 22), Qt::AlignLeft | Qt::AlignVCenter, printable(m_text.remark));
    }

    const Theme& m_theme;
    const Overlay& m_overlay;
    const PictureText& m_text;
    const DiagramOverlay& m_layer;
    Legend m_legend;
    DiagramGeometry m_geometry;
    QRectF m_content;
    double m_width = 0, m_top = 0, m_legendHeight = 0;
};

model::Result<QByteArray> asPng(PictureSheet& sheet, double scale) {
    const QSizeF size = sheet.size();
    const double fitting = std::min(scale, std::sqrt(mostPixels / (size.width() * size.height())));
    QImage image((size * fitting).toSize().expandedTo({1, 1}), QImage::Format_ARGB32_Premultiplied);
    if (image.isNull())
        return model::failure("picture", "there is not enough memory for it; lower the scale");
    // Enlarged as on a screen of that many pixels, lines too; made smaller it is like zooming out.
    const double ratio = std::max(1.0, fitting);
    image.setDevicePixelRatio(ratio);
    QPainter painter(&image);
    painter.scale(fitting / ratio, fitting / ratio);
    sheet.paint(painter, fitting / ratio);
    painter.end();
    QByteArray bytes;
    QBuffer buffer(&bytes);
    buffer.open(QIODevice::WriteOnly);
    if (!image.save(&buffer, "PNG")) return model::failure("picture", "it cannot be written as PNG");
    return bytes;
}

model::Result<QByteArray> asSvg(PictureSheet& sheet, const PictureText& text) {
    QByteArray bytes;
    QBuffer buffer(&bytes);
    buffer.open(QIODevice::WriteOnly);
    QSvgGenerator generator;
    generator.setOutputDevice(&buffer);
    // Qt writes these two as they are.
    generator.setTitle(printable(text.title).toHtmlEscaped());
    generator.setDescription(printable(text.remark).toHtmlEscaped());
    generator.setResolution(96);
    generator.setSize(sheet.size().toSize());
    generator.setViewBox(QRectF(QPointF(), sheet.size()));
    QPainter painter;
    if (!painter.begin(&generator)) return model::failure("picture", "it cannot be written as SVG");
    sheet.paint(painter, 1);
    painter.end();
    return bytes;
}

model::Result<QByteArray> asPdf(PictureSheet& sheet, const PictureText& text) {
    QByteArray bytes;
    QBuffer buffer(&bytes);
    buffer.open(QIODevice::WriteOnly);
    QPdfWriter writer(&buffer);
    writer.setTitle(text.title);
    writer.setCreator(QStringLiteral("Lintel"));
    // One unit is a pixel of 1/96 inch, as in SVG.
    constexpr int resolution = 96 * 4;
    writer.setResolution(resolution);
    writer.setPageSize(QPageSize(sheet.size() * 0.75, QPageSize::Point, {}, QPageSize::ExactMatch));
    writer.setPageMargins(QMarginsF());
    QPainter painter;
    if (!painter.begin(&writer)) return model::failure("picture", "it cannot be written as PDF");
    painter.scale(resolution / 96.0, resolution / 96.0);
    sheet.paint(painter, 1);
    painter.end();
    return bytes;
}

}  // namespace

std::optional<PictureFormat> pictureFormat(const QString& fileName) {
    const QString suffix = QFileInfo(fileName).suffix().toLower();
    if (suffix == QLatin1String("svg")) return PictureFormat::Svg;
    if (suffix == QLatin1String("png")) return PictureFormat::Png;
    if (suffix == QLatin1String("pdf")) return PictureFormat::Pdf;
    return std::nullopt;
}

model::Result<QByteArray> renderDiagram(const Diagram& diagram, const Theme& theme, PictureFormat format,
                                        double scale, const Overlay& overlay, const PictureText& text,
                                        const DiagramOverlay& layer) {
    if (!qGuiApp) return model::failure("picture", "no graphics were started");
    if (!(scale > 0.01 && scale <= 16))
        return model::failure("scale",
                              "found " + std::to_string(scale) + ", expected a number from 0.01 to 16");
    PictureSheet sheet(diagram, theme, overlay, text, layer);
    switch (format) {
        case PictureFormat::Png:
            return asPng(sheet, scale);
        case PictureFormat::Svg:
            return asSvg(sheet, text);
        case PictureFormat::Pdf:
            return asPdf(sheet, text);
    }
    return model::failure("picture", "unknown format");
}

}  // namespace app
