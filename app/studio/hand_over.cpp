#include "app/studio/hand_over.h"

#include <QCryptographicHash>
#include <QDataStream>
#include <QDir>
#include <QFileInfo>
#include <QGuiApplication>
#include <QLocalServer>
#include <QLocalSocket>
#include <QStandardPaths>

namespace app {

namespace {

constexpr int patienceMilliseconds = 1500;
constexpr qint64 longestMessage = 1 << 20;
const QByteArray takenAnswer = "taken";

QDataStream::Version streamVersion() {
    return QDataStream::Qt_6_0;
}

}  // namespace

HandOver::HandOver(const QString& name, QObject* parent)
    : QObject(parent), m_name(name), m_server(new QLocalServer(this)) {
    m_server->setSocketOptions(QLocalServer::UserAccessOption);
    connect(m_server, &QLocalServer::newConnection, this, [this] {
        while (QLocalSocket* socket = m_server->nextPendingConnection()) {
            connect(socket, &QLocalSocket::readyRead, this, [this, socket] { take(socket); });
            connect(socket, &QLocalSocket::disconnected, socket, &QObject::deleteLater);
        }
    });
}

/// Programs on another display, or with settings of their own, are others.
QString HandOver::usualName() {
    const QByteArray place = qgetenv("WAYLAND_DISPLAY") + '|' + qgetenv("DISPLAY") + '|' +
                             QGuiApplication::platformName().toUtf8() + '|' +
                             QStandardPaths::writableLocation(QStandardPaths::AppConfigLocation).toUtf8() +
                             '|' + qgetenv("XDG_STATE_HOME");
    const QByteArray digest = QCryptographicHash::hash(place, QCryptographicHash::Sha1).toHex().left(12);
    const QString folder = QStandardPaths::writableLocation(QStandardPaths::RuntimeLocation);
    return (folder.isEmpty() ? QDir::homePath() : folder) + QStringLiteral("/lintel-studio-") +
           QString::fromLatin1(digest);
}

bool HandOver::send(const QString& name, const QStringList& files) {
    QLocalSocket socket;
    socket.connectToServer(name);
    if (!socket.waitForConnected(patienceMilliseconds)) return false;
    QStringList whole;
    for (const QString& file : files) whole << QFileInfo(file).absoluteFilePath();
    QByteArray message;
    QDataStream stream(&message, QIODevice::WriteOnly);
    stream.setVersion(streamVersion());
    stream << whole;
    socket.write(message);
    socket.flush();
    while (socket.bytesAvailable() < takenAnswer.size())
        if (!socket.waitForReadyRead(patienceMilliseconds)) return false;
    return socket.readAll() == takenAnswer;
}

void HandOver::take(QLocalSocket* socket) {
    if (socket->bytesAvailable() > longestMessage) return socket->abort();
    QDataStream stream(socket);
    stream.setVersion(streamVersion());
    stream.startTransaction();
    QStringList files;
    stream >> files;
    if (!stream.commitTransaction()) return;  // More is to come
    socket->write(takenAnswer);
    socket->flush();
    socket->disconnectFromServer();
    emit received(files);
}

/// What a program that was killed left there gives way; one that answers does not.
bool HandOver::listen() {
    QLocalSocket probe;
    probe.connectToServer(m_name);
    if (probe.waitForConnected(patienceMilliseconds)) return false;
    QLocalServer::removeServer(m_name);
    return m_server->listen(m_name);
}

}  // namespace app
