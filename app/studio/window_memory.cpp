#include "app/studio/window_memory.h"

#include <QCryptographicHash>
#include <QDateTime>
#include <QFileInfo>
#include <QSettings>
#include <algorithm>

namespace app {

namespace {

constexpr int mostSights = 40;
const QString sightsGroup = QStringLiteral("windows");

QString sightName(const QString& path) {
    const QByteArray whole = QFileInfo(path).absoluteFilePath().toUtf8();
    return QString::fromLatin1(QCryptographicHash::hash(whole, QCryptographicHash::Sha1).toHex().left(16));
}

/// Forgets those that were used least recently.
void forgetOldSights(QSettings& settings) {
    QStringList names = settings.childGroups();
    if (names.size() <= mostSights) return;
    std::sort(names.begin(), names.end(), [&settings](const QString& left, const QString& right) {
        return settings.value(left + "/time").toLongLong() > settings.value(right + "/time").toLongLong();
    });
    for (const QString& name : names.mid(mostSights)) settings.remove(name);
}

}  // namespace

std::optional<WindowSight> rememberedSight(const QString& path) {
    QSettings settings;
    settings.beginGroup(sightsGroup + '/' + sightName(path));
    const auto mode = modeFromWord(settings.value("mode").toString());
    if (!mode) return std::nullopt;
    WindowSight sight;
    sight.geometry = settings.value("geometry").toByteArray();
    sight.sizes = settings.value("sizes").toByteArray();
    sight.panels = settings.value("panels").toStringList();
    sight.mode = *mode;
    sight.place = {settings.value("kind").toString(), settings.value("root").toString()};
    sight.centre = settings.value("centre").toPointF();
    sight.zoom = settings.value("zoom", 1).toDouble();
    return sight;
}

void rememberSight(const QString& path, const WindowSight& sight) {
    QSettings settings;
    settings.beginGroup(sightsGroup);
    settings.beginGroup(sightName(path));
    settings.setValue("geometry", sight.geometry);
    settings.setValue("sizes", sight.sizes);
    settings.setValue("panels", sight.panels);
    settings.setValue("mode", modeWord(sight.mode));
    settings.setValue("kind", sight.place.kind);
    settings.setValue("root", sight.place.root);
    settings.setValue("centre", sight.centre);
    settings.setValue("zoom", sight.zoom);
    settings.setValue("time", QDateTime::currentMSecsSinceEpoch());
    settings.endGroup();
    forgetOldSights(settings);
}

QStringList lastSession() {
    return QSettings().value("session").toStringList();
}

void rememberSession(const QStringList& paths) {
    QSettings().setValue("session", paths);
}

}  // namespace app
