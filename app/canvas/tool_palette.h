#pragma once

#include <QFrame>

#include "app/canvas/canvas_view.h"

class QButtonGroup;
class QToolButton;

namespace app {

/// The floating tools at the bottom of the canvas.
class ToolPalette : public QFrame {
    Q_OBJECT

public:
    explicit ToolPalette(QWidget* parent);
    void setTheme(const Theme& theme);
    void setTool(CanvasView::Tool tool);

signals:
    void toolChosen(app::CanvasView::Tool tool);
    void layoutChosen();

protected:
    void paintEvent(QPaintEvent* event) override;

private:
    QToolButton* addButton(const QString& icon, const QString& name, const QString& explanation);

    Theme m_theme;
    QButtonGroup* m_tools;
    QList<QToolButton*> m_buttons;
};

/// The border and shadow of what floats over the canvas.
void paintFloatingFrame(QWidget& widget, const Theme& theme, double radius);
/// How far the shadow reaches beyond the frame [px].
inline constexpr int floatingShadow = 6;

}  // namespace app
