#include "simulator/cascade/load_figures.h"

#include <cmath>

namespace simulator {

namespace {

constexpr double leastServed = 0.01;  ///< Requests/s: below, nothing can be said of how long they take

const model::Deployment* deploymentOf(const model::Project& project, const std::string& service) {
    for (const model::Deployment& deployment : project.deployments)
        if (deployment.service.value() == service) return &deployment;
    return nullptr;
}

/// Replicas that run where that changes: those that are ready, where they are counted.
const std::vector<double>& replicasOf(const StationResult& station) {
    const std::vector<double>& ready = seriesOf(station.series, "ready");
    return ready.empty() ? seriesOf(station.series, "running") : ready;
}

/// Workers of one replica; none where what computes is what is busy, or where there are no replicas.
double workersOf(const model::Project& project, const StationResult& station) {
    const model::Deployment* const deployment = deploymentOf(project, station.id);
    return deployment && station.kind == "service" ? deployment->workers : 0;
}

bool isBusyByCpu(const StationResult& station) {
    const std::vector<double>& cpu = seriesOf(station.series, "cpu");
    return !cpu.empty() && cpu == seriesOf(station.series, "utilisation");
}

// Where it stands still nothing is to be seen of that.
std::optional<double> heldFor(const StationResult& station, const Stretches& parts, double least) {
    const std::vector<double>& served = seriesOf(station.series, "served_rps");
    Stretches moving;
    for (const Stretch& part : parts)
        for (std::size_t at = part.from; at < std::min(part.to, served.size()); ++at)
            if (served[at] > least) moving.push_back({at, at + 1});
    if (moving.empty()) return std::nullopt;
    return meanOf(seriesOf(station.series, "in_service"), moving) / meanOf(served, moving);
}

}  // namespace

std::optional<LoadFigures> loadFigures(const model::Project& project, const StationResult& station,
                                       const Stretches& parts, const Normal& normal) {
    const Stretches before{{normal.from, normal.to}};
    const std::vector<double>& offered = seriesOf(station.series, "offered_rps");
    LoadFigures figures;
    figures.came = meanOf(offered, parts);
    figures.usuallyCame = meanOf(offered, before);
    figures.byCpu = isBusyByCpu(station);
    figures.servers = figures.allServers = station.servers;
    const std::vector<double>& replicas = replicasOf(station);
    if (const double workers = workersOf(project, station); workers > 0 && !replicas.empty()) {
        figures.servers = workers * meanOf(replicas, parts);
        figures.allServers = workers * meanOf(replicas, before);
    }
    if (figures.byCpu) {
        const double busy = meanOf(seriesOf(station.series, "utilisation"), parts);
        const double served = meanOf(seriesOf(station.series, "served_rps"), parts);
        if (busy > 0 && served >= leastServed) figures.canDo = served / busy;
        return figures;
    }
    figures.held = heldFor(station, parts, leastServed);
    figures.usualHeld = heldFor(station, before, leastServed);
    // Those that are given up hold a worker for a shorter time; that is no greater capacity.
    const std::optional<double> held = figures.held && figures.usualHeld
                                           ? std::max(*figures.held, *figures.usualHeld)
                                       : figures.held ? figures.held
                                                      : figures.usualHeld;
    if (held && *held > 0) figures.canDo = figures.servers / *held;
    return figures;
}

std::vector<double> liveUtilisation(const model::Project& project, const StationResult& station) {
    std::vector<double> busy = seriesOf(station.series, "utilisation");
    const std::vector<double>& replicas = replicasOf(station);
    const std::vector<double>& inService = seriesOf(station.series, "in_service");
    const double workers = workersOf(project, station);
    if (isBusyByCpu(station) || !(workers > 0) || replicas.size() != busy.size()) return busy;
    for (std::size_t at = 0; at < busy.size(); ++at)
        if (replicas[at] > 0)
            busy[at] = std::max(busy[at], std::min(1.0, inService[at] / (workers * replicas[at])));
    return busy;
}

}  // namespace simulator
