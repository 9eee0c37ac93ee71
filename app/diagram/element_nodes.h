#pragma once

#include <QSet>

#include "app/diagram/diagram.h"

namespace app {

QString elementKey(const model::ServiceId& id);
QString elementKey(const model::DataStoreId& id);
QString elementKey(const model::ChannelId& id);
QString elementKey(const model::ContextId& id);
QString elementKey(const model::TeamId& id);
QString elementKey(const model::OperationId& id);
QString elementKey(const model::WorkloadId& id);

/// The name, or the id where there is none.
QString nameOr(const std::string& name, const std::string& id);
QString engineName(model::StoreEngine engine);
QString brokerName(model::Broker broker);
QString protocolName(model::Protocol protocol);
QString serviceKindName(model::ServiceKind kind);

/// The position of each context among all: which colour it has.
class ContextColours {
public:
    explicit ContextColours(const model::Project& project);
    int of(const std::optional<model::ContextId>& context) const;

private:
    QHash<QString, int> m_index;
};

std::vector<DiagramRegion> contextRegions(const model::Project& project);
DiagramNode serviceNode(const model::Project& project, const model::Service& service,
                        const ContextColours& colours);
/// The same of a service whose deployment is known; null for none.
DiagramNode serviceNode(const model::Service& service, const model::Deployment* deployment,
                        const ContextColours& colours);
/// Says how many replicas there are.
void showDeployment(DiagramNode& node, const model::Deployment& deployment);
/// `home` is the service whose context it lies in; may be null.
DiagramNode storeNode(const model::DataStore& store, const model::Service* home,
                      const ContextColours& colours);
DiagramNode channelNode(const model::Channel& channel);
/// The users that a workload stands for, as a person of the C4 model.
DiagramNode workloadNode(const model::Workload& workload);

/// Moves nodes and regions to their places in the layout; gives the keys of the regions that have one.
QSet<QString> takePlaces(Diagram& diagram, const model::Layout& layout);

}  // namespace app
