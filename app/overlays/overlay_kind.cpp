#include "app/overlays/overlay_kind.h"

#include <algorithm>

namespace app {

const std::vector<OverlayKind>& overlayKinds() {
    static const std::vector<OverlayKind> kinds = [] {
        std::vector<OverlayKind> list = registeredOverlays();
        std::stable_sort(list.begin(), list.end(), [](const OverlayKind& left, const OverlayKind& right) {
            return left.place < right.place;
        });
        return list;
    }();
    return kinds;
}

const OverlayKind* findOverlayKind(const QString& id) {
    for (const OverlayKind& kind : overlayKinds())
        if (kind.id == id) return &kind;
    return nullptr;
}

}  // namespace app
