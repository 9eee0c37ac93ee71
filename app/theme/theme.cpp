#include "app/theme/theme.h"

#include <algorithm>
#include <cmath>

namespace app {
namespace {

struct HeatStop {
    double share;
    QRgb colour;
};
using HeatScale = std::array<HeatStop, 5>;
constexpr HeatScale usualHeat{
    {{0.0, 0xff4e7fb8}, {0.40, 0xff6f97a8}, {0.65, 0xffe8b04b}, {0.95, 0xfff0643c}, {1.0, 0xfff0433c}}};
// From blue to orange, and each step farther from the surface: lightness alone tells it.
constexpr HeatScale safeHeatOnLight{
    {{0.0, 0xff8db4e2}, {0.40, 0xff6a94cf}, {0.65, 0xffb5702a}, {0.95, 0xff8a3a10}, {1.0, 0xff4d1800}}};
constexpr HeatScale safeHeatOnDark{
    {{0.0, 0xff4a6fb0}, {0.40, 0xff6a8fc0}, {0.65, 0xffd9a03a}, {0.95, 0xfff5c65a}, {1.0, 0xfffff0a8}}};

const HeatScale& heatScaleOf(const Theme& theme) {
    if (theme.colours == Colours::Usual) return usualHeat;
    return theme.isDark() ? safeHeatOnDark : safeHeatOnLight;
}

/// The safe ones keep their distances for those who see no red, no green or no blue.
std::array<QColor, 6> contextColours(Colours colours) {
    if (colours == Colours::Safe)
        return {QColor(0x0d94e1), QColor(0x15552f), QColor(0xb47497),
                QColor(0x6242dd), QColor(0x91945f), QColor(0x94178d)};
    return {QColor(0x7a5af0), QColor(0x2f7de1), QColor(0x12908a),
            QColor(0xc2571a), QColor(0xb0307e), QColor(0x5e7a1f)};
}

Theme lightTheme() {
    Theme theme;
    theme.scheme = Scheme::Light;
    theme.canvas = QColor(0xf5f6f8);
    theme.panel = QColor(0xffffff);
    theme.raised = QColor(0xffffff);
    theme.line = QColor(0xe2e5ea);
    theme.strongLine = QColor(0xcbd1d9);
    theme.text = QColor(0x1a1f27);
    theme.secondary = QColor(0x5d6673);
    theme.faint = QColor(0x8b94a1);
    theme.accent = QColor(0x2f5fe3);
    theme.accentSurface = QColor(0xe7edfd);
    theme.onAccent = QColor(0xffffff);
    theme.good = QColor(0x1f8a5b);
    theme.warning = QColor(0xb86e00);
    theme.bad = QColor(0xc9372c);
    theme.edge = QColor(0x76808e);
    return theme;
}

Theme darkTheme() {
    Theme theme;
    theme.scheme = Scheme::Dark;
    theme.canvas = QColor(0x12151a);
    theme.panel = QColor(0x191d24);
    theme.raised = QColor(0x20252e);
    theme.line = QColor(0x2a303a);
    theme.strongLine = QColor(0x3a4250);
    theme.text = QColor(0xe7eaef);
    theme.secondary = QColor(0x9ba5b3);
    theme.faint = QColor(0x6e7886);
    theme.accent = QColor(0x7ea2ff);
    theme.accentSurface = QColor(0x232c45);
    theme.onAccent = QColor(0x12151a);
    theme.good = QColor(0x4cc38a);
    theme.warning = QColor(0xf1b24a);
    theme.bad = QColor(0xff6b5e);
    theme.edge = QColor(0x66707e);
    return theme;
}

/// White and light colours on black: text of at least 7 to 1 everywhere, and every outline is seen.
Theme highContrastTheme() {
    Theme theme;
    theme.scheme = Scheme::HighContrast;
    theme.canvas = QColor(0, 0, 0);
    theme.panel = QColor(0, 0, 0);
    theme.raised = QColor(0x0d0d0d);
    theme.line = QColor(0x9a9a9a);
    theme.strongLine = QColor(0xffffff);
    theme.text = QColor(0xffffff);
    theme.secondary = QColor(0xe4e4e4);
    theme.faint = QColor(0xbdbdbd);
    theme.accent = QColor(0x7fd6ff);
    theme.accentSurface = QColor(0x00304a);
    theme.onAccent = QColor(0, 0, 0);
    theme.good = QColor(0x5df09a);
    theme.warning = QColor(0xffd54a);
    theme.bad = QColor(0xff9d93);
    theme.edge = QColor(0xd6d6d6);
    return theme;
}

Theme themeOf(Scheme scheme) {
    if (scheme == Scheme::HighContrast) return highContrastTheme();
    return scheme == Scheme::Dark ? darkTheme() : lightTheme();
}

int mixed(int from, int to, double share) {
    return static_cast<int>(std::lround(from + (to - from) * share));
}

}  // namespace

QString schemeWord(Scheme scheme) {
    if (scheme == Scheme::HighContrast) return QStringLiteral("contrast");
    return scheme == Scheme::Dark ? QStringLiteral("dark") : QStringLiteral("light");
}

Theme Theme::of(Scheme scheme, Colours colours) {
    Theme theme = themeOf(scheme);
    theme.colours = colours;
    theme.contexts = contextColours(colours);
    return theme;
}

QColor Theme::context(int index) const {
    const int count = static_cast<int>(contexts.size());
    return contexts[static_cast<std::size_t>(((index % count) + count) % count)];
}

QColor Theme::contextTitle(int index) const {
    const QColor colour = context(index);
    if (scheme == Scheme::Light && colours == Colours::Usual) return colour;
    const double share = scheme == Scheme::HighContrast ? 0.6 : 0.4;
    return {mixed(colour.red(), text.red(), share), mixed(colour.green(), text.green(), share),
            mixed(colour.blue(), text.blue(), share)};
}

QColor Theme::heat(double share) const {
    const double at = std::isnan(share) ? 0.0 : std::clamp(share, 0.0, 1.0);
    const HeatScale& stops = heatScaleOf(*this);
    const auto above = std::find_if(stops.begin() + 1, stops.end() - 1,
                                    [at](const HeatStop& stop) { return at <= stop.share; });
    const HeatStop& high = *above;
    const HeatStop& low = *(above - 1);
    const double inside = (at - low.share) / (high.share - low.share);
    return {mixed(qRed(low.colour), qRed(high.colour), inside),
            mixed(qGreen(low.colour), qGreen(high.colour), inside),
            mixed(qBlue(low.colour), qBlue(high.colour), inside)};
}

QPalette Theme::palette() const {
    QPalette palette;
    palette.setColor(QPalette::Window, panel);
    palette.setColor(QPalette::WindowText, text);
    palette.setColor(QPalette::Base, raised);
    palette.setColor(QPalette::AlternateBase, panel);
    palette.setColor(QPalette::Text, text);
    palette.setColor(QPalette::PlaceholderText, faint);
    palette.setColor(QPalette::Button, raised);
    palette.setColor(QPalette::ButtonText, text);
    palette.setColor(QPalette::BrightText, onAccent);
    palette.setColor(QPalette::ToolTipBase, raised);
    palette.setColor(QPalette::ToolTipText, text);
    palette.setColor(QPalette::Highlight, accentSurface);
    palette.setColor(QPalette::HighlightedText, text);
    palette.setColor(QPalette::Link, accent);
    palette.setColor(QPalette::LinkVisited, accent);
    palette.setColor(QPalette::Light, raised);
    palette.setColor(QPalette::Midlight, line);
    palette.setColor(QPalette::Mid, strongLine);
    palette.setColor(QPalette::Dark, strongLine);
    palette.setColor(QPalette::Shadow, isDark() ? QColor(0, 0, 0) : strongLine);
    for (const QPalette::ColorRole role :
         {QPalette::WindowText, QPalette::Text, QPalette::ButtonText, QPalette::HighlightedText})
        palette.setColor(QPalette::Disabled, role, faint);
    return palette;
}

QFont interFont(int pixelSize, int weight) {
    QFont font(QStringLiteral("Inter"));
    font.setPixelSize(pixelSize);
    font.setWeight(static_cast<QFont::Weight>(weight));
    font.setHintingPreference(QFont::PreferNoHinting);
    return font;
}

}  // namespace app
