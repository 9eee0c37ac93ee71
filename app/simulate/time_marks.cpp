#include "app/simulate/time_marks.h"

#include <QCoreApplication>
#include <algorithm>

#include "app/simulate/figure_text.h"
#include "model/json/json.h"
#include "model/overloaded.h"

namespace app {
namespace {

QString marksTr(const char* text) {
    return QCoreApplication::translate("Scenario", text);
}

QString targetName(const model::Project& project, const model::FaultTarget& target) {
    if (const auto* id = std::get_if<model::ServiceId>(&target)) {
        const model::Service* service = project.services.find(*id);
        return QString::fromStdString(service && !service->name.empty() ? service->name : id->value());
    }
    if (const auto* id = std::get_if<model::ZoneId>(&target)) {
        const model::Zone* zone = project.network.zones.find(*id);
        return marksTr("zone %1").arg(QString::fromStdString(zone ? zone->name : id->value()));
    }
    const auto& id = std::get<model::DataStoreId>(target);
    const model::DataStore* store = project.stores.find(id);
    return QString::fromStdString(store && !store->name.empty() ? store->name : id.value());
}

/// A number as short as it can be: `2`, `1.5`.
QString shortNumber(double value) {
    return QString::number(value, 'g', 4);
}

QString slowText(const QString& target, const model::SlowFault& fault) {
    QString text = marksTr("slow %1").arg(target);
    if (fault.factor != 1.0) text += QStringLiteral(" %1×").arg(shortNumber(fault.factor));
    if (fault.extra.count() > 0)
        text += QStringLiteral(" +%1").arg(latencyText(model::inMilliseconds(fault.extra)));
    return text;
}

/// Both ends of a network.
QString endsText(const model::Project& project, const QString& target,
                 const std::optional<model::ServiceId>& peer) {
    const QString other = peer ? targetName(project, *peer) : marksTr("all others");
    return marksTr("%1 and %2").arg(target, other);
}

QString someOf(const QString& target, int replicas) {
    return replicas == 0 ? target : marksTr("%1 of %2").arg(replicas).arg(target);
}

QString pauseText(const QString& target, const model::PauseFault& fault) {
    const QString whose = someOf(target, fault.replicas);
    if (fault.every)
        return marksTr("pauses of %1 every %2").arg(whose, latencyText(model::inMilliseconds(*fault.every)));
    if (fault.everyRequests)
        return marksTr("pauses of %1 every %2 requests").arg(whose).arg(*fault.everyRequests);
    return marksTr("pause of %1").arg(whose);
}

}  // namespace

QString faultText(const model::Project& project, const model::Fault& fault) {
    const QString target = targetName(project, fault.target);
    return std::visit(
        model::Overloaded{
            [&](const model::KillFault& kill) {
                return kill.replicas == 0 ? marksTr("kill %1").arg(target)
                                          : marksTr("kill %1 of %2").arg(kill.replicas).arg(target);
            },
            [&](const model::SlowFault& slow) { return slowText(someOf(target, slow.replicas), slow); },
            [&](const model::ErrorFault& error) {
                return marksTr("%1 errors in %2")
                    .arg(percentText(error.rate), someOf(target, error.replicas));
            },
            [&](const model::PauseFault& pause) { return pauseText(target, pause); },
            [&](const model::FlushFault& flush) {
                return flush.share < 1
                           ? marksTr("flush %1 of the caches of %2").arg(percentText(flush.share), target)
                           : marksTr("flush the caches of %1").arg(target);
            },
            [&](const model::LatencyFault& latency) {
                return marksTr("+%1 between %2")
                    .arg(latencyText(model::inMilliseconds(latency.extra.mean)),
                         endsText(project, target, latency.peer));
            },
            [&](const model::LossFault& loss) {
                return marksTr("%1 lost between %2")
                    .arg(percentText(loss.rate), endsText(project, target, loss.peer));
            },
            [&](const model::PartitionFault& partition) {
                return marksTr("partition between %1").arg(endsText(project, target, partition.peer));
            }},
        fault.effect);
}

QString arrivalsText(const model::Workload& workload) {
    return std::visit(
        model::Overloaded{
            [](const model::PoissonArrivals& poisson) {
                return marksTr("%1 /s Poisson").arg(shortNumber(poisson.rate));
            },
            [](const model::ConstantArrivals& constant) {
                return marksTr("%1 /s constant").arg(shortNumber(constant.rate));
            },
            [](const model::RampArrivals& ramp) {
                return marksTr("%1 to %2 /s in %3")
                    .arg(shortNumber(ramp.from), shortNumber(ramp.to),
                         clockText(model::inSeconds(ramp.over)));
            },
            [](const model::SpikeArrivals& spike) {
                return marksTr("%1 /s, spike %2 /s").arg(shortNumber(spike.base), shortNumber(spike.peak));
            },
            [](const model::DiurnalArrivals& diurnal) {
                return marksTr("%1 to %2 /s, a wave of %3")
                    .arg(shortNumber(diurnal.mean - diurnal.amplitude),
                         shortNumber(diurnal.mean + diurnal.amplitude),
                         clockText(model::inSeconds(diurnal.period)));
            },
            [](const model::StepArrivals& step) {
                return marksTr("%1 levels, the last %2 /s")
                    .arg(step.levels.size())
                    .arg(shortNumber(step.levels.empty() ? 0 : step.levels.back().rate));
            },
            [](const model::ModulatedArrivals& modulated) {
                double highest = 0;
                for (const model::ModulatedState& state : modulated.states)
                    highest = std::max(highest, state.rate);
                return marksTr("bursts up to %1 /s").arg(shortNumber(highest));
            },
            [](const model::TraceArrivals& trace) {
                return marksTr("%1 recorded journeys").arg(trace.times.size());
            },
            [](const model::CountedArrivals& counted) {
                return marksTr("recorded counts of %1 intervals").arg(counted.counts.size());
            },
            [](const model::ClosedUsers& closed) {
                return marksTr("%n users").replace("%n", QString::number(closed.users));
            }},
        workload.arrivals);
}

std::vector<TimeMark> timeMarks(const model::Project& model, const model::Scenario& scenario) {
    const model::Project project = model::withChanges(model, scenario.id).value_or(model);
    const double length = model::inSeconds(scenario.length);
    std::vector<TimeMark> marks;
    const auto add = [&](const QString& label, double start, double end, bool isFault) {
        if (start < length && end > start) marks.push_back({label, start, std::min(end, length), isFault});
    };
    if (const model::FaultPlan* plan = scenario.faults ? project.faultPlans.find(*scenario.faults) : nullptr)
        for (const model::Fault& fault : plan->faults) {
            if (fault.chance) continue;  // Nobody knows when
            const double start = model::inSeconds(fault.start);
            const bool once = std::holds_alternative<model::FlushFault>(fault.effect);
            const double end = fault.length ? start + model::inSeconds(*fault.length) : length;
            add(faultText(project, fault), start, once ? start + length / 500 : end, true);
        }
    for (const model::WorkloadId& id : scenario.workloads) {
        const model::Workload* workload = project.workloads.find(id);
        const auto* spike = workload ? std::get_if<model::SpikeArrivals>(&workload->arrivals) : nullptr;
        if (!spike) continue;
        const double start = model::inSeconds(spike->start);
        add(marksTr("spike to %1 /s").arg(shortNumber(spike->peak)), start,
            start + model::inSeconds(spike->length), false);
    }
    std::stable_sort(marks.begin(), marks.end(),
                     [](const TimeMark& one, const TimeMark& other) { return one.start < other.start; });
    return marks;
}

}  // namespace app
