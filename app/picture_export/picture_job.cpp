#include "app/picture_export/picture_job.h"

#include <QDir>
#include <QFileInfo>
#include <QSet>

#include "app/diagram/regions.h"
#include "app/file/file.h"
#include "app/layouting/layout_request.h"
#include "app/layouting/own_layout.h"
#include "app/views/view_list.h"

namespace app {

Theme themeOf(PictureScheme scheme) {
    if (scheme == PictureScheme::Dark) return Theme::of(Scheme::Dark);
    if (scheme == PictureScheme::Contrast) return Theme::of(Scheme::HighContrast);
    Theme theme = Theme::of(Scheme::Light);
    if (scheme != PictureScheme::Paper) return theme;
    theme.canvas = theme.raised = theme.panel = Qt::white;
    theme.text = Qt::black;
    theme.secondary = QColor(0x30, 0x34, 0x3a);
    return theme;
}

QString endingOf(PictureFormat format) {
    switch (format) {
        case PictureFormat::Svg:
            return QStringLiteral("svg");
        case PictureFormat::Png:
            return QStringLiteral("png");
        case PictureFormat::Pdf:
            return QStringLiteral("pdf");
    }
    return {};
}

Diagram standingDiagram(const DiagramPlace& place, const model::Project& project,
                        const model::Layout& layout) {
    Diagram diagram = makeDiagram(place, project, layout);
    const QString name = diagramName(place);
    if (layout.diagrams.contains(name.toStdString()) || diagramKind(place.kind).arranges ||
        diagram.nodes.empty())
        return diagram;
    return makeDiagram(place, project, withPlaces(layout, name, ownLayout(layoutJob(diagram))));
}

PictureSubject subjectOf(const DiagramPlace& place, const model::Project& project,
                         const model::Layout& layout) {
    PictureSubject subject;
    const std::string root = place.root.section(u':', 1).toStdString();
    subject.name =
        root.empty() ? place.kind : place.kind + u'-' + QString::fromStdString(model::slug(root, "element"));
    subject.text = {QString::fromStdString(project.name), diagramTitle(place, project)};
    subject.diagram = standingDiagram(place, project, layout);
    return subject;
}

std::vector<PictureSubject> allSubjects(const model::Project& project, const model::Layout& layout) {
    std::vector<PictureSubject> subjects;
    QSet<QString> names;
    model::Layout plain = layout;
    plain.views = {};
    for (const ListedView& view : listedViews(project, plain)) {
        PictureSubject subject = subjectOf(view.place, project, layout);
        if (subject.diagram.nodes.empty() && subject.diagram.regions.empty()) continue;
        const QString name = subject.name;
        for (int number = 2; names.contains(subject.name); ++number)
            subject.name = QStringLiteral("%1-%2").arg(name).arg(number);
        names << subject.name;
        subjects.push_back(std::move(subject));
    }
    return subjects;
}

std::unique_ptr<PictureSheet> sheetOf(const PictureSubject& subject, const PictureChoice& choice) {
    PictureOptions options(choice.scale);
    options.legend = choice.legend;
    options.transparent = choice.transparent;
    options.margin = choice.margin;
    options.part = subject.part;
    return std::make_unique<PictureSheet>(subject.diagram, themeOf(choice.scheme),
                                          choice.title ? subject.text : PictureText(), options,
                                          subject.overlay, subject.layer);
}

model::Result<std::vector<PictureFile>> makePictures(const std::vector<PictureSubject>& subjects,
                                                     const PictureChoice& choice) {
    if (subjects.empty()) return model::failure("picture", "there is nothing to show");
    const QString ending = u'.' + endingOf(choice.format);
    std::vector<PictureFile> files;
    if (choice.format == PictureFormat::Pdf && choice.onePdf && subjects.size() > 1) {
        std::vector<std::unique_ptr<PictureSheet>> sheets;
        for (const PictureSubject& subject : subjects) sheets.push_back(sheetOf(subject, choice));
        const auto bytes = renderPages(sheets, subjects.front().text.title);
        if (!bytes) return tl::unexpected(bytes.error());
        files.push_back({QStringLiteral("diagrams") + ending, *bytes});
        return files;
    }
    for (const PictureSubject& subject : subjects) {
        const auto sheet = sheetOf(subject, choice);
        const auto bytes = renderSheet(*sheet, choice.format, choice.scale);
        if (!bytes) return tl::unexpected(bytes.error());
        files.push_back({subject.name + ending, *bytes});
    }
    return files;
}

model::Result<QStringList> writePictures(const std::vector<PictureFile>& files, const QString& path) {
    QStringList written;
    const QFileInfo target(path);
    const QDir folder(target.isDir() ? path : target.path());
    for (const PictureFile& file : files) {
        const QString to = files.size() == 1 && !target.isDir() ? path : folder.filePath(file.name);
        const auto done = writeFile(to, file.bytes.toStdString());
        if (!done) return tl::unexpected(done.error());
        written << to;
    }
    return written;
}

}  // namespace app
