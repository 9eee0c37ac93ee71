#include "app/canvas/diagram_painter.h"

#include <QLineF>
#include <cmath>

#include "app/canvas/convention_colours.h"
#include "app/canvas/edge_painter.h"
#include "app/canvas/message_painter.h"
#include "app/canvas/node_painter.h"
#include "app/canvas/sign_painter.h"
#include "app/diagram/node_sizes.h"

namespace app {
namespace {

/// Below this zoom, texts in the diagram's own units are too small to read.
constexpr double readableZoom = 0.6;
/// The same for the figures of a run, which are what the diagram is looked at for.
constexpr double readableFiguresZoom = 0.75;
/// From this zoom on a block is wide enough for a name; below it the name of its context stands over it.
constexpr double blockNameZoom = 0.27;

constexpr std::size_t mostSmoothEdges = 300;
/// Beyond this edges that only pass are drawn as straight lines, and far away all.
constexpr std::size_t mostSingleEdges = 900;

QLineF stemOf(const EdgeRoute& route) {
    return {route.start(), route.tip()};
}

const NodeHeat* heatOf(const Overlay& overlay, const QString& key) {
    const auto found = overlay.nodes.constFind(key);
    return found == overlay.nodes.constEnd() ? nullptr : &*found;
}

const EdgeHeat* heatOfEdge(const Overlay& overlay, const QString& key) {
    const auto found = overlay.edges.constFind(key);
    return found == overlay.edges.constEnd() ? nullptr : &*found;
}

/// How much is left of what is dimmed.
constexpr double dimmedOpacity = 0.22;

/// Paints with less colour while it is there, where that is asked for.
class Dimming {
public:
    Dimming(QPainter& painter, bool dimmed) : m_painter(painter), m_before(painter.opacity()) {
        if (dimmed) painter.setOpacity(m_before * dimmedOpacity);
    }
    ~Dimming() {
        if (m_painter.opacity() != m_before) m_painter.setOpacity(m_before);
    }
    Dimming(const Dimming&) = delete;
    Dimming& operator=(const Dimming&) = delete;

private:
    QPainter& m_painter;
    double m_before;
};

bool isDimmed(const DiagramOverlay& layer, const DiagramEdge& edge) {
    return !layer.dimmed.isEmpty() && (layer.dimmed.contains(edge.key) || layer.dimmed.contains(edge.from) ||
                                       layer.dimmed.contains(edge.to));
}

NodeMark markOf(const DiagramOverlay& layer, const QString& key) {
    NodeMark mark;
    if (const auto tint = layer.tints.constFind(key); tint != layer.tints.constEnd()) mark.tint = *tint;
    if (const auto sign = layer.signs.constFind(key); sign != layer.signs.constEnd()) mark.sign = *sign;
    return mark;
}

/// Switches the painter to screen pixels for texts that keep their size; back when it goes.
class PixelUnits {
public:
    PixelUnits(QPainter& painter, double zoom) : m_painter(painter), m_before(painter.transform()) {
        painter.setTransform(QTransform::fromScale(1 / zoom, 1 / zoom) * m_before);
    }
    ~PixelUnits() { m_painter.setTransform(m_before); }
    PixelUnits(const PixelUnits&) = delete;
    PixelUnits& operator=(const PixelUnits&) = delete;

private:
    QPainter& m_painter;
    QTransform m_before;
};

/// How large the words of nodes are drawn where those of the diagram itself would be too small: as large as
/// what fits a card allows.
double wordScale(double zoom) {
    return std::max(zoom, std::min(0.8, 1.6 * zoom));
}

QRectF scaledRect(const QRectF& rect, double zoom) {
    return {rect.topLeft() * zoom, rect.size() * zoom};
}

}  // namespace

Detail detailAt(double zoom) {
    if (zoom < 0.15) return Detail::Contexts;
    return zoom < 0.4 ? Detail::Blocks : Detail::Full;
}

std::array<QPointF, 4> DiagramPainter::handlesOf(const QRectF& rect) {
    return {QPointF(rect.center().x(), rect.top()), QPointF(rect.right(), rect.center().y()),
            QPointF(rect.center().x(), rect.bottom()), QPointF(rect.left(), rect.center().y())};
}

QRectF DiagramPainter::handleRect(const CanvasMarks& marks, const QRectF& rect, double zoom) {
    if (marks.gripped.isEmpty() || marks.gripped != marks.hovered) return rect;
    const double off = 18 / zoom;
    return rect.adjusted(-off, -off, off, off);
}

PaintCounts DiagramPainter::paint(QPainter& painter, const DiagramGeometry& geometry,
                                  const Request& request) {
    m_counts = {};
    m_ratio = painter.device()->devicePixelRatioF();
    painter.setRenderHint(QPainter::Antialiasing);
    // Lines of one pixel then fall on pixels, not between them.
    const double half = 0.5 / request.zoom;
    painter.translate(half, half);
    const Detail detail = detailAt(request.zoom);
    paintRegions(painter, geometry, request);
    MessagePainter(painter, m_texts, request.theme, true)
        .paintLines(geometry.diagram().lines, request.exposed);
    if (detail == Detail::Full) {
        const std::vector<int> edges = paintEdges(painter, geometry, request);
        paintLabels(painter, geometry, request, edges, false);
        paintRegionTitles(painter, geometry, request);
        paintCards(painter, geometry, request);
        paintLabels(painter, geometry, request, edges, true);
        paintBends(painter, geometry, request);
    } else {
        paintBundles(painter, geometry, request);
        paintBlocks(painter, geometry, request, detail);
        const bool names = request.zoom >= blockNameZoom;
        if (names) paintBlockNames(painter, geometry, request);
        if (names)
            paintRegionTitles(painter, geometry, request);
        else
            paintFarTitles(painter, geometry, request);
    }
    paintSigns(painter, geometry, request);
    paintHandles(painter, geometry, request);
    painter.translate(-half, -half);
    return m_counts;
}

void DiagramPainter::paintRegions(QPainter& painter, const DiagramGeometry& geometry,
                                  const Request& request) {
    for (const DiagramRegion& region : geometry.diagram().regions) {
        if (!region.rect.intersects(request.exposed)) continue;
        ++m_counts.regions;
        const Dimming dimming(painter, request.layer.dimmed.contains(region.key));
        const FrameColours colours = coloursOf(region.look, region.context, request.theme);
        const QPainterPath outline = frameOutline(region.look, region.rect);
        const bool target = request.marks.dropTarget == region.key;
        const bool selected = request.marks.selection.contains(region.key);
        if (selected) {
            painter.setPen(cosmeticPen(request.theme.accentSurface, 8 * m_ratio));
            painter.setBrush(Qt::NoBrush);
            painter.drawPath(outline);
        }
        const bool far = detailAt(request.zoom) == Detail::Contexts;
        painter.setPen(selected || target ? cosmeticPen(request.theme.accent, 2 * m_ratio)
                                          : cosmeticPen(colours.border, m_ratio, colours.line));
        const double strength = target ? 0.14 : far ? 0.16 : 0;
        painter.setBrush(withAlpha(colours.border, strength));
        if (colours.fill.alphaF() > strength) painter.setBrush(colours.fill);
        painter.drawPath(outline);
    }
}

void DiagramPainter::paintRegionTitles(QPainter& painter, const DiagramGeometry& geometry,
                                       const Request& request) {
    // Titles do not shrink below what can be read.
    const double size = std::max(request.zoom, 0.75);
    const PixelUnits units(painter, request.zoom / size);
    for (const DiagramRegion& region : geometry.diagram().regions) {
        if (!region.rect.intersects(request.exposed)) continue;
        const QRectF rect = scaledRect(region.rect, request.zoom / size);
        const double band = titleBand(region.look) * request.zoom / size;
        const double height = std::min(20.0, band - 2);
        const double above = std::clamp((band - height) / 2, 0.0, 8.0);
        const QRectF row(rect.left() + 12, rect.top() + above, rect.width() - 24, height);
        const double owner =
            request.zoom < readableZoom || region.subtitle.isEmpty()
                ? 0
                : std::min(row.width() / 2, m_texts.width(TextRole::Caption, region.subtitle) + 1);
        painter.setPen(coloursOf(region.look, region.context, request.theme).title);
        m_texts.draw(painter, TextRole::SmallName, row.adjusted(0, 0, owner > 0 ? -owner - 8 : 0, 0),
                     Qt::AlignLeft, region.title);
        if (owner <= 0) continue;
        painter.setPen(request.theme.secondary);
        m_texts.draw(painter, TextRole::Caption, QRectF(row.right() - owner, row.top(), owner, row.height()),
                     Qt::AlignRight, region.subtitle);
    }
}

void DiagramPainter::paintFarTitles(QPainter& painter, const DiagramGeometry& geometry,
                                    const Request& request) {
    const PixelUnits units(painter, request.zoom);
    for (const DiagramRegion& region : geometry.diagram().regions) {
        if (!region.rect.intersects(request.exposed)) continue;
        const QRectF rect = scaledRect(region.rect, request.zoom);
        // A name may stand out a little into the gaps between the frames.
        const double width =
            std::min(m_texts.width(TextRole::CaptionBold, region.title) + 10, rect.width() + 16);
        if (rect.width() < 20) continue;
        QRectF chip(0, 0, width, 18);
        chip.moveCenter(rect.center());
        painter.setPen(Qt::NoPen);
        painter.setBrush(withAlpha(request.theme.canvas, 0.85));
        painter.drawRoundedRect(chip, 6, 6);
        painter.setPen(request.theme.text);
        m_texts.draw(painter, TextRole::CaptionBold, chip.adjusted(4, 0, -4, 0), Qt::AlignHCenter,
                     region.title);
        ++m_counts.names;
    }
}

void DiagramPainter::paintBundles(QPainter& painter, const DiagramGeometry& geometry,
                                  const Request& request) {
    // Many lines cost less without smoothing, and nobody sees the difference among thousands.
    const bool many = geometry.bundles().size() > 300;
    const bool crowded = geometry.bundles().size() > 100;  // lines of more than a pixel cost tenfold
    painter.setRenderHint(QPainter::Antialiasing, !many);
    QVector<QLineF> thin;
    for (const EdgeBundle& bundle : geometry.bundles()) {
        if (!QRectF(bundle.line.p1(), bundle.line.p2())
                 .normalized()
                 .adjusted(-1, -1, 1, 1)
                 .intersects(request.exposed))
            continue;
        ++m_counts.bundles;
        if (crowded || bundle.count < 2) {
            thin.push_back(bundle.line);
            continue;
        }
        painter.setPen(
            cosmeticPen(request.theme.edge, m_ratio * std::min(1 + std::log2(bundle.count) * 0.7, 5.0)));
        painter.drawLine(bundle.line);
    }
    painter.setPen(cosmeticPen(many ? withAlpha(request.theme.edge, 0.35) : request.theme.edge, m_ratio));
    painter.drawLines(thin);
    painter.setRenderHint(QPainter::Antialiasing);
}

void DiagramPainter::paintBlocks(QPainter& painter, const DiagramGeometry& geometry, const Request& request,
                                 Detail detail) {
    const std::vector<int> visible = geometry.nodesIn(request.exposed);
    painter.setRenderHint(QPainter::Antialiasing, visible.size() < 1500);
    for (const int index : visible) {
        const DiagramNode& node = geometry.node(index);
        const bool selected = request.marks.selection.contains(node.key);
        const NodeHeat* heat = heatOf(request.overlay, node.key);
        const bool far = detail == Detail::Contexts && !node.region.isEmpty();
        if (far && !selected && !(heat && heat->alarming)) continue;
        ++m_counts.blocks;
        const Dimming dimming(painter, request.layer.dimmed.contains(node.key));
        if (isMessage(node.shape)) {
            MessagePainter(painter, m_texts, request.theme, true).paint(node, node.rect(), selected);
            continue;
        }
        QColor fill = node.context < 0 ? request.theme.faint : request.theme.context(node.context);
        double strength = node.context < 0 ? 0.35 : 0.42;
        if (node.paint != NodePaint::Plain) {
            fill = coloursOf(node.paint, request.theme).fill;
            strength = 0.55;
        }
        if (const QColor tint = request.layer.tints.value(node.key); tint.isValid()) {
            fill = tint;
            strength = 0.6;
        }
        if (heat && heat->utilisation) {
            fill = request.theme.heat(*heat->utilisation);
            strength = 0.85;
        }
        painter.setPen(selected ? cosmeticPen(request.theme.accent, 2 * m_ratio) : QPen(Qt::NoPen));
        // Over the raised surface, so that bundles do not shine through.
        painter.setBrush(blended(request.theme.raised, fill, strength));
        const double radius = node.shape == NodeShape::Pill ? node.size.height() / 2 : 8;
        if (visible.size() < 1500)
            painter.drawRoundedRect(node.rect(), radius, radius);
        else
            painter.drawRect(node.rect());
    }
    painter.setRenderHint(QPainter::Antialiasing);
}

void DiagramPainter::paintBlockNames(QPainter& painter, const DiagramGeometry& geometry,
                                     const Request& request) {
    const PixelUnits units(painter, request.zoom);
    painter.setPen(request.theme.text);
    for (const int index : geometry.nodesIn(request.exposed)) {
        const DiagramNode& node = geometry.node(index);
        if (isMessage(node.shape)) continue;
        const Dimming dimming(painter, request.layer.dimmed.contains(node.key));
        m_texts.draw(painter, TextRole::Caption, scaledRect(node.rect(), request.zoom).adjusted(2, 0, -2, 0),
                     Qt::AlignHCenter, node.title);
        ++m_counts.names;
    }
}

/// All at once, as one thin line each: what is left of a thousand edges is where they lead.
void DiagramPainter::paintStems(QPainter& painter, const QVector<QLineF>& stems, const Theme& theme) {
    if (stems.isEmpty()) return;
    painter.setPen(cosmeticPen(theme.edge, m_ratio));
    painter.drawLines(stems);
    m_counts.edges += int(stems.size());
}

std::vector<int> DiagramPainter::paintEdges(QPainter& painter, const DiagramGeometry& geometry,
                                            const Request& request) {
    const Diagram& diagram = geometry.diagram();
    const auto isMarked = [&](const DiagramEdge& edge) { return request.marks.selection.contains(edge.key); };
    std::vector<int> visible = geometry.edgesIn(request.exposed, request.zoom >= readableZoom);
    const bool coarse = visible.size() > mostSmoothEdges;
    EdgePainter edges(painter, m_texts, request.theme, request.exposed, coarse, 1);
    // Smoothing hundreds of lines costs more than a frame may take, and in such a thicket nobody sees it.
    painter.setRenderHint(QPainter::Antialiasing, !coarse);
    const bool thicket = visible.size() > mostSingleEdges;
    const auto isPassing = [&request](const EdgeRoute& route) {
        const bool ends = request.exposed.contains(route.start()) || request.exposed.contains(route.tip());
        return !ends || request.zoom < readableZoom;
    };
    QVector<QLineF> stems;
    std::vector<int> above;
    const auto paint = [&](int index, const EdgeHeat* heat, bool marked) {
        const DiagramEdge& edge = diagram.edges[index];
        const Dimming dimming(painter, isDimmed(request.layer, edge));
        const auto sign = request.layer.signs.constFind(edge.key);
        const bool isSigned = sign != request.layer.signs.constEnd();
        edges.paintLine(edge, geometry.route(index), heat, marked,
                        isSigned ? signColour(*sign, request.theme) : QColor());
        ++m_counts.edges;
    };
    for (const int index : visible) {
        const EdgeHeat* heat = heatOfEdge(request.overlay, diagram.edges[index].key);
        if (isMarked(diagram.edges[index]) || (heat && heat->failing))
            above.push_back(index);
        else if (thicket && isPassing(geometry.route(index)) &&
                 !isDimmed(request.layer, diagram.edges[index]) &&
                 !request.layer.signs.contains(diagram.edges[index].key))
            stems.append(stemOf(geometry.route(index)));
        else
            paint(index, heat, false);
    }
    paintStems(painter, stems, request.theme);
    painter.setRenderHint(QPainter::Antialiasing);
    for (const int index : above)
        paint(index, heatOfEdge(request.overlay, diagram.edges[index].key), isMarked(diagram.edges[index]));
    return visible;
}

/// Those that have room lie below the nodes; those that are only shown since their edge is looked at lie
/// above everything.
void DiagramPainter::paintLabels(QPainter& painter, const DiagramGeometry& geometry, const Request& request,
                                 const std::vector<int>& visible, bool looked) {
    const bool small = request.zoom < readableZoom;
    EdgePainter edges(painter, m_texts, request.theme, request.exposed, false,
                      small ? wordScale(request.zoom) / request.zoom : 1);
    for (const int index : visible) {
        const DiagramEdge& edge = geometry.diagram().edges[index];
        const EdgeRoute& route = geometry.route(index);
        const EdgeHeat* heat = heatOfEdge(request.overlay, edge.key);
        const bool always = request.marks.selection.contains(edge.key) || request.marks.hovered == edge.key;
        if (looked != always) continue;
        if (small && !heat && !always) continue;  // Only what fails is worth the room
        const Dimming dimming(painter, isDimmed(request.layer, edge));
        if (edges.paintLabel(edge, route, heat, always)) ++m_counts.labels;
    }
}

/// The points that the selected edge passes.
void DiagramPainter::paintBends(QPainter& painter, const DiagramGeometry& geometry, const Request& request) {
    if (!request.marks.bends || request.marks.selection.size() != 1) return;
    const int edge = geometry.edgeIndex(*request.marks.selection.begin());
    if (edge < 0) return;
    painter.setPen(cosmeticPen(request.theme.accent, 1.5 * m_ratio));
    int number = 0;
    for (const QPointF& point : geometry.diagram().edges[edge].way) {
        const bool hovered = number++ == request.marks.bend;
        painter.setBrush(hovered ? request.theme.accent : request.theme.raised);
        const double radius = (hovered ? 5.5 : 4.5) / request.zoom;
        painter.drawEllipse(point, radius, radius);
    }
}

void DiagramPainter::paintCards(QPainter& painter, const DiagramGeometry& geometry, const Request& request) {
    const bool small = request.zoom < (request.overlay.nodes.isEmpty() ? readableZoom : readableFiguresZoom);
    const double scale = request.zoom / wordScale(request.zoom);
    NodePainter nodes(painter, m_texts, m_marks, request.theme, small);
    for (const int index : geometry.nodesIn(request.exposed.adjusted(-8, -8, 8, 8))) {
        const DiagramNode& node = geometry.node(index);
        const bool marked =
            request.marks.selection.contains(node.key) || request.marks.dropTarget == node.key;
        const NodeHeat* heat = heatOf(request.overlay, node.key);
        const Dimming dimming(painter, request.layer.dimmed.contains(node.key));
        nodes.paint(node, heat, marked, markOf(request.layer, node.key));
        ++m_counts.cards;
        if (!small || isMessage(node.shape)) continue;
        const PixelUnits units(painter, scale);
        nodes.paintWords(node, scaledRect(NodePainter::shownRect(node, heat != nullptr), scale), heat);
        ++m_counts.names;
    }
}

/// Signs stand at the top left of nodes and regions and in the middle of edges, never too small to be told
/// apart.
void DiagramPainter::paintSigns(QPainter& painter, const DiagramGeometry& geometry, const Request& request) {
    const double radius = std::max(signRadius, 6 / request.zoom);
    const QRectF exposed = request.exposed.adjusted(-radius, -radius, radius, radius);
    const bool edgesShown = detailAt(request.zoom) == Detail::Full;
    for (auto sign = request.layer.signs.begin(); sign != request.layer.signs.end(); ++sign) {
        const int edge = geometry.edgeIndex(sign.key());
        if (edge >= 0 && (!edgesShown || geometry.route(edge).line.isEmpty())) continue;
        const QRectF rect = geometry.rectOf(sign.key());
        if (rect.isNull()) continue;
        // Beside the words of an edge, not on them.
        const bool worded = edge >= 0 && !geometry.diagram().edges[edge].label.isEmpty();
        const QPointF place = edge >= 0 ? geometry.route(edge).pointAt(worded ? 0.25 : 0.5) : rect.topLeft();
        if (!exposed.contains(place)) continue;
        paintSign(painter, sign.value(), place, radius, request.theme);
        ++m_counts.signs;
    }
}

void DiagramPainter::paintHandles(QPainter& painter, const DiagramGeometry& geometry,
                                  const Request& request) {
    if (!request.marks.handles || detailAt(request.zoom) != Detail::Full) return;
    const QRectF rect = geometry.rectOf(request.marks.hovered);
    if (rect.isNull()) return;
    painter.setPen(cosmeticPen(request.theme.accent, 1.5 * m_ratio));
    painter.setBrush(request.theme.raised);
    for (const QPointF& handle : handlesOf(handleRect(request.marks, rect, request.zoom)))
        painter.drawEllipse(handle, 5 / request.zoom, 5 / request.zoom);
}

}  // namespace app
