#include "app/finding/kind_look.h"

#include <QCoreApplication>
#include <QHash>

#include "app/finding/element_place.h"
#include "app/studio/inspector/row_makers.h"

namespace app {
namespace {

struct KindLook {
    const char* kind;
    const char* plural;
    const char* icon;
};

/// In the order of lists.
constexpr KindLook kindLooks[] = {
    {"service", QT_TRANSLATE_NOOP("KindLook", "Services"), "service"},
    {"operation", QT_TRANSLATE_NOOP("KindLook", "Operations"), "operation"},
    {"channel", QT_TRANSLATE_NOOP("KindLook", "Channels"), "channel"},
    {"store", QT_TRANSLATE_NOOP("KindLook", "Data stores"), "store"},
    {"context", QT_TRANSLATE_NOOP("KindLook", "Bounded contexts"), "context"},
    {"team", QT_TRANSLATE_NOOP("KindLook", "Teams"), "team"},
    {"message", QT_TRANSLATE_NOOP("KindLook", "Messages"), "message"},
    {"policy", QT_TRANSLATE_NOOP("KindLook", "Call policies"), "clock"},
    {"relationship", QT_TRANSLATE_NOOP("KindLook", "Relationships"), "relationship"},
    {"workload", QT_TRANSLATE_NOOP("KindLook", "Workloads"), "user"},
    {"journey", QT_TRANSLATE_NOOP("KindLook", "Journeys"), "arrow-right"},
    {"scenario", QT_TRANSLATE_NOOP("KindLook", "Scenarios"), "play"},
    {"objective", QT_TRANSLATE_NOOP("KindLook", "Objectives"), "met"},
    {"fault-plan", QT_TRANSLATE_NOOP("KindLook", "Fault plans"), "zap"},
    {"deployment", QT_TRANSLATE_NOOP("KindLook", "Deployments"), "layers"},
    {"region", QT_TRANSLATE_NOOP("KindLook", "Regions"), "map"},
    {"zone", QT_TRANSLATE_NOOP("KindLook", "Zones"), "map"},
    {"node-pool", QT_TRANSLATE_NOOP("KindLook", "Node pools"), "layers"}};

const KindLook* lookOfKind(const QString& kind) {
    for (const KindLook& look : kindLooks)
        if (kind == QLatin1String(look.kind)) return &look;
    return nullptr;
}

}  // namespace

QString iconOfKind(const QString& kind) {
    const KindLook* look = lookOfKind(kind);
    return QLatin1String(look ? look->icon : "arrow-right");
}

QString pluralOfKind(const QString& kind) {
    const KindLook* look = lookOfKind(kind);
    return look ? QCoreApplication::translate("KindLook", look->plural) : kind;
}

int orderOfKind(const QString& kind) {
    const KindLook* look = lookOfKind(kind);
    return look ? int(look - kindLooks) : int(std::size(kindLooks));
}

QString fullName(const model::Project& project, const QString& key) {
    const auto named = [&project](const QString& each) {
        const auto element = model::elementFromKey(each.toStdString());
        return element ? text(model::displayName(project, *element)) : each;
    };
    if (key.startsWith(QLatin1String("relationship:"))) {
        const auto* relationship =
            project.relationships.find(model::RelationshipId(key.section(u':', 1).toStdString()));
        if (relationship)
            return QStringLiteral("%1 → %2").arg(named(text(model::elementKey(relationship->upstream))),
                                                 named(text(model::elementKey(relationship->downstream))));
    }
    const QString host = hostOf(project, key);
    return host == key ? named(key) : named(host) + u'.' + named(key);
}

}  // namespace app
