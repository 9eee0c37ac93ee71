#include "app/studio/key_groups.h"

#include <algorithm>

#include "app/canvas/canvas_keys.h"

namespace app {

namespace {

struct KeyLine {
    QString title;
    QStringList keys;
};
struct KeyHead {
    QString title;
    std::vector<KeyLine> lines;
};

/// The entry of that title, made when there is none.
template <class Entry>
Entry& entryOf(std::vector<Entry>& entries, const QString& title) {
    const auto found = std::find_if(entries.begin(), entries.end(),
                                    [&](const Entry& entry) { return entry.title == title; });
    if (found != entries.end()) return *found;
    entries.push_back({title, {}});
    return entries.back();
}

/// `Ctrl+1 … Ctrl+6` where there are many.
QString wordsOf(const QStringList& keys) {
    if (keys.size() <= 3) return keys.join(QStringLiteral(", "));
    return QStringLiteral("%1 … %2").arg(keys.front(), keys.back());
}

}  // namespace

QList<QKeySequence> keysOf(const StudioCommand& command) {
    QList<QKeySequence> keys = command.keys;
    for (const QKeySequence& key : keysOnCanvas(command.id))
        if (!keys.contains(key)) keys << key;
    return keys;
}

std::vector<ShortcutSheet::Group> keyGroups(const std::vector<CommandGroup>& groups) {
    std::vector<KeyHead> heads;
    for (const CommandGroup& group : groups) {
        KeyHead& head = entryOf(heads, group.title);
        for (const StudioCommand& command : group.commands)
            if (const QList<QKeySequence> keys = keysOf(command); !keys.isEmpty())
                entryOf(head.lines, command.keyTitle.isEmpty() ? command.title : command.keyTitle).keys
                    << keys.front().toString(QKeySequence::NativeText);
        for (const auto& [title, gesture] : group.gestures) entryOf(head.lines, title).keys << gesture;
    }
    std::vector<ShortcutSheet::Group> sheet;
    for (const KeyHead& head : heads) {
        if (head.lines.empty()) continue;
        ShortcutSheet::Group& group = sheet.emplace_back(head.title, ShortcutSheet::Group::second_type());
        for (const KeyLine& line : head.lines) group.second.emplace_back(line.title, wordsOf(line.keys));
    }
    return sheet;
}

}  // namespace app
