#include "app/finding/element_index.h"

#include <algorithm>

#include "app/finding/folded_text.h"
#include "app/finding/index_maker.h"

namespace app {
namespace {

// What a match is worth; lengths of names count below these steps.
constexpr int sameName = 10'000;
constexpr int sameId = 9'000;
constexpr int nameBegins = 8'000;
constexpr int wordBegins = 6'000;
constexpr int inName = 4'000;
constexpr int besideBegins = 900;
constexpr int besideName = 700;
constexpr int inDescription = 400;
constexpr int abbreviates = 200;
constexpr int eachWordInName = 1'000;

int lengthOf(const IndexedElement& element) {
    return int(std::min<qsizetype>(element.name.size(), 150));
}

bool beginsWord(QStringView within, QStringView word) {
    for (qsizetype at = within.indexOf(word); at >= 0; at = within.indexOf(word, at + 1))
        if (at == 0 || !within[at - 1].isLetterOrNumber()) return true;
    return false;
}

/// How well a name has the whole of what was typed; 0 when it has not.
int scoreOfName(const IndexedElement& element, const QString& phrase, const QString& words) {
    if (element.foldedName == phrase) return sameName;
    if (element.foldedId == phrase) return sameId;
    const bool hasWords = !words.isEmpty();
    if (element.foldedName.startsWith(phrase)) return nameBegins - lengthOf(element);
    if (hasWords && element.words.startsWith(words)) return nameBegins - 200 - lengthOf(element);
    if (hasWords && beginsWord(element.words, words)) return wordBegins - lengthOf(element);
    if (element.foldedName.contains(phrase)) return inName - lengthOf(element);
    return 0;
}

/// How well an element has one word anywhere; 0 when it has not.
int scoreOfWord(const IndexedElement& element, const QString& word) {
    if (beginsWord(element.words, word)) return eachWordInName;
    if (element.foldedName.contains(word)) return eachWordInName - 50;
    if (beginsWord(element.beside, word)) return besideBegins;
    if (element.beside.contains(word)) return besideName;
    if (element.foldedDescription.contains(word)) return inDescription;
    if (word.size() > 1 && isAbbreviation(word, element.words)) return abbreviates;
    return 0;
}

bool hasValue(const QStringList& values, const QString& sought, bool exact) {
    return std::any_of(values.begin(), values.end(), [&](const QString& value) {
        return exact ? value == sought : value.contains(sought);
    });
}

}  // namespace

/// A query in the words of the index.
struct ElementIndex::Asked {
    struct Term {
        QString value;
        bool exact;  ///< There is such a value, so that others which only contain it are not meant
        bool excluded;
    };
    QString phrase, phraseWords;
    QStringList words;
    std::array<std::vector<Term>, 5> terms;
    bool nothing = false;
};

ElementIndex::ElementIndex(const model::Project& project) {
    IndexMaker(*this, project).makeAll();
}

ElementIndex::Asked ElementIndex::asked(const FindQuery& query) const {
    Asked asked;
    asked.nothing = query.empty();
    const QString phrase = query.words.join(u' ');
    asked.phrase = folded(phrase).trimmed();
    asked.phraseWords = foldedWords(phrase);
    for (const QString& word : query.words)
        if (const QString plain = folded(word).trimmed(); !plain.isEmpty()) asked.words << plain;
    for (const FindTerm& term : query.terms) {
        const QString value = folded(term.value);
        asked.terms[std::size_t(term.field)].push_back({value, knows(term), term.excluded});
    }
    return asked;
}

bool ElementIndex::knows(const FindTerm& term) const {
    return m_known[std::size_t(term.field)].contains(folded(term.value));
}

bool ElementIndex::hasTerms(const IndexedElement& element, const Asked& asked) {
    for (std::size_t field = 0; field < asked.terms.size(); ++field) {
        bool wanted = false, has = false;
        for (const Asked::Term& term : asked.terms[field]) {
            const bool fits = hasValue(element.values[field], term.value, term.exact);
            if (term.excluded && fits) return false;
            wanted |= !term.excluded;
            has |= !term.excluded && fits;
        }
        if (wanted && !has) return false;
    }
    return true;
}

int ElementIndex::scoreOf(const IndexedElement& element, const Asked& asked) const {
    if (!hasTerms(element, asked)) return 0;
    if (asked.words.isEmpty()) return 1;
    if (const int whole = scoreOfName(element, asked.phrase, asked.phraseWords); whole > 0) return whole;
    int sum = 0;
    for (const QString& word : asked.words) {
        const int score = scoreOfWord(element, word);
        if (score == 0) return 0;
        sum += score;
    }
    return std::max(1, sum / int(asked.words.size()) - lengthOf(element));
}

std::vector<FoundElement> ElementIndex::find(const FindQuery& query) const {
    const Asked sought = asked(query);
    std::vector<FoundElement> found;
    if (sought.nothing) return found;
    for (int number = 0; number < size(); ++number)
        if (const int score = scoreOf(at(number), sought); score > 0) found.push_back({number, score});
    std::stable_sort(found.begin(), found.end(), [](const FoundElement& left, const FoundElement& right) {
        return left.score > right.score;
    });
    return found;
}

QSet<QString> ElementIndex::keysOf(const FindQuery& query) const {
    const Asked sought = asked(query);
    QSet<QString> keys;
    if (sought.nothing) return keys;
    for (const IndexedElement& element : m_elements)
        if (scoreOf(element, sought) > 0) keys.insert(element.key);
    return keys;
}

FindTerm ElementIndex::kept(FindTerm term) const {
    const QString key = m_kept[std::size_t(term.field)].value(folded(term.value));
    if (!key.isEmpty()) term.value = key;
    return term;
}

QStringList ElementIndex::valuesOf(FindField field) const {
    return m_shown[std::size_t(field)];
}

}  // namespace app
