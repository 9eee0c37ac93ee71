#pragma once

#include <QFrame>

#include "app/theme/theme.h"

class QToolButton;

namespace app {

class DiagramLens;
class StudioContext;

/// The floating tools to look at a diagram: find, focus, filter, overlay, views.
class LensTools : public QFrame {
    Q_OBJECT

public:
    LensTools(StudioContext& studio, DiagramLens& lens, QWidget* parent);
    /// Lets the user choose an overlay.
    void offerOverlays();

protected:
    void paintEvent(QPaintEvent* event) override;

private:
    QToolButton* addTool(const QString& iconName, const QString& name, const QString& command);
    void setTheme(const Theme& theme);
    void refresh();

    StudioContext& m_studio;
    DiagramLens& m_lens;
    Theme m_theme;
    QToolButton* m_focus;
    QToolButton* m_filter;
    QToolButton* m_overlay;
    QList<QToolButton*> m_buttons;
};

}  // namespace app
