#include "app/render/picture_sheet.h"

#include <algorithm>
#include <cmath>

#include "app/canvas/diagram_painter.h"

namespace app {
namespace {

constexpr double titleHeight = 52;
constexpr double leastPictureWidth = 480;
constexpr double legendGap = 12;

}  // namespace

PictureSheet::PictureSheet(const Diagram& diagram, const Theme& theme, const PictureText& text,
                           const PictureOptions& options, const Overlay& overlay, const DiagramOverlay& layer)
    : m_theme(theme),
      m_overlay(overlay),
      m_text(text),
      m_options(options),
      m_layer(layer),
      m_legend(diagram, m_overlay, m_theme, m_layer) {
    m_geometry.setDiagram(diagram);
    // A grown outline (halo, ring) and half a line stay inside; whole units keep lines on pixels.
    m_content = options.part ? options.part->toAlignedRect()
                             : m_geometry.bounds().adjusted(-6, -6, 6, 6).toAlignedRect();
    const bool hasWords = options.legend || !text.title.isEmpty();
    m_width = std::max(hasWords ? leastPictureWidth : 1, m_content.width()) + 2 * options.margin;
    if (options.legend) m_legendHeight = m_legend.heightFor(m_width - 2 * options.margin);
    m_top = options.margin + (m_text.title.isEmpty() ? 0 : titleHeight);
}

QSizeF PictureSheet::size() const {
    const double below =
        m_options.legend ? legendGap + 8 + m_legendHeight + m_options.margin / 2 : m_options.margin;
    return {m_width, std::ceil(m_top + m_content.height() + below)};
}

void PictureSheet::paint(QPainter& painter, double zoom) {
    painter.setRenderHint(QPainter::Antialiasing);
    if (!m_options.transparent) painter.fillRect(QRectF(QPointF(), size()), m_theme.canvas);
    paintTitle(painter);
    painter.save();
    painter.translate(QPointF(std::round((m_width - m_content.width()) / 2), m_top) - m_content.topLeft());
    if (m_options.part) painter.setClipRect(m_content);
    DiagramPainter().paint(painter, m_geometry, {m_theme, m_overlay, {}, m_content, zoom, m_layer});
    painter.restore();
    if (m_options.legend) paintLegend(painter);
}

void PictureSheet::paintLegend(QPainter& painter) {
    const double margin = m_options.margin;
    const double y = m_top + m_content.height() + legendGap;
    painter.setPen(QPen(m_theme.line, 1));
    painter.drawLine(QPointF(margin, y), QPointF(m_width - margin, y));
    m_legend.paint(painter, {margin, y + 8, m_width - 2 * margin, m_legendHeight});
}

void PictureSheet::paintTitle(QPainter& painter) {
    if (m_text.title.isEmpty()) return;
    const double margin = m_options.margin;
    const QRectF line(margin, margin - std::min(8.0, margin), m_width - 2 * margin, 24);
    const QFont bold = interFont(17, QFont::DemiBold);
    painter.setFont(bold);
    painter.setPen(m_theme.text);
    painter.drawText(line, Qt::AlignLeft | Qt::AlignVCenter,
                     QFontMetricsF(bold).elidedText(printable(m_text.title), Qt::ElideRight, line.width()));
    const QFont plain = interFont(12);
    painter.setFont(plain);
    painter.setPen(m_theme.secondary);
    painter.drawText(line.translated(0, 22), Qt::AlignLeft | Qt::AlignVCenter,
                     QFontMetricsF(plain).elidedText(printable(m_text.remark), Qt::ElideRight, line.width()));
}

}  // namespace app
