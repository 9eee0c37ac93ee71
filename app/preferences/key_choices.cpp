#include "app/preferences/key_choices.h"

#include <QCoreApplication>
#include <QSettings>

namespace app {

namespace {

const QString keysGroup = QStringLiteral("keys");

QStringList wordsOfKeys(const QList<QKeySequence>& keys) {
    QStringList words;
    for (const QKeySequence& key : keys) words << key.toString(QKeySequence::PortableText);
    return words;
}

}  // namespace

KeyChoices::KeyChoices(QObject* parent) : QObject(parent) {
    QSettings settings;
    settings.beginGroup(keysGroup);
    for (const QString& command : settings.childKeys()) {
        QList<QKeySequence>& keys = m_chosen[command];
        for (const QString& word : settings.value(command).toStringList())
            if (const QKeySequence key(word, QKeySequence::PortableText); !key.isEmpty()) keys << key;
    }
}

std::optional<QList<QKeySequence>> KeyChoices::of(const QString& command) const {
    const auto found = m_chosen.constFind(command);
    return found == m_chosen.constEnd() ? std::nullopt : std::optional(*found);
}

void KeyChoices::choose(const QString& command, const QList<QKeySequence>& keys) {
    m_chosen[command] = keys;
    QSettings().setValue(keysGroup + '/' + command, wordsOfKeys(keys));
    emit changed();
}

void KeyChoices::reset(const QString& command) {
    if (m_chosen.remove(command) == 0) return;
    QSettings().remove(keysGroup + '/' + command);
    emit changed();
}

void KeyChoices::resetAll() {
    if (m_chosen.isEmpty()) return;
    m_chosen.clear();
    QSettings().remove(keysGroup);
    emit changed();
}

KeyChoices& keyChoices() {
    auto* program = QCoreApplication::instance();
    Q_ASSERT(program);
    if (auto* known = program->findChild<KeyChoices*>({}, Qt::FindDirectChildrenOnly)) return *known;
    return *new KeyChoices(program);
}

}  // namespace app
