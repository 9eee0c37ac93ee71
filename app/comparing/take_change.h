#pragma once

#include "app/comparing/change_entries.h"
#include "app/design/diagram_edit.h"

namespace app {

/// Whether an entry can be taken from one version into another by itself.
bool canTake(const ChangeEntry& entry);

/// The version in which that element, field, or appearance is as in the source. Elements that come get the
/// places that they have there. What cannot be so alone is refused.
DiagramEditResult takeChange(const Version& version, const Version& source, const ChangeEntry& entry);

}  // namespace app
