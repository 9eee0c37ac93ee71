#pragma once

#include <QObject>
#include <functional>
#include <stop_token>
#include <thread>

namespace app {

/// One thing at a time that is found in a worker thread. What it finds arrives in the thread of this object,
/// and only while nothing else was begun since.
class BackgroundTask : public QObject {
    Q_OBJECT

public:
    explicit BackgroundTask(QObject* parent = nullptr) : QObject(parent) {}
    /// Cancels, and waits for the worker to end.
    ~BackgroundTask() override { cancel(); }

    /// What to do in the thread of this object.
    using Delivery = std::function<void()>;
    /// What the worker is given.
    struct Worker {
        std::stop_token stop;
        std::function<void(Delivery)> report;  ///< On the way, as often as it likes
    };
    /// Done by the worker; it must own all that it needs. It gives back what to do when all is done.
    using Work = std::function<Delivery(const Worker&)>;

    /// Cancels what was begun before.
    void begin(Work work);
    /// Nothing of it is delivered any more.
    void cancel();
    bool isRunning() const { return m_running; }

private:
    void post(quint64 turn, bool isLast, Delivery delivery);

    quint64 m_turn = 0;
    bool m_running = false;
    std::jthread m_worker;
};

}  // namespace app
