#pragma once

#include <QObject>
#include <QProcess>
#include <QTimer>
#include <chrono>

#include "app/layouting/layout_job.h"

namespace app {

/// How long a layout may take before it is given up.
inline constexpr std::chrono::milliseconds layoutTimeLimit{20'000};

/// The program `lintel-layout` beside this one; empty when it is not there.
QString layoutProgram();

/// Lays out a diagram, or the part of those keys, and waits for the result.
model::Result<Places> computeLayout(const Diagram& diagram, const QStringList& keys = {},
                                    std::chrono::milliseconds limit = layoutTimeLimit);

/// Lays out diagrams in the background: `lintel-layout` runs beside the user interface and is stopped when it
/// takes too long. One layout at a time: a new one replaces the one before it.
class LayoutClient : public QObject {
    Q_OBJECT

public:
    explicit LayoutClient(QObject* parent = nullptr);
    ~LayoutClient() override;

    /// Another program to run, in place of the one beside ours.
    void setProgram(const QString& program) { m_program = program; }
    void setTimeLimit(std::chrono::milliseconds limit) { m_limit = limit; }
    void start(const Diagram& diagram, const QStringList& keys = {});
    void cancel();
    bool isRunning() const { return m_process != nullptr; }

signals:
    void finished(const QHash<QString, QPointF>& places);
    void failed(const model::Error& error);

private:
    void take(int exitCode, QProcess::ExitStatus status);
    void fail(const QString& why);

    QString m_program = layoutProgram();
    std::chrono::milliseconds m_limit = layoutTimeLimit;
    QProcess* m_process = nullptr;
    QTimer m_timer;
    LayoutJob m_job;
};

}  // namespace app
