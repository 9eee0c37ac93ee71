#pragma once

#include <vector>

#include "app/recovery/journal_file.h"
#include "app/studio/sheet.h"

class QVBoxLayout;

namespace app {

/// `3 steps, the last at 14:32: Move order`: what a journal that was left over holds.
QString leftoverText(const JournalContent& content);
/// The name of its model, as the title bar would say it.
QString leftoverName(const JournalContent& content);

/// Lists what can be recovered: a row for each model. Closing the sheet leaves everything for later.
class RecoverySheet : public Sheet {
    Q_OBJECT

public:
    RecoverySheet(const std::vector<Leftover>& leftovers, QWidget* window);

signals:
    void recoverChosen(const app::Leftover& leftover);
    void lookChosen(const app::Leftover& leftover);
    void discardChosen(const app::Leftover& leftover);

private:
    QWidget* row(const Leftover& leftover);
    QWidget* words(const Leftover& leftover, QWidget* parent);
    QWidget* choices(const Leftover& leftover, QWidget* row);
    void discarded(QWidget* row);

    QVBoxLayout* m_rows;
};

}  // namespace app
