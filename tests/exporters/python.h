#pragma once

#include <QFile>
#include <QProcess>
#include <QString>
#include <QStringList>

/// Checks by scripts that lie beside the tests.
namespace python {

struct Answer {
    int code = -1;  ///< 77: something that the script needs is missing
    QString output;
};

/// Debian's own interpreter first, for which apt installs modules.
inline Answer run(const QString& script, const QStringList& arguments) {
    const QString system = "/usr/bin/python3";
    QProcess process;
    process.setProcessChannelMode(QProcess::MergedChannels);
    process.start(QFile::exists(system) ? system : QString("python3"),
                  QStringList{QString(LINTEL_SOURCE_DIR) + "/tests/exporters/" + script} + arguments);
    if (!process.waitForStarted(10000)) return {77, "python3 cannot be started"};
    if (!process.waitForFinished(240000)) return {-1, "the script takes too long"};
    return {process.exitCode(), QString::fromUtf8(process.readAll())};
}

}  // namespace python
