#pragma once

#include <QImage>
#include <QObject>

#include "app/diagram/diagram.h"
#include "app/theme/theme.h"

namespace app {

/// The diagram as it looks from very far away: frames, blocks and lines in their colours, without words.
/// Touches nothing but its arguments, so that it can be done in any thread.
QImage paintThumbnail(const Diagram& diagram, const Theme& theme, const QSize& size);

/// The first diagram of the model in that file; null when it cannot be read. Kept in that folder under the
/// hash of what the files hold, and read from there the next time.
QImage thumbnailOf(const QString& modelPath, const Theme& theme, const QSize& size, const QString& folder);
/// That of a sample, by its id.
QImage sampleThumbnail(const QString& id, const Theme& theme, const QSize& size, const QString& folder);
/// Where they are kept: the user's cache.
QString thumbnailFolder();

}  // namespace app
