#include <QCoreApplication>

#include "app/studio/autosave.h"
#include "app/studio/command.h"
#include "app/studio/main_window.h"
#include "app/studio/notice_bar.h"
#include "app/studio/recovery.h"

namespace app {

namespace {

QString safetyTr(const char* words) {
    return QCoreApplication::translate("SafetyCommands", words);
}

void switchAutosave(StudioContext& studio) {
    const bool on = !Autosave::isOn();
    studio.window().autosave().turn(on);
    studio.notice().say(
        Tone::Good,
        on ? safetyTr("From now on a model that has a file is saved whenever you pause.")
           : safetyTr("Models are saved only when you save them. What you do is still kept for a "
                      "recovery."),
        {}, true);
}

}  // namespace

CommandGroup safetyCommands() {
    return {1,
            safetyTr("Everywhere"),
            {{"file.autosave", safetyTr("Save by itself: on or off"), "save", {}, switchAutosave},
             {"file.recover",
              safetyTr("Recover what was not saved…"),
              "history",
              {},
              [](StudioContext& studio) { studio.window().recovery().offer(true); }},
             {"file.readAgain",
              safetyTr("Read the file again"),
              "refresh",
              {},
              [](StudioContext& studio) { studio.files().readAgain(); },
              {},
              [](StudioContext& studio) { return !studio.document().path().isEmpty(); }}},
            {}};
}

}  // namespace app
