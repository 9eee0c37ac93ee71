#include "app/finding/find_query.h"

#include <algorithm>
#include <optional>

namespace app {
namespace {

struct FieldName {
    const char* word;
    FindField field;
};
/// The first of each field is the one that is written.
constexpr FieldName fieldNames[] = {{"kind", FindField::Kind},       {"team", FindField::Team},
                                    {"tech", FindField::Technology}, {"tag", FindField::Tag},
                                    {"context", FindField::Context}, {"type", FindField::Kind},
                                    {"owner", FindField::Team},      {"technology", FindField::Technology}};

std::optional<FindField> fieldOfWord(QStringView word) {
    for (const FieldName& name : fieldNames)
        if (word.compare(QLatin1String(name.word), Qt::CaseInsensitive) == 0) return name.field;
    return std::nullopt;
}

/// What stands between spaces; spaces between quotation marks are part of it.
struct Token {
    QString text;         ///< Without quotation marks
    int quotedFrom = -1;  ///< Where the first quoted part of it begins; -1 without
};

std::vector<Token> tokensOf(const QString& text) {
    std::vector<Token> tokens;
    Token token;
    bool quoted = false;
    const auto finish = [&] {
        if (!token.text.isEmpty()) tokens.push_back(token);
        token = {};
    };
    for (const QChar letter : text) {
        if (letter == u'"') {
            quoted = !quoted;
            if (token.quotedFrom < 0) token.quotedFrom = int(token.text.size());
        } else if (letter.isSpace() && !quoted) {
            finish();
        } else {
            token.text += letter;
        }
    }
    finish();
    return tokens;
}

std::vector<std::string>& listOf(model::ViewFilter& filter, FindField field) {
    switch (field) {
        case FindField::Kind:
            return filter.kinds;
        case FindField::Team:
            return filter.teams;
        case FindField::Technology:
            return filter.technologies;
        case FindField::Tag:
            return filter.tags;
        case FindField::Context:
            break;
    }
    return filter.contexts;
}

}  // namespace

QString fieldWord(FindField field) {
    for (const FieldName& name : fieldNames)
        if (name.field == field) return QLatin1String(name.word);
    return {};
}

FindQuery parsedQuery(const QString& text) {
    FindQuery query;
    for (const Token& token : tokensOf(text)) {
        const qsizetype colon = token.text.indexOf(u':');
        const bool isTerm = colon > 0 && (token.quotedFrom < 0 || token.quotedFrom > colon);
        const bool excluded = isTerm && token.text.startsWith(u'-');
        const auto field =
            isTerm ? fieldOfWord(QStringView(token.text).left(colon).mid(excluded ? 1 : 0)) : std::nullopt;
        if (!field) {
            query.words << token.text;
        } else if (const QString value = token.text.mid(colon + 1).trimmed(); !value.isEmpty()) {
            query.terms.push_back({*field, value, excluded});
        }
    }
    return query;
}

QString quotedWord(const QString& word) {
    const bool plain = std::none_of(word.begin(), word.end(),
                                    [](QChar letter) { return letter.isSpace() || letter == u':'; });
    return plain ? word : QStringLiteral("\"%1\"").arg(word);
}

QString queryText(const FindQuery& query) {
    QStringList parts;
    for (const QString& word : query.words) parts << quotedWord(word);
    for (const FindTerm& term : query.terms)
        parts << QStringLiteral("%1%2:%3").arg(QLatin1String(term.excluded ? "-" : ""), fieldWord(term.field),
                                               quotedWord(term.value));
    return parts.join(u' ');
}

QString toggledTerm(const QString& text, const FindTerm& term) {
    FindQuery query = parsedQuery(text);
    const auto is = [&term](const FindTerm& other) {
        return other.field == term.field && other.excluded == term.excluded &&
               other.value.compare(term.value, Qt::CaseInsensitive) == 0;
    };
    if (std::erase_if(query.terms, is) == 0) query.terms.push_back(term);
    return queryText(query);
}

FindQuery queryOf(const model::ViewFilter& filter) {
    FindQuery query;
    query.words = parsedQuery(QString::fromStdString(filter.text)).words;
    model::ViewFilter lists = filter;
    for (const FindField field : findFields)
        for (const std::string& value : listOf(lists, field))
            query.terms.push_back({field, QString::fromStdString(value)});
    return query;
}

model::ViewFilter viewFilterOf(const FindQuery& query) {
    model::ViewFilter filter;
    filter.text = queryText({query.words, {}}).toStdString();
    for (const FindTerm& term : query.terms)
        if (!term.excluded) listOf(filter, term.field).push_back(term.value.toStdString());
    return filter;
}

}  // namespace app
