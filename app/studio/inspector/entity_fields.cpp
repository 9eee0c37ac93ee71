#include "app/studio/inspector/entity_fields.h"

#include <QLocale>
#include <set>

#include "app/studio/inspector/field_walk.h"
#include "model/references.h"

namespace app::fields {

template <class E>
std::vector<Choice> referenceChoices(const model::Project& project) {
    std::vector<Choice> choices;
    const auto add = [&](const auto& entities) {
        for (const auto& entity : entities) choices.push_back({text(entity.id.value()), text(entity.name)});
    };
    if constexpr (std::is_same_v<E, model::Operation>) {
        for (const model::Service& service : project.services)
            for (const model::Operation& operation : service.operations)
                choices.push_back({text(operation.id.value()),
                                   QStringLiteral("%1.%2").arg(text(service.name), text(operation.name))});
    } else if constexpr (std::is_same_v<E, model::Journey>) {
        for (const model::Workload& workload : project.workloads) add(workload.journeys);
    } else if constexpr (std::is_same_v<E, model::Team>) {
        add(project.teams);
    } else if constexpr (std::is_same_v<E, model::BoundedContext>) {
        add(project.contexts);
    } else if constexpr (std::is_same_v<E, model::Message>) {
        add(project.messages);
    } else if constexpr (std::is_same_v<E, model::Service>) {
        add(project.services);
    } else if constexpr (std::is_same_v<E, model::Channel>) {
        add(project.channels);
    } else if constexpr (std::is_same_v<E, model::DataStore>) {
        add(project.stores);
    } else if constexpr (std::is_same_v<E, model::CallPolicy>) {
        add(project.policies);
    } else if constexpr (std::is_same_v<E, model::Workload>) {
        add(project.workloads);
    } else if constexpr (std::is_same_v<E, model::FaultPlan>) {
        add(project.faultPlans);
    } else if constexpr (std::is_same_v<E, model::Objective>) {
        add(project.objectives);
    } else if constexpr (std::is_same_v<E, model::Region>) {
        add(project.network.regions);
    } else if constexpr (std::is_same_v<E, model::Zone>) {
        add(project.network.zones);
    } else {
        static_assert(std::is_same_v<E, model::NodePool>);
        add(project.network.nodePools);
    }
    return choices;
}

QString rangeWords(const model::Range& range, const std::function<QString(double)>& textOf) {
    const bool hasLow = std::isfinite(range.low);
    const bool hasHigh = std::isfinite(range.high);
    if (hasLow && hasHigh)
        return (range.openLow ? inspectorTr("above %1, up to %2") : inspectorTr("from %1 to %2"))
            .arg(textOf(range.low), textOf(range.high));
    if (hasLow)
        return (range.openLow ? inspectorTr("above %1") : inspectorTr("at least %1")).arg(textOf(range.low));
    return hasHigh ? inspectorTr("at most %1").arg(textOf(range.high)) : QString();
}

namespace {

/// A reader that holds what was read against the range, and says it otherwise.
std::function<model::Result<double>(const QString&)> within(
    const model::Range& range, std::function<model::Result<double>(const QString&)> read,
    const QString& what) {
    return [=](const QString& entered) -> model::Result<double> {
        const auto number = read(entered);
        if (number && range.contains(*number)) return number;
        if (!number && what.isEmpty()) return number;
        return model::failure({}, inspectorTr("%1 is expected.").arg(what).toStdString());
    };
}

bool endsWith(std::string_view key, std::string_view end) {
    return key.size() >= end.size() && key.substr(key.size() - end.size()) == end;
}

model::Result<double> plainNumber(const QString& entered) {
    return readNumber(entered, std::numeric_limits<double>::lowest(), std::numeric_limits<double>::max());
}

template <class N>
model::Result<double> asNumber(const model::Result<N>& read) {
    if (!read) return tl::unexpected<model::Error>(read.error());
    return static_cast<double>(*read);
}

QString grouped(double number) {
    return QLocale::c().toString(static_cast<qlonglong>(number));
}

NumberStyle wholeStyle(std::string_view key, const model::Range& range) {
    NumberStyle style;
    if (endsWith(key, "_milli")) {
        style.text = [](double value) { return coresText(static_cast<std::int32_t>(value)); };
        style.read = [](const QString& entered) { return asNumber(readCores(entered)); };
        style.range = rangeWords(range, style.text);
        style.read = within(range, style.read, {});
        return style;
    }
    if (endsWith(key, "_mib")) {
        style.text = [](double value) { return memoryText(static_cast<std::int32_t>(value)); };
        style.read = [](const QString& entered) { return asNumber(readMemory(entered)); };
        style.range = rangeWords(range, style.text);
        style.read = within(range, style.read, {});
        return style;
    }
    const auto bound = [](double value, double otherwise) {
        return static_cast<std::int32_t>(std::isfinite(value) ? std::clamp(value, -2147483648.0, 2147483647.0)
                                                              : otherwise);
    };
    style.text = [](double value) { return QString::number(static_cast<qlonglong>(value)); };
    style.read = [least = bound(range.low, -2147483648.0), most = bound(range.high, 2147483647.0)](
                     const QString& entered) { return asNumber(readCount(entered, least, most)); };
    style.range = rangeWords(range, grouped);
    return style;
}

}  // namespace

NumberStyle numberStyle(std::string_view key, const model::Range& range, bool whole) {
    const bool percent = endsWith(key, "_percent") || key == "failure_percentage_threshold" ||
                         key == "enforcing_failure_percentage";
    if (whole) {
        NumberStyle style = wholeStyle(key, range);
        if (percent) style.unit = QStringLiteral("%");
        return style;
    }
    NumberStyle style;
    if (range.low == 0 && range.high <= 1) {
        style.text = shareText;
        style.range = rangeWords(range, shareText);
        style.read = within(range, readShare, inspectorTr("A share %1").arg(style.range));
        return style;
    }
    style.text = numberText;
    style.unit = percent ? QStringLiteral("%") : endsWith(key, "_mib") ? QStringLiteral("MiB") : QString();
    style.range = rangeWords(range, numberText);
    style.read = within(
        range,
        [percent](const QString& entered) {
            QString number = entered.trimmed();
            if (percent && number.endsWith('%')) number.chop(1);
            return plainNumber(number);
        },
        style.range.isEmpty() ? QString() : inspectorTr("A number %1").arg(style.range));
    return style;
}

NumberStyle durationStyle(const model::Range& range, Unit unit) {
    NumberStyle style;
    style.text = [unit](double value) { return durationText(durationOf(value, unit)); };
    style.range = rangeWords(range, style.text);
    const TimeUnit bare = unit == Unit::Seconds ? TimeUnit::Seconds : TimeUnit::Milliseconds;
    const bool mayBeNegative = range.low < 0;
    style.read = within(
        range,
        [bare, unit, mayBeNegative](const QString& entered) -> model::Result<double> {
            QString time = entered.trimmed();
            const bool negative = mayBeNegative && time.startsWith('-');
            if (negative) time = time.mid(1);
            const auto read = readDuration(time, bare);
            if (!read) return tl::unexpected<model::Error>(read.error());
            return (negative ? -1 : 1) * static_cast<double>(read->count()) / unitSize(unit);
        },
        style.range.isEmpty() ? QString()
                              : inspectorTr("A time %1, such as %2,")
                                    .arg(style.range, unit == Unit::Seconds ? QStringLiteral("90 s")
                                                                            : QStringLiteral("250 ms")));
    return style;
}

void visitOne(const At& at, PartPlace<std::uint64_t> place) {
    DescribedField field = valueField<std::uint64_t>(
        at, Row::Kind::Text, place, [](std::uint64_t value) { return QString::number(value); },
        [](std::uint64_t& value, const QString& entered) -> model::Result<void> {
            bool read = false;
            const qulonglong number = entered.trimmed().toULongLong(&read);
            if (!read)
                return model::failure(
                    {}, inspectorTr("A whole number of zero or more is expected.").toStdString());
            value = number;
            return {};
        });
    at.walk.sink.value(std::move(field));
}

void visitOne(const At& at, PartPlace<bool> place) {
    DescribedField field = valueField<bool>(
        at, Row::Kind::Switch, place, [](bool value) { return QString(value ? "1" : "0"); },
        [](bool& value, const QString& entered) {
            value = entered == QLatin1String("1");
            return model::Result<void>();
        });
    at.walk.sink.value(std::move(field));
}

void visitOne(const At& at, PartPlace<std::string> place) {
    static const std::set<std::string_view> notes{"description", "responsibility", "meaning", "exposed"};
    const bool note = notes.contains(at.key);
    DescribedField field = valueField<std::string>(
        at, note ? Row::Kind::Note : Row::Kind::Text, place,
        [](const std::string& value) { return text(value); },
        [note](std::string& value, const QString& entered) {
            if (text(value) != entered) value = (note ? entered : entered.trimmed()).toStdString();
            return model::Result<void>();
        });
    at.walk.sink.value(std::move(field));
}

void visitOne(const At& at, PartPlace<std::vector<std::string>> place) {
    using Words = std::vector<std::string>;
    DescribedField field = valueField<Words>(
        at, Row::Kind::Text, place,
        [](const Words& words) {
            QStringList parts;
            for (const std::string& word : words) parts << text(word);
            return parts.join(QStringLiteral(", "));
        },
        [](Words& words, const QString& entered) {
            Words read;
            for (const QString& part : entered.split(',', Qt::SkipEmptyParts))
                if (!part.trimmed().isEmpty()) read.push_back(part.trimmed().toStdString());
            words = std::move(read);
            return model::Result<void>();
        });
    field.unit = inspectorTr("with commas");
    at.walk.sink.value(std::move(field));
}

void visitOne(const At& at, PartPlace<model::Distribution> place) {
    at.walk.sink.distribution(at.path, at.words, std::move(place));
}

namespace {

/// The first pair of places that no latency speaks of yet.
template <class Latency, class E>
void takeFreePair(Latency& made, const std::vector<Latency>& all, const model::Collection<E>& places) {
    const auto isStated = [&](const model::Id<E>& one, const model::Id<E>& other) {
        return std::any_of(all.begin(), all.end(), [&](const Latency& latency) {
            return (latency.from == one && latency.to == other) ||
                   (latency.from == other && latency.to == one);
        });
    };
    for (const bool apart : {true, false})
        for (const E& one : places)
            for (const E& other : places) {
                if ((one.id == other.id) == apart || isStated(one.id, other.id)) continue;
                made.from = one.id;
                made.to = other.id;
                return;
            }
}

std::int32_t highestNumber(const std::vector<model::Field>& all) {
    std::int32_t highest = 0;
    for (const model::Field& field : all) highest = std::max(highest, field.number);
    return highest;
}

}  // namespace

void makeDistinct(model::ZoneLatency& made, const std::vector<model::ZoneLatency>& all,
                  const model::Project& project) {
    takeFreePair(made, all, project.network.zones);
}
void makeDistinct(model::RegionLatency& made, const std::vector<model::RegionLatency>& all,
                  const model::Project& project) {
    takeFreePair(made, all, project.network.regions);
}
void makeDistinct(model::Field& made, const std::vector<model::Field>& all, const model::Project&) {
    made.number = highestNumber(all) + 1;
    made.name = "field_" + std::to_string(made.number);
}
void makeDistinct(model::ReservedField& made, const std::vector<model::ReservedField>& all,
                  const model::Project&) {
    // Far from those that fields have by turns.
    made.number = 1000;
    for (const model::ReservedField& reserved : all) made.number = std::max(made.number, reserved.number + 1);
}
void makeDistinct(model::CanaryStep& made, const std::vector<model::CanaryStep>& all, const model::Project&) {
    if (!all.empty()) made.weight = std::min(100.0, all.back().weight * 2);
}
void makeDistinct(model::Fault& made, const std::vector<model::Fault>& all, const model::Project&) {
    made.length = model::seconds(10);
    for (const model::Fault& fault : all)
        made.start = std::max(made.start, fault.start + fault.length.value_or(model::seconds(10)));
}

namespace {

QString targetName(const model::Project& project, const model::FaultTarget& target) {
    return std::visit([&](const auto& id) { return text(model::displayName(project, id)); }, target);
}

}  // namespace

QString titleOf(const model::Project& project, const model::Fault& fault) {
    const QString word = std::visit(
        []<class Effect>(const Effect&) { return valueWords(model::Tag<Effect>::name); }, fault.effect);
    const QString when = fault.chance ? inspectorTr("by chance") : durationText(fault.start);
    QString title = QStringLiteral("%1  %2: %3").arg(when, word, targetName(project, fault.target));
    if (fault.length) title += inspectorTr(", for %1").arg(durationText(*fault.length));
    return title;
}
QString titleOf(const model::Project& project, const model::JourneyStep& step) {
    const model::Service* service = model::serviceOf(project, step.operation);
    const QString name = text(model::displayName(project, step.operation));
    return service ? QStringLiteral("%1.%2").arg(text(service->name), name) : name;
}
QString titleOf(const model::Project&, const model::CanaryStep& step) {
    return inspectorTr("%1 % for %2").arg(numberText(step.weight), durationText(step.pause));
}
QString titleOf(const model::Project&, const model::ScalingLimit& limit) {
    return inspectorTr("%1 %2 in %3")
        .arg(limit.value)
        .arg(limit.unit == model::ScalingUnit::Pods ? inspectorTr("pods") : QStringLiteral("%"),
             durationText(limit.period));
}

std::vector<int> displayOrder(const std::vector<model::Fault>& faults) {
    std::vector<int> order(faults.size());
    std::iota(order.begin(), order.end(), 0);
    std::stable_sort(order.begin(), order.end(), [&](int left, int right) {
        return faults[static_cast<std::size_t>(left)].start < faults[static_cast<std::size_t>(right)].start;
    });
    return order;
}

}  // namespace app::fields

namespace app {

#define LINTEL_WALK(Entity)                                                                        \
    void walkFields(const model::Project& project, const model::Entity& entity, FieldSink& sink) { \
        fields::walkEntity(project, entity, sink);                                                 \
    }
LINTEL_WALK(Team)
LINTEL_WALK(BoundedContext)
LINTEL_WALK(ContextRelationship)
LINTEL_WALK(Message)
LINTEL_WALK(Service)
LINTEL_WALK(Operation)
LINTEL_WALK(Channel)
LINTEL_WALK(DataStore)
LINTEL_WALK(CallPolicy)
LINTEL_WALK(Deployment)
LINTEL_WALK(Journey)
LINTEL_WALK(FaultPlan)
LINTEL_WALK(Scenario)
LINTEL_WALK(Region)
LINTEL_WALK(Zone)
LINTEL_WALK(NodePool)
LINTEL_WALK(Network)
LINTEL_WALK(TwoPhaseCommit)
LINTEL_WALK(CacheLookup)
LINTEL_WALK(StoreQuery)
#undef LINTEL_WALK

QString faultTitle(const model::Project& project, const model::Fault& fault) {
    return fields::titleOf(project, fault);
}

}  // namespace app
