#pragma once

#include <QObject>
#include <functional>
#include <optional>
#include <vector>

namespace app {

/// What the studio works at in the background; the status line shows it.
class BusyTasks : public QObject {
    Q_OBJECT

public:
    struct Task {
        int id = 0;
        QString title;                   ///< `Laying out the diagram`
        std::optional<double> progress;  ///< 0 to 1; nothing where it is not known
        std::function<void()> cancel;    ///< None where it cannot be stopped
    };

    using QObject::QObject;

    /// The id is good for the calls below until the task has ended.
    int begin(const QString& title, std::function<void()> cancel = {});
    void setProgress(int id, double share);
    void end(int id);
    /// Stops it, where it can be; whoever began it ends it then.
    void cancel(int id);
    /// In the order in which they began.
    const std::vector<Task>& tasks() const { return m_tasks; }

signals:
    void changed();

private:
    std::vector<Task>::iterator find(int id);

    std::vector<Task> m_tasks;
    int m_last = 0;
};

}  // namespace app
