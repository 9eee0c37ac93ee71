#pragma once

#include <QHash>
#include <QKeySequence>
#include <QList>
#include <QObject>
#include <optional>

namespace app {

/// The keys that the user has given to commands in place of their own, as the user's settings keep them. One
/// of the program.
class KeyChoices : public QObject {
    Q_OBJECT

public:
    explicit KeyChoices(QObject* parent);

    /// Nothing where the command has its own keys; an empty list where it has none any more.
    std::optional<QList<QKeySequence>> of(const QString& command) const;
    bool isEmpty() const { return m_chosen.isEmpty(); }
    void choose(const QString& command, const QList<QKeySequence>& keys);
    void reset(const QString& command);
    void resetAll();

signals:
    void changed();

private:
    QHash<QString, QList<QKeySequence>> m_chosen;
};

/// Those of the running program.
KeyChoices& keyChoices();

}  // namespace app
