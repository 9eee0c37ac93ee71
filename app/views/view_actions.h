#pragma once

#include <QString>

namespace app {

class StudioContext;

/// Shows the saved view of that id; a word where its diagram is gone.
void openView(StudioContext& studio, const QString& id);
/// Saves what is seen under a name that says what it is; gives the id.
QString saveView(StudioContext& studio);
void updateView(StudioContext& studio, const QString& id);
/// Bookmarks the place and what is selected, or takes that bookmark away.
void toggleBookmark(StudioContext& studio);
/// Goes to the bookmark of that number, from 0.
void goToBookmark(StudioContext& studio, int number);

}  // namespace app
