#pragma once

#include "app/overlays/overlay_kind.h"

namespace app {

/// The colours that categories get, the most frequent one first; told apart with any vision of colours.
QColor categoryColour(int number);
inline constexpr int categoryColours = 8;

/// Colours nodes by a word, and writes it on them. The most frequent words have a colour each, the others
/// share a grey one. `wordOf` gives an empty word where there is none; those nodes get no colour and count
/// as `noneText`.
OverlayPicture categoryOverlay(const OverlaySubject& subject,
                               const std::function<QString(const IndexedElement&)>& wordOf,
                               const QString& noneText);

}  // namespace app
