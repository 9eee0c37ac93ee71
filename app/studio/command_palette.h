#pragma once

#include <QAbstractListModel>
#include <QFrame>
#include <QPointer>
#include <vector>

#include "app/studio/palette_entry.h"
#include "app/theme/theme.h"

class QLineEdit;
class QListView;

namespace app {

/// The entries that match what was typed, best first.
class PaletteModel : public QAbstractListModel {
    Q_OBJECT

public:
    enum Role { WordRole = Qt::UserRole, IconRole };
    using QAbstractListModel::QAbstractListModel;

    void setEntries(std::vector<PaletteEntry> entries);
    void seek(const QString& sought);
    const PaletteEntry* entry(int row) const;

    int rowCount(const QModelIndex& parent = {}) const override;
    QVariant data(const QModelIndex& index, int role) const override;

private:
    std::vector<PaletteEntry> m_entries;
    std::vector<std::size_t> m_shown;
};

/// Finds any command and any element by a few letters; floats over the window below the search field.
class CommandPalette : public QFrame {
    Q_OBJECT

public:
    CommandPalette(const Theme& theme, QWidget* window);

    void setTheme(const Theme& theme);
    void open(std::vector<PaletteEntry> entries);
    QLineEdit* field() const { return m_field; }

protected:
    bool eventFilter(QObject* watched, QEvent* event) override;

private:
    void place();
    void runCurrent();
    void step(int rows);
    void leave();

    Theme m_theme;
    PaletteModel m_model;
    QLineEdit* m_field;
    QListView* m_list;
    QPointer<QWidget> m_before;  ///< Had the focus
};

}  // namespace app
