#include <QCoreApplication>

#include "app/preferences/unit_choices.h"
#include "app/simulate/result_sheet.h"
#include "simulator/footprint/footprint.h"

namespace app {

namespace {

using simulator::FootprintPart;

QString footprintTr(const char* text) {
    return QCoreApplication::translate("ResultTable", text);
}

ResultCell amountCell(const simulator::Figure& figure, FigureKind kind = FigureKind::Amount) {
    ResultCell cell;
    // What a part does not have, or has no rate, is no lack of data.
    const bool without = !figure.value && !figure.why.starts_with("not enough data");
    cell.text = without ? QStringLiteral("–") : figureText(figure, kind);
    cell.tip = figureTip(figure, kind);
    cell.value = figure.value;
    cell.half = halfWidth(figure);
    cell.missing = !figure.value;
    return cell;
}

ResultCell nameCell(const FootprintPart& part, const RunNames& names) {
    ResultCell cell;
    cell.text = part.kind == "total" ? footprintTr("Total") : names.part(part);
    return cell;
}

ResultCell unitsCell(const FootprintPart& part) {
    ResultCell cell;
    cell.missing = part.kind == "channel";
    cell.text = cell.missing ? QStringLiteral("–") : QString::number(part.units, 'g', 4);
    if (!cell.missing) cell.value = part.units;
    return cell;
}

ResultCell cpuCell(const FootprintPart& part) {
    ResultCell cell = amountCell(part.cpu, FigureKind::Share);
    if (!part.cpuAssumed || !part.cpu.value) return cell;
    cell.text = footprintTr("%1 assumed").arg(cell.text);
    cell.tip =
        footprintTr("No step of it takes CPU time: the model does not say how busy its processors are");
    return cell;
}

/// Both kinds of carbon; the tip tells them apart.
ResultCell carbonCell(const FootprintPart& part, double factor) {
    ResultCell cell = amountCell(simulator::scaled(part.carbon, factor));
    const auto kind = [&](const char* words, const simulator::Figure& figure) {
        if (figure.value)
            cell.tip += QLatin1Char('\n') +
                        footprintTr(words).arg(valueText(*figure.value * factor, FigureKind::Amount));
    };
    kind("%1 kg from electricity", part.operational);
    kind("%1 kg from making the machines", part.embodied);
    return cell;
}

ResultRow footprintRow(const FootprintPart& part, const RunNames& names) {
    constexpr double perMonth = simulator::hoursPerMonth;
    constexpr double thousandsPerMonth = perMonth / 1000;  // Of watts kWh, of g/h kg
    ResultRow row{
        QString::fromStdString(part.id), part.kind == "total" ? QString() : RunNames::nodeOfPart(part), {}};
    row.cells = {nameCell(part, names),
                 unitsCell(part),
                 cpuCell(part),
                 amountCell(simulator::scaled(part.cost, perMonth)),
                 amountCell(part.costPerMillion),
                 amountCell(simulator::scaled(part.power, thousandsPerMonth)),
                 carbonCell(part, thousandsPerMonth)};
    return row;
}

}  // namespace

ResultSheet footprintSheet(const simulator::RunResult& result, const RunNames& names) {
    const simulator::FootprintResult& footprint = result.footprint;
    const QString currency =
        footprint.known() ? chosenCurrency(QString::fromStdString(footprint.currency)) : footprintTr("cost");
    ResultSheet sheet;
    sheet.columns = {
        {footprintTr("Part"), {}, {}},
        {footprintTr("running"), {}, footprintTr("Replicas or nodes that ran, on average")},
        {footprintTr("CPU"), QStringLiteral("share"), footprintTr("Use of the CPU limit"), true},
        {footprintTr("%1 a month").arg(currency), currency, footprintTr("A month has 730 hours"), true},
        {footprintTr("%1 a million").arg(currency), currency,
         footprintTr("For a million journeys that succeed"), true},
        {footprintTr("kWh a month"), QStringLiteral("kWh"), footprintTr("With the overhead of the site"),
         true},
        {footprintTr("kg CO2e a month"), QStringLiteral("kg"),
         footprintTr("From electricity and from making the machines"), true}};
    if (!footprint.known()) return sheet;
    sheet.rows.push_back(footprintRow(footprint.total, names));
    for (const FootprintPart& part : footprint.parts) sheet.rows.push_back(footprintRow(part, names));
    return sheet;
}

}  // namespace app
