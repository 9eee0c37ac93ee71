#pragma once

#include <QHash>
#include <QWidget>

#include "app/studio/command.h"
#include "app/studio/palette_entry.h"

class QAction;

namespace app {

/// The actions of a window that run the registered commands, with their keys.
class CommandActions : public QObject {
    Q_OBJECT

public:
    CommandActions(StudioContext& context, QWidget* window);

    /// The action of that command: `file.save`, `edit.undo`, ...; null when there is none.
    QAction* find(const QString& id) const { return m_byId.value(id); }
    /// Appends those that can be run now, but the palette itself.
    void addTo(std::vector<PaletteEntry>& entries) const;
    /// Titles, and what can be done just now.
    void refresh();
    void setTheme(const Theme& theme);

private:
    void add(const StudioCommand& command, QWidget* window);

    StudioContext& m_context;
    std::vector<StudioCommand> m_commands;
    QList<QAction*> m_all;
    QHash<QString, QAction*> m_byId;
};

}  // namespace app
