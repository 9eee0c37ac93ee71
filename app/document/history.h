#pragma once

#include <QDateTime>
#include <QString>
#include <vector>

#include "app/document/version.h"

namespace app {

/// What a step did, roughly: what its sign in the history shows.
enum class StepKind { Changed, Added, Removed, Arranged, ReadAgain };

/// One step of the history, apart from its versions.
struct HistoryStep {
    QString label;
    QDateTime time;
    StepKind kind = StepKind::Changed;
    /// Grows with every step that is made or made longer: says whether a step is still the same one.
    quint64 revision = 0;

    bool operator==(const HistoryStep&) const = default;
};

/// A step with the ways from the version before it and back.
struct StoredStep {
    HistoryStep step;
    VersionPatch forward;
    VersionPatch back;
};

/// A history as it is stored: the version that was opened, the steps from there, where in them the user is.
struct History {
    Version opened;
    std::vector<StoredStep> steps;
    Version current;  ///< After so many steps:
    int index = 0;
    int saved = 0;  ///< The place that is on the disk; -1 when none is
};

}  // namespace app
