#include "app/design/group_edit.h"

#include <QCoreApplication>

namespace app {

DiagramEditResult groupIntoContext(const Version& version, const QStringList& keys, const QString& name) {
    QStringList members;
    for (const QString& key : keys)
        if (key.startsWith(QLatin1String("service:")) || key.startsWith(QLatin1String("channel:")))
            members << key;
    const auto groupTr = [](const char* words) { return QCoreApplication::translate("GroupEdit", words); };
    if (members.isEmpty())
        return model::failure(
            {}, groupTr("Services and channels can be grouped: select some of them.").toStdString());
    auto created = createElement(version, NewElement::Context, {}, name);
    if (!created) return created;
    const QString context = created->select.value(0);
    const Version between{std::make_shared<const model::Project>(std::move(created->project)),
                          version.layout};
    auto grouped = assignToContext(between, members, context);
    if (!grouped) return grouped;
    grouped->label = groupTr("Group %1 into %2").arg(namesOf(*version.project, members), name.trimmed());
    grouped->select = {context};
    return grouped;
}

}  // namespace app
