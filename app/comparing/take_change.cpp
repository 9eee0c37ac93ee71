#include "app/comparing/take_change.h"

#include <QCoreApplication>

#include "model/check.h"
#include "model/json/element_text.h"

namespace app {

namespace {

QString takeTr(const char* words) {
    return QCoreApplication::translate("TakeChange", words);
}

/// Places of what has none yet.
model::Layout withPlacesFrom(model::Layout layout, const model::Layout& source, const std::string& key) {
    for (const auto& [name, diagram] : source.diagrams) {
        const model::NodePlace* place = diagram.nodes.find(key);
        if (!place || layout.diagrams[name].nodes.contains(key)) continue;
        layout.diagrams[name].nodes = layout.diagrams[name].nodes.with(key, *place);
    }
    return layout;
}

DiagramEditResult takeElement(const Version& version, const Version& source, const ChangeEntry& entry) {
    const auto element = model::elementFromKey(entry.key.toStdString());
    if (!element) return model::failure({}, takeTr("There is no such element.").toStdString());
    const bool isField = !entry.field.isEmpty();
    const bool moved = entry.field == QLatin1String("service") || entry.field == QLatin1String("workload");
    auto project = isField && !moved ? model::withFieldOf(*version.project, *source.project, *element,
                                                          entry.field.toStdString())
                                     : model::withElementOf(*version.project, *source.project, *element);
    if (!project) return tl::unexpected(project.error());
    const bool there = model::contains(*source.project, *element);
    const QString name =
        QString::fromStdString(model::displayName(there ? *source.project : *version.project, *element));
    const QString label = !there     ? takeTr("Take the removal of %1").arg(name)
                          : !isField ? takeTr("Take %1").arg(name)
                                     : takeTr("Take %1 of %2").arg(entry.text, name);
    return DiagramEdit{std::move(*project),
                       withPlacesFrom(*version.layout, *source.layout, entry.key.toStdString()),
                       label,
                       {entry.key}};
}

DiagramEditResult takeModelField(const Version& version, const Version& source, const ChangeEntry& entry) {
    model::Project project = *version.project;
    const model::Project& from = *source.project;
    if (entry.field == QLatin1String("name")) {
        project.name = from.name;
    } else if (entry.field == QLatin1String("description")) {
        project.description = from.description;
    } else if (entry.field == QLatin1String("organisation")) {
        project.organisation = from.organisation;
    } else if (entry.field == QLatin1String("rates")) {
        project.rates = from.rates;
    } else if (entry.field == QLatin1String("network")) {
        project.network = from.network;
        project.network.regions = version.project->network.regions;
        project.network.zones = version.project->network.zones;
        project.network.nodePools = version.project->network.nodePools;
    } else {
        project.unknown = from.unknown;
    }
    const auto problems = model::check(project, 1);
    if (!problems.empty()) return tl::unexpected(problems.front());
    return DiagramEdit{std::move(project), *version.layout, takeTr("Take %1").arg(entry.text), {}};
}

DiagramEditResult takeAppearance(const Version& version, const Version& source, const ChangeEntry& entry) {
    model::Layout layout = *version.layout;
    const std::string name = entry.key.toStdString();
    const auto from = source.layout->diagrams.find(name);
    if (name.empty()) {
        layout.views = source.layout->views;
        layout.bookmarks = source.layout->bookmarks;
        layout.slides = source.layout->slides;
    } else if (from == source.layout->diagrams.end()) {
        layout.diagrams.erase(name);
    } else if (entry.field.isEmpty()) {
        layout.diagrams[name] = from->second;
    } else {
        auto& nodes = layout.diagrams[name].nodes;
        const std::string key = entry.field.toStdString();
        const model::NodePlace* place = from->second.nodes.find(key);
        nodes = place ? nodes.with(key, *place) : nodes.without(key);
    }
    return DiagramEdit{
        *version.project, std::move(layout), takeTr("Take the appearance: %1").arg(entry.text), {}};
}

}  // namespace

bool canTake(const ChangeEntry& entry) {
    return entry.kind != ChangeEntry::Kind::Group && entry.kind != ChangeEntry::Kind::Relation;
}

DiagramEditResult takeChange(const Version& version, const Version& source, const ChangeEntry& entry) {
    switch (entry.kind) {
        case ChangeEntry::Kind::Element:
            return takeElement(version, source, entry);
        case ChangeEntry::Kind::Model:
            return takeModelField(version, source, entry);
        case ChangeEntry::Kind::Appearance:
            return takeAppearance(version, source, entry);
        case ChangeEntry::Kind::Group:
        case ChangeEntry::Kind::Relation:
            break;
    }
    return model::failure(
        {}, takeTr("Connections follow from operations: take these, or their behaviour.").toStdString());
}

}  // namespace app
