#include <QCoreApplication>

#include "app/canvas/canvas_view.h"
#include "app/studio/command.h"
#include "app/studio/workbench.h"

namespace app {

namespace {

QString zoomTr(const char* words) {
    return QCoreApplication::translate("ZoomCommands", words);
}

CanvasView& canvasOf(StudioContext& studio) {
    return studio.workbench().current().canvas();
}

}  // namespace

CommandGroup zoomCommands() {
    return {7,
            zoomTr("Canvas"),
            {{"view.zoom",
              zoomTr("Zoom to 100 %"),
              "zoom-in",
              {QKeySequence("Ctrl+0")},
              [](StudioContext& studio) { canvasOf(studio).setZoom(1); },
              zoomTr("100 %")},
             {"view.zoomIn",
              zoomTr("Zoom in"),
              "zoom-in",
              {},
              [](StudioContext& studio) { canvasOf(studio).zoomIn(); },
              zoomTr("Zoom")},
             {"view.zoomOut",
              zoomTr("Zoom out"),
              "zoom-out",
              {},
              [](StudioContext& studio) { canvasOf(studio).zoomOut(); },
              zoomTr("Zoom")},
             {"view.fit",
              zoomTr("Fit everything into view"),
              "fit",
              {},
              [](StudioContext& studio) { canvasOf(studio).fitAll(); },
              zoomTr("Fit everything")},
             {"view.fitSelection",
              zoomTr("Fit the selection into view"),
              "fit",
              {},
              [](StudioContext& studio) { canvasOf(studio).fitSelection(); },
              zoomTr("Fit the selection")},
             {"edit.selectAll",
              zoomTr("Select all elements"),
              "select",
              {},
              [](StudioContext& studio) { studio.diagram().canvas().selectAll(); },
              zoomTr("Select all")}},
            {{zoomTr("Pan"), zoomTr("Space drag, middle drag, wheel")},
             {zoomTr("Zoom"), zoomTr("Ctrl wheel")},
             {zoomTr("Back to selecting"), zoomTr("Esc")}}};
}

}  // namespace app
