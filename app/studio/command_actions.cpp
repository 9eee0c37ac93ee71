#include "app/studio/command_actions.h"

#include <QAction>

#include "app/preferences/key_choices.h"
#include "app/studio/key_groups.h"
#include "app/theme/icon.h"

namespace app {

CommandActions::CommandActions(StudioContext& context, QWidget* window)
    : QObject(window), m_context(context) {
    for (const CommandGroup& group : commandGroups())
        for (const StudioCommand& command : group.commands) add(command, window);
    setTheme(context.theme());
    refresh();
    connect(&keyChoices(), &KeyChoices::changed, this, [this] {
        for (std::size_t index = 0; index < m_commands.size(); ++index)
            m_all[qsizetype(index)]->setShortcuts(windowKeysOf(m_commands[index]));
    });
}

void CommandActions::add(const StudioCommand& command, QWidget* window) {
    auto* action = new QAction(command.title, window);
    action->setObjectName(command.id);
    action->setShortcuts(windowKeysOf(command));
    action->setShortcutContext(Qt::WindowShortcut);
    connect(action, &QAction::triggered, this, [this, run = command.run] { run(m_context); });
    window->addAction(action);
    m_commands.push_back(command);
    m_all << action;
    m_byId.insert(command.id, action);
}

void CommandActions::refresh() {
    for (std::size_t index = 0; index < m_commands.size(); ++index) {
        const StudioCommand& command = m_commands[index];
        QAction* action = m_all[qsizetype(index)];
        if (command.currentTitle) action->setText(command.currentTitle(m_context));
        if (command.when) action->setEnabled(command.when(m_context));
    }
}

void CommandActions::addTo(std::vector<PaletteEntry>& entries) const {
    for (std::size_t index = 0; index < m_commands.size(); ++index) {
        const StudioCommand& command = m_commands[index];
        QAction* action = m_all[qsizetype(index)];
        if (!action->isEnabled() || command.id == QLatin1String("view.palette")) continue;
        const QString key = keysOf(command).value(0).toString(QKeySequence::NativeText);
        entries.push_back({action->text(), key, command.icon, {}, [action] { action->trigger(); }});
    }
}

void CommandActions::setTheme(const Theme& theme) {
    for (std::size_t index = 0; index < m_commands.size(); ++index)
        m_all[qsizetype(index)]->setIcon(icon(m_commands[index].icon, theme));
}

}  // namespace app
