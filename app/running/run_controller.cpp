#include "app/running/run_controller.h"

#include <chrono>
#include <exception>
#include <mutex>

#include "simulator/store/run_store.h"

namespace app {
namespace {

using Clock = std::chrono::steady_clock;
constexpr std::chrono::milliseconds progressInterval(50);

model::Result<void> storeRun(const QString& path, const simulator::RunResult& result) {
    auto store = simulator::RunStore::open(path.toStdString());
    if (!store) return tl::unexpected(store.error());
    if (const auto saved = store->save(result); !saved) return tl::unexpected(saved.error());
    return {};
}

}  // namespace

/// What a worker needs: nothing of it is shared with the thread that started it.
struct RunController::Job {
    quint64 run;
    std::shared_ptr<const model::Project> project;
    model::ScenarioId scenario;
    simulator::RunOptions options;
    QString storePath;
};

/// The latest progress that was not shown yet: a slow receiver sees fewer messages, not old ones.
struct RunController::ProgressMail {
    std::mutex mutex;
    simulator::Progress latest;
    bool underway = false;
    Clock::time_point sent;
};

RunController::RunController(QObject* parent) : QObject(parent) {}

RunController::~RunController() {
    m_worker.request_stop();
    if (m_worker.joinable()) m_worker.join();
}

void RunController::setStorePath(const QString& path) {
    m_storePath = path;
}

QString RunController::storePathOf(const QString& modelPath) {
    if (modelPath.isEmpty()) return {};
    const QString suffix = QStringLiteral(".lintel");
    return (modelPath.endsWith(suffix) ? modelPath.chopped(suffix.size()) : modelPath) +
           QStringLiteral(".lintel-runs");
}

void RunController::start(std::shared_ptr<const model::Project> project, const model::ScenarioId& scenario,
                          const simulator::RunOptions& options) {
    m_worker.request_stop();
    ++m_run;
    m_running = true;
    Job job{m_run, std::move(project), scenario, options, m_storePath};
    m_worker =
        std::jthread([this, job = std::move(job)](std::stop_token stop) { work(job, std::move(stop)); });
    emit started();
}

void RunController::cancel() {
    m_worker.request_stop();
}

void RunController::work(const Job& job, std::stop_token stop) {
    const auto fail = [this, run = job.run](const model::Error& error) {
        deliver(run, [this, error] {
            m_running = false;
            emit failed(error);
        });
    };
    try {
        const auto plan = simulator::compile(*job.project, job.scenario, job.options);
        if (!plan) return fail(plan.error());
        const auto mail = std::make_shared<ProgressMail>();
        auto result = std::make_shared<const simulator::RunResult>(simulator::run(
            **plan, job.options, std::move(stop),
            [this, mail, run = job.run](const simulator::Progress& progress) { post(progress, mail, run); }));
        deliver(job.run, [this, result] {
            m_running = false;
            emit finished(result);
        });
        if (job.storePath.isEmpty() || (result->cancelled && result->limitReached.empty())) return;
        if (const auto stored = storeRun(job.storePath, *result); !stored)
            deliver(job.run, [this, error = stored.error()] { emit storeFailed(error); });
    } catch (const std::exception& exception) {
        fail({"/scenarios/" + job.scenario.value(),
              std::string("the simulation ended early: ") + exception.what()});
    }
}

void RunController::post(const simulator::Progress& progress, const std::shared_ptr<ProgressMail>& mail,
                         quint64 run) {
    {
        const std::lock_guard lock(mail->mutex);
        mail->latest = progress;
        const auto now = Clock::now();
        if (mail->underway || now - mail->sent < progressInterval) return;
        mail->underway = true;
        mail->sent = now;
    }
    deliver(run, [this, mail] {
        simulator::Progress latest;
        {
            const std::lock_guard lock(mail->mutex);
            latest = mail->latest;
            mail->underway = false;
        }
        if (m_running) emit progressed(latest);
    });
}

void RunController::deliver(quint64 run, const std::function<void()>& message) {
    QMetaObject::invokeMethod(
        this,
        [this, run, message] {
            if (run == m_run) message();
        },
        Qt::QueuedConnection);
}

}  // namespace app
