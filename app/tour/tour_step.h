#pragma once

#include <QRect>
#include <QString>
#include <functional>
#include <vector>

#include "app/document/version.h"
#include "app/studio/studio_context.h"
#include "app/views/view_stack.h"

class QWidget;

namespace app {

/// How things were when a step began: the user has done it when they differ.
struct TourMemory {
    Version version;
    int undoIndex = 0;
    DiagramPlace place;
};

/// Something that the tour lets the user do.
struct TourStep {
    QString id;  ///< In the user's settings: `connect`
    QString title;
    QString text;
    /// What the step is about, to point at; null while it is not there.
    std::function<QWidget*(StudioContext&)> target;
    /// Whether the user has done it; none: to be read only.
    std::function<bool(StudioContext&, const TourMemory&)> isDone = {};
};

/// In their order.
std::vector<TourStep> tourSteps();

}  // namespace app
