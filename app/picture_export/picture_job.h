#pragma once

#include "app/diagram/diagram_kind.h"
#include "app/render/picture_sheet.h"

namespace app {

enum class PictureScope { Seen, Selection, Diagram, All };
/// Paper is light on pure white.
enum class PictureScheme { Light, Dark, Paper, Contrast };

/// How the user wants pictures to be.
struct PictureChoice {
    PictureScope scope = PictureScope::Diagram;
    PictureFormat format = PictureFormat::Svg;
    PictureScheme scheme = PictureScheme::Light;
    double scale = 2;  ///< Pixels for each unit
    bool legend = true;
    bool title = true;
    bool transparent = false;
    double margin = 32;
    bool onePdf = true;  ///< All diagrams as pages of one file
};

/// What one picture shows.
struct PictureSubject {
    QString name;  ///< Of its file, without ending: `components-order`
    PictureText text;
    Diagram diagram;
    std::optional<QRectF> part = {};
    Overlay overlay = {};
    DiagramOverlay layer = {};
};

struct PictureFile {
    QString name;
    QByteArray bytes;
};

Theme themeOf(PictureScheme scheme);
/// `svg`
QString endingOf(PictureFormat format);
/// The diagram of that place; laid out in a plain way where the layout has nothing of it.
Diagram standingDiagram(const DiagramPlace& place, const model::Project& project,
                        const model::Layout& layout);
PictureSubject subjectOf(const DiagramPlace& place, const model::Project& project,
                         const model::Layout& layout);
/// Every diagram of the model that shows something.
std::vector<PictureSubject> allSubjects(const model::Project& project, const model::Layout& layout);

std::unique_ptr<PictureSheet> sheetOf(const PictureSubject& subject, const PictureChoice& choice);
/// One file, or one for each subject; their names have the ending of the format.
model::Result<std::vector<PictureFile>> makePictures(const std::vector<PictureSubject>& subjects,
                                                     const PictureChoice& choice);
/// Writes them, each at once and as a whole: the only one to the path itself, several into its folder. Gives
/// the paths that were written.
model::Result<QStringList> writePictures(const std::vector<PictureFile>& files, const QString& path);

}  // namespace app
