#include <QFileInfo>
#include <QGuiApplication>
#include <QRegularExpression>
#include <algorithm>

#include "app/cli/command.h"
#include "app/cli/json_writer.h"
#include "app/diagram/diagram_kind.h"
#include "app/diagram/regions.h"
#include "app/layouting/layout_client.h"
#include "app/picture_export/picture_job.h"
#include "app/picture_export/picture_part.h"
#include "app/views/view_list.h"

namespace app {

namespace {

struct RenderOptions {
    std::string file;
    std::string view = "services";
    std::string out;
    std::string scheme = "light";
    std::string select;
    std::optional<std::uint64_t> scale, dpi, margin;
    bool noLegend = false, noTitle = false, transparent = false, json = false;
};

/// What Qt needs to draw text; without a display, and without asking for one.
class DrawingProgram {
public:
    DrawingProgram() {
        qputenv("QT_QPA_PLATFORM", "offscreen");
        // Qt's remarks about the machine are nothing that the user of a command line asked for.
        qInstallMessageHandler([](QtMsgType, const QMessageLogContext&, const QString&) {});
        m_application = std::make_unique<QGuiApplication>(m_argumentCount, m_arguments);
    }

private:
    int m_argumentCount = 1;
    char m_name[7] = "lintel";
    char* m_arguments[2] = {m_name, nullptr};
    std::unique_ptr<QGuiApplication> m_application;
};

/// `services, contexts, components:SERVICE`
QString viewWords() {
    QStringList words;
    for (const DiagramKind& kind : diagramKinds())
        words << (kind.rootKind.isEmpty() ? kind.id
                                          : QStringLiteral("%1:%2").arg(kind.id, kind.rootKind.toUpper()));
    return words.join(QStringLiteral(", "));
}

/// What is drawn: one diagram, under the name that it was saved as, or all.
struct ChosenView {
    std::optional<DiagramPlace> place;  ///< None: all diagrams
    QString title;
};

/// `KIND`, `KIND:ELEMENT`, `all`, or the name or id of a saved view; nothing when it is none of them.
std::optional<ChosenView> viewNamed(const QString& view, const ModelFile& loaded) {
    if (view == QLatin1String("all")) return ChosenView{};
    const DiagramKind* kind = findDiagramKind(view.section(u':', 0, 0));
    const QString root = view.section(u':', 1);
    if (kind && kind->rootKind.isEmpty() == root.isEmpty()) {
        const DiagramPlace place{kind->id, root.isEmpty() ? root : kind->rootKind + u':' + root};
        return ChosenView{place, diagramTitle(place, loaded.project)};
    }
    for (const model::View& saved : loaded.layout.views)
        if (view.toStdString() == saved.id.value() || view.toStdString() == saved.name)
            return ChosenView{
                DiagramPlace{QString::fromStdString(saved.kind), QString::fromStdString(saved.root)},
                QString::fromStdString(saved.name)};
    return std::nullopt;
}

/// The diagram, laid out anew when the model brings no layout for it.
Diagram arrangedDiagram(const DiagramPlace& place, const ModelFile& loaded, Console& console) {
    Diagram diagram = makeDiagram(place, loaded.project, loaded.layout);
    const bool stands = loaded.layout.diagrams.contains(diagram.name.toStdString());
    if (stands || diagramKind(place.kind).arranges || diagram.nodes.empty()) return diagram;
    const auto places = computeLayout(diagram);
    if (!places) {
        console.message("lintel: " + places.error().text() + "; the nodes stand in a plainer order");
        return standingDiagram(place, loaded.project, loaded.layout);
    }
    return makeDiagram(place, loaded.project, withPlaces(loaded.layout, diagram.name, *places));
}

PictureScheme schemeOf(const std::string& word) {
    if (word == "dark") return PictureScheme::Dark;
    if (word == "paper") return PictureScheme::Paper;
    if (word == "contrast") return PictureScheme::Contrast;
    return PictureScheme::Light;
}

PictureChoice choiceOf(const RenderOptions& options, PictureFormat format) {
    PictureChoice choice;
    choice.format = format;
    choice.scheme = schemeOf(options.scheme);
    choice.scale =
        options.dpi ? static_cast<double>(*options.dpi) / 96 : static_cast<double>(options.scale.value_or(2));
    choice.legend = !options.noLegend;
    choice.title = !options.noTitle;
    choice.transparent = options.transparent;
    if (options.margin) choice.margin = static_cast<double>(*options.margin);
    return choice;
}

/// The pictures asked for; an error where the selection is empty.
model::Result<std::vector<PictureSubject>> subjectsFor(const ChosenView& view, const RenderOptions& options,
                                                       const ModelFile& loaded, Console& console) {
    if (!view.place) return allSubjects(loaded.project, loaded.layout);
    PictureSubject subject;
    subject.text = {QString::fromStdString(loaded.project.name), view.title};
    subject.diagram = arrangedDiagram(*view.place, loaded, console);
    if (options.select.empty()) return std::vector{std::move(subject)};
    const QStringList keys = QString::fromStdString(options.select)
                                 .split(QRegularExpression(QStringLiteral("[, ]+")), Qt::SkipEmptyParts);
    subject.diagram = selectedPart(subject.diagram, keys);
    if (subject.diagram.nodes.empty() && subject.diagram.regions.empty())
        return model::failure("render", "none of `" + options.select +
                                            "` is on the diagram, expected keys such as service:order");
    return std::vector{std::move(subject)};
}

/// One file is named as asked; of several, each has the name of its diagram at the end: `bank-services.svg`.
model::Result<QStringList> writeUnder(std::vector<PictureFile> files, const QString& out) {
    if (files.size() == 1) return writePictures(files, out);
    const QFileInfo target(out);
    for (PictureFile& file : files) file.name = target.completeBaseName() + u'-' + file.name;
    return writePictures(files, target.path());
}

std::string renderAnswer(const RenderOptions& options, const QStringList& written, qsizetype size) {
    JsonWriter json;
    json.beginObject().member("file", options.file).member("view", options.view);
    json.member("scheme", options.scheme).member("out", options.out);
    json.member("files", static_cast<std::uint64_t>(written.size()));
    json.member("size_bytes", static_cast<std::uint64_t>(size));
    return json.endObject().text();
}

Outcome writeRendered(const RenderOptions& options, const std::vector<PictureFile>& files, Console& console) {
    const auto written = writeUnder(files, QString::fromStdString(options.out));
    if (!written) return badInput(written.error());
    qsizetype size = 0;
    for (const PictureFile& file : files) size += file.bytes.size();
    if (options.json)
        console.printDocument(renderAnswer(options, *written, size));
    else
        for (const QString& path : *written) console.print("Written: " + path.toStdString() + "\n");
    return Exit::Done;
}

Outcome runRender(const RenderOptions& options, Console& console) {
    const auto format = pictureFormat(QString::fromStdString(options.out));
    if (!format)
        return wrongUse("render: --out ends in none of .svg, .png and .pdf, found `" + options.out + "`");
    const auto loaded = readWholeModel(options.file);
    if (!loaded) return tl::unexpected(loaded.error());
    const auto view = viewNamed(QString::fromStdString(options.view), *loaded);
    if (!view)
        return wrongUse("render: --view is none of " + viewWords().toStdString() +
                        ", all and the saved views, found `" + options.view + "`");
    if (view->place && !isThere(*view->place, loaded->project))
        return wrongUse("render: the model has no `" + view->place->root.toStdString() + "` to show");
    const DrawingProgram program;
    const auto subjects = subjectsFor(*view, options, *loaded, console);
    if (!subjects) return badInput(subjects.error());
    const auto files = makePictures(*subjects, choiceOf(options, *format));
    if (!files) return badInput(files.error());
    return writeRendered(options, *files, console);
}

}  // namespace

Command renderCommand() {
    return {
        "render",
        "Export",
        "Draw a diagram of the model as a picture",
        "Drawn as the studio draws it, without a display. A model without a layout is laid out first.",
        "lintel render shop.lintel --view services --out services.svg",
        [](Syntax& syntax) -> std::function<Outcome(Console&)> {
            auto options = std::make_shared<RenderOptions>();
            syntax.argument("FILE", options->file, fileHelp);
            syntax.text("--view", "KIND", options->view,
                        "The diagram: " + viewWords().toStdString() +
                            ", the name of a saved view, or all; services when left out");
            syntax.text("--select", "KEYS", options->select,
                        "Only these elements and the edges among them: service:order,store:orders");
            syntax.text("--out", "PICTURE", options->out, "The picture to write: .svg, .png or .pdf", true);
            syntax.choice("--scheme", options->scheme, {"light", "dark", "contrast", "paper"},
                          "Colours; light when left out");
            syntax.number("--scale", options->scale, 1, 8, "Pixels for each unit of a .png; 2 when left out");
            syntax.number("--dpi", options->dpi, 24, 1200, "The same as a density in pixels per inch");
            syntax.number("--margin", options->margin, 0, 500, "Room around the diagram; 32 when left out");
            syntax.flag("--no-legend", options->noLegend, "Without the legend");
            syntax.flag("--no-title", options->noTitle, "Without the names of model and diagram");
            syntax.flag("--transparent", options->transparent, "Nothing below the diagram");
            syntax.flag("--json", options->json, jsonHelp);
            return [options](Console& console) { return runRender(*options, console); };
        }};
}

}  // namespace app
