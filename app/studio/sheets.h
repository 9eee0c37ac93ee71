#pragma once

#include <functional>
#include <utility>
#include <vector>

#include "app/studio/sheet.h"

namespace app {

/// Asks what becomes of changes that are not saved, before they would be lost.
class UnsavedSheet : public Sheet {
    Q_OBJECT

public:
    /// One of the two goes on; closing the sheet does neither.
    UnsavedSheet(const QString& title, std::function<void()> save, std::function<void()> discard,
                 QWidget* window);
};

/// What the program is, and under which licences.
class AboutSheet : public Sheet {
    Q_OBJECT

public:
    explicit AboutSheet(QWidget* window);
};

}  // namespace app
