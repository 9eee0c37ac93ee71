#include "app/simulate/run_names.h"

namespace app {
namespace {

QString nameOrId(const std::string& name, const std::string& id) {
    return QString::fromStdString(name.empty() ? id : name);
}

}  // namespace

RunNames::RunNames(const model::Project& project) {
    for (const model::Service& service : project.services) {
        const QString owner = nameOrId(service.name, service.id.value());
        add("service", service.id.value(), owner);
        for (const model::Operation& operation : service.operations) {
            const std::string& id = operation.id.value();
            add("operation", id, owner + QLatin1Char('.') + nameOrId(operation.name, id));
            m_nodes.insert(QString::fromStdString(id), key("service", service.id.value()));
        }
    }
    for (const model::DataStore& store : project.stores)
        add("store", store.id.value(), nameOrId(store.name, store.id.value()));
    for (const model::Channel& channel : project.channels)
        add("channel", channel.id.value(), nameOrId(channel.name, channel.id.value()));
    for (const model::Workload& workload : project.workloads)
        for (const model::Journey& journey : workload.journeys)
            add("journey", journey.id.value(), nameOrId(journey.name, journey.id.value()));
}

void RunNames::add(const char* kind, const std::string& id, const QString& name) {
    m_names.insert(key(kind, id), name);
}

QString RunNames::key(const std::string& kind, const std::string& id) {
    return QString::fromStdString(kind) + QLatin1Char(':') + QString::fromStdString(id);
}

QString RunNames::name(const std::string& kind, const std::string& id) const {
    return m_names.value(key(kind, id), QString::fromStdString(id));
}

QString RunNames::flow(const std::string& id) const {
    const auto journey = m_names.constFind(key("journey", id));
    return journey == m_names.constEnd() ? operation(id) : *journey;
}

QString RunNames::nodeOfOperation(const std::string& id) const {
    return m_nodes.value(QString::fromStdString(id));
}

QString RunNames::edge(const simulator::EdgeResult& edge) const {
    const bool fromChannel = edge.kind == "consume" || edge.kind == "dead-letter";
    const bool toChannel = edge.kind == "publish" || edge.kind == "dead-letter";
    const QString from = fromChannel ? key("channel", edge.caller) : nodeOfOperation(edge.caller);
    const QString to = toChannel              ? key("channel", edge.callee)
                       : edge.kind == "query" ? key("store", edge.callee)
                                              : nodeOfOperation(edge.callee);
    return from.isEmpty() || to.isEmpty() ? QString() : from + QLatin1Char('>') + to;
}

}  // namespace app
