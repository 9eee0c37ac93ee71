#pragma once

#include <QString>
#include <QStringList>
#include <vector>

#include "model/layout.h"

namespace app {

/// What can be asked of an element besides its name.
enum class FindField { Kind, Team, Technology, Tag, Context };
inline constexpr FindField findFields[] = {FindField::Kind, FindField::Team, FindField::Technology,
                                           FindField::Tag, FindField::Context};
/// `kind`, `team`, `tech`, `tag`, `context`: as they are typed.
QString fieldWord(FindField field);

/// `team:payments`, or, to leave out what has it, `-team:payments`.
struct FindTerm {
    FindField field;
    QString value;
    bool excluded = false;

    bool operator==(const FindTerm&) const = default;
};

/// What is looked for: elements with all the words, and for each field one of its values.
struct FindQuery {
    QStringList words;
    std::vector<FindTerm> terms;

    bool empty() const { return words.isEmpty() && terms.empty(); }
    bool operator==(const FindQuery&) const = default;
};

/// What was typed: `ship kind:service team:"Order Team" -tag:legacy`. A field without a value asks nothing.
FindQuery parsedQuery(const QString& text);
/// The text that is read as that query.
QString queryText(const FindQuery& query);
/// The word as it is typed: in quotation marks where it has spaces or would be read otherwise.
QString quotedWord(const QString& word);
/// The text with that term switched on, or off where it has it already.
QString toggledTerm(const QString& text, const FindTerm& term);

FindQuery queryOf(const model::ViewFilter& filter);
/// What a view can keep of the query: all but what it leaves out.
model::ViewFilter viewFilterOf(const FindQuery& query);

}  // namespace app
