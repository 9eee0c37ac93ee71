#include "app/render/legend.h"

#include <QCoreApplication>
#include <QLinearGradient>
#include <set>

#include "app/canvas/convention_colours.h"
#include "app/canvas/message_painter.h"
#include "app/canvas/node_painter.h"
#include "app/canvas/sign_painter.h"

namespace app {
namespace {

constexpr double legendRowHeight = 26;
constexpr double signWidth = 30;
constexpr double signHeight = 16;
constexpr double heatWidth = 140;
constexpr double entrySpace = 26;

QString legendWord(const char* text) {
    return QCoreApplication::translate("Legend", text);
}

}  // namespace

Legend::Legend(const Diagram& diagram, const Overlay& overlay, const Theme& theme,
               const DiagramOverlay& layer)
    : m_theme(theme) {
    std::set<NodeShape> shapes;
    std::set<EdgeStyle> styles;
    std::set<NodePaint> paints;
    std::set<RegionLook> looks;
    for (const DiagramRegion& region : diagram.regions) looks.insert(region.look);
    for (const DiagramNode& node : diagram.nodes) {
        if (node.paint == NodePaint::Plain || node.shape == NodeShape::Cylinder ||
            node.shape == NodeShape::Pill)
            shapes.insert(node.shape);
        if (node.paint != NodePaint::Plain) paints.insert(node.paint);
        if (isMessage(node.shape) && node.shape != NodeShape::Activity)
            styles.insert(node.arrow == EdgeStyle::Relation ? EdgeStyle::Call : node.arrow);
    }
    bool directed = false;
    for (const DiagramEdge& edge : diagram.edges) {
        styles.insert(edge.style);
        directed = directed || edge.fromTag.startsWith(u'U') || edge.toTag.startsWith(u'D');
    }
    const auto add = [this](bool used, Sign sign, const char* text) {
        if (used) m_entries.push_back({sign, legendWord(text)});
    };
    for (const RegionLook look : looks) m_entries.push_back({Sign::Region, lookWord(look), {}, {}, look, {}});
    for (const NodePaint paint : paints)
        m_entries.push_back({Sign::Paint, paintWord(paint), {}, {}, {}, paint});
    add(shapes.contains(NodeShape::Card), Sign::Card, "service");
    add(shapes.contains(NodeShape::CutCard), Sign::Cut, "function");
    add(shapes.contains(NodeShape::DashedCard), Sign::Dashed, "external system");
    add(shapes.contains(NodeShape::Cylinder), Sign::Cylinder, "data store");
    add(shapes.contains(NodeShape::Pill), Sign::Pill, "topic or queue");
    add(shapes.contains(NodeShape::Figure), Sign::Figure, "actor");
    add(shapes.contains(NodeShape::Person), Sign::Person, "person");
    add(shapes.contains(NodeShape::Hexagon), Sign::Hexagon, "component");
    add(shapes.contains(NodeShape::Group), Sign::Group, "collapsed group");
    add(styles.contains(EdgeStyle::Call), Sign::Call,
        styles.contains(EdgeStyle::Query) ? "call or query" : "call");
    add(styles.contains(EdgeStyle::Query) && !styles.contains(EdgeStyle::Call), Sign::Call, "query");
    add(styles.contains(EdgeStyle::Event), Sign::Event, "event");
    add(styles.contains(EdgeStyle::Relation), Sign::Relation, "relationship");
    add(styles.contains(EdgeStyle::SharedKernel), Sign::Kernel, "shared kernel");
    add(styles.contains(EdgeStyle::SeparateWays), Sign::Apart, "separate ways");
    add(directed, Sign::Upstream, "upstream, downstream");
    add(!overlay.empty(), Sign::Heat, "utilisation");
    addLayer(layer);
    if (m_entries.empty()) m_entries.push_back({Sign::Card, legendWord("service")});
}

void Legend::addLayer(const DiagramOverlay& layer) {
    for (const OverlayEntry& entry : layer.legend)
        m_entries.push_back({Sign::Tint, entry.text, entry.colour, {}});
    std::set<DiagramSign> used;
    for (const DiagramSign sign : layer.signs) used.insert(sign);
    for (const DiagramSign sign : used) m_entries.push_back({Sign::Mark, signWord(sign), {}, sign});
}

std::vector<Legend::Spot> Legend::arranged(double width) const {
    std::vector<Spot> spots;
    double x = 0, y = 0;
    for (const Entry& entry : m_entries) {
        const double sign = entry.sign == Sign::Heat ? heatWidth : signWidth;
        const double wide = sign + 8 + m_texts.width(TextRole::Caption, entry.text);
        if (x > 0 && x + wide > width) {
            x = 0;
            y += legendRowHeight;
        }
        spots.push_back({entry, {x, y}});
        x += wide + entrySpace;
    }
    return spots;
}

double Legend::heightFor(double width) const {
    return arranged(width).back().corner.y() + legendRowHeight;
}

void Legend::paint(QPainter& painter, const QRectF& room) {
    painter.setRenderHint(QPainter::Antialiasing);
    for (const Spot& spot : arranged(room.width())) {
        const QPointF corner = room.topLeft() + spot.corner;
        const double wide = spot.entry.sign == Sign::Heat ? heatWidth : signWidth;
        paintEntry(painter, spot.entry,
                   {corner + QPointF(0, (legendRowHeight - signHeight) / 2), QSizeF(wide, signHeight)});
        painter.setPen(m_theme.secondary);
        m_texts.draw(painter, TextRole::Caption,
                     QRectF(corner.x() + wide + 8, corner.y(), 300, legendRowHeight), Qt::AlignLeft,
                     spot.entry.text);
    }
}

void Legend::paintEntry(QPainter& painter, const Entry& entry, const QRectF& box) const {
    if (entry.sign == Sign::Mark)
        return app::paintSign(painter, entry.mark, box.center(), box.height() / 2, m_theme);
    if (entry.sign == Sign::Region) return paintFrame(painter, entry.look, box);
    if (entry.sign != Sign::Tint && entry.sign != Sign::Paint) return paintSign(painter, entry.sign, box);
    painter.setPen(cosmeticPen(m_theme.strongLine));
    painter.setBrush(entry.sign == Sign::Paint ? coloursOf(entry.paint, m_theme).fill : entry.tint);
    painter.drawRoundedRect(box, 4, 4);
}

void Legend::paintFrame(QPainter& painter, RegionLook look, const QRectF& box) const {
    const FrameColours colours = coloursOf(look, 0, m_theme);
    painter.setPen(cosmeticPen(colours.border, 1, colours.line));
    painter.setBrush(colours.fill);
    // The corners as large as they are told apart by.
    painter.save();
    painter.translate(box.topLeft());
    painter.scale(0.5, 0.5);
    painter.drawPath(frameOutline(look, {QPointF(), box.size() * 2}));
    painter.restore();
}

void Legend::paintSign(QPainter& painter, Sign sign, const QRectF& box) const {
    painter.setPen(cosmeticPen(m_theme.strongLine));
    painter.setBrush(m_theme.raised);
    switch (sign) {
        case Sign::Card:
            painter.drawRoundedRect(box, 4, 4);
            painter.fillRect(QRectF(box.left() + 0.5, box.top() + 2, 3, box.height() - 4),
                             m_theme.context(0));
            return;
        case Sign::Cut: {
            const QPointF corners[] = {box.topLeft(), box.topRight() - QPointF(6, 0),
                                       box.topRight() + QPointF(0, 6), box.bottomRight(), box.bottomLeft()};
            painter.drawPolygon(corners, 5);
            return;
        }
        case Sign::Dashed:
            painter.setPen(cosmeticPen(m_theme.faint, 1, Qt::DashLine));
            painter.drawRoundedRect(box, 4, 4);
            return;
        case Sign::Cylinder: {
            QPainterPath body(QPointF(box.left(), box.top() + 3));
            body.arcTo(QRectF(box.left(), box.top(), box.width(), 6), 180, -180);
            body.lineTo(box.right(), box.bottom() - 3);
            body.arcTo(QRectF(box.left(), box.bottom() - 6, box.width(), 6), 0, -180);
            body.closeSubpath();
            painter.drawPath(body);
            painter.setBrush(Qt::NoBrush);
            painter.drawArc(QRectF(box.left(), box.top(), box.width(), 6), 180 * 16, 180 * 16);
            return;
        }
        case Sign::Pill:
            painter.drawRoundedRect(box.adjusted(0, 1, 0, -1), 7, 7);
            return;
        case Sign::Figure:
            painter.drawEllipse(box.center() - QPointF(0, 3), 4, 4);
            return;
        case Sign::Person:
            painter.drawPath(NodePainter::outline(NodeShape::Person, box));
            return;
        case Sign::Hexagon:
            painter.drawPath(NodePainter::outline(NodeShape::Hexagon, box));
            return;
        case Sign::Group:
            painter.drawRoundedRect(box.adjusted(2, 2, 0, 0), 4, 4);
            painter.drawRoundedRect(box.adjusted(0, 0, -2, -2), 4, 4);
            return;
        case Sign::Upstream: {
            painter.setFont(TextPainter::font(TextRole::CaptionBold));
            for (const bool up : {true, false}) {
                const QRectF half(up ? box.left() : box.center().x() + 1, box.top(), box.width() / 2 - 1,
                                  box.height());
                painter.setPen(cosmeticPen(m_theme.strongLine));
                painter.drawRoundedRect(half, 4, 4);
                painter.setPen(m_theme.text);
                painter.drawText(half, Qt::AlignCenter, up ? QStringLiteral("U") : QStringLiteral("D"));
            }
            return;
        }
        case Sign::Heat:
            return paintHeat(painter, box);
        default:
            return paintLine(painter, sign, box);
    }
}

void Legend::paintLine(QPainter& painter, Sign sign, const QRectF& box) const {
    const double y = box.center().y();
    QPen pen = cosmeticPen(m_theme.edge);
    if (sign == Sign::Event) pen.setDashPattern({5, 4});
    if (sign == Sign::Kernel) pen.setWidthF(4);
    if (sign == Sign::Apart) pen.setStyle(Qt::DotLine);
    painter.setPen(pen);
    painter.drawLine(QPointF(box.left(), y), QPointF(box.right(), y));
    if (sign != Sign::Call && sign != Sign::Event) return;
    const QPointF corners[3] = {{box.right(), y}, {box.right() - 9, y - 4}, {box.right() - 9, y + 4}};
    painter.setPen(Qt::NoPen);
    painter.setBrush(m_theme.edge);
    painter.drawConvexPolygon(corners, 3);
}

void Legend::paintHeat(QPainter& painter, const QRectF& box) const {
    QRectF bar(box.left() + 26, box.center().y() - 3, box.width() - 66, 6);
    QLinearGradient scale(bar.topLeft(), bar.topRight());
    for (const double share : {0.0, 0.4, 0.65, 0.95, 1.0}) scale.setColorAt(share, m_theme.heat(share));
    painter.setPen(Qt::NoPen);
    painter.setBrush(scale);
    painter.drawRoundedRect(bar, 3, 3);
    painter.setPen(m_theme.secondary);
    painter.setFont(TextPainter::font(TextRole::Caption));
    painter.drawText(QRectF(box.left(), box.top(), 22, box.height()), Qt::AlignRight | Qt::AlignVCenter,
                     QStringLiteral("0 %"));
    painter.drawText(QRectF(bar.right() + 4, box.top(), 40, box.height()), Qt::AlignLeft | Qt::AlignVCenter,
                     QStringLiteral("100 %"));
}

}  // namespace app
