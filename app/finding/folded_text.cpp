#include "app/finding/folded_text.h"

#include <algorithm>

namespace app {
namespace {

bool isMark(QChar letter) {
    return letter.category() == QChar::Mark_NonSpacing || letter.category() == QChar::Mark_Enclosing ||
           letter.category() == QChar::Mark_SpacingCombining;
}

bool isPlain(QStringView text) {
    return std::all_of(text.begin(), text.end(),
                       [](QChar letter) { return letter.unicode() < 0x80 && letter != u'"'; });
}

/// One letter of the text, of one or two code units.
QString foldedLetter(QStringView letter) {
    QString plain;
    for (const QChar part : letter.toString().normalized(QString::NormalizationForm_KD).toCaseFolded())
        if (!isMark(part)) plain += part;
    plain.replace(QChar(0xdf), QStringLiteral("ss"));
    return plain;
}

/// Where the letters of an abbreviation stand; empty when they do not.
std::vector<int> placesOfLetters(QStringView letters, QStringView words) {
    std::vector<int> places;
    for (qsizetype start = 0; start < words.size() && places.empty(); ++start) {
        if (words[start] != letters[0]) continue;
        if (start > 0 && words[start - 1].isLetterOrNumber()) continue;
        qsizetype at = start;
        for (const QChar letter : letters) {
            while (at < words.size() && words[at] != letter) ++at;
            if (at == words.size()) break;
            places.push_back(int(at++));
        }
        if (qsizetype(places.size()) < letters.size()) places.clear();
    }
    return places;
}

void addSpan(std::vector<TextSpan>& spans, const FoldedText& text, qsizetype at, qsizetype length) {
    const int start = text.from[std::size_t(at)];
    const int last = text.from[std::size_t(at + length - 1)];
    spans.push_back({start, last - start + 1});
}

std::vector<TextSpan> merged(std::vector<TextSpan> spans) {
    std::sort(spans.begin(), spans.end(),
              [](const TextSpan& left, const TextSpan& right) { return left.start < right.start; });
    std::vector<TextSpan> all;
    for (const TextSpan& span : spans) {
        if (all.empty() || span.start > all.back().start + all.back().length) {
            all.push_back(span);
            continue;
        }
        TextSpan& last = all.back();
        last.length = std::max(last.length, span.start + span.length - last.start);
    }
    return all;
}

}  // namespace

FoldedText foldedWithPlaces(QStringView text) {
    FoldedText result;
    for (qsizetype at = 0; at < text.size();) {
        const bool pair = text[at].isHighSurrogate() && at + 1 < text.size() && text[at + 1].isLowSurrogate();
        const qsizetype length = pair ? 2 : 1;
        const QString letter = text[at] == u'"' ? QString() : foldedLetter(text.mid(at, length));
        result.text += letter;
        result.from.insert(result.from.end(), std::size_t(letter.size()), int(at));
        at += length;
    }
    return result;
}

QString folded(QStringView text) {
    return isPlain(text) ? text.toString().toLower() : foldedWithPlaces(text).text;
}

QString foldedWords(QStringView text) {
    QString words;
    words.reserve(text.size() + 8);
    for (qsizetype at = 0; at < text.size(); ++at) {
        const QChar letter = text[at];
        const bool hump = at > 0 && letter.isUpper() && text[at - 1].isLower();
        const bool gap = !letter.isLetterOrNumber() && !letter.isSurrogate() && !isMark(letter);
        if ((hump || gap) && !words.isEmpty() && words.back() != u' ') words += u' ';
        if (!gap) words += letter;
    }
    if (words.endsWith(u' ')) words.chop(1);
    return folded(words);
}

bool isAbbreviation(QStringView letters, QStringView words) {
    return !letters.isEmpty() && !placesOfLetters(letters, words).empty();
}

std::vector<TextSpan> spansOf(const QString& text, const QStringList& words) {
    const FoldedText whole = foldedWithPlaces(text);
    std::vector<TextSpan> spans;
    for (const QString& word : words) {
        const QString sought = folded(word);
        if (sought.isEmpty()) continue;
        if (const qsizetype at = whole.text.indexOf(sought); at >= 0) {
            addSpan(spans, whole, at, sought.size());
        } else {
            for (const int place : placesOfLetters(sought, whole.text)) addSpan(spans, whole, place, 1);
        }
    }
    return merged(std::move(spans));
}

}  // namespace app
