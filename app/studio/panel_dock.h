#pragma once

#include <QTabWidget>

#include "app/studio/panel.h"

class QToolButton;

namespace app {

/// The panels of one side as tabs; hidden while none is open.
class PanelDock : public QTabWidget {
    Q_OBJECT

public:
    PanelDock(StudioContext& context, PanelSide side, QWidget* parent);

    bool has(const QString& id) const;
    /// Opens the panel, or closes the dock when it shows that one already.
    void toggle(const QString& id);
    /// Empty when none is open.
    QString openPanel() const;

signals:
    void panelChanged(const QString& id);

private:
    void make(int index);
    void setTheme(const Theme& theme);

    StudioContext& m_context;
    std::vector<StudioPanel> m_panels;
    QToolButton* m_close;
};

}  // namespace app
