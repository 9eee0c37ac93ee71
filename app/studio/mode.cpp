#include "app/studio/mode.h"

#include <QCoreApplication>

namespace app {

QString modeTitle(Mode mode) {
    static const std::array titles{
        QT_TRANSLATE_NOOP("Mode", "Discover"), QT_TRANSLATE_NOOP("Mode", "Decompose"),
        QT_TRANSLATE_NOOP("Mode", "Design"),   QT_TRANSLATE_NOOP("Mode", "Simulate"),
        QT_TRANSLATE_NOOP("Mode", "Compare"),  QT_TRANSLATE_NOOP("Mode", "Export")};
    return QCoreApplication::translate("Mode", titles[static_cast<std::size_t>(mode)]);
}

QString modeWord(Mode mode) {
    static const std::array words{"discover", "decompose", "design", "simulate", "compare", "export"};
    return QString::fromLatin1(words[static_cast<std::size_t>(mode)]);
}

std::optional<Mode> modeFromWord(const QString& word) {
    for (const Mode mode : allModes)
        if (modeWord(mode) == word.toLower()) return mode;
    return std::nullopt;
}

}  // namespace app
