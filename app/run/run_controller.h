#pragma once

#include <QObject>
#include <memory>
#include <thread>

#include "app/document/document.h"
#include "simulator/simulate.h"

namespace app {

/// Simulates a scenario in a worker thread: progress and the finished result arrive as signals in the thread of
/// this object. One run at a time; a new one cancels the one before it.
class RunController : public QObject {
    Q_OBJECT

public:
    explicit RunController(QObject* parent = nullptr);
    ~RunController() override;

    void start(std::shared_ptr<const model::Project> project, const model::ScenarioId& scenario,
               const simulator::RunOptions& options = {});
    void cancel();
    bool isRunning() const;

signals:
    void started();
    void progressed(const simulator::Progress& progress);
    /// `result->cancelled` tells whether it was stopped early.
    void finished(std::shared_ptr<const simulator::RunResult> result);
    void failed(const model::Error& error);
};

}  // namespace app
