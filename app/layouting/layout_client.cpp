#include "app/layouting/layout_client.h"

#include <QCoreApplication>
#include <QFileInfo>
#include <QtConcurrentRun>

#include "app/layouting/own_layout.h"

namespace app {
namespace {

model::Error layoutError(const QString& why) {
    return {"layout", why.toStdString()};
}

QString tooLong(std::chrono::milliseconds limit) {
    return QObject::tr("lintel-layout took longer than %1 s and was stopped")
        .arg(double(limit.count()) / 1000);
}
QString notThere() {
    return QObject::tr("the program lintel-layout is not beside this program");
}
QString crashed() {
    return QObject::tr("the program lintel-layout ended unexpectedly");
}

}  // namespace

QString layoutProgram() {
    const QString folder = QCoreApplication::applicationDirPath();
    for (const char* place : {"/lintel-layout", "/../bin/lintel-layout"}) {
        const QFileInfo file(folder + QLatin1String(place));
        if (file.isExecutable() && file.isFile()) return file.canonicalFilePath();
    }
    return {};
}

model::Result<Places> computeLayout(const Diagram& diagram, const QStringList& keys,
                                    std::chrono::milliseconds limit) {
    const QString program = layoutProgram();
    if (program.isEmpty()) return tl::unexpected(layoutError(notThere()));
    const LayoutJob job = layoutJob(diagram, keys);
    QProcess process;
    process.start(program, {});
    process.write(job.input);
    process.closeWriteChannel();
    if (!process.waitForFinished(int(limit.count()))) {
        const bool late = process.error() == QProcess::Timedout;
        process.kill();
        process.waitForFinished(2000);
        return tl::unexpected(layoutError(late ? tooLong(limit) : crashed()));
    }
    if (process.exitStatus() != QProcess::NormalExit) return tl::unexpected(layoutError(crashed()));
    return placesFrom(job, process.readAllStandardOutput());
}

LayoutClient::LayoutClient(QObject* parent) : QObject(parent) {
    m_timer.setSingleShot(true);
    connect(&m_timer, &QTimer::timeout, this, [this] { goOnAlone(tooLong(m_limit)); });
}

LayoutClient::~LayoutClient() {
    cancel();
}

void LayoutClient::start(const Diagram& diagram, const QStringList& keys, LayoutDirection direction) {
    cancel();
    m_job = layoutJob(diagram, keys, direction);
    if (m_program.isEmpty()) return goOnAlone(notThere());
    m_process = new QProcess(this);
    connect(m_process, &QProcess::finished, this, &LayoutClient::take);
    connect(m_process, &QProcess::errorOccurred, this, [this](QProcess::ProcessError error) {
        if (error == QProcess::FailedToStart) goOnAlone(notThere());
    });
    m_timer.start(m_limit);
    m_process->start(m_program, {});
    if (!m_process) return;
    m_process->write(m_job.input);
    m_process->closeWriteChannel();
}

void LayoutClient::stopProgram() {
    m_timer.stop();
    if (!m_process) return;
    QProcess* process = std::exchange(m_process, nullptr);
    process->disconnect(this);
    // It goes when the system has ended it: nothing waits here.
    connect(process, &QProcess::finished, process, &QObject::deleteLater);
    if (process->state() == QProcess::NotRunning) process->deleteLater();
    process->setParent(QCoreApplication::instance());
    process->kill();
}

void LayoutClient::cancel() {
    stopProgram();
    if (!m_own) return;
    // What is found after all is found for nobody.
    QFutureWatcher<Places>* own = std::exchange(m_own, nullptr);
    own->disconnect(this);
    own->deleteLater();
}

void LayoutClient::take(int, QProcess::ExitStatus status) {
    if (status != QProcess::NormalExit) return goOnAlone(crashed());
    const model::Result<Places> places = placesFrom(m_job, m_process->readAllStandardOutput());
    if (!places) return goOnAlone(QString::fromStdString(places.error().message));
    cancel();
    emit finished(*places, {});
}

void LayoutClient::goOnAlone(const QString& why) {
    cancel();
    m_own = new QFutureWatcher<Places>(this);
    connect(m_own, &QFutureWatcherBase::finished, this, [this, why] {
        const Places places = m_own->result();
        cancel();
        emit finished(places, why);
    });
    m_own->setFuture(QtConcurrent::run([job = m_job] { return ownLayout(job); }));
}

}  // namespace app
