#include "simulator/footprint/tariff_compiler.h"

#include <algorithm>
#include <string_view>
#include <unordered_map>

namespace simulator {

namespace {

constexpr double secondsPerHour = 3600;
constexpr double joulesPerKilowattHour = 3.6e6;

bool takesCpuTime(const model::Service& service) {
    bool found = false;
    for (const model::Operation& operation : service.operations)
        model::forEachStep(operation.behaviour, [&found](const model::Step& step) {
            const auto* compute = std::get_if<model::Compute>(&step.action);
            found = found || (compute && compute->work == model::Work::Cpu);
        });
    return found;
}

/// Applies the rates of one model.
class TariffMaker {
public:
    explicit TariffMaker(const model::Project& project) : m_project(project), m_rates(*project.rates) {
        for (const model::Deployment& each : project.deployments)
            m_deployments.emplace(each.service.value(), &each);
        m_tariff.currency = m_rates.currency;
        if (m_rates.power && m_rates.power->gridIntensity) {
            m_tariff.emits = true;
            m_tariff.gramsPerJoule = *m_rates.power->gridIntensity / joulesPerKilowattHour;
        }
        m_tariff.embodies = m_rates.power && (m_rates.power->embodied || m_rates.power->storeNodeEmbodied);
    }

    Tariff make() {
        for (const model::Service& each : m_project.services) m_tariff.parts.push_back(service(each));
        for (const model::DataStore& each : m_project.stores) m_tariff.parts.push_back(store(each));
        for (const model::Channel& each : m_project.channels) m_tariff.parts.push_back(channel(each));
        tellWhatIsLeftOut();
        return std::move(m_tariff);
    }

private:
    PartTariff service(const model::Service& service) const {
        const auto found = m_deployments.find(service.id.value());
        const model::Deployment& deployment = found == m_deployments.end() ? m_default : *found->second;
        const double vcpus = deployment.cpuRequest() / 1000.0;
        const double gibibytes = deployment.memoryRequestMib / 1024.0;
        PartTariff part;
        part.id = service.id.value();
        part.kind = "service";
        part.ours = service.kind != model::ServiceKind::External;
        part.priced = deployment.pricePerReplicaHour || m_rates.vcpuHour || m_rates.gibHour;
        const double byResources =
            vcpus * m_rates.vcpuHour.value_or(0) + gibibytes * m_rates.gibHour.value_or(0);
        part.costPerUnit = deployment.pricePerReplicaHour.value_or(byResources) / secondsPerHour;
        if (!deployment.pricePerReplicaHour)
            part.costPerCpu = vcpus * m_rates.vcpuHour.value_or(0) / secondsPerHour;
        part.cores = deployment.cpuLimitMilli / 1000.0;
        part.countsCpu = computesOnProcessors(deployment) || takesCpuTime(service);
        if (m_rates.power) draw(part, *m_rates.power, vcpus, gibibytes);
        return part;
    }

    static void draw(PartTariff& part, const model::Power& power, double vcpus, double gibibytes) {
        part.powered = true;
        part.unitWatts = power.pue * (vcpus * power.idleWatts + gibibytes * power.memoryWatts);
        part.cpuWatts = power.pue * vcpus * power.idleWatts;
        part.coreWatts = power.pue * (power.fullWatts - power.idleWatts);
        if (!part.countsCpu) part.assumedCores = vcpus * power.assumedUse;
        part.embodiedPerUnit = vcpus * power.embodied.value_or(0) / secondsPerHour;
    }

    PartTariff store(const model::DataStore& store) const {
        PartTariff part;
        part.id = store.id.value();
        part.kind = "store";
        part.priced = store.pricePerNodeHour || m_rates.storeNodeHour;
        part.costPerUnit =
            store.pricePerNodeHour.value_or(m_rates.storeNodeHour.value_or(0)) / secondsPerHour;
        if (!m_rates.power) return part;
        part.powered = m_rates.power->storeNodeWatts.has_value();
        part.unitWatts = m_rates.power->pue * m_rates.power->storeNodeWatts.value_or(0);
        part.embodiedPerUnit = m_rates.power->storeNodeEmbodied.value_or(0) / secondsPerHour;
        return part;
    }

    PartTariff channel(const model::Channel& channel) const {
        PartTariff part;
        part.id = channel.id.value();
        part.kind = "channel";
        part.priced = m_rates.millionMessages.has_value();
        part.costPerMessage = m_rates.millionMessages.value_or(0) / 1e6;
        return part;
    }

    template <class Holds>
    bool any(const char* kind, const Holds& holds) const {
        return std::any_of(m_tariff.parts.begin(), m_tariff.parts.end(), [&](const PartTariff& part) {
            return part.ours && part.kind == kind && holds(part);
        });
    }
    void tell(bool when, const char* what) {
        if (when) m_tariff.leftOut.push_back(what);
    }

    void tellWhatIsLeftOut() {
        const auto unpriced = [](const PartTariff& part) { return !part.priced; };
        tell(any("service", unpriced), "services have no price: price_per_vcpu_hour, price_per_gib_hour");
        tell(any("store", unpriced), "some stores have no price: price_per_store_node_hour");
        tell(any("channel", unpriced), "channels have no price: price_per_million_messages");
        const bool elsewhere = std::any_of(m_tariff.parts.begin(), m_tariff.parts.end(),
                                           [](const PartTariff& part) { return !part.ours; });
        tell(elsewhere, "external services are paid by their requests elsewhere, and not counted");
        const bool keepsPrice = std::ranges::any_of(m_project.deployments, [](const auto& deployment) {
            return deployment.verticalScaling && deployment.pricePerReplicaHour;
        });
        tell(keepsPrice, "replicas with a price_per_replica_hour cost that whatever their CPU is scaled to");
        if (!m_rates.power) return tell(true, "the rates state no power: there is no energy and no carbon");
        tell(any("store", [](const PartTariff& part) { return !part.powered; }),
             "stores draw no power: w_per_store_node is not stated");
        tell(!m_tariff.emits, "the use of electricity emits nothing: grid_g_per_kwh is not stated");
        tell(!m_rates.power->embodied, "services embody nothing: embodied_g_per_vcpu_hour is not stated");
        tell(m_rates.power->embodied && any("store", [](const PartTariff&) { return true; }) &&
                 !m_rates.power->storeNodeEmbodied,
             "stores embody nothing: embodied_g_per_store_node_hour is not stated");
        tell(any("service", [](const PartTariff& part) { return !part.countsCpu; }),
             "where no step takes CPU time (`work: cpu`) the use of processors is assumed: assumed_use");
    }

    const model::Project& m_project;
    const model::Rates& m_rates;
    const model::Deployment m_default;
    std::unordered_map<std::string_view, const model::Deployment*> m_deployments;  ///< By service
    Tariff m_tariff;
};

}  // namespace

bool computesOnProcessors(const model::Deployment& deployment) {
    return deployment.concurrency == model::Concurrency::EventLoop ||
           deployment.discipline == model::QueueDiscipline::ProcessorSharing ||
           deployment.discipline == model::QueueDiscipline::PreemptivePriority;
}

Tariff tariffOf(const model::Project& project) {
    if (!project.rates) return {};
    return TariffMaker(project).make();
}

}  // namespace simulator
