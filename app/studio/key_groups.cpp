#include "app/studio/key_groups.h"

#include <algorithm>

#include "app/canvas/canvas_keys.h"
#include "app/preferences/key_choices.h"

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

/// Made once: what commands are called does not change while the program runs.
const std::vector<StudioCommand>& everyCommand() {
    static const std::vector<StudioCommand> all = [] {
        std::vector<StudioCommand> list;
        for (const CommandGroup& group : commandGroups())
            list.insert(list.end(), group.commands.begin(), group.commands.end());
        return list;
    }();
    return all;
}

}  // namespace

QList<QKeySequence> ownKeysOf(const StudioCommand& command) {
    QList<QKeySequence> keys = command.keys;
    for (const QKeySequence& key : keysOnCanvas(command.id))
        if (!keys.contains(key)) keys << key;
    return keys;
}

QList<QKeySequence> keysOf(const StudioCommand& command) {
    const auto chosen = keyChoices().of(command.id);
    return chosen ? *chosen : ownKeysOf(command);
}

/// What a canvas knows as well stays there when the command had no key elsewhere.
QList<QKeySequence> windowKeysOf(const StudioCommand& command) {
    const bool onlyOnCanvas = command.keys.isEmpty() && !keysOnCanvas(command.id).isEmpty();
    const auto chosen = keyChoices().of(command.id);
    return chosen && !onlyOnCanvas ? *chosen : chosen ? QList<QKeySequence>() : command.keys;
}

const StudioCommand* findCommand(const QString& id) {
    for (const StudioCommand& command : everyCommand())
        if (command.id == id) return &command;
    return nullptr;
}

const StudioCommand* ownerOf(const QKeySequence& key) {
    for (const StudioCommand& command : everyCommand())
        if (keysOf(command).contains(key)) return &command;
    return nullptr;
}

QString keyTitleOf(const StudioCommand& command) {
    return command.keyTitle.isEmpty() ? command.title : command.keyTitle;
}

QString keyText(const QString& command) {
    const StudioCommand* found = findCommand(command);
    return found ? keysOf(*found).value(0).toString(QKeySequence::NativeText) : QString();
}

QString withKey(const QString& words, const QString& command) {
    const QString key = keyText(command);
    return key.isEmpty() ? words : QStringLiteral("%1  (%2)").arg(words, key);
}

std::vector<KeyGroup> keyGroups(const std::vector<CommandGroup>& groups) {
    std::vector<KeyHead> heads;
    for (const CommandGroup& group : groups) {
        KeyHead& head = entryOf(heads, group.title);
        for (const StudioCommand& command : group.commands)
            if (const QList<QKeySequence> keys = keysOf(command); !keys.isEmpty())
                entryOf(head.lines, keyTitleOf(command)).keys
                    << keys.front().toString(QKeySequence::NativeText);
        for (const auto& [title, gesture] : group.gestures) entryOf(head.lines, title).keys << gesture;
    }
    std::vector<KeyGroup> sheet;
    for (const KeyHead& head : heads) {
        if (head.lines.empty()) continue;
        KeyGroup& group = sheet.emplace_back(head.title, KeyGroup::second_type());
        for (const KeyLine& line : head.lines) group.second.emplace_back(line.title, wordsOf(line.keys));
    }
    return sheet;
}

}  // namespace app
