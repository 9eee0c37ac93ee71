#pragma once

#include <QObject>
#include <QStringList>

namespace app {

/// What is selected, by key (`service:orders`): canvas, tree and inspector follow it.
class Selection : public QObject {
    Q_OBJECT

public:
    using QObject::QObject;

    const QStringList& keys() const { return m_keys; }
    void set(const QStringList& keys);

signals:
    void changed(const QStringList& keys);

private:
    QStringList m_keys;
};

}  // namespace app
