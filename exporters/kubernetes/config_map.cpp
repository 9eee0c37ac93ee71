#include <map>

#include "exporters/kubernetes/objects.h"

namespace exporters::kube {

namespace {

void addPolicy(const System& system, const model::CallPolicyId& id,
               std::map<std::string, std::string>& data) {
    const model::CallPolicy& policy = *system.project->policies.find(id);
    const std::string& name = system.names.policies.at(id);
    if (policy.timeout) data[name + "_TIMEOUT_MS"] = std::to_string(wholeMilliseconds(*policy.timeout));
    if (policy.deadline) data[name + "_DEADLINE_MS"] = std::to_string(wholeMilliseconds(*policy.deadline));
}

std::map<std::string, std::string> environmentOf(const System& system, const Workload& workload) {
    const SystemNames& names = system.names;
    std::map<std::string, std::string> data = {
        {variables::port, std::to_string(workload.names.port)},
        {variables::workers, std::to_string(workload.deployment.workers)},
        {variables::drainSeconds, std::to_string(workload.names.stop.drain)}};
    for (const model::ServiceId& callee : workload.contacts.callees) {
        const ServiceNames& found = names.services.at(callee);
        data[found.addressVariable] = found.address();
    }
    for (const model::DataStoreId& store : workload.contacts.stores)
        data[names.stores.at(store).addressVariable] = names.stores.at(store).address();
    for (const model::Broker broker : workload.contacts.brokers)
        data[names.brokers.at(broker).addressVariable] = names.brokers.at(broker).address();
    for (const model::CallPolicyId& policy : workload.contacts.policies) addPolicy(system, policy, data);
    return data;
}

}  // namespace

Yaml configMap(const System& system, const Workload& workload) {
    Yaml::Map data;
    for (auto& [key, value] : environmentOf(system, workload)) data.push_back({key, value});
    Yaml config = object("v1", "ConfigMap", metadata(system, workload, workload.names.configMap));
    config.add("data", std::move(data));
    return config;
}

}  // namespace exporters::kube
