#pragma once

#include <QDir>
#include <QFile>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QProcess>
#include <QTemporaryDir>
#include <functional>

/// What the real program did.
struct Ran {
    int exit = -1;
    QByteArray out;
    QByteArray err;

    /// The one JSON document on standard output; an empty object when it is none.
    QJsonObject json() const { return QJsonDocument::fromJson(out).object(); }
    /// For messages of failed tests.
    QByteArray told() const {
        return "exit " + QByteArray::number(exit) + "\n" + out.left(2000) + err.left(2000);
    }
};

/// Runs `lintel` to its end (at most two minutes); `prepare` runs in the child before it becomes the program.
inline Ran runLintel(const QStringList& arguments, const QByteArray& input = {},
                     const std::function<void()>& prepare = {}) {
    QProcess process;
    if (prepare) process.setChildProcessModifier(prepare);
    process.start(QStringLiteral(LINTEL_BIN_DIR "/lintel"), arguments);
    process.write(input);
    process.closeWriteChannel();
    if (!process.waitForFinished(120'000)) {
        process.kill();
        process.waitForFinished();
        return {-1, process.readAllStandardOutput(), "did not end in time"};
    }
    const int exit = process.exitStatus() == QProcess::NormalExit ? process.exitCode() : -1;
    return {exit, process.readAllStandardOutput(), process.readAllStandardError()};
}

inline QByteArray contentOfFile(const QString& path) {
    QFile file(path);
    return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
}

inline bool putFile(const QString& path, const QByteArray& content) {
    QFile file(path);
    return file.open(QIODevice::WriteOnly) && file.write(content) == content.size();
}
