#include <QCoreApplication>

#include "app/guide/guide_window.h"
#include "app/studio/command.h"
#include "app/studio/keys_sheet.h"
#include "app/studio/main_window.h"
#include "app/studio/sheets.h"
#include "app/tour/tour.h"

namespace app {

namespace {

QString helpTr(const char* words) {
    return QCoreApplication::translate("HelpCommands", words);
}

}  // namespace

CommandGroup helpCommands() {
    return {10,
            helpTr("Everywhere"),
            {{"help.guide",
              helpTr("Guide"),
              "help",
              {QKeySequence("F1")},
              [](StudioContext& studio) { showGuide(studio.window(), studio.window().guidePage()); },
              helpTr("The guide, where you are")},
             {"help.tour",
              helpTr("Take the tour"),
              "map",
              {},
              [](StudioContext& studio) { studio.window().tour().start(); }},
             {"help.shortcuts",
              helpTr("Keys and gestures"),
              "command",
              {QKeySequence("Ctrl+F1")},
              [](StudioContext& studio) { (new KeysSheet(&studio.window()))->show(); }},
             {"help.about",
              helpTr("About Lintel"),
              "info",
              {},
              [](StudioContext& studio) { (new AboutSheet(&studio.window()))->show(); }}},
            {}};
}

}  // namespace app
