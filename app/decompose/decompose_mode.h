#pragma once

#include "app/design/diagram_mode.h"

class QPushButton;

namespace app {

/// Decompose mode: bounded contexts, the services in them, and how the contexts relate.
class DecomposeMode : public DiagramMode {
    Q_OBJECT

public:
    DecomposeMode(Document& document, Selection& selection, QWidget* parent);
};

}  // namespace app
