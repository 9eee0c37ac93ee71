#pragma once

#include <QByteArray>
#include <QPointF>
#include <QStringList>
#include <optional>

#include "app/diagram/diagram_kind.h"
#include "app/studio/mode.h"

namespace app {

/// How a window looked when it was last used for a model: what is restored with the model.
struct WindowSight {
    QByteArray geometry;
    QByteArray sizes;    ///< Of the columns and rows of the workbench
    QStringList panels;  ///< Those that are open, by id
    Mode mode = Mode::Design;
    DiagramPlace place;
    QPointF centre;  ///< Of what was seen of the diagram
    double zoom = 1;

    bool operator==(const WindowSight&) const = default;
};

/// By the path of the model, in the user's settings; those of the models that were used last.
std::optional<WindowSight> rememberedSight(const QString& path);
void rememberSight(const QString& path, const WindowSight& sight);

/// The models that were open when the studio was left.
QStringList lastSession();
void rememberSession(const QStringList& paths);

}  // namespace app
