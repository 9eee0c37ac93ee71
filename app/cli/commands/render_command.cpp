#include <QFileInfo>
#include <QGuiApplication>
#include <algorithm>

#include "app/cli/command.h"
#include "app/cli/json_writer.h"
#include "app/diagram/diagram_kind.h"
#include "app/diagram/regions.h"
#include "app/layouting/layout_client.h"
#include "app/render/render.h"
#include "app/views/view_list.h"

namespace app {

namespace {

struct RenderOptions {
    std::string file;
    std::string view = "services";
    std::string out;
    std::string scheme = "light";
    std::optional<std::uint64_t> scale;
    bool json = false;
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

/// The diagram that `KIND` or `KIND:ELEMENT` names; nothing when there is no such kind.
std::optional<DiagramPlace> placeNamed(const QString& view) {
    const DiagramKind* kind = findDiagramKind(view.section(u':', 0, 0));
    const QString root = view.section(u':', 1);
    if (!kind || kind->rootKind.isEmpty() != root.isEmpty()) return std::nullopt;
    return DiagramPlace{kind->id, root.isEmpty() ? root : kind->rootKind + u':' + root};
}

/// The diagram, laid out anew when the model brings no layout for it.
Diagram arrangedDiagram(const DiagramPlace& place, const ModelFile& loaded, Console& console) {
    Diagram diagram = makeDiagram(place, loaded.project, loaded.layout);
    const bool stands = loaded.layout.diagrams.contains(diagram.name.toStdString());
    if (stands || diagramKind(place.kind).arranges || diagram.nodes.empty()) return diagram;
    const auto places = computeLayout(diagram);
    if (!places) {
        console.message("lintel: " + places.error().text() + "; the nodes stand in a simple order");
        return diagram;
    }
    return makeDiagram(place, loaded.project, withPlaces(loaded.layout, diagram.name, *places));
}

Scheme schemeOf(const std::string& word) {
    for (const Scheme scheme : {Scheme::Dark, Scheme::HighContrast})
        if (schemeWord(scheme).toStdString() == word) return scheme;
    return Scheme::Light;
}

std::string renderAnswer(const RenderOptions& options, qsizetype size) {
    JsonWriter json;
    json.beginObject().member("file", options.file).member("view", options.view);
    json.member("scheme", options.scheme).member("out", options.out);
    json.member("size_bytes", static_cast<std::uint64_t>(size));
    return json.endObject().text();
}

Outcome runRender(const RenderOptions& options, Console& console) {
    const auto format = pictureFormat(QString::fromStdString(options.out));
    if (!format)
        return wrongUse("render: --out ends in none of .svg, .png and .pdf, found `" + options.out + "`");
    const auto place = placeNamed(QString::fromStdString(options.view));
    if (!place)
        return wrongUse("render: --view is none of " + viewWords().toStdString() + ", found `" +
                        options.view + "`");
    const auto loaded = readWholeModel(options.file);
    if (!loaded) return tl::unexpected(loaded.error());
    if (!isThere(*place, loaded->project))
        return wrongUse("render: the model has no `" + place->root.toStdString() + "` to show");
    const DrawingProgram program;
    const Diagram diagram = arrangedDiagram(*place, *loaded, console);
    const Theme theme = Theme::of(schemeOf(options.scheme));
    const PictureText text{QString::fromStdString(loaded->project.name),
                           diagramTitle(*place, loaded->project)};
    const auto scale = static_cast<double>(options.scale.value_or(2));
    const auto picture = renderDiagram(diagram, theme, *format, scale, {}, text);
    if (!picture) return badInput(picture.error());
    const auto written = writeFile(QString::fromStdString(options.out), picture->toStdString());
    if (!written) return badInput(written.error());
    if (options.json)
        console.printDocument(renderAnswer(options, picture->size()));
    else
        console.print("Written: " + options.out + "\n");
    return Exit::Done;
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
                        "The diagram: " + viewWords().toStdString() + "; services when left out");
            syntax.text("--out", "PICTURE", options->out, "The picture to write: .svg, .png or .pdf", true);
            syntax.choice("--scheme", options->scheme, {"light", "dark", "contrast"},
                          "Colours; light when left out");
            syntax.number("--scale", options->scale, 1, 8, "Pixels for each unit of a .png; 2 when left out");
            syntax.flag("--json", options->json, jsonHelp);
            return [options](Console& console) { return runRender(*options, console); };
        }};
}

}  // namespace app
