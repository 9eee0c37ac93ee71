#include "app/studio/autosave.h"

#include <QSettings>

namespace app {

namespace {

constexpr int pauseMilliseconds = 3000;
const QString autosaveKey = QStringLiteral("autosave");

}  // namespace

Autosave::Autosave(ModelFiles& files) : QObject(&files), m_files(files) {
    m_pause.setSingleShot(true);
    m_pause.setInterval(pauseMilliseconds);
    connect(&m_pause, &QTimer::timeout, this, &Autosave::save);
    connect(&files.document(), &Document::changed, this, &Autosave::pause);
}

bool Autosave::isOn() {
    return QSettings().value(autosaveKey, false).toBool();
}

void Autosave::turn(bool on) {
    QSettings().setValue(autosaveKey, on);
    pause();
}

void Autosave::pause() {
    if (isOn() && !m_files.document().path().isEmpty())
        m_pause.start();
    else
        m_pause.stop();
}

void Autosave::save() {
    const Document& document = m_files.document();
    const bool wanted = document.isModified() && !document.path().isEmpty() && !m_files.isReadOnly();
    if (wanted && m_files.watch().look() == FileCondition::AsKnown) m_files.save();
}

}  // namespace app
