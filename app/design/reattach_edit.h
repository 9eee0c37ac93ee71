#pragma once

#include "app/diagram/diagram_kind.h"

namespace app {

/// An edge and the ends that it shall have.
struct Reattachment {
    DiagramEdge edge;
    QString from;
    QString to;
};

/// Leads a connection to other ends: its calls, messages and queries keep what they say where only the target
/// is another one, else the connection is made anew.
DiagramEditResult reattach(const DiagramKind& kind, const Version& version, const Reattachment& wish);

}  // namespace app
