#include "exporters/kubernetes/network_policies.h"

#include "exporters/kubernetes/objects.h"

namespace exporters::kube {

namespace {

Yaml tcp(std::int32_t port) {
    return Yaml::List{Yaml::Map{{"protocol", "TCP"}, {"port", port}}};
}

Yaml pods(const System& system, const std::string& resource) {
    return Yaml::Map{{"podSelector", Yaml::Map{{"matchLabels", selectorLabels(system, resource)}}}};
}

/// Stores and brokers come from elsewhere (operators, charts): only their name is asked for.
Yaml podsByName(const std::string& resource) {
    return Yaml::Map{
        {"podSelector", Yaml::Map{{"matchLabels", Yaml::Map{{"app.kubernetes.io/name", resource}}}}}};
}

Yaml addresses(const char* range, Yaml::List except) {
    return Yaml::Map{{"ipBlock", Yaml::Map{{"cidr", range}, {"except", std::move(except)}}}};
}

/// The public internet: everything but private and link-local networks (RFC 1918, 3927, 4193, 4291, 6598).
Yaml outside() {
    return Yaml::List{addresses("0.0.0.0/0", {"10.0.0.0/8", "100.64.0.0/10", "169.254.0.0/16",
                                              "172.16.0.0/12", "192.168.0.0/16"}),
                      addresses("::/0", {"fc00::/7", "fe80::/10"})};
}

Yaml ingressOf(const System& system, const Workload& workload) {
    Yaml::List rules;
    const Yaml port = tcp(workload.names.port);
    if (workload.contacts.calledByUsers) {
        rules.push_back(Yaml::Map{{"ports", port}});
    } else if (!workload.contacts.callers.empty()) {
        Yaml::List from;
        for (const model::ServiceId& caller : workload.contacts.callers)
            from.push_back(pods(system, system.names.services.at(caller).resource));
        rules.push_back(Yaml::Map{{"from", std::move(from)}, {"ports", port}});
    }
    return rules;
}

Yaml::Map egressTo(Yaml to, std::int32_t port) {
    return {{"to", std::move(to)}, {"ports", tcp(port)}};
}

Yaml::Map egressTo(const AddressNames& address, bool isCloud) {
    return egressTo(isCloud ? outside() : Yaml(Yaml::List{podsByName(address.resource)}), address.port);
}

Yaml egressOf(const System& system, const Workload& workload) {
    Yaml::List rules;
    for (const model::ServiceId& callee : workload.contacts.callees) {
        const ServiceNames& names = system.names.services.at(callee);
        const bool inside = runsInCluster(*system.project->services.find(callee));
        rules.push_back(
            egressTo(inside ? Yaml(Yaml::List{pods(system, names.resource)}) : outside(), names.port));
    }
    for (const model::DataStoreId& store : workload.contacts.stores)
        rules.push_back(
            egressTo(system.names.stores.at(store), isCloudService(*system.project->stores.find(store))));
    for (const model::Broker broker : workload.contacts.brokers)
        rules.push_back(egressTo(system.names.brokers.at(broker), isCloudService(broker)));
    return rules;
}

Yaml policyFor(const System& system, const Workload& workload) {
    Yaml policy =
        object("networking.k8s.io/v1", "NetworkPolicy", metadata(system, workload, workload.names.resource));
    policy.add("spec",
               Yaml::Map{{"podSelector",
                          Yaml::Map{{"matchLabels", selectorLabels(system, workload.names.resource)}}},
                         {"policyTypes", Yaml::List{"Ingress", "Egress"}},
                         {"ingress", ingressOf(system, workload)},
                         {"egress", egressOf(system, workload)}});
    return policy;
}

Yaml policyForAll(const System& system, const char* name, Yaml spec) {
    const Yaml::Map metadata = {
        {"name", name}, {"namespace", system.names.system}, {"labels", systemLabels(system)}};
    Yaml policy = object("networking.k8s.io/v1", "NetworkPolicy", metadata);
    policy.add("spec", std::move(spec));
    return policy;
}

Yaml defaultDeny(const System& system) {
    return policyForAll(
        system, "default-deny",
        Yaml::Map{{"podSelector", Yaml::Map{}}, {"policyTypes", Yaml::List{"Ingress", "Egress"}}});
}

/// The cluster's DNS, and the cache on the node where there is one.
Yaml allowDns(const System& system) {
    const Yaml::Map service = {
        {"namespaceSelector",
         Yaml::Map{{"matchLabels", Yaml::Map{{"kubernetes.io/metadata.name", "kube-system"}}}}},
        {"podSelector", Yaml::Map{{"matchLabels", Yaml::Map{{"k8s-app", "kube-dns"}}}}}};
    const Yaml::Map nodeCache = {{"ipBlock", Yaml::Map{{"cidr", "169.254.20.10/32"}}}};
    const Yaml::List ports = {Yaml::Map{{"protocol", "UDP"}, {"port", 53}},
                              Yaml::Map{{"protocol", "TCP"}, {"port", 53}}};
    const Yaml::Map rule = {{"to", Yaml::List{service, nodeCache}}, {"ports", ports}};
    return policyForAll(system, "allow-dns",
                        Yaml::Map{{"podSelector", Yaml::Map{}},
                                  {"policyTypes", Yaml::List{"Egress"}},
                                  {"egress", Yaml::List{rule}}});
}

}  // namespace

std::vector<Yaml> networkPolicies(const System& system) {
    std::vector<Yaml> policies = {defaultDeny(system), allowDns(system)};
    for (const Workload& workload : system.workloads) policies.push_back(policyFor(system, workload));
    return policies;
}

}  // namespace exporters::kube
