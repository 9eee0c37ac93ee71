#pragma once

#include "app/canvas/text_painter.h"
#include "app/diagram/diagram.h"
#include "app/theme/theme.h"

namespace app {

/// Draws what sequence diagrams consist of: messages between participants, and the lines below them.
class MessagePainter {
public:
    MessagePainter(QPainter& painter, TextPainter& texts, const Theme& theme, bool wordless);

    /// A message or an activity.
    void paint(const DiagramNode& node, const QRectF& rect, bool selected);
    /// Lifelines, and the times in which participants are busy.
    void paintLines(const std::vector<DiagramLine>& lines, const QRectF& exposed);

private:
    QPen pen(const QColor& colour, double width = 1, Qt::PenStyle style = Qt::SolidLine) const;
    void paintMessage(const DiagramNode& node, const QRectF& rect);
    void paintSelfMessage(const DiagramNode& node, const QRectF& rect);
    void paintActivity(const DiagramNode& node, const QRectF& rect);
    void paintWords(const DiagramNode& node, const QRectF& box);
    void paintArrow(const QPointF& from, const QPointF& to, bool dashed, bool open);

    QPainter& m_painter;
    TextPainter& m_texts;
    const Theme& m_theme;
    bool m_wordless;
};

/// Whether that painter draws it.
bool isMessage(NodeShape shape);

}  // namespace app
