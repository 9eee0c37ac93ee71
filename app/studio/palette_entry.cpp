#include "app/studio/palette_entry.h"

#include <algorithm>

namespace app {

namespace {

bool startsWord(const QString& text, qsizetype at) {
    return at == 0 || !text[at - 1].isLetterOrNumber() || (text[at].isUpper() && text[at - 1].isLower());
}

}  // namespace

int fuzzyScore(const QString& text, const QString& sought) {
    if (sought.isEmpty()) return 0;
    const qsizetype whole = text.indexOf(sought, 0, Qt::CaseInsensitive);
    if (whole >= 0)
        return 1000 + (startsWord(text, whole) ? 500 : 0) + (whole == 0 ? 200 : 0) -
               static_cast<int>(std::min<qsizetype>(text.size(), 200));
    int score = 0;
    qsizetype at = 0;
    qsizetype last = -2;
    for (const QChar letter : sought) {
        if (letter.isSpace()) continue;
        at = text.indexOf(letter, at, Qt::CaseInsensitive);
        if (at < 0) return -1;
        score += 1 + (at == last + 1 ? 8 : 0) + (startsWord(text, at) ? 12 : 0);
        last = at++;
    }
    return score;
}

}  // namespace app
