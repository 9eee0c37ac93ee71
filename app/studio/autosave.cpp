#include "app/studio/autosave.h"

#include "app/preferences/preferences.h"

namespace app {

namespace {

const QString autosaveKey = QStringLiteral("autosave");

}  // namespace

Autosave::Autosave(ModelFiles& files) : QObject(&files), m_files(files) {
    m_pause.setSingleShot(true);
    connect(&m_pause, &QTimer::timeout, this, &Autosave::save);
    connect(&files.document(), &Document::changed, this, &Autosave::pause);
    connect(&preferences(), &Preferences::changed, this, [this](const QString& key) {
        if (key.startsWith(autosaveKey)) pause();
    });
}

bool Autosave::isOn() {
    return preferences().isOn(autosaveKey);
}

void Autosave::turn(bool on) {
    preferences().turn(autosaveKey, on);
}

void Autosave::pause() {
    if (isOn() && !m_files.document().path().isEmpty())
        m_pause.start(1000 * preferences().number(QStringLiteral("autosaveSeconds")));
    else
        m_pause.stop();
}

void Autosave::save() {
    const Document& document = m_files.document();
    const bool wanted = document.isModified() && !document.path().isEmpty() && !m_files.isReadOnly();
    if (wanted && m_files.watch().look() == FileCondition::AsKnown) m_files.save();
}

}  // namespace app
