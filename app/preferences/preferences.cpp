#include "app/preferences/preferences.h"

#include <QCoreApplication>
#include <QSettings>
#include <algorithm>

#include "app/theme/apply_theme.h"

namespace app {

const std::vector<PreferencePage>& preferencePages() {
    static const std::vector<PreferencePage> pages = [] {
        std::vector<PreferencePage> list = registeredPreferences();
        std::stable_sort(
            list.begin(), list.end(),
            [](const PreferencePage& left, const PreferencePage& right) { return left.place < right.place; });
        return list;
    }();
    return pages;
}

const Preference* findPreference(const QString& key) {
    for (const PreferencePage& page : preferencePages())
        for (const Preference& preference : page.preferences)
            if (preference.key == key) return &preference;
    return nullptr;
}

namespace {

bool isAllowed(const Preference& preference, const QString& value) {
    if (preference.isSwitch()) return value == QLatin1String("true") || value == QLatin1String("false");
    return std::any_of(preference.choices.begin(), preference.choices.end(),
                       [&](const auto& choice) { return choice.first == value; });
}

}  // namespace

QString Preferences::value(const QString& key) const {
    const Preference* preference = findPreference(key);
    Q_ASSERT(preference);
    const QString stored = QSettings().value(key).toString();
    return isAllowed(*preference, stored) ? stored : preference->fallback;
}

void Preferences::set(const QString& key, const QString& value) {
    const Preference* preference = findPreference(key);
    if (!preference || !isAllowed(*preference, value) || this->value(key) == value) return;
    QSettings().setValue(key, value);
    emit changed(key);
}

void Preferences::turn(const QString& key, bool on) {
    set(key, on ? QStringLiteral("true") : QStringLiteral("false"));
}

bool Preferences::isFallback(const QString& key) const {
    const Preference* preference = findPreference(key);
    return preference && value(key) == preference->fallback;
}

void Preferences::reset(const QString& key) {
    const QString before = value(key);
    QSettings().remove(key);
    if (value(key) != before) emit changed(key);
}

void Preferences::resetAll() {
    for (const PreferencePage& page : preferencePages())
        for (const Preference& preference : page.preferences) reset(preference.key);
}

Preferences& preferences() {
    auto* program = QCoreApplication::instance();
    Q_ASSERT(program);
    if (auto* known = program->findChild<Preferences*>({}, Qt::FindDirectChildrenOnly)) return *known;
    return *new Preferences(program);
}

Scheme preferredScheme() {
    const QString word = preferences().value(QStringLiteral("scheme"));
    for (const Scheme scheme : {Scheme::Light, Scheme::Dark, Scheme::HighContrast})
        if (word == schemeWord(scheme)) return scheme;
    return systemIsDark() ? Scheme::Dark : Scheme::Light;
}

Theme preferredTheme() {
    return Theme::of(preferredScheme(),
                     preferences().isOn(QStringLiteral("safeColours")) ? Colours::Safe : Colours::Usual);
}

}  // namespace app
