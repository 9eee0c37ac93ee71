#include "app/diagram/diagram_kind.h"

#include <algorithm>

#include "model/references.h"

#include "app/design/note_edit.h"
#include "app/diagram/appearance.h"

namespace app {

const DiagramTool* DiagramKind::tool(const QString& toolId) const {
    const auto found = std::find_if(tools.begin(), tools.end(),
                                    [&](const DiagramTool& each) { return each.look.id == toolId; });
    return found == tools.end() ? nullptr : &*found;
}

const std::vector<DiagramKind>& diagramKinds() {
    static const std::vector<DiagramKind> kinds = [] {
        std::vector<DiagramKind> list = registeredKinds();
        for (DiagramKind& kind : list) {
            kind.make = [make = std::move(kind.make)](const model::Project& project,
                                                      const model::Layout& layout, const QString& root) {
                return dressed(make(project, layout, root), layout);
            };
            kind.tools.push_back(noteTool());
        }
        std::stable_sort(list.begin(), list.end(), [](const DiagramKind& left, const DiagramKind& right) {
            return left.place < right.place;
        });
        for (DiagramKind& kind : list)
            kind.make = [make = std::move(kind.make)](const auto& project, const auto& layout,
                                                      const QString& root) {
                return withWays(make(project, layout, root), layout);
            };
        return list;
    }();
    return kinds;
}

const DiagramKind* findDiagramKind(const QString& id) {
    for (const DiagramKind& kind : diagramKinds())
        if (kind.id == id) return &kind;
    return nullptr;
}

const DiagramKind& diagramKind(const QString& id) {
    const DiagramKind* kind = findDiagramKind(id);
    Q_ASSERT_X(kind, "diagramKind", qPrintable(id));
    return *kind;
}

QString diagramName(const DiagramPlace& place) {
    return place.root.isEmpty() ? place.kind : place.kind + u'/' + place.root;
}

QString diagramTitle(const DiagramPlace& place, const model::Project& project) {
    const DiagramKind* kind = findDiagramKind(place.kind);
    const QString title = kind ? kind->title : place.kind;
    return place.root.isEmpty() ? title
                                : QStringLiteral("%1 › %2").arg(title, namesOf(project, {place.root}));
}

Diagram makeDiagram(const DiagramPlace& place, const model::Project& project, const model::Layout& layout) {
    const DiagramKind* kind = findDiagramKind(place.kind);
    return kind ? kind->make(project, layout, place.root) : Diagram();
}

std::optional<DiagramPlace> openedDiagram(const model::Project& project, const QString& key) {
    static const QString service = QStringLiteral("service:"), operation = QStringLiteral("operation:");
    const QString element = key.contains(u'@') ? elementOfKey(key) : key;
    const auto idIn = [&element](const QString& word) {
        return QStringView(element).mid(word.size()).toUtf8().toStdString();
    };
    if (element.startsWith(service) && project.services.contains(model::ServiceId(idIn(service))))
        return DiagramPlace{QStringLiteral("components"), element};
    if (element.startsWith(operation) && model::findOperation(project, model::OperationId(idIn(operation))))
        return DiagramPlace{QStringLiteral("behaviour"), element};
    return std::nullopt;
}

DiagramEditResult createConnected(const DiagramKind& kind, const Version& version, const QString& from,
                                  const NewPlace& place, const QString& name) {
    auto created = kind.tool(kind.continuation(from))->create(version, place, name);
    if (!created) return created;
    const QString made = created->select.value(0);
    const Version between{std::make_shared<const model::Project>(created->project),
                          std::make_shared<const model::Layout>(created->layout)};
    auto connected = kind.connect(between, from, made);
    if (!connected) return connected;
    connected->label = created->label;
    connected->select = {made};
    return connected;
}

}  // namespace app
