#pragma once

#include <QString>
#include <QStringList>
#include <vector>

namespace app {

/// A text as it is compared: without case, accents and quotation marks.
struct FoldedText {
    QString text;
    std::vector<int> from;  ///< Where in the original each letter came from
};
FoldedText foldedWithPlaces(QStringView text);
QString folded(QStringView text);
/// Its words, folded, with single spaces between: `PlaceOrder` and `place-order` are both `place order`.
QString foldedWords(QStringView text);

/// Whether the letters stand in the words in order, the first of them at the beginning of a word.
bool isAbbreviation(QStringView letters, QStringView words);

/// A part of a text.
struct TextSpan {
    int start = 0;
    int length = 0;

    bool operator==(const TextSpan&) const = default;
};
/// Where the words stand in the text, however it is written; letters of an abbreviation one by one. In order,
/// without overlaps.
std::vector<TextSpan> spansOf(const QString& text, const QStringList& words);

}  // namespace app
