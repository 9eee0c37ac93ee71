#include "app/design/element_tools.h"

#include <QCoreApplication>

#include "app/diagram/node_sizes.h"

namespace app {

namespace {

QString toolTr(const char* words) {
    return QCoreApplication::translate("ElementTools", words);
}

DiagramTool elementTool(NewElement kind, CanvasTool look, const QSizeF& size) {
    const bool isRegion = kind == NewElement::Context;
    return {std::move(look), size, isRegion,
            [kind](const Version& version, const NewPlace& place, const QString& name) {
                return createElement(version, kind, place, name);
            },
            [kind](const model::Project& project) { return provisionalName(project, kind); }};
}

}  // namespace

std::vector<DiagramTool> elementTools() {
    return {
        elementTool(NewElement::Service,
                    {"service", toolTr("Service"), "service",
                     toolTr("Add a service: click where it shall stand"), toolTr("&Service")},
                    cardSize),
        elementTool(NewElement::Store,
                    {"store", toolTr("Data store"), "store",
                     toolTr("Add a data store: click where it shall stand"), toolTr("&Data store")},
                    storeSize),
        elementTool(NewElement::Channel,
                    {"channel", toolTr("Channel"), "channel",
                     toolTr("Add a topic or queue: click where it shall stand"), toolTr("&Channel")},
                    pillSize),
        elementTool(NewElement::Context,
                    {"context", toolTr("Bounded context"), "context",
                     toolTr("Add a bounded context: click where it shall stand"), toolTr("&Bounded context")},
                    emptyFrameSize)};
}

QString continuingTool(const QString& from) {
    return from.startsWith(QLatin1String("context:")) ? QStringLiteral("context") : QStringLiteral("service");
}

}  // namespace app
