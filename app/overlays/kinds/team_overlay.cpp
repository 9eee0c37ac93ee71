#include <QCoreApplication>

#include "app/overlays/category_overlay.h"

namespace app {

namespace {

QString teamOverlayTr(const char* words) {
    return QCoreApplication::translate("TeamOverlay", words);
}

}  // namespace

OverlayKind teamOverlay() {
    return {"team",
            teamOverlayTr("Team"),
            "team",
            1,
            teamOverlayTr("Who answers for what"),
            [](const OverlaySubject& subject) {
                OverlayPicture picture = categoryOverlay(
                    subject, [](const IndexedElement& element) { return element.team; },
                    teamOverlayTr("no team"));
                if (subject.project.teams.empty())
                    picture.missing = teamOverlayTr("The model has no teams yet. Add them on the team map.");
                return picture;
            }};
}

}  // namespace app
