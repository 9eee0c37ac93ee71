#pragma once

#include <QObject>
#include <QStringList>

class QLocalServer;
class QLocalSocket;

namespace app {

/// One program serves a user: one that is started later hands its files to the one that runs, over a socket
/// that only this user can reach, and ends.
class HandOver : public QObject {
    Q_OBJECT

public:
    explicit HandOver(const QString& name, QObject* parent = nullptr);

    /// The socket of this user's studio on this display.
    static QString usualName();
    /// Hands the files to the program that listens there; false when none does, or it does not answer.
    static bool send(const QString& name, const QStringList& files);
    /// From now on takes files; false when another program does.
    bool listen();

signals:
    /// The files that another program was started with; none: it was started without.
    void received(const QStringList& files);

private:
    void take(QLocalSocket* socket);

    QString m_name;
    QLocalServer* m_server;
};

}  // namespace app
