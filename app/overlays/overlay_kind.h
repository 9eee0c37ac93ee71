#pragma once

#include <functional>
#include <memory>
#include <optional>

#include "app/diagram/diagram.h"
#include "app/diagram/diagram_overlay.h"
#include "app/finding/element_index.h"
#include "app/studio/problems_model.h"
#include "app/theme/theme.h"
#include "simulator/run_result.h"

namespace app {

/// The figures of the version that is shown: of its last run, else of its estimate.
struct Figures {
    std::shared_ptr<const simulator::RunResult> result;  ///< Null where there are none
    QString origin;   ///< `Run of Black Friday`, `Estimate of Black Friday`
    QString missing;  ///< Why there are none, and what helps
};

/// What an overlay is made from.
struct OverlaySubject {
    const model::Project& project;
    const Diagram& diagram;
    const ElementIndex& index;
    const std::vector<Problem>& problems;
    const Figures& figures;
    const Theme& theme;
};

/// A line of the legend: what a colour or sign means, and how many nodes of the diagram have it.
struct LegendLine {
    QColor colour;  ///< Not valid: none
    std::optional<DiagramSign> sign;
    QString text;
    int count = 0;

    bool operator==(const LegendLine&) const = default;
};

/// What an overlay adds to a diagram, and how it explains itself.
struct OverlayPicture {
    Overlay figures;       ///< Texts and bars of nodes, by key
    DiagramOverlay layer;  ///< Tints and signs
    std::vector<LegendLine> lines;
    QStringList scale;  ///< The numbers below the heat scale, from the left to the right; empty without one
    QString origin;     ///< Where the figures come from
    QString missing;    ///< Why there is nothing to be seen; empty when there is
};

/// A way to look at diagrams. Each file of app/overlays/kinds/ makes one.
struct OverlayKind {
    QString id;     ///< `team`: in saved views
    QString title;  ///< `Team`
    QString icon;
    int place = 0;  ///< Its order among the overlays, from 1
    QString explanation;
    std::function<OverlayPicture(const OverlaySubject&)> make;
};

/// One of each file, in the order of the files.
std::vector<OverlayKind> registeredOverlays();
/// The same, in the order of their places.
const std::vector<OverlayKind>& overlayKinds();
/// Null when there is none of that id.
const OverlayKind* findOverlayKind(const QString& id);

}  // namespace app
