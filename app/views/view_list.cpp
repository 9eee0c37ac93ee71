#include "app/views/view_list.h"

#include <algorithm>

namespace app {
namespace {

QString elementKeyText(const model::ElementId& id) {
    return QString::fromStdString(model::elementKey(id));
}

QString shownName(const std::string& name, const std::string& id) {
    return QString::fromStdString(name.empty() ? id : name);
}

/// The elements that a kind has a diagram of each of, with their names.
std::vector<std::pair<QString, QString>> rootsOf(const DiagramKind& kind, const model::Project& project) {
    std::vector<std::pair<QString, QString>> roots;
    const auto add = [&roots](const auto& entity) {
        roots.emplace_back(elementKeyText(entity.id), shownName(entity.name, entity.id.value()));
    };
    for (const model::Service& service : project.services) {
        if (kind.rootKind == QLatin1String("service")) add(service);
        if (kind.rootKind != QLatin1String("operation")) continue;
        for (const model::Operation& operation : service.operations) add(operation);
    }
    return roots;
}

ListedView viewOf(const DiagramKind& kind, const QString& title, const QString& root = {}) {
    return {title, kind.icon, {kind.id, root}, {}};
}

}  // namespace

bool isThere(const DiagramPlace& place, const model::Project& project) {
    const DiagramKind* kind = findDiagramKind(place.kind);
    if (!kind || kind->rootKind.isEmpty() != place.root.isEmpty()) return false;
    if (place.root.isEmpty()) return true;
    const auto element = model::elementFromKey(place.root.toStdString());
    return element && model::contains(project, *element) && place.root.section(u':', 0, 0) == kind->rootKind;
}

std::vector<ListedView> listedViews(const model::Project& project, const model::Layout& layout) {
    std::vector<ListedView> views;
    for (const DiagramKind& kind : diagramKinds())
        if (kind.rootKind.isEmpty()) views.push_back(viewOf(kind, kind.title));
    for (const model::View& view : layout.views) {
        const DiagramPlace place{QString::fromStdString(view.kind), QString::fromStdString(view.root)};
        if (isThere(place, project))
            views.push_back({shownName(view.name, view.id.value()), diagramKind(place.kind).icon, place,
                             QString::fromStdString(view.id.value())});
    }
    for (const DiagramKind& kind : diagramKinds())
        for (const auto& [key, name] : rootsOf(kind, project))
            views.push_back(viewOf(kind, QStringLiteral("%1 › %2").arg(kind.title, name), key));
    return views;
}

std::vector<ListedView> pathOf(const DiagramPlace& place, const model::Project& project) {
    const DiagramKind* kind = findDiagramKind(place.kind);
    if (!kind) return {};
    if (place.root.isEmpty() || !kind->above)
        return {viewOf(*kind, diagramTitle(place, project), place.root)};
    std::vector<ListedView> path = pathOf(kind->above(project, place.root), project);
    path.push_back(viewOf(*kind, namesOf(project, {place.root}), place.root));
    return path;
}

std::vector<ListedView> siblingsOf(const DiagramPlace& place, const model::Project& project) {
    std::vector<ListedView> views;
    const DiagramKind* kind = findDiagramKind(place.kind);
    if (!kind) return views;
    if (kind->rootKind.isEmpty()) {
        for (const DiagramKind& other : diagramKinds())
            if (other.rootKind.isEmpty()) views.push_back(viewOf(other, other.title));
        return views;
    }
    for (const auto& [key, name] : rootsOf(*kind, project)) views.push_back(viewOf(*kind, name, key));
    std::stable_sort(views.begin(), views.end(), [](const ListedView& one, const ListedView& other) {
        return QString::localeAwareCompare(one.title, other.title) < 0;
    });
    return views;
}

}  // namespace app
