#pragma once

#include <QString>

namespace app {

class StudioContext;

/// Selects the element and brings it into view: in the diagram that is shown where it stands there, else in
/// one that shows it. What no diagram shows is only selected.
void showElement(StudioContext& studio, const QString& key);

}  // namespace app
