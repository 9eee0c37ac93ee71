#pragma once

#include <QKeySequence>
#include <QList>
#include <QString>
#include <functional>
#include <vector>

#include "app/studio/studio_context.h"

class QWidget;

namespace app {

/// Where a panel lies: below the diagram, or between it and the inspector.
enum class PanelSide { Below, Beside };

/// A panel of the workbench. Each file of app/studio/panels/ makes one; its widget is made when it is first
/// opened.
struct StudioPanel {
    QString id;  ///< `problems`; its command is `view.problems`
    QString title;
    QString icon;
    QString commandTitle;  ///< `Show or hide the problems`
    QList<QKeySequence> keys;
    PanelSide side = PanelSide::Below;
    int place = 0;  ///< Its order among the panels of its side
    /// The widget; it follows `themeChanged` of the context by itself.
    std::function<QWidget*(StudioContext&, QWidget* parent)> make;
};

/// One of each file, in the order of the files.
std::vector<StudioPanel> registeredPanels();
/// The same, in the order of their places.
std::vector<StudioPanel> panels();

}  // namespace app
