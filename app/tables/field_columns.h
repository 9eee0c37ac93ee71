#pragma once

#include "app/studio/inspector/field_sink.h"
#include "app/tables/table_kind.h"

namespace app {

/// Makes columns of what a walk through the fields of an entity finds; lists have none.
class FieldColumns : public FieldSink {
public:
    /// `place` finds the entity in a line; the ids begin with `prefix`; `skip` has whole ids.
    FieldColumns(std::vector<TableColumn>& columns, std::function<void*(void* line)> place, QString prefix,
                 QStringList skip);

    bool skips(const QString& path) const override;
    void value(DescribedField field) override;
    void distribution(const QString& path, const FieldWords& words,
                      PartPlace<model::Distribution> place) override;
    bool enter(const PartHead& head) override;
    void leave() override;
    bool enterList(const ListHead&) override { return false; }
    void item(int, const QString&) override {}
    void leaveList() override {}

private:
    TableColumn columnOf(const QString& path, const FieldWords& words, Row::Kind kind) const;

    std::vector<TableColumn>& m_columns;
    std::function<void*(void*)> m_place;
    QString m_prefix;
    QStringList m_skip;
    QStringList m_parts;  ///< Titles of the parts around
};

}  // namespace app
