#pragma once

#include <QString>

namespace app {

/// Something that the user can add to a diagram: a button of the tools and a line of the type menu.
struct CanvasTool {
    QString id;    ///< `service`
    QString name;  ///< `Data store`
    QString icon;
    QString explanation;  ///< The tool tip
    QString menuTitle;    ///< `&Data store`: its letter chooses it

    bool operator==(const CanvasTool&) const = default;
};

/// The tools that every diagram has.
inline const QString selectTool = QStringLiteral("select");
inline const QString connectTool = QStringLiteral("connect");

}  // namespace app
