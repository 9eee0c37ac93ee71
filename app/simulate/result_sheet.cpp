#include "app/simulate/result_sheet.h"

#include <QCoreApplication>
#include <QStringList>
#include <algorithm>
#include <cmath>

#include "app/simulate/series.h"

namespace app {
namespace {

QString sheetTr(const char* text) {
    return QCoreApplication::translate("ResultTable", text);
}

ResultCell textCell(const QString& text) {
    ResultCell cell;
    cell.text = text;
    return cell;
}

ResultCell figureCell(const simulator::Figure& figure, FigureKind kind) {
    ResultCell cell;
    cell.text = figureText(figure, kind);
    cell.tip = figureTip(figure, kind);
    cell.value = figure.value;
    cell.half = halfWidth(figure);
    cell.missing = !figure.value;
    return cell;
}

ResultCell numberCell(double value, FigureKind kind) {
    ResultCell cell;
    cell.text = valueText(value, kind);
    if (std::isfinite(value)) cell.value = value;
    return cell;
}

ResultCell countCell(std::uint64_t count) {
    ResultCell cell;
    cell.text = countText(count);
    cell.value = static_cast<double>(count);
    return cell;
}

ResultCell errorCell(const simulator::FlowResult& flow) {
    const std::uint64_t ended = flow.completed + flow.failures();
    ResultCell cell;
    if (ended == 0) {
        cell.text = QStringLiteral("–");
        cell.tip = sheetTr("no request ended");
        cell.missing = true;
        return cell;
    }
    const double share = static_cast<double>(flow.failures()) / static_cast<double>(ended);
    cell.value = share;
    cell.text = percentText(share);
    if (flow.failures() == 0) return cell;
    QStringList causes;
    for (std::size_t i = 0; i < flow.failed.size(); ++i)
        if (flow.failed[i] > 0)
            causes << QStringLiteral("%1 %2").arg(
                percentText(static_cast<double>(flow.failed[i]) / static_cast<double>(ended)),
                QLatin1String(simulator::causeName(static_cast<simulator::Cause>(i))));
    const auto worst = std::max_element(flow.failed.begin(), flow.failed.end());
    cell.text +=
        QLatin1Char(' ') +
        QLatin1String(simulator::causeName(static_cast<simulator::Cause>(worst - flow.failed.begin())));
    cell.tip = causes.join(QLatin1Char('\n'));
    cell.tone = share >= 0.01 ? Tone::Bad : Tone::Warning;
    return cell;
}

/// Attempts over calls, of everything that calls the operation.
ResultCell amplificationCell(const simulator::RunResult& result, const std::string& operation) {
    double calls = 0;
    double attempts = 0;
    for (const simulator::EdgeResult& edge : result.edges) {
        if (edge.callee != operation || edge.kind != "call") continue;
        calls += static_cast<double>(edge.calls);
        attempts += static_cast<double>(edge.attempts);
    }
    ResultCell cell;
    cell.text = QStringLiteral("–");
    cell.missing = calls <= 0;
    if (cell.missing) return cell;
    cell.value = attempts / calls;
    cell.text = plainText(*cell.value) + QStringLiteral("×");
    cell.tip = sheetTr("%1 attempts for %2 calls")
                   .arg(countText(static_cast<std::uint64_t>(attempts)),
                        countText(static_cast<std::uint64_t>(calls)));
    if (*cell.value >= 1.5) cell.tone = Tone::Warning;
    return cell;
}

std::vector<ResultCell> flowCells(const simulator::RunResult& result, const simulator::FlowResult& flow,
                                  const QString& name) {
    const double seconds = observedSeconds(result);
    ResultCell arrivals =
        numberCell(seconds > 0 ? static_cast<double>(flow.arrivals) / seconds : NAN, FigureKind::Rate);
    arrivals.tip = sheetTr("%1 arrivals after the warm-up").arg(countText(flow.arrivals));
    return {textCell(name),
            arrivals,
            figureCell(flow.goodput, FigureKind::Rate),
            errorCell(flow),
            figureCell(flow.latency.p50, FigureKind::Latency),
            figureCell(flow.latency.p99, FigureKind::Latency)};
}

std::vector<ResultColumn> flowColumns(const QString& first) {
    return {
        {first, {}, {}},
        {sheetTr("arrivals"), QStringLiteral("rps"), sheetTr("Requests that arrive each second")},
        {sheetTr("goodput"), QStringLiteral("rps"), sheetTr("Requests that succeed each second"), true},
        {sheetTr("errors"), QStringLiteral("share"),
         sheetTr("Share of the ended requests that failed, and the main cause")},
        {sheetTr("p50"), QStringLiteral("ms"), sheetTr("Half of the successful requests are faster"), true},
        {sheetTr("p99"), QStringLiteral("ms"), sheetTr("99 of 100 successful requests are faster"), true}};
}

QString plainNumber(double value) {
    return QString::number(value, 'g', 10);
}

QString quoted(QString text, QChar separator) {
    if (separator == QLatin1Char('\t'))
        return text.replace(QLatin1Char('\t'), QLatin1Char(' ')).replace(QLatin1Char('\n'), QLatin1Char(' '));
    if (!text.contains(separator) && !text.contains(QLatin1Char('"')) && !text.contains(QLatin1Char('\n')))
        return text;
    return QLatin1Char('"') + text.replace(QLatin1Char('"'), QStringLiteral("\"\"")) + QLatin1Char('"');
}

}  // namespace

ResultSheet operationSheet(const simulator::RunResult& result, const RunNames& names) {
    ResultSheet sheet;
    sheet.columns = flowColumns(sheetTr("Operation"));
    sheet.columns.push_back({sheetTr("amplification"), QStringLiteral("attempts per call"),
                             sheetTr("Attempts, retries included, for each call")});
    for (const simulator::FlowResult& flow : result.operations) {
        ResultRow row{QString::fromStdString(flow.id), names.nodeOfOperation(flow.id),
                      flowCells(result, flow, names.operation(flow.id))};
        row.cells.push_back(amplificationCell(result, flow.id));
        sheet.rows.push_back(std::move(row));
    }
    return sheet;
}

ResultSheet journeySheet(const simulator::RunResult& result, const RunNames& names) {
    ResultSheet sheet;
    sheet.columns = flowColumns(sheetTr("Journey"));
    for (const simulator::FlowResult& flow : result.journeys)
        sheet.rows.push_back(
            {QString::fromStdString(flow.id), {}, flowCells(result, flow, names.journey(flow.id))});
    return sheet;
}

ResultSheet stationSheet(const simulator::RunResult& result, const RunNames& names) {
    ResultSheet sheet;
    sheet.columns = {{sheetTr("Station"), {}, {}},
                     {sheetTr("workers"), {}, sheetTr("Workers or connections in all")},
                     {sheetTr("utilisation"), QStringLiteral("share"),
                      sheetTr("Share of the workers that are busy"), true},
                     {sheetTr("waiting"), {}, sheetTr("Mean number of requests in the queue"), true},
                     {sheetTr("wait"), QStringLiteral("ms"), sheetTr("Mean time in the queue"), true},
                     {sheetTr("rejected"), {}, sheetTr("Requests that found the queue full")},
                     {sheetTr("Little"), QStringLiteral("relative"),
                      sheetTr("How far L = λW is off: nothing should be lost")}};
    for (const simulator::StationResult& station : result.stations) {
        ResultRow row{QString::fromStdString(station.id), RunNames::nodeOfStation(station), {}};
        ResultCell busy = figureCell(station.utilisation, FigureKind::Share);
        if (station.utilisation.value.value_or(0) > 0.9) busy.tone = Tone::Bad;
        ResultCell rejected = countCell(station.rejected);
        if (station.rejected > 0) rejected.tone = Tone::Warning;
        row.cells = {textCell(names.station(station)),
                     countCell(static_cast<std::uint64_t>(std::max(0.0, station.servers))),
                     busy,
                     figureCell(station.meanQueue, FigureKind::Plain),
                     figureCell(station.wait, FigureKind::Latency),
                     rejected,
                     numberCell(station.littleResidual, FigureKind::Share)};
        sheet.rows.push_back(std::move(row));
    }
    return sheet;
}

QString delimitedText(const ResultSheet& sheet, QChar separator) {
    QStringList lines;
    QStringList heads;
    for (const ResultColumn& column : sheet.columns) {
        const QString unit = column.unit.isEmpty() ? QString() : QStringLiteral(" [%1]").arg(column.unit);
        heads << quoted(column.title + unit, separator);
        if (column.hasInterval) heads << quoted(column.title + QStringLiteral(" ±") + unit, separator);
    }
    lines << heads.join(separator);
    for (const ResultRow& row : sheet.rows) {
        QStringList fields;
        for (std::size_t i = 0; i < row.cells.size(); ++i) {
            const ResultCell& cell = row.cells[i];
            fields << (cell.value ? plainNumber(*cell.value)
                       : i == 0   ? quoted(cell.text, separator)
                                  : QString());
            if (sheet.columns[i].hasInterval) fields << (cell.value ? plainNumber(cell.half) : QString());
        }
        lines << fields.join(separator);
    }
    return lines.join(QLatin1Char('\n')) + QLatin1Char('\n');
}

}  // namespace app
