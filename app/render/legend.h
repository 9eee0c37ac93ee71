#pragma once

#include <QPainter>

#include "app/canvas/text_painter.h"
#include "app/diagram/diagram.h"
#include "app/diagram/diagram_overlay.h"
#include "app/theme/theme.h"

namespace app {

/// Explains the shapes and lines that a diagram uses, and the heat scale where it is shown.
class Legend {
public:
    Legend(const Diagram& diagram, const Overlay& overlay, const Theme& theme,
           const DiagramOverlay& layer = {});

    /// The height it takes at that width.
    double heightFor(double width) const;
    void paint(QPainter& painter, const QRectF& room);

private:
    enum class Sign {
        Card,
        Cut,
        Dashed,
        Cylinder,
        Pill,
        Figure,
        Person,
        Hexagon,
        Group,
        Region,
        Call,
        Event,
        Relation,
        Kernel,
        Apart,
        Upstream,
        Heat,
        Tint,
        Mark,
        Paint
    };
    struct Entry {
        Sign sign;
        QString text;
        QColor tint = {};
        DiagramSign mark = {};
        RegionLook look = {};
        NodePaint paint = {};
    };
    struct Spot {
        Entry entry;
        QPointF corner;
    };
    std::vector<Spot> arranged(double width) const;
    void addLayer(const DiagramOverlay& layer);
    void paintEntry(QPainter& painter, const Entry& entry, const QRectF& box) const;
    void paintFrame(QPainter& painter, RegionLook look, const QRectF& box) const;
    void paintSign(QPainter& painter, Sign sign, const QRectF& box) const;
    void paintLine(QPainter& painter, Sign sign, const QRectF& box) const;
    void paintHeat(QPainter& painter, const QRectF& box) const;

    std::vector<Entry> m_entries;
    const Theme& m_theme;
    TextPainter m_texts;
};

}  // namespace app
