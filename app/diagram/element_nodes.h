#pragma once

#include <QSet>

#include "app/diagram/diagram.h"

namespace app {

QString elementKey(const model::ServiceId& id);
QString elementKey(const model::DataStoreId& id);
QString elementKey(const model::ChannelId& id);
QString elementKey(const model::ContextId& id);

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
/// `home` is the service whose context it lies in; may be null.
DiagramNode storeNode(const model::DataStore& store, const model::Service* home,
                      const ContextColours& colours);
DiagramNode channelNode(const model::Channel& channel);

/// Moves nodes and regions to their places in the layout; gives the keys of the regions that have one.
QSet<QString> takePlaces(Diagram& diagram, const model::Layout& layout);

}  // namespace app
