#pragma once

#include <QString>
#include <utility>
#include <vector>

namespace app {

/// Something that the user can set for all models: one of a few choices, or, without choices, on or off.
struct Preference {
    QString key;  ///< In the user's settings: `wheel`
    QString title;
    QString text;      ///< What it does, in a sentence
    QString fallback;  ///< The value until one is chosen; `true` or `false` of what is on or off
    std::vector<std::pair<QString, QString>> choices{};  ///< Values and their titles
    bool atStart = false;                                ///< Takes effect when the studio opens anew

    bool isSwitch() const { return choices.empty(); }
};

/// The preferences of one subject. Each file of app/preferences/pages/ makes a page.
struct PreferencePage {
    int place = 0;  ///< Its order among the pages
    QString title;
    std::vector<Preference> preferences;
};

/// One of each file, in the order of the files.
std::vector<PreferencePage> registeredPreferences();
/// The same, in the order of their places.
const std::vector<PreferencePage>& preferencePages();
/// Null when there is none of that key.
const Preference* findPreference(const QString& key);

}  // namespace app
