#pragma once

#include <QObject>
#include <memory>
#include <thread>

#include "app/document/document.h"
#include "simulator/simulate.h"

namespace app {

/// Simulates a scenario in a worker thread: progress and the finished result arrive as signals in the thread
/// of this object. One run at a time; a new one cancels the one before it.
class RunController : public QObject {
    Q_OBJECT

public:
    explicit RunController(QObject* parent = nullptr);
    /// Cancels, and waits for the worker to end.
    ~RunController() override;

    /// Where finished runs are stored; nowhere when empty (the model has no file yet).
    void setStorePath(const QString& path);
    /// `<model>.lintel-runs` of a model file; empty for an empty path.
    static QString storePathOf(const QString& modelPath);

    void start(std::shared_ptr<const model::Project> project, const model::ScenarioId& scenario,
               const simulator::RunOptions& options = {});
    /// The figures of what was run so far arrive by `finished`.
    void cancel();
    bool isRunning() const { return m_running; }

signals:
    void started();
    void progressed(const simulator::Progress& progress);
    /// `result->cancelled` tells whether it was stopped early.
    void finished(std::shared_ptr<const simulator::RunResult> result);
    void failed(const model::Error& error);
    /// The result is fine, but could not be stored.
    void storeFailed(const model::Error& error);

private:
    struct Job;
    struct ProgressMail;

    void work(const Job& job, std::stop_token stop);
    void post(const simulator::Progress& progress, const std::shared_ptr<ProgressMail>& mail, quint64 run);
    void deliver(quint64 run, const std::function<void()>& message);

    QString m_storePath;
    quint64 m_run = 0;  ///< Messages of earlier runs are dropped
    bool m_running = false;
    std::jthread m_worker;
};

}  // namespace app
