#pragma once

#include <QString>
#include <functional>
#include <optional>
#include <vector>

#include "app/studio/inspector/field_words.h"
#include "app/studio/inspector/row.h"

namespace app {

// The entities that fields belong to are of many kinds: `void*` stands for one of the kind that was walked.

/// Finds a part of an entity; null where the entity does not have it. With a project, parts that may be
/// absent are made on the way, such that they fit into it.
template <class T>
using PartPlace = std::function<T*(void* entity, const model::Project* makeFor)>;

/// One value of an entity, as a text that people read and write.
struct DescribedField {
    QString path;  ///< Keys of the file within the entity: `retry/max_attempts`
    FieldWords words;
    Row::Kind kind = Row::Kind::Text;  ///< Text, Note, Choice or Switch
    QString unit;
    QString range;  ///< `from 1 to 1,000`
    std::vector<Choice> choices;
    /// Nothing where the part that it is in is absent.
    std::function<std::optional<QString>(const void* entity)> read;
    /// Makes the parts that it is in, when there is a project to make them for.
    std::function<model::Result<void>(void* entity, const QString& entered, const model::Project* makeFor)>
        set;
    /// What lines are sorted by: a number where there is one.
    std::function<std::optional<double>(const void* entity)> number;
};

/// A part of an entity that has fields of its own.
struct PartHead {
    QString path;
    FieldWords words;
    bool optional = false;
    std::function<bool(const void* entity)> present;
    /// Makes it or takes it away; it may be that nothing fits into it yet.
    std::function<model::Result<void>(void* entity, bool on, const model::Project& project)> use;
};

enum class ListMove { Up, Down, Remove };

/// A list of parts or values.
struct ListHead {
    QString path;
    FieldWords words;
    bool ordered = true;  ///< Whether their order means something
    std::function<int(const void* entity)> size;
    std::function<void(void* entity, int index, ListMove move)> arrange;
    /// Adds one: that choice, or a fresh one.
    std::function<model::Result<void>(void* entity, const QString& choice, const model::Project& project)>
        add;
    std::vector<Choice> choices;
};

/// Takes what a walk through the fields of an entity finds.
class FieldSink {
public:
    virtual ~FieldSink() = default;

    /// Whether that field, and all in it, is passed over.
    virtual bool skips(const QString& path) const = 0;
    virtual void value(DescribedField field) = 0;
    /// A distribution of times that is always there.
    virtual void distribution(const QString& path, const FieldWords& words,
                              PartPlace<model::Distribution> place) = 0;
    /// Whether the walk goes into the part; `leave` follows if so.
    virtual bool enter(const PartHead& head) = 0;
    virtual void leave() = 0;
    /// Whether the walk goes through the elements; each begins with `item`, and `leaveList` follows.
    virtual bool enterList(const ListHead& head) = 0;
    virtual void item(int index, const QString& title) = 0;
    virtual void leaveList() = 0;
};

}  // namespace app
