#include "app/comparing/git_history.h"

#include <QFileInfo>
#include <QTimer>

namespace app {

namespace {

constexpr int mostRevisions = 100;
constexpr char fieldEnd = '\x1f';
constexpr char recordEnd = '\x1e';

/// Ends it without waiting.
void endProcess(QProcess* process) {
    process->disconnect();
    process->kill();
    QObject::connect(process, &QProcess::finished, process, &QObject::deleteLater);
    if (process->state() == QProcess::NotRunning) process->deleteLater();
}

bool isNoRepository(const QString& complaint) {
    return complaint.contains(QLatin1String("not a git repository"), Qt::CaseInsensitive) ||
           complaint.contains(QLatin1String("does not have any commits"), Qt::CaseInsensitive);
}

}  // namespace

GitHistory::GitHistory(QObject* parent) : QObject(parent) {}

GitHistory::~GitHistory() {
    if (!m_process) return;
    m_process->disconnect();
    m_process->kill();
    m_process->waitForFinished(1000);
}

void GitHistory::setProgram(const QString& program, int timeLimit) {
    m_program = program;
    m_timeLimit = timeLimit;
}

void GitHistory::cancel() {
    if (m_process) endProcess(m_process);
    m_process.clear();
}

void GitHistory::run(const QString& path, const QStringList& arguments, Answer answer) {
    cancel();
    auto* process = new QProcess(this);
    m_process = process;
    QProcessEnvironment environment = QProcessEnvironment::systemEnvironment();
    environment.insert(QStringLiteral("LC_ALL"), QStringLiteral("C.UTF-8"));
    environment.insert(QStringLiteral("GIT_TERMINAL_PROMPT"), QStringLiteral("0"));
    environment.insert(QStringLiteral("GIT_OPTIONAL_LOCKS"), QStringLiteral("0"));
    process->setProcessEnvironment(environment);
    process->setWorkingDirectory(QFileInfo(path).absolutePath());
    process->setStandardInputFile(QProcess::nullDevice());
    connect(process, &QProcess::finished, this, [this, process, answer](int exitCode) {
        const QByteArray output = process->readAllStandardOutput();
        const QString complaint = QString::fromUtf8(process->readAllStandardError()).trimmed();
        process->deleteLater();
        m_process.clear();
        answer(exitCode, output, complaint);
    });
    connect(process, &QProcess::errorOccurred, this, [this, process](QProcess::ProcessError error) {
        if (error != QProcess::FailedToStart) return;
        process->deleteLater();
        m_process.clear();
        emit listed({});
    });
    QTimer::singleShot(m_timeLimit, process, [this, process] {
        if (m_process != process) return;
        cancel();
        emit failed(tr("git gave no answer within %1 s.").arg(m_timeLimit / 1000.0));
    });
    process->start(m_program, QStringList{QStringLiteral("--no-pager")} + arguments);
}

void GitHistory::list(const QString& path) {
    const QStringList arguments{QStringLiteral("log"),
                                QStringLiteral("--no-show-signature"),
                                QStringLiteral("--max-count=%1").arg(mostRevisions),
                                QStringLiteral("--format=%H%x1f%h%x1f%ct%x1f%an%x1f%s%x1e"),
                                QStringLiteral("--"),
                                QFileInfo(path).fileName()};
    run(path, arguments, [this](int exitCode, const QByteArray& output, const QString& complaint) {
        if (exitCode == 0)
            emit listed(revisionsIn(output));
        else if (isNoRepository(complaint))
            emit listed({});
        else
            emit failed(tr("git does not list the revisions: %1").arg(complaint.section('\n', 0, 0)));
    });
}

void GitHistory::fetch(const QString& path, const QString& hash) {
    const QStringList arguments{QStringLiteral("show"), QStringLiteral("--no-textconv"),
                                QStringLiteral("%1:./%2").arg(hash, QFileInfo(path).fileName())};
    run(path, arguments, [this](int exitCode, const QByteArray& output, const QString& complaint) {
        if (exitCode == 0)
            emit fetched(output);
        else
            emit failed(tr("git does not give that revision: %1").arg(complaint.section('\n', 0, 0)));
    });
}

std::vector<GitRevision> revisionsIn(const QByteArray& log) {
    std::vector<GitRevision> revisions;
    for (const QByteArray& record : log.split(recordEnd)) {
        const QList<QByteArray> fields = record.trimmed().split(fieldEnd);
        if (fields.size() != 5) continue;
        revisions.push_back({QString::fromLatin1(fields[0]), QString::fromLatin1(fields[1]),
                             QDateTime::fromSecsSinceEpoch(fields[2].toLongLong()),
                             QString::fromUtf8(fields[3]), QString::fromUtf8(fields[4])});
    }
    return revisions;
}

}  // namespace app
