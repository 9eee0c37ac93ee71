#include "app/finding/element_place.h"

#include <algorithm>

#include "app/views/view_list.h"
#include "model/references.h"

namespace app {
namespace {

QString kindOfKey(const QString& key) {
    return key.section(u':', 0, 0);
}

/// Ids of the kinds of the whole model that show elements of a kind.
QStringList kindsWith(const QString& kind) {
    static const QHash<QString, QStringList> kinds{{"service", {"services", "deployment", "teams"}},
                                                   {"store", {"services", "deployment"}},
                                                   {"channel", {"services"}},
                                                   {"context", {"services", "contexts", "teams"}},
                                                   {"relationship", {"contexts"}},
                                                   {"team", {"teams"}},
                                                   {"workload", {"context"}},
                                                   {"region", {"deployment"}},
                                                   {"zone", {"deployment"}},
                                                   {"node-pool", {"deployment"}}};
    return kinds.value(kind);
}

/// The team map shows a service by itself where its team is another one than that of its context.
bool standsOn(const model::Project& project, const QString& kind, const QString& host) {
    if (kind != QLatin1String("teams") || kindOfKey(host) != QLatin1String("service")) return true;
    const model::Service* service =
        project.services.find(model::ServiceId(host.section(u':', 1).toStdString()));
    return service && (service->team || !service->context);
}

}  // namespace

QString hostOf(const model::Project& project, const QString& key) {
    const auto element = model::elementFromKey(key.toStdString());
    if (!element) return key;
    const auto keyOf = [&key](const auto* host) {
        return host ? QString::fromStdString(model::elementKey(host->id)) : key;
    };
    if (const auto* operation = std::get_if<model::OperationId>(&*element))
        return keyOf(model::serviceOf(project, *operation));
    if (const auto* journey = std::get_if<model::JourneyId>(&*element))
        return keyOf(model::workloadOf(project, *journey));
    if (const auto* id = std::get_if<model::DeploymentId>(&*element)) {
        const model::Deployment* deployment = project.deployments.find(*id);
        return keyOf(deployment ? project.services.find(deployment->service) : nullptr);
    }
    return key;
}

std::vector<DiagramPlace> diagramsWith(const model::Project& project, const QString& key) {
    std::vector<DiagramPlace> places;
    const QString host = hostOf(project, key);
    for (const QString& kind : kindsWith(kindOfKey(host)))
        if (findDiagramKind(kind) && standsOn(project, kind, host)) places.push_back({kind, {}});
    for (const DiagramKind& kind : diagramKinds())
        for (const QString& root : {key, host}) {
            const DiagramPlace place{kind.id, root};
            if (isThere(place, project) && std::find(places.begin(), places.end(), place) == places.end())
                places.push_back(place);
        }
    return places;
}

QStringList keysShowing(const Diagram& diagram, const QString& key, const QString& host) {
    QStringList own, around;
    const auto add = [&](const QString& shown) {
        const QString element = elementOfKey(shown);
        if (element == key)
            own << shown;
        else if (element == host)
            around << shown;
    };
    for (const DiagramNode& node : diagram.nodes) add(node.key);
    for (const DiagramRegion& region : diagram.regions) add(region.key);
    if (own.isEmpty())
        for (const DiagramEdge& edge : diagram.edges) add(edge.key);
    return own.isEmpty() ? around : own;
}

}  // namespace app
