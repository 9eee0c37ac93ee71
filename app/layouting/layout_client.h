#pragma once

#include <QFutureWatcher>
#include <QObject>
#include <QProcess>
#include <QTimer>
#include <chrono>

#include "app/layouting/layout_job.h"

namespace app {

/// How long `lintel-layout` may take before this program does it by itself.
inline constexpr std::chrono::milliseconds layoutTimeLimit{10'000};

/// The program `lintel-layout` beside this one; empty when it is not there.
QString layoutProgram();

/// Lays out a diagram, or the part of those keys, by `lintel-layout`, and waits for the result.
model::Result<Places> computeLayout(const Diagram& diagram, const QStringList& keys = {},
                                    std::chrono::milliseconds limit = layoutTimeLimit);

/// Lays out diagrams in the background: `lintel-layout` runs beside the user interface. When it is missing,
/// fails or takes too long, this program finds plainer places by itself, and says so. One layout at a time: a
/// new one replaces the one before it.
class LayoutClient : public QObject {
    Q_OBJECT

public:
    explicit LayoutClient(QObject* parent = nullptr);
    ~LayoutClient() override;

    /// Another program to run, in place of the one beside ours.
    void setProgram(const QString& program) { m_program = program; }
    void setTimeLimit(std::chrono::milliseconds limit) { m_limit = limit; }
    void start(const Diagram& diagram, const QStringList& keys = {},
               LayoutDirection direction = LayoutDirection::Either);
    void cancel();
    bool isRunning() const { return m_process || m_own; }

signals:
    /// `why` is empty, or says why the places are plainer than they could be.
    void finished(const QHash<QString, QPointF>& places, const QString& why);

private:
    void stopProgram();
    void take(int exitCode, QProcess::ExitStatus status);
    /// Finds places without the program.
    void goOnAlone(const QString& why);

    QString m_program = layoutProgram();
    std::chrono::milliseconds m_limit = layoutTimeLimit;
    QProcess* m_process = nullptr;
    QFutureWatcher<Places>* m_own = nullptr;
    QTimer m_timer;
    LayoutJob m_job;
};

}  // namespace app
