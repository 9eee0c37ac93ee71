#pragma once

#include <QHash>
#include <QImage>
#include <QPainter>

#include "app/diagram/diagram.h"

namespace app {

/// The name of the picture for what the node is made with, below `:/`: that of the technology where it is
/// known (`technologies/go`), else one for its family; empty when the node says nothing of it.
QString technologyMark(const DiagramNode& node);

/// Draws these pictures in one colour, so that they are readable on any card. Keeps what it has drawn: the
/// same picture in the same size and colour is drawn once.
class MarkPainter {
public:
    void draw(QPainter& painter, const QString& mark, const QRectF& square, const QColor& colour);

private:
    QHash<QString, QImage> m_pictures;
};

}  // namespace app
