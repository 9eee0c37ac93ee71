#include <QCoreApplication>

#include "app/overlays/category_overlay.h"

namespace app {

namespace {

QString technologyTr(const char* words) {
    return QCoreApplication::translate("TechnologyOverlay", words);
}

}  // namespace

OverlayKind technologyOverlay() {
    return {"technology",
            technologyTr("Technology"),
            "file-code",
            2,
            technologyTr("Languages, frameworks, engines and brokers"),
            [](const OverlaySubject& subject) {
                OverlayPicture picture = categoryOverlay(
                    subject, [](const IndexedElement& element) { return element.technology; },
                    technologyTr("not stated"));
                if (picture.layer.tints.isEmpty())
                    picture.missing = technologyTr(
                        "Nothing here states a technology yet. The inspector has a field for it.");
                return picture;
            }};
}

}  // namespace app
