#include <QCoreApplication>

#include "app/preferences/preference.h"

namespace app {

namespace {

QString workPageTr(const char* words) {
    return QCoreApplication::translate("WorkPage", words);
}

}  // namespace

PreferencePage workPage() {
    return {3,
            workPageTr("Work"),
            {{"autosave", workPageTr("Save by itself"),
              workPageTr("A model that has a file is saved whenever you pause."), "false"},
             {"autosaveSeconds",
              workPageTr("After a pause of"),
              workPageTr("How long you pause until a model is saved by itself."),
              "3",
              {{"1", workPageTr("1 second")},
               {"3", workPageTr("3 seconds")},
               {"10", workPageTr("10 seconds")},
               {"30", workPageTr("30 seconds")},
               {"60", workPageTr("1 minute")}}},
             {"restoreSession", workPageTr("Go on where you left off"),
              workPageTr("The models that were open are opened again when the studio starts."), "true"}}};
}

}  // namespace app
