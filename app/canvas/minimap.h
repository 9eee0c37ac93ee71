#pragma once

#include <QPixmap>
#include <QWidget>

#include "app/canvas/diagram_geometry.h"
#include "app/theme/theme.h"

namespace app {

/// The whole diagram in small, with a frame around what is seen; pressing or dragging in it goes there.
class Minimap : public QWidget {
    Q_OBJECT

public:
    explicit Minimap(QWidget* parent);
    void setTheme(const Theme& theme);
    /// To be called when anything in the diagram has moved.
    void setContent(const DiagramGeometry& geometry);
    void setSeen(const QRectF& seen);

signals:
    void wanted(const QPointF& centre);

protected:
    void mouseMoveEvent(QMouseEvent* event) override;
    void mousePressEvent(QMouseEvent* event) override;
    void paintEvent(QPaintEvent* event) override;

private:
    QTransform toMap() const;
    void drawContent();

    Theme m_theme;
    QRectF m_bounds;
    QRectF m_seen;
    struct Patch {
        QRectF rect;
        int context;  ///< -1 for a node outside of all frames
        RegionLook look = RegionLook::Context;
    };
    std::vector<Patch> m_patches;
    QPixmap m_content;
};

}  // namespace app
