#include "exporters/kubernetes/consistency.h"

#include <algorithm>
#include <map>
#include <set>

#include <fmt/format.h>

#include "exporters/names/ascii.h"
#include "exporters/names/names.h"

namespace exporters::kube {

namespace {

using Finding = std::optional<std::string>;

const std::string& kindOf(const Yaml& object) {
    return object["kind"].text();
}
const std::string& nameOf(const Yaml& object) {
    return object.at({"metadata", "name"}).text();
}

bool containsAll(const Yaml& labels, const Yaml& wanted) {
    if (!wanted.map()) return false;
    return std::all_of(wanted.map()->begin(), wanted.map()->end(),
                       [&](const YamlEntry& entry) { return labels[entry.key] == entry.value; });
}

bool isEnvironmentVariable(const std::string& text) {
    const auto allowed = [](char c) { return ascii::isUpper(c) || ascii::isDigit(c) || c == '_'; };
    return !text.empty() && !ascii::isDigit(text.front()) && std::all_of(text.begin(), text.end(), allowed);
}

/// The objects of an export, to be looked up.
class Objects {
public:
    Objects(const System& system, const std::vector<Yaml>& objects) : m_system(system) {
        for (const Yaml& object : objects) {
            const bool isNew = m_byName.emplace(std::pair(kindOf(object), nameOf(object)), &object).second;
            if (!isNew && !m_twice) m_twice = &object;
        }
    }

    std::optional<model::Error> firstDisagreement() const {
        if (m_twice) return model::Error{placeOf(*m_twice), named(*m_twice, "there is another of that name")};
        for (const auto& [key, object] : m_byName)
            if (Finding finding = findingOf(*object))
                return model::Error{placeOf(*object), named(*object, *finding)};
        return std::nullopt;
    }

private:
    static std::string named(const Yaml& object, const std::string& what) {
        return fmt::format("{} {}: {}", kindOf(object), nameOf(object), what);
    }

    std::string placeOf(const Yaml& object) const {
        const std::string& label = object.at({"metadata", "labels", "app.kubernetes.io/name"}).text();
        for (const Workload& workload : m_system.workloads)
            if (workload.names.resource == label) return "services/" + workload.service->id.value();
        return {};
    }

    const Yaml* find(const std::string& kind, const std::string& name) const {
        const auto found = m_byName.find({kind, name});
        return found == m_byName.end() ? nullptr : found->second;
    }

    Finding findingOf(const Yaml& object) const {
        if (Finding finding = metadataFinding(object)) return finding;
        const std::string& kind = kindOf(object);
        if (kind == "ConfigMap") return configFinding(object);
        if (kind == "Deployment") return deploymentFinding(object);
        if (kind == "Service") return serviceFinding(object);
        if (kind == "HorizontalPodAutoscaler" || kind == "ScaledObject") return autoscalerFinding(object);
        if (kind == "VerticalPodAutoscaler") return sizerFinding(object);
        if (kind == "PodDisruptionBudget")
            return selectionFinding(object.at({"spec", "selector", "matchLabels"}));
        if (kind == "NetworkPolicy") return policyFinding(object);
        return std::nullopt;
    }

    Finding metadataFinding(const Yaml& object) const {
        const Yaml& metadata = object["metadata"];
        if (!isDnsLabel(nameOf(object))) return "the name is no DNS label";
        if (kindOf(object) != "Namespace" && metadata["namespace"].text() != m_system.names.system)
            return "it lies outside of the namespace " + m_system.names.system;
        if (const Yaml::Map* labels = metadata["labels"].map())
            for (const YamlEntry& label : *labels)
                if (!isLabelValue(label.value.text()))
                    return "the label " + label.key + " has no valid value";
        return std::nullopt;
    }

    static Finding configFinding(const Yaml& config) {
        for (const YamlEntry& entry : *config["data"].map()) {
            if (!isEnvironmentVariable(entry.key))
                return "the key " + entry.key + " is no environment variable";
            if (!entry.value.string()) return "the value of " + entry.key + " is no text";
        }
        return std::nullopt;
    }

    Finding deploymentFinding(const Yaml& deployment) const {
        const Yaml& spec = deployment["spec"];
        const Yaml& pod = spec.at({"template", "spec"});
        if (!containsAll(spec.at({"template", "metadata", "labels"}), spec.at({"selector", "matchLabels"})))
            return "its selector misses the labels of its pods";
        if (!find("ServiceAccount", pod["serviceAccountName"].text()))
            return "its service account is missing";
        const bool scales = find("HorizontalPodAutoscaler", nameOf(deployment));
        const bool scalesByEvents = find("ScaledObject", nameOf(deployment));
        if (scales && scalesByEvents) return "two autoscalers own its replicas";
        if (!spec["replicas"].isNull() && (scales || scalesByEvents))
            return "it states replicas, which its autoscaler owns";
        for (const Yaml& container : *pod["containers"].list())
            if (Finding finding = containerFinding(deployment, container)) return finding;
        return std::nullopt;
    }

    Finding containerFinding(const Yaml& deployment, const Yaml& container) const {
        const Yaml& port = container["ports"][0];
        if (!isPortName(port["name"].text())) return "the port name " + port["name"].text() + " is not valid";
        for (const Yaml& source : *container["envFrom"].list())
            if (!find("ConfigMap", source.at({"configMapRef", "name"}).text()))
                return "its config map is missing";
        for (const char* probe : {"startupProbe", "readinessProbe", "livenessProbe"})
            if (Finding finding = probeFinding(deployment, port, container[probe]["grpc"], probe))
                return finding;
        for (const Yaml& mount : *container["volumeMounts"].list())
            if (!hasVolume(deployment, mount["name"].text()))
                return "the volume " + mount["name"].text() + " is missing";
        return std::nullopt;
    }

    Finding probeFinding(const Yaml& deployment, const Yaml& port, const Yaml& probe,
                         const char* title) const {
        if (!(probe["port"] == port["containerPort"]))
            return std::string(title) + " asks a port that is not served";
        const std::string& service = probe["service"].text();
        for (const Workload& workload : m_system.workloads)
            if (workload.names.resource == nameOf(deployment) &&
                (service.empty() || service == workload.names.healthService()))
                return std::nullopt;
        return std::string(title) + " asks for a health service that is not registered";
    }

    static bool hasVolume(const Yaml& deployment, const std::string& name) {
        const Yaml::List& volumes = *deployment.at({"spec", "template", "spec", "volumes"}).list();
        return std::any_of(volumes.begin(), volumes.end(),
                           [&](const Yaml& volume) { return volume["name"].text() == name; });
    }

    Finding serviceFinding(const Yaml& service) const {
        const Yaml* deployment = find("Deployment", nameOf(service));
        if (!deployment) return "its deployment is missing";
        const Yaml& port = service["spec"]["ports"][0];
        const Yaml& served = deployment->at({"spec", "template", "spec", "containers"})[0]["ports"][0];
        if (!isPortName(port["name"].text())) return "the port name " + port["name"].text() + " is not valid";
        if (!(port["targetPort"] == served["name"]) || !(port["port"] == served["containerPort"]))
            return "its port is not that of its pods";
        return selectionFinding(service.at({"spec", "selector"}));
    }

    Finding autoscalerFinding(const Yaml& autoscaler) const {
        const Yaml* deployment = find("Deployment", autoscaler.at({"spec", "scaleTargetRef", "name"}).text());
        if (!deployment) return "its deployment is missing";
        const Yaml& container = deployment->at({"spec", "template", "spec", "containers"})[0];
        if (container.at({"resources", "requests", "cpu"}).isNull()) return "its pods request no CPU";
        return std::nullopt;
    }

    Finding sizerFinding(const Yaml& sizer) const {
        const std::string& name = sizer.at({"spec", "targetRef", "name"}).text();
        const Yaml* deployment = find("Deployment", name);
        if (!deployment) return "its deployment is missing";
        if (find("HorizontalPodAutoscaler", name)) return "another autoscaler goes by the same CPU";
        const Yaml& container = deployment->at({"spec", "template", "spec", "containers"})[0];
        const Yaml& policy = sizer.at({"spec", "resourcePolicy", "containerPolicies"})[0];
        if (!(policy["containerName"] == container["name"])) return "its pods have no such container";
        if (container.at({"resources", "requests", "cpu"}).isNull()) return "its pods request no CPU";
        return std::nullopt;
    }

    Finding policyFinding(const Yaml& policy) const {
        const Yaml& selector = policy.at({"spec", "podSelector"});
        if (selector.map() && selector.map()->empty()) return std::nullopt;
        return selectionFinding(selector["matchLabels"]);
    }

    /// The labels must be those of the pods of exactly one deployment.
    Finding selectionFinding(const Yaml& labels) const {
        const auto count = std::count_if(m_byName.begin(), m_byName.end(), [&](const auto& entry) {
            return entry.first.first == "Deployment" &&
                   containsAll(entry.second->at({"spec", "template", "metadata", "labels"}), labels);
        });
        if (count == 1) return std::nullopt;
        return fmt::format("it selects the pods of {} deployments, 1 expected", count);
    }

    const System& m_system;
    std::map<std::pair<std::string, std::string>, const Yaml*> m_byName;
    const Yaml* m_twice = nullptr;
};

}  // namespace

std::optional<model::Error> firstDisagreement(const System& system, const std::vector<Yaml>& objects) {
    return Objects(system, objects).firstDisagreement();
}

}  // namespace exporters::kube
