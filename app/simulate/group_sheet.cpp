#include <QCoreApplication>

#include "app/simulate/result_sheet.h"

namespace app {

namespace {

QString groupTr(const char* text) {
    return QCoreApplication::translate("ResultTable", text);
}

ResultCell wordCell(const QString& text) {
    ResultCell cell;
    cell.text = text;
    return cell;
}

ResultCell plainCell(double value, const QString& text, Tone tone = Tone::Plain) {
    ResultCell cell;
    cell.value = value;
    cell.text = text;
    cell.tone = tone;
    return cell;
}

ResultCell messagesCell(std::uint64_t count, Tone tone = Tone::Plain) {
    return plainCell(static_cast<double>(count), countText(count), tone);
}

/// What was lost, and how.
ResultCell lostCell(const simulator::GroupResult& group) {
    const std::uint64_t lost = group.dropped + group.expired;
    ResultCell cell = messagesCell(lost, lost > 0 ? Tone::Bad : Tone::Plain);
    cell.tip = groupTr("%1 given up, %2 too old").arg(countText(group.dropped), countText(group.expired));
    return cell;
}

}  // namespace

ResultSheet groupSheet(const simulator::RunResult& result, const RunNames& names) {
    ResultSheet sheet;
    sheet.columns = {
        {groupTr("Channel and group"), {}, {}},
        {groupTr("published"), {}, groupTr("Messages for this group, from the beginning on")},
        {groupTr("handled"), {}, {}},
        {groupTr("redelivered"), {}, groupTr("Deliveries after the first of a message")},
        {groupTr("dead letters"), {}, groupTr("Given up, and kept in another channel")},
        {groupTr("lost"), {}, groupTr("Given up, or older than the retention")},
        {groupTr("largest lag"), QStringLiteral("messages"),
         groupTr("Published and not settled, at the worst moment")},
        {groupTr("oldest"), QStringLiteral("ms"), groupTr("Age of the oldest of them, at the worst moment")},
        {groupTr("paused"), QStringLiteral("s"), groupTr("How long rebalances stopped the group")}};
    for (const simulator::GroupResult& group : result.groups) {
        ResultRow row{QString::fromStdString(group.id), RunNames::nodeOfChannel(group.channel), {}};
        row.cells = {
            wordCell(names.channel(group.channel) + QStringLiteral(" · ") + QString::fromStdString(group.id)),
            messagesCell(group.published),
            messagesCell(group.handled),
            messagesCell(group.redelivered, group.redelivered > 0 ? Tone::Warning : Tone::Plain),
            messagesCell(group.deadLettered, group.deadLettered > 0 ? Tone::Warning : Tone::Plain),
            lostCell(group),
            plainCell(group.largestLag, plainText(group.largestLag)),
            plainCell(group.oldestMs, latencyText(group.oldestMs)),
            plainCell(group.pausedSeconds, plainText(group.pausedSeconds))};
        sheet.rows.push_back(std::move(row));
    }
    return sheet;
}

}  // namespace app
