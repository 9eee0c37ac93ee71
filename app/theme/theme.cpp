#include "app/theme/theme.h"

#include <algorithm>
#include <cmath>

namespace app {
namespace {

struct HeatStop {
    double share;
    QRgb colour;
};
constexpr std::array<HeatStop, 5> heatStops{
    {{0.0, 0xff4e7fb8}, {0.40, 0xff6f97a8}, {0.65, 0xffe8b04b}, {0.95, 0xfff0643c}, {1.0, 0xfff0433c}}};

std::array<QColor, 6> contextColours() {
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
    theme.contexts = contextColours();
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
    theme.contexts = contextColours();
    return theme;
}

int mixed(int from, int to, double share) {
    return static_cast<int>(std::lround(from + (to - from) * share));
}

}  // namespace

Theme Theme::of(Scheme scheme) {
    return scheme == Scheme::Dark ? darkTheme() : lightTheme();
}

QColor Theme::context(int index) const {
    const int count = static_cast<int>(contexts.size());
    return contexts[static_cast<std::size_t>(((index % count) + count) % count)];
}

QColor Theme::contextTitle(int index) const {
    const QColor colour = context(index);
    if (scheme == Scheme::Light) return colour;
    constexpr double lighter = 0.4;
    return {mixed(colour.red(), text.red(), lighter), mixed(colour.green(), text.green(), lighter),
            mixed(colour.blue(), text.blue(), lighter)};
}

QColor Theme::heat(double share) const {
    const double at = std::isnan(share) ? 0.0 : std::clamp(share, 0.0, 1.0);
    const auto above = std::find_if(heatStops.begin() + 1, heatStops.end() - 1,
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
    palette.setColor(QPalette::Shadow, scheme == Scheme::Dark ? QColor(0, 0, 0) : strongLine);
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
