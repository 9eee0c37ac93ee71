#include <QCoreApplication>

#include "app/overlays/diagram_lens.h"
#include "app/overlays/lens_bars.h"
#include "app/studio/command.h"
#include "app/studio/selection.h"
#include "app/studio/workbench.h"

namespace app {

namespace {

QString lensTr(const char* words) {
    return QCoreApplication::translate("LensCommands", words);
}

DiagramLens& lensOf(StudioContext& studio) {
    return studio.workbench().lens();
}

bool hasFocus(StudioContext& studio) {
    return lensOf(studio).focus().has_value();
}

/// Both ways, callers, callees, and both again.
void turnFocus(StudioContext& studio) {
    if (const auto& focus = lensOf(studio).focus())
        lensOf(studio).setDirection(static_cast<model::FocusDirection>((int(focus->direction) + 1) % 3));
}

std::vector<StudioCommand> focusCommands() {
    const QString hops = lensTr("Focus: one hop more, fewer");
    return {{"focus.selection",
             lensTr("Focus on the selection"),
             "focus",
             {QKeySequence("Alt+F")},
             [](StudioContext& studio) {
                 studio.diagram();
                 lensOf(studio).focusOnSelection();
             },
             {},
             [](StudioContext& studio) { return !studio.selection().keys().isEmpty(); }},
            {"focus.more",
             lensTr("Focus one hop farther"),
             "plus",
             {QKeySequence("Alt+="), QKeySequence("Alt++")},
             [](StudioContext& studio) { lensOf(studio).addHops(1); },
             hops,
             hasFocus},
            {"focus.fewer",
             lensTr("Focus one hop less far"),
             "minus",
             {QKeySequence("Alt+-")},
             [](StudioContext& studio) { lensOf(studio).addHops(-1); },
             hops,
             hasFocus},
            {"focus.turn",
             lensTr("Focus on callers, callees or both"),
             "swap",
             {QKeySequence("Alt+D")},
             turnFocus,
             {},
             hasFocus},
            {"focus.clear",
             lensTr("Clear the focus"),
             "close",
             {QKeySequence("Alt+Shift+F")},
             [](StudioContext& studio) { lensOf(studio).setFocus(std::nullopt); },
             {},
             hasFocus}};
}

std::vector<StudioCommand> filterCommands() {
    const auto hasFilter = [](StudioContext& studio) { return lensOf(studio).filter().has_value(); };
    return {{"filter.begin",
             lensTr("Filter the diagram"),
             "filter",
             {QKeySequence("Ctrl+Alt+F")},
             [](StudioContext& studio) {
                 studio.diagram();
                 studio.workbench().filterBar().begin();
             }},
            {"filter.hide",
             lensTr("Hide what the filter leaves out, or dim it"),
             "eye",
             {},
             [](StudioContext& studio) { lensOf(studio).setHides(!lensOf(studio).hides()); },
             {},
             hasFilter},
            {"filter.clear",
             lensTr("Clear the filter"),
             "close",
             {},
             [](StudioContext& studio) { lensOf(studio).setFilter(std::nullopt); },
             {},
             hasFilter}};
}

std::vector<StudioCommand> overlayCommands() {
    const QString keyTitle = lensTr("Overlays");
    std::vector<StudioCommand> commands{{"overlay.none",
                                         lensTr("Overlay: none"),
                                         "layers",
                                         {QKeySequence("Alt+0")},
                                         [](StudioContext& studio) { lensOf(studio).setOverlay({}); },
                                         keyTitle}};
    for (const OverlayKind& kind : overlayKinds())
        commands.push_back({QStringLiteral("overlay.%1").arg(kind.id),
                            lensTr("Overlay: %1").arg(kind.title),
                            kind.icon,
                            {QKeySequence(QStringLiteral("Alt+%1").arg(kind.place))},
                            [id = kind.id](StudioContext& studio) {
                                studio.diagram();
                                lensOf(studio).setOverlay(lensOf(studio).overlay() == id ? QString() : id);
                            },
                            keyTitle});
    return commands;
}

}  // namespace

CommandGroup lensCommands() {
    CommandGroup group{8, lensTr("Focus, filter, overlay"), {}, {}};
    for (std::vector<StudioCommand> commands : {focusCommands(), filterCommands(), overlayCommands()})
        group.commands.insert(group.commands.end(), commands.begin(), commands.end());
    return group;
}

}  // namespace app
