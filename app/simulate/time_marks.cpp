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

/// The name of an entity, or its id where it has none.
template <class Entity>
QString nameOf(const model::Collection<Entity>& entities, const model::Id<Entity>& id) {
    const Entity* found = entities.find(id);
    return QString::fromStdString(found && !found->name.empty() ? found->name : id.value());
}

QString targetName(const model::Project& project, const model::FaultTarget& target) {
    return std::visit(
        model::Overloaded{[&](const model::ServiceId& id) { return nameOf(project.services, id); },
                          [&](const model::DataStoreId& id) { return nameOf(project.stores, id); },
                          [&](const model::ChannelId& id) {
                              return marksTr("the broker of %1").arg(nameOf(project.channels, id));
                          },
                          [&](const model::ZoneId& id) {
                              return marksTr("zone %1").arg(nameOf(project.network.zones, id));
                          },
                          [&](const model::RegionId& id) {
                              return marksTr("region %1").arg(nameOf(project.network.regions, id));
                          },
                          [&](const model::NodePoolId& id) {
                              return marksTr("the nodes of %1").arg(nameOf(project.network.nodePools, id));
                          }},
        target);
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
QString endsText(const model::Project& project, const QString& target, const model::FaultEffect& effect) {
    const auto peer = model::peerOf(effect);
    const auto zone = model::peerZoneOf(effect);
    const QString other = peer   ? targetName(project, *peer)
                          : zone ? targetName(project, *zone)
                                 : marksTr("all others");
    return marksTr("%1 and %2").arg(target, other);
}

QString someOf(const QString& target, int replicas) {
    return replicas == 0 ? target : marksTr("%1 of %2").arg(replicas).arg(target);
}

QString pressureText(const QString& target, const model::PressureFault& fault) {
    QString cpu = marksTr("%1 of the CPU of %2 taken").arg(percentText(fault.cpuShare), target);
    QString memory = marksTr("%1 MiB of %2 taken").arg(shortNumber(fault.memoryMib), target);
    if (fault.memoryMib <= 0) return cpu;
    return fault.cpuShare <= 0 ? memory : marksTr("%1, %2").arg(cpu, memory);
}

QString releaseText(const QString& target, const model::ReleaseFault& fault) {
    if (fault.crashes) return marksTr("release of %1 that crashes").arg(target);
    if (fault.errorRate > 0)
        return marksTr("release of %1 with %2 errors").arg(target, percentText(fault.errorRate));
    if (fault.factor != 1)
        return marksTr("release of %1 that takes %2×").arg(target, shortNumber(fault.factor));
    return marksTr("release of %1").arg(target);
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
                         endsText(project, target, latency));
            },
            [&](const model::LossFault& loss) {
                return marksTr("%1 lost between %2")
                    .arg(percentText(loss.rate), endsText(project, target, loss));
            },
            [&](const model::PartitionFault& partition) {
                return marksTr("partition between %1").arg(endsText(project, target, partition));
            },
            [&](const model::PressureFault& pressure) {
                return pressureText(someOf(target, pressure.replicas), pressure);
            },
            [&](const model::NamesFault&) { return marksTr("%1 cannot be resolved").arg(target); },
            [&](const model::ReleaseFault& release) { return releaseText(target, release); },
            [&](const model::ClockFault& clock) {
                const double ms = model::inMilliseconds(clock.ahead);
                return ms < 0 ? marksTr("clock of %1 %2 behind").arg(target, latencyText(-ms))
                              : marksTr("clock of %1 %2 ahead").arg(target, latencyText(ms));
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
            const bool once = std::holds_alternative<model::FlushFault>(fault.effect) ||
                              std::holds_alternative<model::ReleaseFault>(fault.effect);
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
