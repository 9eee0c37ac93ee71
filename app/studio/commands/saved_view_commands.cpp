#include <QCoreApplication>

#include "app/document/document.h"
#include "app/studio/command.h"
#include "app/studio/workbench.h"
#include "app/views/saved_views_panel.h"
#include "app/views/view_actions.h"

namespace app {

namespace {

constexpr int bookmarkKeys = 9;

QString savedViewTr(const char* words) {
    return QCoreApplication::translate("SavedViewCommands", words);
}

/// Saves it, and lets the user name it where the views are listed.
void saveAndName(StudioContext& studio) {
    const QString id = saveView(studio);
    Workbench& workbench = studio.workbench();
    workbench.open(QStringLiteral("saved-views"));
    if (auto* panel = workbench.findChild<SavedViewsPanel*>()) panel->startRename(id);
}

}  // namespace

CommandGroup savedViewCommands() {
    CommandGroup group{4,
                       savedViewTr("Everywhere"),
                       {{"views.save", savedViewTr("Save this view"), "save", {}, saveAndName},
                        {"views.bookmark",
                         savedViewTr("Bookmark this place, or take the bookmark away"),
                         "bookmark",
                         {QKeySequence("Ctrl+B")},
                         toggleBookmark}},
                       {}};
    for (int number = 0; number < bookmarkKeys; ++number)
        group.commands.push_back(
            {QStringLiteral("views.bookmark%1").arg(number + 1),
             savedViewTr("Go to bookmark %1").arg(number + 1),
             "bookmark",
             {QKeySequence(QStringLiteral("Alt+Shift+%1").arg(number + 1))},
             [number](StudioContext& studio) { goToBookmark(studio, number); },
             savedViewTr("Go to a bookmark"),
             [number](StudioContext& studio) {
                 return std::size_t(number) < studio.document().layout().bookmarks.size();
             },
             [number](StudioContext& studio) {
                 const auto& bookmarks = studio.document().layout().bookmarks;
                 return std::size_t(number) < bookmarks.size()
                            ? savedViewTr("Go to bookmark: %1")
                                  .arg(QString::fromStdString(bookmarks[std::size_t(number)].name))
                            : savedViewTr("Go to bookmark %1").arg(number + 1);
             }});
    return group;
}

}  // namespace app
