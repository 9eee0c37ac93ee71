#pragma once

#include <QString>
#include <vector>

namespace app {

/// A page of the user's guide: a file of app/guide/.
struct GuidePage {
    QString id;  ///< Name of the file: `canvas`
    QString title;
    QString text;  ///< Markdown as it is written
};

/// All pages, in the order of the contents (`README.md`), which come first.
const std::vector<GuidePage>& guidePages();
/// Null when there is none of that id.
const GuidePage* findGuidePage(const QString& id);
/// The markdown with the keys that commands have now: `[Ctrl+Z](key:edit.undo)` names the key that the
/// command comes with.
QString withCurrentKeys(const QString& text);
/// Every key that a page names: the text and the id of the command.
std::vector<std::pair<QString, QString>> keysNamedIn(const QString& text);

}  // namespace app
