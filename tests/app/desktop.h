#pragma once

#include <QElapsedTimer>
#include <QProcess>
#include <QStandardPaths>
#include <QTemporaryDir>
#include <QThread>
#include <functional>
#include <memory>

/// A screen of its own with a window manager, and hands that use real keys and a real mouse on it.
class Desktop {
public:
    /// Programs that are not there; empty when all are.
    static QStringList missing() {
        QStringList names;
        for (const char* name : {"Xvfb", "openbox", "xdotool"})
            if (QStandardPaths::findExecutable(QLatin1String(name)).isEmpty()) names << QLatin1String(name);
        return names;
    }

    ~Desktop() {
        end(m_studio);
        end(m_windows);
        end(m_screen);
    }

    /// False when the screen does not come up. The server picks a free number itself and listens to no net.
    bool start() {
        if (!m_home.isValid()) return false;
        m_screen.start("Xvfb", {"-displayfd", "1", "-screen", "0", "1500x1000x24", "-nolisten", "tcp"});
        if (!wait([this] { return m_screen.waitForReadyRead(50) || m_screen.bytesAvailable() > 0; }))
            return false;
        m_environment.insert("DISPLAY", ':' + QString::fromLatin1(m_screen.readLine()).trimmed());
        m_environment.insert("QT_QPA_PLATFORM", "xcb");
        m_environment.insert("HOME", m_home.path());
        for (const char* kind : {"CONFIG", "STATE", "DATA", "CACHE"})
            m_environment.insert(QStringLiteral("XDG_%1_HOME").arg(kind), m_home.filePath(kind));
        m_environment.insert("XDG_RUNTIME_DIR", m_home.path());
        m_windows.setProcessEnvironment(m_environment);
        m_windows.start("openbox", {});
        return m_windows.waitForStarted();
    }

    QString path(const QString& name) const { return m_home.filePath(name); }
    const QProcessEnvironment& environment() const { return m_environment; }

    /// Starts the studio and waits for its window.
    bool startStudio(const QStringList& arguments) {
        m_studio.setProcessEnvironment(m_environment);
        m_studio.start(QStringLiteral(LINTEL_BIN_DIR "/lintel-studio"), arguments);
        if (!m_studio.waitForStarted()) return false;
        const bool there = wait([this] {
            m_window = tool({"search", "--onlyvisible", "--pid", QString::number(m_studio.processId())})
                           .split('\n')
                           .value(0);
            return !m_window.isEmpty();
        });
        if (!there) return false;
        tool({"windowactivate", "--sync", m_window});
        tool({"windowsize", m_window, "1400", "900", "windowmove", m_window, "20", "30"});
        QThread::msleep(700);
        return true;
    }

    /// Without a chance to tidy up.
    void killStudio() { end(m_studio); }
    bool studioRuns() const { return m_studio.state() == QProcess::Running; }

    void key(const QString& name, int times = 1) {
        for (int i = 0; i < times; ++i) tool({"key", "--clearmodifiers", name});
        QThread::msleep(120);
    }
    void type(const QString& text) {
        tool({"type", "--delay", "15", text});
        QThread::msleep(120);
    }
    /// Places are those of the window.
    void point(int x, int y) {
        tool({"mousemove", "--window", m_window, QString::number(x), QString::number(y)});
        QThread::msleep(60);
    }
    void doubleClick(int x, int y) {
        point(x, y);
        tool({"click", "--repeat", "2", "--delay", "60", "1"});
        QThread::msleep(500);
    }
    void drag(const QPoint& from, const QPoint& to) {
        point(from.x(), from.y());
        tool({"mousedown", "1"});
        for (int part = 1; part <= 5; ++part) {
            const QPoint at = from + (to - from) * part / 5;
            point(at.x(), at.y());
        }
        tool({"mouseup", "1"});
        QThread::msleep(250);
    }

    /// Whether it comes true within a while.
    static bool wait(const std::function<bool()>& condition, int most = 30'000) {
        QElapsedTimer clock;
        for (clock.start(); clock.elapsed() < most; QThread::msleep(60))
            if (condition()) return true;
        return false;
    }

private:
    static void end(QProcess& process) {
        if (process.state() == QProcess::NotRunning) return;
        process.kill();
        process.waitForFinished();
    }

    QString tool(const QStringList& arguments) {
        QProcess process;
        process.setProcessEnvironment(m_environment);
        process.start("xdotool", arguments);
        if (!process.waitForFinished(10'000)) process.kill();
        return QString::fromLatin1(process.readAllStandardOutput()).trimmed();
    }

    QTemporaryDir m_home;
    QProcessEnvironment m_environment = QProcessEnvironment::systemEnvironment();
    QProcess m_screen, m_windows, m_studio;
    QString m_window;
};
