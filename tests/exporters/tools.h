#pragma once

#include <QFileInfo>
#include <QProcess>
#include <QStandardPaths>
#include <QTest>

/// The real tools that exported files are checked with.
namespace tools {

/// Where the tool is: what the tests' set-up installed, else on the path; empty when it is missing.
inline QString find(const QString& name) {
    const QString folder = QString(LINTEL_SOURCE_DIR) + "/build/tools/" + name + "/node_modules/";
    for (const QString& path : {"@bufbuild/" + name + "-linux-x64/bin/" + name, ".bin/" + name})
        if (QFileInfo(folder + path).isExecutable()) return folder + path;
    return QStandardPaths::findExecutable(name);
}

/// Whether a missing tool is a failure: in continuous integration it is.
inline bool required() {
    return qEnvironmentVariable("CI") == "true";
}

struct Answer {
    int code = -1;
    QString output;  ///< Standard output and standard error
};

/// Runs a program to its end.
inline Answer run(const QString& program, const QStringList& arguments, const QString& folder = {},
                  int seconds = 240) {
    QProcess process;
    process.setProcessChannelMode(QProcess::MergedChannels);
    process.setWorkingDirectory(folder);
    process.start(program, arguments);
    if (!process.waitForFinished(seconds * 1000)) {
        process.kill();
        process.waitForFinished(5000);
        return {-1, program + ": " + process.errorString() + "\n" + QString::fromUtf8(process.readAll())};
    }
    return {process.exitCode(), QString::fromUtf8(process.readAll())};
}

}  // namespace tools

/// Ends the test function when the tool is missing: a failure in continuous integration, else a skip.
#define REQUIRE_TOOL(name)                                                                 \
    do {                                                                                   \
        if (tools::find(name).isEmpty()) {                                                 \
            if (tools::required()) QFAIL(name " is missing; app/setup tests installs it"); \
            QSKIP(name " is missing: not checked with it");                                \
        }                                                                                  \
    } while (false)
