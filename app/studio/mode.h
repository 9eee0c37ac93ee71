#pragma once

#include <QString>
#include <array>
#include <optional>

namespace app {

/// The rooms of the studio, in the order in which work flows.
enum class Mode { Discover, Decompose, Design, Simulate, Compare, Export };

inline constexpr std::array allModes{Mode::Discover, Mode::Decompose, Mode::Design,
                                     Mode::Simulate, Mode::Compare,   Mode::Export};

/// `Discover`, as people see it.
QString modeTitle(Mode mode);
/// The word on the command line and the name of the icon: `discover`.
QString modeWord(Mode mode);
std::optional<Mode> modeFromWord(const QString& word);

}  // namespace app
