#pragma once

#include "app/file/file_lock.h"
#include "app/studio/sheet.h"

namespace app {

/// Asks what to do with a model that another studio has open. Closing the sheet opens nothing.
class InUseSheet : public Sheet {
    Q_OBJECT

public:
    InUseSheet(const QString& name, const LockOwner& owner, QWidget* window);

signals:
    void readOnlyChosen();
    void copyChosen();
    /// Only offered where nobody can tell whether the other studio still runs.
    void takeOverChosen();
};

}  // namespace app
