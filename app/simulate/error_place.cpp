#include "app/simulate/error_place.h"

#include <QStringList>

namespace app {

QString nodeOfPlace(const model::Project& project, const std::string& place) {
    const QStringList parts = QString::fromStdString(place).split(QLatin1Char('/'), Qt::SkipEmptyParts);
    if (parts.size() < 2) return {};
    const std::string id = parts[1].toStdString();
    const auto service = [](const std::string& value) {
        return QStringLiteral("service:") + QString::fromStdString(value);
    };
    if (parts[0] == QLatin1String("services") && project.services.contains(model::ServiceId(id)))
        return service(id);
    if (parts[0] == QLatin1String("stores") && project.stores.contains(model::DataStoreId(id)))
        return QStringLiteral("store:") + parts[1];
    if (parts[0] == QLatin1String("channels") && project.channels.contains(model::ChannelId(id)))
        return QStringLiteral("channel:") + parts[1];
    if (parts[0] == QLatin1String("deployments"))
        if (const model::Deployment* deployment = project.deployments.find(model::DeploymentId(id)))
            return service(deployment->service.value());
    return {};
}

}  // namespace app
