#pragma once

#include <QPixmap>
#include <QWidget>

#include "app/canvas/diagram_geometry.h"
#include "app/diagram/diagram_overlay.h"
#include "app/theme/theme.h"

namespace app {

/// The whole diagram in small, with a frame around what is seen; pressing or dragging in it goes there. It
/// marks what was found and what has errors or warnings, and pales what is dimmed.
class Minimap : public QWidget {
    Q_OBJECT

public:
    explicit Minimap(QWidget* parent);
    void setTheme(const Theme& theme);
    /// To be called when anything in the diagram has moved.
    void setContent(const DiagramGeometry& geometry);
    /// What lies over it; to be called after that.
    void setMarks(const DiagramGeometry& geometry, const DiagramOverlay& layer, const QStringList& hits);
    /// So many of each.
    struct Counts {
        int errors = 0, warnings = 0, hits = 0, dimmed = 0;
        bool operator==(const Counts&) const = default;
    };
    Counts counts() const;
    void setSeen(const QRectF& seen);

signals:
    void wanted(const QPointF& centre);

protected:
    void mouseMoveEvent(QMouseEvent* event) override;
    void mousePressEvent(QMouseEvent* event) override;
    void paintEvent(QPaintEvent* event) override;

private:
    enum class MarkKind { Warning, Error, Hit };
    struct Mark {
        MarkKind kind;
        QPointF place;
    };
    QTransform toMap() const;
    void drawContent();
    void drawMarks(QPainter& painter, const QTransform& transform) const;
    void addMark(const DiagramGeometry& geometry, MarkKind kind, const QString& key);

    Theme m_theme;
    QRectF m_bounds;
    QRectF m_seen;
    struct Patch {
        QRectF rect;
        int context;  ///< -1 for a node outside of all frames
        RegionLook look = RegionLook::Context;
        QString key = {};
    };
    std::vector<Patch> m_patches;
    std::vector<Mark> m_marks;
    QSet<QString> m_dimmed;
    QPointF m_grip;  ///< From the middle of what is seen to where it was taken hold of
    QPixmap m_content;
};

}  // namespace app
