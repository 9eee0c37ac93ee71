#pragma once

#include <QHash>
#include <QSet>
#include <array>
#include <vector>

#include "app/finding/find_query.h"
#include "model/project.h"

namespace app {

/// An element as it is looked for.
struct IndexedElement {
    QString key;   ///< `operation:order.place`
    QString kind;  ///< `operation`
    QString name;
    QString host;  ///< Key of what it is a part of, such as its service; its own where it stands alone
    QString context, team, technology;  ///< As people read them; those of its service where it has none
    QString description;
    std::array<QStringList, 5> values;  ///< Folded, by field
    QString foldedName, words, foldedId, beside, foldedDescription;
};

struct FoundElement {
    int element = 0;  ///< Its number in the index
    int score = 0;    ///< The higher the better
};

/// All elements of a project that have a name, made to be searched: a value.
class ElementIndex {
public:
    ElementIndex() = default;
    explicit ElementIndex(const model::Project& project);

    int size() const { return int(m_elements.size()); }
    const IndexedElement& at(int element) const { return m_elements[std::size_t(element)]; }
    /// -1 when there is none of that key.
    int indexOf(const QString& key) const { return m_numbers.value(key, -1); }

    /// What the query asks for, best first; nothing when it is empty. Names before all else: the same name,
    /// its beginning, the beginning of one of its words, a part; then what stands beside the name, the
    /// description, and abbreviations.
    std::vector<FoundElement> find(const FindQuery& query) const;
    /// Keys of all that it asks for, in no order.
    QSet<QString> keysOf(const FindQuery& query) const;
    /// Whether any element has that value.
    bool knows(const FindTerm& term) const;
    /// The term as it is kept: with the key of the team or context whose name or id it has, so that it
    /// survives a rename; as it is where there is none, or more than one.
    FindTerm kept(FindTerm term) const;
    /// The values of a field as they are shown.
    QStringList valuesOf(FindField field) const;

private:
    friend class IndexMaker;
    struct Asked;
    Asked asked(const FindQuery& query) const;
    static bool hasTerms(const IndexedElement& element, const Asked& asked);
    int scoreOf(const IndexedElement& element, const Asked& asked) const;

    std::vector<IndexedElement> m_elements;
    std::array<QHash<QString, QString>, 5> m_kept;  ///< Keys by folded value; empty where there are several
    QHash<QString, int> m_numbers;                  ///< By key
    std::array<QSet<QString>, 5> m_known;           ///< Folded values, by field
    std::array<QStringList, 5> m_shown;             ///< The same to be read
};

}  // namespace app
