#include <QCoreApplication>

#include "app/preferences/preference.h"

namespace app {

namespace {

QString canvasPageTr(const char* words) {
    return QCoreApplication::translate("CanvasPage", words);
}

}  // namespace

PreferencePage canvasPage() {
    return {1,
            canvasPageTr("Diagrams"),
            {{"wheel",
              canvasPageTr("Mouse wheel"),
              canvasPageTr("With Ctrl the wheel does the other of the two."),
              "scroll",
              {{"scroll", canvasPageTr("Scrolls")}, {"zoom", canvasPageTr("Zooms")}}}}};
}

}  // namespace app
