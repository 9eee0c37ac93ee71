#include "app/design/clip.h"

#include <QCoreApplication>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>

#include "app/diagram/appearance.h"
#include "app/diagram/diagram.h"
#include "model/edit/adopt.h"
#include "model/json/json.h"
#include "model/references.h"

namespace app {

namespace {

constexpr std::size_t mostPasted = 5000;
constexpr qsizetype longestTitle = 500;
constexpr qsizetype longestOrigin = 4096;

QString clipTr(const char* words) {
    return QCoreApplication::translate("Clip", words);
}

model::Error clipFault(const QString& why) {
    return {{}, why.toStdString()};
}

std::size_t sizeOf(const model::Project& project) {
    std::size_t size = project.services.size() + project.contexts.size() + project.channels.size() +
                       project.stores.size() + project.teams.size() + project.messages.size() +
                       project.policies.size();
    for (const model::Service& service : project.services) size += service.operations.size();
    return size;
}

bool isIn(const model::Project& project, const QString& key) {
    const auto element = model::elementFromKey(elementOfKey(key).toStdString());
    return element && model::contains(project, *element);
}

/// What a layout says of the elements in the project.
model::DiagramLayout lookOfAll(const model::DiagramLayout& all, const model::Project& project) {
    model::DiagramLayout look;
    std::vector<model::SharedMap<model::NodePlace>::Entry> places;
    for (const auto& item : all.nodes)
        if (isIn(project, QString::fromStdString(item.key))) places.emplace_back(item.key, item.value);
    std::vector<model::SharedMap<model::NodeSize>::Entry> sizes;
    for (const auto& item : all.sizes)
        if (isIn(project, QString::fromStdString(item.key))) sizes.emplace_back(item.key, item.value);
    look.nodes = look.nodes.with(std::move(places));
    look.sizes = look.sizes.with(std::move(sizes));
    return look;
}

}  // namespace

Clip clipOf(const Version& version, const QString& diagram, const QStringList& keys) {
    Clip clip;
    clip.diagram = diagram;
    clip.title = QString::fromStdString(version.project->name);
    const model::DiagramLayout& all = appearanceOf(*version.layout, diagram);
    std::vector<model::ElementId> elements;
    model::Collection<model::Note> notes;
    for (const QString& key : keys) {
        const auto element = model::elementFromKey(elementOfKey(key).toStdString());
        if (element && model::contains(*version.project, *element)) {
            elements.push_back(*element);
        } else if (const model::Note* note = isNote(key) ? all.notes.find(noteId(key)) : nullptr) {
            notes = notes.with(*note);
            clip.keys << key;
        }
    }
    clip.project = model::excerptOf(*version.project, elements);
    for (const model::ElementId& element : elements)
        if (model::contains(clip.project, element))
            clip.keys << QString::fromStdString(model::elementKey(element));
    clip.keys.removeDuplicates();
    clip.look = lookOfAll(all, clip.project);
    clip.look.notes = notes;
    return clip;
}

QByteArray clipBytes(const Clip& clip) {
    model::Layout layout;
    layout.diagrams[clip.diagram.toStdString()] = clip.look;
    const QJsonObject object{{"lintel_excerpt", 1},
                             {"model", QString::fromStdString(model::writeProject(clip.project))},
                             {"layout", QString::fromStdString(model::writeLayout(layout))},
                             {"keys", QJsonArray::fromStringList(clip.keys)},
                             {"diagram", clip.diagram},
                             {"origin", clip.origin},
                             {"title", clip.title}};
    return QJsonDocument(object).toJson(QJsonDocument::Compact);
}

model::Result<Clip> clipFrom(const QByteArray& bytes) {
    if (bytes.size() > largestClip)
        return tl::unexpected(clipFault(clipTr("What is on the clipboard is too large to be pasted.")));
    const QJsonObject object = QJsonDocument::fromJson(bytes).object();
    if (object.value("lintel_excerpt").toInt() != 1)
        return tl::unexpected(
            clipFault(clipTr("What is on the clipboard is not from this version of Lintel.")));
    auto parsed = model::parseProject(object.value("model").toString().toStdString());
    if (!parsed) return tl::unexpected(parsed.error());
    auto layout = model::parseLayout(object.value("layout").toString().toStdString());
    if (!layout) return tl::unexpected(layout.error());
    Clip clip;
    clip.project = std::move(parsed->project);
    if (sizeOf(clip.project) > mostPasted)
        return tl::unexpected(
            clipFault(clipTr("More than %1 elements cannot be pasted at once.").arg(mostPasted)));
    clip.diagram = object.value("diagram").toString();
    clip.look = appearanceOf(*layout, clip.diagram);
    if (clip.look.notes.size() > mostPasted) clip.look.notes = {};
    clip.origin = object.value("origin").toString().left(longestOrigin);
    clip.title = object.value("title").toString().left(longestTitle);
    for (const QJsonValue& key : object.value("keys").toArray()) {
        const QString text = key.toString();
        const bool there = isNote(text) ? clip.look.notes.contains(noteId(text)) : isIn(clip.project, text);
        if (there && !clip.keys.contains(text)) clip.keys << text;
        if (clip.keys.size() >= qsizetype(mostPasted)) break;
    }
    if (clip.empty())
        return tl::unexpected(
            clipFault(clipTr("There is nothing on the clipboard that can be pasted here.")));
    return clip;
}

QString clipText(const Clip& clip) {
    QStringList lines;
    for (const QString& key : clip.keys) {
        const model::Note* note = isNote(key) ? clip.look.notes.find(noteId(key)) : nullptr;
        const auto element = note ? std::nullopt : model::elementFromKey(key.toStdString());
        if (note) lines << QString::fromStdString(note->text);
        if (element) lines << QString::fromStdString(model::displayName(clip.project, *element));
    }
    return lines.join(u'\n');
}

}  // namespace app
