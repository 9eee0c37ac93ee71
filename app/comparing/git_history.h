#pragma once

#include <QDateTime>
#include <QObject>
#include <QPointer>
#include <QProcess>
#include <functional>
#include <vector>

namespace app {

/// A revision in which a file was changed.
struct GitRevision {
    QString hash;
    QString abbreviation;
    QDateTime time;
    QString author;
    QString subject;

    bool operator==(const GitRevision&) const = default;
};

/// What git knows of a file. The program is started without a shell, asks nothing, and is ended when it takes
/// too long. A file in no repository has no revisions, and where git is not installed none has.
class GitHistory : public QObject {
    Q_OBJECT

public:
    explicit GitHistory(QObject* parent = nullptr);
    ~GitHistory() override;

    /// Another program in the place of git, and how long it may take [ms].
    void setProgram(const QString& program, int timeLimit);
    /// Answers by `listed` or `failed`; the newest revisions first.
    void list(const QString& path);
    /// The file's content in that revision, by `fetched` or `failed`.
    void fetch(const QString& path, const QString& hash);
    bool isRunning() const { return !m_process.isNull(); }
    /// Nothing of what was asked for last is answered any more.
    void cancel();

signals:
    void listed(const std::vector<app::GitRevision>& revisions);
    void fetched(const QByteArray& content);
    void failed(const QString& why);

private:
    using Answer = std::function<void(int exitCode, const QByteArray& output, const QString& complaint)>;
    void run(const QString& path, const QStringList& arguments, Answer answer);

    QString m_program = QStringLiteral("git");
    int m_timeLimit = 10'000;
    QPointer<QProcess> m_process;
};

/// The revisions in what `git log` printed in the format that `list` asks for.
std::vector<GitRevision> revisionsIn(const QByteArray& log);

}  // namespace app
