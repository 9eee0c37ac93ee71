#include <QDirIterator>
#include <QFile>

#include "app/file/file.h"

// Outside of any namespace, as Q_INIT_RESOURCE wants it.
static void initialiseSampleResources() {
    Q_INIT_RESOURCE(lintel_samples);
}

namespace app {

namespace {

const QString sampleRoot = QStringLiteral(":/samples/");
const QString sampleSuffix = QStringLiteral(".lintel");

std::string sampleContent(const QString& path) {
    QFile file(path);
    return file.open(QIODevice::ReadOnly) ? file.readAll().toStdString() : std::string();
}

QStringList sampleIds() {
    initialiseSampleResources();
    QStringList ids;
    QDirIterator files(sampleRoot, {"*" + sampleSuffix}, QDir::Files, QDirIterator::Subdirectories);
    while (files.hasNext()) ids << files.next().mid(sampleRoot.size()).chopped(sampleSuffix.size());
    ids.sort();
    // What stands at the top comes before what lies in a folder of its own.
    std::stable_partition(ids.begin(), ids.end(), [](const QString& id) { return !id.contains('/'); });
    return ids;
}

}  // namespace

std::vector<Sample> samples() {
    std::vector<Sample> list;
    for (const QString& id : sampleIds()) {
        const auto parsed = model::parseProject(sampleContent(sampleRoot + id + sampleSuffix));
        if (!parsed) continue;
        list.push_back({id, QString::fromStdString(parsed->project.name),
                        QString::fromStdString(parsed->project.description)});
    }
    return list;
}

model::Result<std::pair<std::string, std::string>> sampleText(const QString& id) {
    const QStringList ids = sampleIds();
    if (!ids.contains(id))
        return model::failure("sample:" + id.toStdString(),
                              "there is no such sample, expected one of: " + ids.join(", ").toStdString());
    const QString path = sampleRoot + id + sampleSuffix;
    return std::pair(sampleContent(path), sampleContent(layoutPath(path)));
}

model::Result<ModelFile> loadSample(const QString& id) {
    const auto text = sampleText(id);
    if (!text) return tl::unexpected(text.error());
    const std::string place = "sample:" + id.toStdString();
    auto parsed = model::parseProject(text->first);
    if (!parsed)
        return tl::unexpected(model::Error{place + ": " + parsed.error().place, parsed.error().message});
    ModelFile file{std::move(parsed->project), {}, std::move(parsed->problems)};
    if (text->second.empty()) return file;
    auto layout = model::parseLayout(text->second);
    if (!layout) return tl::unexpected(model::Error{place + " (layout)", layout.error().text()});
    file.layout = std::move(*layout);
    return file;
}

}  // namespace app
