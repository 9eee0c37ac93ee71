#pragma once

#include <QObject>

#include "app/theme/theme.h"

namespace app {

class BusyTasks;
class DiagramMode;
class Document;
class MainWindow;
class ModelFiles;
class NoticeBar;
class ProblemFinder;
class Selection;
class ViewStack;
class Workbench;

/// One window of the studio, as its commands and panels see it.
class StudioContext : public QObject {
    Q_OBJECT

public:
    explicit StudioContext(MainWindow& window);

    /// Its modes and sheets.
    MainWindow& window() const { return m_window; }
    Document& document() const;
    Selection& selection() const;
    ModelFiles& files() const;
    NoticeBar& notice() const;
    ProblemFinder& problems() const;
    BusyTasks& tasks() const;
    ViewStack& views() const;
    Workbench& workbench() const;
    const Theme& theme() const;
    /// The diagram that is edited; a mode without one is left for Design.
    DiagramMode& diagram() const;
    /// Selects the element and brings it into view, in the mode where it is edited.
    void reveal(const QString& key) const;

signals:
    void themeChanged(const app::Theme& theme);

private:
    MainWindow& m_window;
};

}  // namespace app
