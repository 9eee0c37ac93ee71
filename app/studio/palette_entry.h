#pragma once

#include <QString>
#include <functional>

namespace app {

/// An entry of the command palette: an action of the studio, or an element to go to.
struct PaletteEntry {
    QString title;
    QString word;  ///< At the right: the shortcut, or the kind of the element
    QString iconName;
    QString search;  ///< Looked in besides the title
    std::function<void()> run;
};

/// How well the letters of `sought` are found in `text`, in order: higher is better, below zero is not at
/// all. Beginnings of words and letters in a row count more.
int fuzzyScore(const QString& text, const QString& sought);

}  // namespace app
