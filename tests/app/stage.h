#pragma once

#include <QString>

#include "app/studio/main_window.h"

/// Where pictures of the real program are taken.
namespace pictures {

/// A window of the studio with hands to bring it into the state of a picture.
class Stage {
public:
    Stage(QString folder, app::Scheme scheme, int scale);

    app::MainWindow& window() { return m_window; }
    app::CanvasView& canvas();
    void openSample(const QString& id);
    void openModel(const model::Project& project, const model::Layout& layout = {});
    /// Simulates the chosen scenario to its end.
    void simulate();
    /// Writes `name-light.png`, at 200 % `name-light-200.png`.
    void take(const QString& name);
    /// The same of another window.
    void take(const QString& name, QWidget& window);
    /// Lets the program work until the condition holds, at most a minute; otherwise the book fails.
    template <class Condition>
    void waitFor(Condition condition) {
        m_failed |= !wait(condition);
    }
    bool failed() const { return m_failed; }

private:
    static bool wait(const std::function<bool()>& condition);

    app::MainWindow m_window;
    QString m_folder;
    QString m_ending;
    bool m_failed = false;
};

}  // namespace pictures
