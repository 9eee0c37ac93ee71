#pragma once

class QWidget;

namespace app {

/// How long something may take to move: so many milliseconds, or none where the platform asks for calm.
int motionTime(const QWidget& widget, int milliseconds);

}  // namespace app
