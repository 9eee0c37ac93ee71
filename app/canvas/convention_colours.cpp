#include "app/canvas/convention_colours.h"

#include <QCoreApplication>
#include <algorithm>

#include "app/canvas/node_painter.h"
#include "app/diagram/node_sizes.h"
#include "app/diagram/sequence_measures.h"

namespace app {
namespace {

constexpr double contextRadius = 14;
constexpr double teamCorner = 22;

QString conventionTr(const char* words) {
    return QCoreApplication::translate("Convention", words);
}

QColor c4Fill(NodePaint paint) {
    // The C4 model's own blue of containers and grey of externals are too light under white words (WCAG AA).
    switch (paint) {
        case NodePaint::Person:
            return QColor(0x08427b);
        case NodePaint::System:
            return QColor(0x1168bd);
        case NodePaint::Container:
            return QColor(0x2e6da4);
        case NodePaint::Component:
            return QColor(0x85bbf0);
        case NodePaint::ExternalSystem:
            return QColor(0x6b6b6b);
        case NodePaint::Plain:
            break;
    }
    return {};
}

/// Fill and border of a team's shape.
std::pair<QColor, QColor> teamColours(RegionLook look) {
    switch (look) {
        case RegionLook::Platform:
            return {QColor(0xb7cdf1), QColor(0x6d9eeb)};
        case RegionLook::Enabling:
            return {QColor(0xdfbdcf), QColor(0xd09cb7)};
        case RegionLook::ComplicatedSubsystem:
            return {QColor(0xffc08b), QColor(0xe88814)};
        default:
            return {QColor(0xffedb8), QColor(0xffd966)};
    }
}

FrameColours teamFrame(RegionLook look, const Theme& theme) {
    const auto [fill, border] = teamColours(look);
    const bool dark = theme.isDark();
    return {withAlpha(fill, dark ? 0.14 : 0.5), border, theme.text};
}

/// Corners that are cut off, or (scooped) bitten out.
QPainterPath cornered(const QRectF& rect, double corner, bool scooped) {
    const double c = std::min({corner, rect.width() / 2, rect.height() / 2});
    const QPointF ends[4][3] = {
        {rect.topRight() - QPointF(c, 0), rect.topRight() + QPointF(-c, c), rect.topRight() + QPointF(0, c)},
        {rect.bottomRight() - QPointF(0, c), rect.bottomRight() - QPointF(c, c),
         rect.bottomRight() - QPointF(c, 0)},
        {rect.bottomLeft() + QPointF(c, 0), rect.bottomLeft() + QPointF(c, -c),
         rect.bottomLeft() - QPointF(0, c)},
        {rect.topLeft() + QPointF(0, c), rect.topLeft() + QPointF(c, c), rect.topLeft() + QPointF(c, 0)}};
    QPainterPath path(rect.topLeft() + QPointF(c, 0));
    for (const auto& [first, bite, last] : ends) {
        path.lineTo(first);
        if (scooped)
            path.quadTo(bite, last);
        else
            path.lineTo(last);
    }
    path.closeSubpath();
    return path;
}

QPainterPath rounded(const QRectF& rect, double radius) {
    QPainterPath path;
    path.addRoundedRect(rect, radius, radius);
    return path;
}

}  // namespace

NodeColours coloursOf(NodePaint paint, const Theme& theme) {
    if (paint == NodePaint::Plain) return {theme.raised, theme.strongLine, theme.text, theme.secondary};
    const QColor fill = c4Fill(paint);
    if (paint == NodePaint::Component) return {fill, fill.darker(125), QColor(0x10161c), QColor(0x22384f)};
    return {fill, fill.darker(125), QColor(0xffffff), QColor(0xe3ebf4)};
}

QString paintWord(NodePaint paint) {
    switch (paint) {
        case NodePaint::Person:
            return conventionTr("person");
        case NodePaint::System:
            return conventionTr("software system");
        case NodePaint::Container:
            return conventionTr("container");
        case NodePaint::Component:
            return conventionTr("component");
        case NodePaint::ExternalSystem:
            return conventionTr("external system");
        case NodePaint::Plain:
            break;
    }
    return {};
}

FrameColours coloursOf(RegionLook look, int context, const Theme& theme) {
    switch (look) {
        case RegionLook::StreamAligned:
        case RegionLook::Platform:
        case RegionLook::Enabling:
        case RegionLook::ComplicatedSubsystem:
            return teamFrame(look, theme);
        case RegionLook::Boundary:
            return {withAlpha(theme.faint, 0.04), theme.secondary, theme.text, Qt::DashLine};
        case RegionLook::Site:
            return {withAlpha(theme.secondary, 0.06), theme.strongLine, theme.text};
        case RegionLook::Zone:
            return {withAlpha(theme.accent, 0.05), theme.accent, theme.accent, Qt::DashLine};
        case RegionLook::Machines:
            return {theme.panel, theme.strongLine, theme.secondary};
        case RegionLook::Fragment:
            return {withAlpha(theme.accent, 0.04), theme.secondary, theme.text};
        case RegionLook::Compartment:
            return {withAlpha(theme.faint, 0), theme.strongLine, theme.secondary, Qt::DashLine};
        case RegionLook::Context:
            break;
    }
    return {withAlpha(theme.context(context), 0.06), theme.context(context), theme.contextTitle(context)};
}

QPainterPath frameOutline(RegionLook look, const QRectF& rect) {
    switch (look) {
        case RegionLook::StreamAligned:
            return rounded(rect, std::min(teamCorner, rect.height() / 2));
        case RegionLook::Platform:
            return rounded(rect, 0);
        case RegionLook::Enabling:
            return cornered(rect, teamCorner / 1.5, true);
        case RegionLook::ComplicatedSubsystem:
            return cornered(rect, teamCorner / 1.5, false);
        case RegionLook::Machines:
        case RegionLook::Fragment:
        case RegionLook::Compartment:
            return rounded(rect, 4);
        default:
            return rounded(rect, std::min(contextRadius, rect.height() / 2));
    }
}

double titleBand(RegionLook look) {
    const bool steps = look == RegionLook::Fragment || look == RegionLook::Compartment;
    return steps ? sequence_measures::titleHeight : frameMargins.top();
}

QString lookWord(RegionLook look) {
    switch (look) {
        case RegionLook::Context:
            return conventionTr("bounded context");
        case RegionLook::Boundary:
            return conventionTr("boundary");
        case RegionLook::StreamAligned:
            return conventionTr("stream-aligned team");
        case RegionLook::Platform:
            return conventionTr("platform team");
        case RegionLook::Enabling:
            return conventionTr("enabling team");
        case RegionLook::ComplicatedSubsystem:
            return conventionTr("complicated-subsystem team");
        case RegionLook::Site:
            return conventionTr("region");
        case RegionLook::Zone:
            return conventionTr("zone");
        case RegionLook::Machines:
            return conventionTr("node pool");
        case RegionLook::Fragment:
            return conventionTr("steps that belong together");
        case RegionLook::Compartment:
            return conventionTr("one of several parts");
    }
    return {};
}

}  // namespace app
