#pragma once

#include <QColor>
#include <QFont>
#include <QPalette>
#include <QString>
#include <array>

namespace app {

enum class Scheme { Light, Dark, HighContrast };
/// Which colours tell contexts and heat apart.
enum class Colours {
    Usual,
    Safe  ///< With any colour vision
};

/// `light`, `dark`, `contrast`: in settings, on the command line, in names of pictures.
QString schemeWord(Scheme scheme);

/// The tokens of the look: every colour on the screen is one of these.
struct Theme {
    Scheme scheme = Scheme::Light;
    Colours colours = Colours::Usual;
    QColor canvas, panel, raised, line, strongLine, text, secondary, faint;
    QColor accent, accentSurface, onAccent;
    QColor good, warning, bad;
    QColor edge;
    std::array<QColor, 6> contexts;

    static Theme of(Scheme scheme, Colours colours = Colours::Usual);

    /// Light on dark.
    bool isDark() const { return scheme != Scheme::Light; }
    bool operator==(const Theme&) const = default;

    /// The colour of a bounded context, by its position among all contexts.
    QColor context(int index) const;
    /// The same for text: nearer to the colour of text, to be readable.
    QColor contextTitle(int index) const;
    /// The heat scale at a utilisation from 0 to 1.
    QColor heat(double share) const;
    /// For Fusion.
    QPalette palette() const;
    /// What a palette cannot say: fields, lists, tabs, scroll bars, buttons.
    QString styleSheet() const;
};

/// Inter at that pixel size; weight as QFont::Weight. Its figures are proportional: Qt 6.4 cannot choose
/// others.
QFont interFont(int pixelSize, int weight = QFont::Normal);

}  // namespace app
