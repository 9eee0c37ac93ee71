#pragma once

#include <QPainter>
#include <QPainterPath>

#include "app/canvas/technology_mark.h"
#include "app/canvas/text_painter.h"
#include "app/diagram/diagram.h"
#include "app/diagram/diagram_overlay.h"
#include "app/theme/theme.h"

namespace app {

/// What an overlay gives to one node.
struct NodeMark {
    QColor tint;  ///< Not valid: none
    std::optional<DiagramSign> sign;
};

/// Draws the nodes of diagrams near by: cards, cylinders, pills and their like, with the overlay of a run.
class NodePainter {
public:
    /// `wordless` leaves out all texts, which would be too small to read.
    NodePainter(QPainter& painter, TextPainter& texts, MarkPainter& marks, const Theme& theme, bool wordless)
        : m_painter(painter), m_texts(texts), m_marks(marks), m_theme(theme), m_wordless(wordless) {}

    void paint(const DiagramNode& node, const NodeHeat* heat, bool selected, const NodeMark& mark = {});
    /// The words of a wordless node, in the units in which they are readable: its name, and its figures.
    void paintWords(const DiagramNode& node, const QRectF& rect, const NodeHeat* heat);
    /// The outline of a node's shape, grown by that much.
    static QPainterPath outline(NodeShape shape, const QRectF& rect, double grow = 0);
    /// The node's rectangle, which is higher with an overlay.
    static QRectF shownRect(const DiagramNode& node, bool overlaid);

private:
    /// So many pixels of the screen's own scale.
    QPen pen(const QColor& colour, double width = 1, Qt::PenStyle style = Qt::SolidLine) const;
    QPen borderOf(const DiagramNode& node, const NodeHeat* heat, const NodeMark& mark) const;
    void paintShape(const DiagramNode& node, const QRectF& rect);
    void paintCard(const DiagramNode& node, const QRectF& rect, const NodeHeat* heat);
    void paintHeat(const DiagramNode& node, const QRectF& rect, const NodeHeat& heat);
    void paintCylinder(const DiagramNode& node, const QRectF& rect);
    void paintFigure(const DiagramNode& node, const QRectF& rect);
    void paintNote(const DiagramNode& node, const QRectF& rect);
    void paintGroup(const DiagramNode& node, const QRectF& rect);
    /// Where the words of a shape that is no card stand.
    static QRectF wordBox(NodeShape shape, const QRectF& rect);
    void paintCentred(const DiagramNode& node, const QRectF& box, const NodeHeat* heat);
    /// The secondary line, behind the mark of the technology when there is one.
    void paintBelow(const DiagramNode& node, const QRectF& box, Qt::Alignment side, const QColor& colour);
    void paintRing(const DiagramNode& node, const QRectF& rect, const NodeHeat& heat);
    void paintHalo(const DiagramNode& node, const QRectF& rect);

    QPainter& m_painter;
    TextPainter& m_texts;
    MarkPainter& m_marks;
    const Theme& m_theme;
    bool m_wordless;
};

/// A pen of so many device pixels at any zoom.
QPen cosmeticPen(const QColor& colour, double width = 1, Qt::PenStyle style = Qt::SolidLine);
/// The colour with that opacity.
QColor withAlpha(QColor colour, double alpha);
/// The one colour under so much of the other, 0 to 1; opaque.
QColor blended(const QColor& under, const QColor& over, double strength);

}  // namespace app
