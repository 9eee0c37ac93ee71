#pragma once

#include <QFrame>

#include "app/canvas/canvas_tool.h"
#include "app/theme/theme.h"

class QButtonGroup;
class QHBoxLayout;
class QToolButton;

namespace app {

/// The floating tools at the bottom of the canvas.
class ToolPalette : public QFrame {
    Q_OBJECT

public:
    explicit ToolPalette(QWidget* parent);
    void setTheme(const Theme& theme);
    /// Between selecting and connecting.
    void setTools(const std::vector<CanvasTool>& tools);
    void setTool(const QString& tool);

signals:
    void toolChosen(const QString& tool);
    void layoutChosen();

protected:
    void paintEvent(QPaintEvent* event) override;

private:
    QToolButton* addButton(const CanvasTool& look);
    void addTool(const CanvasTool& tool);

    Theme m_theme;
    QButtonGroup* m_tools;
    QHBoxLayout* m_row;
    QList<QToolButton*> m_buttons;
};

/// The border and shadow of what floats over the canvas.
void paintFloatingFrame(QWidget& widget, const Theme& theme, double radius);
/// Gives floating tools their colours, and their icons by the property `icon-name`.
void dressTools(QWidget& frame, const QList<QToolButton*>& buttons, const Theme& theme);
/// How far the shadow reaches beyond the frame [px].
inline constexpr int floatingShadow = 6;

}  // namespace app
