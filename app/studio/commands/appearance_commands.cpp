#include <QCoreApplication>

#include "app/preferences/preferences_sheet.h"
#include "app/studio/command.h"
#include "app/studio/main_window.h"

namespace app {

namespace {

QString appearanceTr(const char* words) {
    return QCoreApplication::translate("AppearanceCommands", words);
}

}  // namespace

CommandGroup appearanceCommands() {
    return {8,
            appearanceTr("Everywhere"),
            {{"view.light",
              appearanceTr("Light appearance"),
              "sun",
              {},
              [](StudioContext& studio) { studio.window().setScheme(Scheme::Light); }},
             {"view.dark",
              appearanceTr("Dark appearance"),
              "moon",
              {},
              [](StudioContext& studio) { studio.window().setScheme(Scheme::Dark); }},
             {"view.contrast",
              appearanceTr("High contrast"),
              "eye",
              {},
              [](StudioContext& studio) { studio.window().setScheme(Scheme::HighContrast); }},
             {"edit.preferences",
              appearanceTr("Preferences…"),
              "settings",
              {QKeySequence("Ctrl+,")},
              [](StudioContext& studio) { (new PreferencesSheet(&studio.window()))->show(); },
              appearanceTr("Preferences")}},
            {}};
}

}  // namespace app
