#include <QCoreApplication>

#include "app/preferences/preference.h"

namespace app {

namespace {

QString appearancePageTr(const char* words) {
    return QCoreApplication::translate("AppearancePage", words);
}

std::vector<std::pair<QString, QString>> sizes() {
    std::vector<std::pair<QString, QString>> choices;
    for (const char* percent : {"80", "90", "100", "110", "125", "150"})
        choices.emplace_back(QLatin1String(percent), appearancePageTr("%1 %").arg(QLatin1String(percent)));
    return choices;
}

}  // namespace

PreferencePage appearancePage() {
    return {0,
            appearancePageTr("Appearance"),
            {{"scheme",
              appearancePageTr("Theme"),
              appearancePageTr("High contrast shows white on black with strong outlines."),
              "system",
              {{"light", appearancePageTr("Light")},
               {"dark", appearancePageTr("Dark")},
               {"contrast", appearancePageTr("High contrast")},
               {"system", appearancePageTr("As the system")}}},
             {"interfaceSize", appearancePageTr("Size"),
              appearancePageTr("Of all text and controls. The zoom of a diagram is its own."), "100", sizes(),
              true},
             {"safeColours", appearancePageTr("Colours for any colour vision"),
              appearancePageTr("Contexts and heat in colours that differ for those who see no red, green or "
                               "blue, too."),
              "false"},
             {"reducedMotion", appearancePageTr("Less motion"),
              appearancePageTr("Menus, progress and diagrams change at once instead of gliding."), "false"}}};
}

}  // namespace app
