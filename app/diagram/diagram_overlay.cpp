#include "app/diagram/diagram_overlay.h"

#include <QCoreApplication>
#include <algorithm>

namespace app {

QString signWord(DiagramSign sign) {
    static const char* const words[] = {
        QT_TRANSLATE_NOOP("DiagramSign", "added"), QT_TRANSLATE_NOOP("DiagramSign", "removed"),
        QT_TRANSLATE_NOOP("DiagramSign", "changed"), QT_TRANSLATE_NOOP("DiagramSign", "warning"),
        QT_TRANSLATE_NOOP("DiagramSign", "error")};
    return QCoreApplication::translate("DiagramSign", words[static_cast<int>(sign)]);
}

DiagramOverlay composed(std::vector<DiagramOverlay> overlays) {
    std::stable_sort(overlays.begin(), overlays.end(),
                     [](const DiagramOverlay& left, const DiagramOverlay& right) {
                         return left.priority < right.priority;
                     });
    DiagramOverlay all;
    for (const DiagramOverlay& overlay : overlays) {
        all.dimmed.unite(overlay.dimmed);
        all.signs.insert(overlay.signs);
        all.tints.insert(overlay.tints);
        all.legend.insert(all.legend.end(), overlay.legend.begin(), overlay.legend.end());
    }
    return all;
}

}  // namespace app
