#include <QRegularExpression>
#include <array>
#include <cmath>
#include <numeric>

#include "app/studio/inspector/row_makers.h"
#include "app/studio/quantity_text.h"
#include "model/overloaded.h"

namespace app {

namespace {

using model::Arrivals;
using model::Workload;
using Done = model::Result<void>;
using Workloads = Subject<Workload, model::WorkloadId>;

/// Longer lists are shown by their number only.
constexpr std::size_t mostArrivals = 500;

QString rateWords(double rate) {
    return inspectorTr("%1 /s").arg(numberText(rate));
}

/// About how many journeys start in a second, for the kind that the arrivals change to [1/s].
double meanRate(const Arrivals& arrivals) {
    const double rate = std::visit(
        model::Overloaded{
            [](const model::RampArrivals& ramp) { return ramp.to; },
            [](const model::SpikeArrivals& spike) { return spike.base; },
            [](const model::DiurnalArrivals& diurnal) { return diurnal.mean; },
            [](const model::StepArrivals& step) { return step.levels.empty() ? 0 : step.levels[0].rate; },
            [](const model::ModulatedArrivals& modulated) {
                double journeys = 0;
                double time = 0;
                for (const model::ModulatedState& state : modulated.states) {
                    journeys += state.rate * model::inSeconds(state.meanStay);
                    time += model::inSeconds(state.meanStay);
                }
                return journeys / time;
            },
            [](const model::TraceArrivals& trace) {
                const model::Duration last = trace.times.empty() ? model::Duration{} : trace.times.back();
                return static_cast<double>(trace.times.size()) /
                       model::inSeconds(trace.repeatAfter.value_or(last));
            },
            [](const model::CountedArrivals& counted) {
                return std::accumulate(counted.counts.begin(), counted.counts.end(), 0.0) /
                       (model::inSeconds(counted.interval) * static_cast<double>(counted.counts.size()));
            },
            [](const model::ClosedUsers& closed) { return static_cast<double>(closed.users); },
            [](const auto& steady) { return steady.rate; }},
        arrivals);
    return std::isfinite(rate) && rate > 0 ? std::clamp(rate, 1e-3, 1e6) : 10;
}

/// A recording of ten journeys at that rate, played again and again.
model::TraceArrivals traceOf(double rate) {
    model::TraceArrivals trace;
    for (int at = 0; at < 10; ++at) trace.times.push_back(model::milliseconds(std::round(1000 * at / rate)));
    trace.repeatAfter = trace.times.back() + model::milliseconds(std::max(1.0, std::round(1000 / rate)));
    return trace;
}

/// Arrivals of another kind, with about as many journeys.
Arrivals withKind(const Arrivals& old, std::size_t kind) {
    if (kind == old.index()) return old;
    const double rate = meanRate(old);
    const auto count = static_cast<std::int32_t>(std::max(1.0, std::round(rate)));
    const std::array<Arrivals, std::variant_size_v<Arrivals>> kinds{
        model::PoissonArrivals{rate},
        model::ConstantArrivals{rate},
        model::RampArrivals{0, rate, model::seconds(60)},
        model::SpikeArrivals{rate, 4 * rate, model::seconds(60), model::seconds(30)},
        model::DiurnalArrivals{rate, rate / 2, model::seconds(86400), {}},
        model::StepArrivals{{{{}, rate, {}}, {model::seconds(60), 2 * rate, {}}}},
        model::ModulatedArrivals{{{rate / 2, model::seconds(20), {}}, {3 * rate, model::seconds(5), {}}}},
        traceOf(rate),
        model::CountedArrivals{model::seconds(1), {count, 2 * count, count}, model::Spacing::Poisson, true},
        model::ClosedUsers{count, {}}};
    return kinds[std::min(kind, kinds.size() - 1)];
}

/// Makes the rows of the kind that the arrivals have.
class ArrivalRows {
public:
    ArrivalRows(std::vector<Row>& rows, const Workloads& workloads) : m_rows(rows), m_workloads(workloads) {}

    void operator()(const model::PoissonArrivals&) {
        rate(inspectorTr("Rate"), &model::PoissonArrivals::rate);
    }
    void operator()(const model::ConstantArrivals&) {
        rate(inspectorTr("Rate"), &model::ConstantArrivals::rate);
    }
    void operator()(const model::RampArrivals&) {
        rate(inspectorTr("From"), &model::RampArrivals::from);
        rate(inspectorTr("To"), &model::RampArrivals::to);
        time(inspectorTr("Over"), &model::RampArrivals::over);
    }
    void operator()(const model::SpikeArrivals&) {
        rate(inspectorTr("Base"), &model::SpikeArrivals::base);
        rate(inspectorTr("Peak"), &model::SpikeArrivals::peak);
        time(inspectorTr("Start"), &model::SpikeArrivals::start);
        time(inspectorTr("Length"), &model::SpikeArrivals::length);
    }
    void operator()(const model::DiurnalArrivals&) {
        rate(inspectorTr("Mean"), &model::DiurnalArrivals::mean);
        rate(inspectorTr("Amplitude"), &model::DiurnalArrivals::amplitude);
        time(inspectorTr("Period"), &model::DiurnalArrivals::period);
        time(inspectorTr("Phase"), &model::DiurnalArrivals::phase).tip =
            inspectorTr("Where in the period the run starts; at 0 on the way up, at the mean");
    }
    void operator()(const model::StepArrivals& step) {
        if (step.levels.size() > mostArrivals) return number(step.levels.size());
        timed<model::StepArrivals>(
            inspectorTr("Levels"),
            [](const model::StepArrivals& shown) {
                std::vector<TimedNumber> lines;
                for (const model::RateLevel& level : shown.levels) lines.push_back({level.at, level.rate});
                return lines;
            },
            [](model::StepArrivals& changed, const std::vector<TimedNumber>& lines) {
                changed.levels.resize(lines.size());
                for (std::size_t at = 0; at < lines.size(); ++at) {
                    changed.levels[at].at = lines[at].time;
                    changed.levels[at].rate = lines[at].number;
                }
            })
            .tip = inspectorTr("From when on, and journeys a second:\n0 s: 100\n60 s: 300");
    }
    void operator()(const model::ModulatedArrivals& modulated) {
        if (modulated.states.size() > mostArrivals) return number(modulated.states.size());
        timed<model::ModulatedArrivals>(
            inspectorTr("States"),
            [](const model::ModulatedArrivals& shown) {
                std::vector<TimedNumber> lines;
                for (const model::ModulatedState& state : shown.states)
                    lines.push_back({state.meanStay, state.rate});
                return lines;
            },
            [](model::ModulatedArrivals& changed, const std::vector<TimedNumber>& lines) {
                changed.states.resize(lines.size());
                for (std::size_t at = 0; at < lines.size(); ++at) {
                    changed.states[at].meanStay = lines[at].time;
                    changed.states[at].rate = lines[at].number;
                }
            })
            .tip = inspectorTr(
            "Mean stay, and journeys a second meanwhile; after the last comes the first:\n"
            "20 s: 50\n5 s: 300");
    }
    void operator()(const model::TraceArrivals& trace) {
        if (trace.times.size() > mostArrivals)
            number(trace.times.size());
        else
            field<model::TraceArrivals>(
                Row::Kind::Note, inspectorTr("Times"),
                [](const model::TraceArrivals& shown) { return durationsText(shown.times); },
                [](model::TraceArrivals& changed, const QString& entered) {
                    return take(changed.times, readDurations(entered, TimeUnit::Seconds));
                })
                .tip = inspectorTr("When journeys started, since the start: 100 ms, 0.25 s, 1 s");
        field<model::TraceArrivals>(
            Row::Kind::Text, inspectorTr("Repeats after"),
            [](const model::TraceArrivals& shown) {
                return shown.repeatAfter ? durationText(*shown.repeatAfter) : QString();
            },
            [](model::TraceArrivals& changed, const QString& entered) {
                if (!entered.trimmed().isEmpty())
                    return take(changed.repeatAfter, readDuration(entered, TimeUnit::Seconds));
                changed.repeatAfter.reset();
                return Done();
            })
            .hint = inspectorTr("once when empty");
    }
    void operator()(const model::CountedArrivals& counted) {
        time(inspectorTr("Interval"), &model::CountedArrivals::interval);
        if (counted.counts.size() > mostArrivals)
            number(counted.counts.size());
        else
            counts();
        Row& spacing = field<model::CountedArrivals>(
            Row::Kind::Choice, inspectorTr("Spacing"),
            [](const model::CountedArrivals& shown) { return choiceId(shown.spacing); },
            [](model::CountedArrivals& changed, const QString& id) {
                changed.spacing = chosen<model::Spacing>(id);
                return Done();
            });
        spacing.choices = choicesOf({"At random (Poisson)", "At equal distances"});
        field<model::CountedArrivals>(
            Row::Kind::Switch, inspectorTr("Repeats"),
            [](const model::CountedArrivals& shown) { return QString(shown.repeat ? "1" : "0"); },
            [](model::CountedArrivals& changed, const QString& entered) {
                changed.repeat = entered == "1";
                return Done();
            });
    }
    void operator()(const model::ClosedUsers&) {
        field<model::ClosedUsers>(
            Row::Kind::Text, inspectorTr("Users"),
            [](const model::ClosedUsers& shown) { return QString::number(shown.users); },
            [](model::ClosedUsers& changed, const QString& entered) {
                return take(changed.users, readCount(entered, 1, 10'000'000));
            });
        field<model::ClosedUsers>(
            Row::Kind::Text, inspectorTr("Pause"),
            [](const model::ClosedUsers& shown) {
                return shown.think ? durationText(meanOf(*shown.think)) : QString();
            },
            [](model::ClosedUsers& changed, const QString& entered) {
                return takeMean(changed.think, entered);
            })
            .hint = inspectorTr("mean, between journeys");
    }

private:
    template <class Kind, class Read, class Set>
    Row& field(Row::Kind kind, const QString& label, Read read, Set set) {
        m_rows.push_back(m_workloads.row(
            kind, label,
            [read](const Workload& shown) {
                const auto* arrivals = std::get_if<Kind>(&shown.arrivals);
                return arrivals ? read(*arrivals) : QString();
            },
            [set](Workload& changed, const QString& entered) {
                auto* arrivals = std::get_if<Kind>(&changed.arrivals);
                return arrivals ? set(*arrivals, entered) : Done();
            }));
        return m_rows.back();
    }

    template <class Kind>
    Row& rate(const QString& label, double Kind::*member) {
        Row& row = field<Kind>(
            Row::Kind::Text, label, [member](const Kind& shown) { return numberText(shown.*member); },
            [member](Kind& changed, const QString& entered) {
                return take(changed.*member, readRate(entered, model::highestRate));
            });
        row.hint = inspectorTr("journeys / s");
        return row;
    }

    template <class Kind>
    Row& time(const QString& label, model::Duration Kind::*member) {
        return field<Kind>(
            Row::Kind::Text, label, [member](const Kind& shown) { return durationText(shown.*member); },
            [member](Kind& changed, const QString& entered) {
                return take(changed.*member, readDuration(entered, TimeUnit::Seconds));
            });
    }

    /// Lines of a time and a rate.
    template <class Kind, class Read, class Set>
    Row& timed(const QString& label, Read read, Set set) {
        return field<Kind>(
            Row::Kind::Note, label, [read](const Kind& shown) { return timedNumbersText(read(shown)); },
            [set](Kind& changed, const QString& entered) {
                const auto lines = readTimedNumbers(entered, TimeUnit::Seconds);
                if (!lines) return Done(tl::unexpected<model::Error>(lines.error()));
                set(changed, *lines);
                return Done();
            });
    }

    void counts() {
        field<model::CountedArrivals>(
            Row::Kind::Note, inspectorTr("Counts"),
            [](const model::CountedArrivals& shown) {
                QStringList words;
                for (const std::int32_t count : shown.counts) words << QString::number(count);
                return words.join(QStringLiteral(", "));
            },
            [](model::CountedArrivals& changed, const QString& entered) {
                static const QRegularExpression separator(QStringLiteral("[,;\\s]+"));
                std::vector<std::int32_t> counts;
                for (const QString& word : entered.split(separator, Qt::SkipEmptyParts)) {
                    const auto count = readCount(word, 0, 1'000'000'000);
                    if (!count) return Done(tl::unexpected<model::Error>(count.error()));
                    counts.push_back(*count);
                }
                changed.counts = std::move(counts);
                return Done();
            })
            .tip = inspectorTr("Journeys that were counted in each interval: 30, 42, 17");
    }

    void number(std::size_t count) {
        m_rows.push_back(factRow(inspectorTr("Recorded"), inspectorTr("%1 values").arg(count)));
    }

    std::vector<Row>& m_rows;
    const Workloads& m_workloads;
};

}  // namespace

ArrivalWords arrivalWords(const Arrivals& arrivals) {
    const auto range = [](double from, double to) {
        return QStringLiteral("%1 → %2").arg(numberText(from), rateWords(to));
    };
    const auto about = [&] { return rateWords(std::round(1000 * meanRate(arrivals)) / 1000); };
    return std::visit(
        model::Overloaded{
            [](const model::PoissonArrivals& poisson) {
                return ArrivalWords{inspectorTr("Poisson"), rateWords(poisson.rate)};
            },
            [](const model::ConstantArrivals& constant) {
                return ArrivalWords{inspectorTr("Constant"), rateWords(constant.rate)};
            },
            [&](const model::RampArrivals& ramp) {
                return ArrivalWords{inspectorTr("Ramp"), range(ramp.from, ramp.to)};
            },
            [&](const model::SpikeArrivals& spike) {
                return ArrivalWords{inspectorTr("Spike"), range(spike.base, spike.peak)};
            },
            [&](const model::DiurnalArrivals& diurnal) {
                return ArrivalWords{inspectorTr("Diurnal"), range(diurnal.mean - diurnal.amplitude,
                                                                  diurnal.mean + diurnal.amplitude)};
            },
            [](const model::StepArrivals& step) {
                return ArrivalWords{inspectorTr("Steps"), inspectorTr("%1 levels").arg(step.levels.size())};
            },
            [&](const model::ModulatedArrivals&) {
                return ArrivalWords{inspectorTr("Bursts"), about()};
            },
            [&](const model::TraceArrivals&) {
                return ArrivalWords{inspectorTr("Trace"), about()};
            },
            [&](const model::CountedArrivals&) {
                return ArrivalWords{inspectorTr("Counts"), about()};
            },
            [](const model::ClosedUsers& closed) {
                return ArrivalWords{inspectorTr("Users"), QString::number(closed.users)};
            }},
        arrivals);
}

void appendArrivalRows(std::vector<Row>& rows, const Workloads& workloads, const Workload& workload) {
    Row kind = workloads.row(
        Row::Kind::Choice, inspectorTr("Arrivals"),
        [](const Workload& shown) { return QString::number(shown.arrivals.index()); },
        [](Workload& changed, const QString& id) {
            changed.arrivals = withKind(changed.arrivals, id.toUInt());
            return Done();
        });
    kind.choices = choicesOf({"Poisson", "Constant", "Ramp", "Spike", "Diurnal", "Steps", "Bursts (MMPP)",
                              "Recorded times", "Recorded counts", "Users (closed)"});
    rows.push_back(std::move(kind));
    std::visit(ArrivalRows(rows, workloads), workload.arrivals);
}

}  // namespace app
