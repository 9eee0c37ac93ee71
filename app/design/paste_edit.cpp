#include <QCoreApplication>
#include <QRectF>
#include <algorithm>

#include "app/design/clip.h"
#include "app/design/note_edit.h"
#include "app/design/view_edit.h"
#include "app/diagram/appearance.h"
#include "app/diagram/packing.h"
#include "app/diagram/regions.h"
#include "model/edit/adopt.h"

namespace app {

namespace {

constexpr QPointF stackOffset(32, 32);
constexpr qsizetype longestQuote = 10'000;

QString pasteTr(const char* words) {
    return QCoreApplication::translate("PasteEdit", words);
}

model::ServiceId rootService(const QString& diagram) {
    return model::ServiceId(diagram.section(u'/', 1).section(u':', 1).toStdString());
}

bool hasOperations(const Clip& clip) {
    return std::any_of(clip.keys.begin(), clip.keys.end(),
                       [](const QString& key) { return key.startsWith(QLatin1String("operation:")); });
}

QPointF pointOf(const model::NodePlace& place) {
    return {place.x, place.y};
}

/// What was copied may come from far outside of all that can be looked at.
QPointF onPaper(const QPointF& point) {
    constexpr double edge = 400'000;
    return {std::clamp(point.x(), -edge, edge), std::clamp(point.y(), -edge, edge)};
}

/// From where the content lay to where it shall be.
QPointF shiftTo(const Clip& clip, const QPointF& centre) {
    QRectF bounds;
    const auto add = [&](const model::NodePlace& place) {
        const QRectF spot(pointOf(place) - QPointF(1, 1), QSizeF(2, 2));
        bounds = bounds.isNull() ? spot : bounds.united(spot);
    };
    for (const auto& item : clip.look.nodes) add(item.value);
    for (const model::Note& note : clip.look.notes) add(note.place);
    return onGrid(centre - bounds.center());
}

using KeyMap = std::map<std::string, std::string>;

/// The key that the element has now, with its place of several.
QString newKey(const KeyMap& keys, const QString& key) {
    const auto found = keys.find(elementOfKey(key).toStdString());
    if (found == keys.end()) return {};
    return QString::fromStdString(found->second) + key.mid(elementOfKey(key).size());
}

/// Gives what was pasted its places and sizes, off from what lies there already.
void arrangeClip(model::Layout& layout, const QString& diagram, const Clip& clip, const KeyMap& keys,
                 QPointF shift) {
    model::DiagramLayout& look = layout.diagrams[diagram.toStdString()];
    const auto lies = [&](const QPointF& at) {
        for (const auto& item : look.nodes)
            if (pointOf(item.value) == at) return true;
        return std::any_of(look.notes.begin(), look.notes.end(),
                           [&](const model::Note& note) { return pointOf(note.place) == at; });
    };
    const QPointF first = clip.look.nodes.empty()
                              ? clip.look.notes.empty() ? QPointF() : pointOf(clip.look.notes.begin()->place)
                              : pointOf((*clip.look.nodes.begin()).value);
    for (int tries = 0; tries < 100 && lies(first + shift); ++tries) shift += stackOffset;
    QHash<QString, QPointF> centres;
    for (const auto& item : clip.look.nodes)
        if (const QString key = newKey(keys, QString::fromStdString(item.key)); !key.isEmpty())
            centres.insert(key, onPaper(pointOf(item.value) + shift));
    for (const auto& item : clip.look.sizes)
        if (const QString key = newKey(keys, QString::fromStdString(item.key)); !key.isEmpty())
            look.sizes = look.sizes.with(key.toStdString(), item.value);
    layout = withPlaces(std::move(layout), diagram, centres);
    for (model::Note note : clip.look.notes) {
        const QPointF at = onPaper(pointOf(note.place) + shift);
        note.place = {at.x(), at.y()};
        const auto about = keys.find(note.anchor);
        if (about != keys.end()) note.anchor = about->second;
        addNote(layout, diagram, std::move(note));
    }
}

QStringList noteKeys(const model::Layout& layout, const QString& diagram) {
    QStringList keys;
    for (const model::Note& note : appearanceOf(layout, diagram).notes) keys << noteKey(note.id);
    return keys;
}

model::Result<model::Adoption> adopted(const model::Project& project, const Clip& clip,
                                       const QString& diagram) {
    if (!hasOperations(clip)) return model::adopt(project, clip.project);
    const model::ServiceId home = rootService(diagram);
    if (!project.services.contains(home))
        return model::failure(
            {}, pasteTr("Operations belong to a service: open its components and paste them there.")
                    .toStdString());
    return model::adoptOperations(project, home, clip.project);
}

/// Brings the content in; places come by `shift`.
DiagramEditResult adoptClip(const Version& version, const Clip& clip, const QString& diagram,
                            const QPointF& shift) {
    auto adoption = adopted(*version.project, clip, diagram);
    if (!adoption) return tl::unexpected<model::Error>(adoption.error());
    DiagramEdit edit{std::move(adoption->project), *version.layout, {}, {}};
    const QStringList before = noteKeys(edit.layout, diagram);
    arrangeClip(edit.layout, diagram, clip, adoption->keys, shift);
    for (const QString& key : clip.keys)
        if (const QString made = newKey(adoption->keys, key); !made.isEmpty()) edit.select << made;
    for (const QString& key : noteKeys(edit.layout, diagram))
        if (!before.contains(key)) edit.select << key;
    return edit;
}

/// What lay in no copied context lies in the frame into which it is pasted.
model::Project inContext(model::Project project, const std::vector<std::string>& made,
                         const QString& region) {
    const auto target = model::elementFromKey(region.toStdString());
    const auto* id = target ? std::get_if<model::ContextId>(&*target) : nullptr;
    const auto context = id && project.contexts.contains(*id) ? std::optional(*id) : std::nullopt;
    const auto isMade = [&](const std::string& key) {
        return std::find(made.begin(), made.end(), key) != made.end();
    };
    for (const std::string& key : made) {
        const auto element = model::elementFromKey(key);
        const auto* serviceId = std::get_if<model::ServiceId>(&*element);
        const model::Service* service = serviceId ? project.services.find(*serviceId) : nullptr;
        if (service && !(service->context && isMade(model::elementKey(*service->context)))) {
            model::Service moved = *service;
            moved.context = context;
            project.services = project.services.with(std::move(moved));
        }
        const auto* channelId = std::get_if<model::ChannelId>(&*element);
        const model::Channel* channel = channelId ? project.channels.find(*channelId) : nullptr;
        if (channel && !(channel->context && isMade(model::elementKey(*channel->context)))) {
            model::Channel moved = *channel;
            moved.context = context;
            project.channels = project.channels.with(std::move(moved));
        }
    }
    return project;
}

/// The keys of those that only the second has.
std::vector<std::string> addedKeys(const model::Project& before, const model::Project& after) {
    std::vector<std::string> keys;
    const auto add = [&](const auto& old, const auto& now) {
        for (const auto& entity : now)
            if (!old.contains(entity.id)) keys.push_back(model::elementKey(entity.id));
    };
    add(before.services, after.services);
    add(before.channels, after.channels);
    add(before.contexts, after.contexts);
    return keys;
}

/// A service of another model, as seen from here.
model::Service linkedService(const model::Service& original, const Clip& clip) {
    model::Service link;
    link.name = original.name.empty() ? original.id.value() : original.name;
    link.kind = model::ServiceKind::External;
    link.technology = original.technology;
    link.tags = {"linked"};
    QString from =
        pasteTr("Linked from %1").arg(clip.title.isEmpty() ? pasteTr("another model") : clip.title);
    if (!clip.origin.isEmpty() && !clip.origin.startsWith(u'#'))
        from += QStringLiteral(" (%1)").arg(clip.origin);
    from += QStringLiteral(", service:") + QString::fromStdString(original.id.value()) + u'.';
    if (!original.description.empty())
        from += QStringLiteral("\n") + QString::fromStdString(original.description).left(longestQuote);
    link.description = from.toStdString();
    return link;
}

DiagramEditResult externalLinks(const Version& version, const Clip& clip, const PastePlace& place) {
    if (clip.project.services.empty())
        return model::failure({}, pasteTr("Only services can be linked from another model: paste a copy "
                                          "(Ctrl+V), or copy the services.")
                                      .toStdString());
    DiagramEdit edit{*version.project, *version.layout, {}, {}};
    KeyMap keys;
    for (const model::Service& service : clip.project.services) {
        auto after = model::put(edit.project, linkedService(service, clip));
        if (!after) return tl::unexpected<model::Error>(after.error());
        for (const std::string& key : addedKeys(edit.project, *after)) {
            keys[model::elementKey(service.id)] = key;
            edit.select << QString::fromStdString(key);
        }
        edit.project = std::move(*after);
    }
    Clip placed = clip;
    placed.look.notes = {};
    arrangeClip(edit.layout, place.diagram, placed, keys, shiftTo(placed, place.centre));
    return edit;
}

}  // namespace

DiagramEditResult pasteCopy(const Version& version, const Clip& clip, const PastePlace& place) {
    auto edit = adoptClip(version, clip, place.diagram, shiftTo(clip, place.centre));
    if (!edit) return edit;
    const bool frames =
        place.diagram == QLatin1String("services") || place.diagram == QLatin1String("contexts");
    if (frames)
        edit->project =
            inContext(std::move(edit->project), addedKeys(*version.project, edit->project), place.region);
    edit->label = pasteTr("Paste %1").arg(namesOf(edit->project, edit->select));
    return edit;
}

DiagramEditResult pasteLink(const Version& version, const Clip& clip, const PastePlace& place,
                            const QString& origin) {
    QStringList here;
    for (const QString& key : clip.keys) {
        const auto element = model::elementFromKey(key.toStdString());
        if (element && model::contains(*version.project, *element)) here << key;
    }
    const bool same = clip.origin == origin && !here.isEmpty();
    auto edit = same ? showElements(version, place.diagram, here) : externalLinks(version, clip, place);
    if (!edit) return edit;
    edit->label = pasteTr("Link %1").arg(namesOf(edit->project, same ? here : edit->select));
    if (!same) return edit;
    const QPointF shift = shiftTo(clip, place.centre);
    QHash<QString, QPointF> centres;
    for (const auto& item : clip.look.nodes)
        centres.insert(QString::fromStdString(item.key), onPaper(pointOf(item.value) + shift));
    edit->layout = withPlaces(std::move(edit->layout), place.diagram, centres);
    edit->select = here;
    return edit;
}

DiagramEditResult duplicateElements(const Version& version, const QString& diagram, const QStringList& keys) {
    const Clip clip = clipOf(version, diagram, keys);
    if (clip.empty()) return model::failure({}, pasteTr("Connections cannot be duplicated.").toStdString());
    QString home = diagram;
    if (hasOperations(clip) && !clip.project.services.empty())
        home = QStringLiteral("components/service:") +
               QString::fromStdString(clip.project.services.begin()->id.value());
    auto edit = adoptClip(version, clip, hasOperations(clip) ? home : diagram, stackOffset);
    if (edit) edit->label = pasteTr("Duplicate %1").arg(namesOf(*version.project, clip.keys));
    return edit;
}

}  // namespace app
