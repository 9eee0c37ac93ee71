#include "app/studio/inspector/row_makers.h"
#include "app/studio/quantity_text.h"

namespace app {

namespace {

using model::Power;
using model::Rates;
using Change = std::function<model::Result<void>(Rates&, const QString&)>;

/// Applies a change to the rates of a model that has some.
RowWrite writeRates(Change change) {
    return [change = std::move(change)](const model::Project& before,
                                        const QString& entered) -> model::Result<model::Project> {
        if (!before.rates) return before;
        Rates rates = *before.rates;
        if (model::Result<void> taken = change(rates, entered); !taken)
            return tl::unexpected<model::Error>(taken.error());
        return model::putRates(before, std::move(rates));
    };
}

/// An average machine of a cloud: Cloud Carbon Footprint, Methodology, appendix I.
struct Machine {
    const char* name;
    double idleWatts, fullWatts, pue;
};
constexpr Machine machines[] = {{"AWS, on average", 0.74, 3.5, 1.135},
                                {"Google Cloud, in the middle", 0.71, 4.26, 1.1},
                                {"Azure, on average", 0.78, 3.76, 1.125}};

/// The rows of prices and power.
class RatesRows {
public:
    RatesRows(std::vector<Row>& rows, const Rates& rates) : m_rows(rows), m_rates(rates) {}

    void prices() {
        add(
            inspectorTr("Currency"), text(m_rates.currency),
            [](Rates& rates, const QString& entered) {
                rates.currency = entered.trimmed().toUpper().toStdString();
                return model::Result<void>();
            },
            QString(), inspectorTr("A code of ISO 4217: USD, EUR"));
        price(inspectorTr("vCPU"), &Rates::vcpuHour, inspectorTr("per hour"),
              inspectorTr("Of each that a replica requests, while it runs"));
        price(inspectorTr("GiB of memory"), &Rates::gibHour, inspectorTr("per hour"),
              inspectorTr("Of each that a replica requests, while it runs"));
        price(inspectorTr("Messages"), &Rates::millionMessages, inspectorTr("per million"),
              inspectorTr("Published to channels"));
        price(inspectorTr("Store node"), &Rates::storeNodeHour, inspectorTr("per hour"),
              inspectorTr("Where the store states no price of its own"));
        add(
            inspectorTr("Source"), text(m_rates.source),
            [](Rates& rates, const QString& entered) {
                rates.source = entered.trimmed().toStdString();
                return model::Result<void>();
            },
            QString(), inspectorTr("Where these figures come from"));
        m_rows.back().kind = Row::Kind::Note;
    }

    void power(const Power& power) {
        number(inspectorTr("Idle"), &Power::idleWatts, power, 0, model::highestPrice,
               inspectorTr("W per vCPU"), inspectorTr("A vCPU that has nothing to do"));
        number(inspectorTr("Full"), &Power::fullWatts, power, 0, model::highestPrice,
               inspectorTr("W per vCPU"), inspectorTr("A vCPU in full use"));
        number(inspectorTr("Memory"), &Power::memoryWatts, power, 0, model::highestPrice,
               inspectorTr("W per GiB"), QString());
        optional(inspectorTr("Store"), &Power::storeNodeWatts, power, inspectorTr("W per node"), QString());
        number(inspectorTr("PUE"), &Power::pue, power, 1, 100, QString(),
               inspectorTr("Power usage effectiveness: all power of the site for one of its machines"));
        add(
            inspectorTr("Assumed use"), shareText(power.assumedUse),
            [](Rates& rates, const QString& entered) {
                return take(rates.power->assumedUse, readShare(entered));
            },
            inspectorTr("of the vCPUs"),
            inspectorTr("Where no step takes CPU time; measured where one does"));
        optional(inspectorTr("Grid"), &Power::gridIntensity, power, inspectorTr("g CO2e per kWh"), QString());
        optional(inspectorTr("Embodied"), &Power::embodied, power, inspectorTr("g CO2e per vCPU-hour"),
                 inspectorTr("From making the machines"));
        optional(inspectorTr("Stores"), &Power::storeNodeEmbodied, power, inspectorTr("g CO2e per node-hour"),
                 QString());
    }

private:
    void add(const QString& label, const QString& value, Change change, const QString& hint,
             const QString& tip) {
        Row row;
        row.kind = Row::Kind::Text;
        row.label = label;
        row.value = value;
        row.hint = hint;
        row.tip = tip;
        row.undo = inspectorTr("Change a rate: %1").arg(label);
        row.write = writeRates(std::move(change));
        m_rows.push_back(std::move(row));
    }

    void price(const QString& label, std::optional<double> Rates::*field, const QString& hint,
               const QString& tip) {
        add(
            label, optionalNumberText(m_rates.*field),
            [field](Rates& rates, const QString& entered) {
                return takeOptionalNumber(rates.*field, entered, model::highestPrice);
            },
            (m_rates.*field ? text(m_rates.currency) + ' ' : inspectorTr("no price") + ' ') + hint, tip);
    }

    void number(const QString& label, double Power::*field, const Power& power, double least, double most,
                const QString& hint, const QString& tip) {
        add(
            label, numberText(power.*field),
            [field, least, most](Rates& rates, const QString& entered) {
                return take((*rates.power).*field, readNumber(entered, least, most));
            },
            hint, tip);
    }

    void optional(const QString& label, std::optional<double> Power::*field, const Power& power,
                  const QString& hint, const QString& tip) {
        add(
            label, optionalNumberText(power.*field),
            [field](Rates& rates, const QString& entered) {
                return takeOptionalNumber((*rates.power).*field, entered, model::highestPrice);
            },
            hint, tip);
    }

    std::vector<Row>& m_rows;
    const Rates& m_rates;
};

Row statePowerRow() {
    std::vector<Choice> choices;
    for (const Machine& machine : machines)
        choices.push_back({QString::number(choices.size()), inspectorTr(machine.name)});
    return actionRow(inspectorTr("State power and carbon"), writeRates([](Rates& rates, const QString& id) {
                         const Machine& machine = machines[std::min<std::size_t>(2, id.toUInt())];
                         Power power;
                         power.idleWatts = machine.idleWatts;
                         power.fullWatts = machine.fullWatts;
                         power.pue = machine.pue;
                         rates.power = power;
                         return model::Result<void>();
                     }),
                     inspectorTr("State power"), std::move(choices));
}

Row dropRow(const QString& label, RowWrite write) {
    Row row = actionRow(label, std::move(write), label);
    row.hint = QStringLiteral("trash");
    return row;
}

}  // namespace

QString optionalNumberText(const std::optional<double>& value) {
    return value ? numberText(*value) : QString();
}

model::Result<void> takeOptionalNumber(std::optional<double>& field, const QString& entered, double most) {
    field.reset();
    if (entered.trimmed().isEmpty()) return {};
    return take(field.emplace(), readNumber(entered, 0, most));
}

void appendRatesRows(std::vector<Row>& rows, const model::Project& project) {
    rows.push_back(sectionRow(inspectorTr("Rates")));
    if (!project.rates) {
        rows.push_back(actionRow(
            inspectorTr("State prices"),
            [](const model::Project& before, const QString&) { return model::putRates(before, Rates{}); },
            inspectorTr("State prices")));
        rows.back().tip = inspectorTr("Results then tell costs, and with power energy and carbon");
        return;
    }
    RatesRows made(rows, *project.rates);
    made.prices();
    rows.push_back(dropRow(inspectorTr("Remove the rates"), [](const model::Project& before, const QString&) {
        return model::putRates(before, std::nullopt);
    }));
    rows.push_back(sectionRow(inspectorTr("Power and carbon")));
    if (!project.rates->power) return rows.push_back(statePowerRow());
    made.power(*project.rates->power);
    rows.push_back(
        dropRow(inspectorTr("Remove power and carbon"), writeRates([](Rates& rates, const QString&) {
                    rates.power.reset();
                    return model::Result<void>();
                })));
}

}  // namespace app
