#pragma once

#include <QString>
#include <QStringList>
#include <functional>
#include <memory>
#include <optional>
#include <vector>

#include "app/studio/inspector/row.h"

namespace app {

// The lines of tables are of many types: `void*` stands for one of the kind.

/// A column of a table: one field of each of its lines.
struct TableColumn {
    QString id;     ///< Path of the field: `deployment/replicas`, `retry/max_attempts`
    QString title;  ///< `Replicas`, `Retry: Attempts`
    QString tip;
    Row::Kind kind = Row::Kind::Text;  ///< Text, Choice, Switch; Fact where nothing is edited
    QString unit;
    std::vector<Choice> choices;
    bool isMain = false;  ///< Shown unless the user chooses otherwise
    /// Nothing where the part that the field is in is absent.
    std::function<std::optional<QString>(const void* line)> read;
    std::function<model::Result<void>(void* line, const QString& value, const model::Project& project)> set;
    /// What lines are sorted by, where it is a number.
    std::function<std::optional<double>(const void* line)> number;
};

/// What a table lists.
struct TableKind {
    QString id;                                              ///< `services`
    QString title;                                           ///< `Services`
    std::function<QStringList(const model::Project&)> keys;  ///< One for each line, each once
    std::function<std::vector<TableColumn>(const model::Project&)> columns;
    /// A copy of the line; null when there is none of that key.
    std::function<std::shared_ptr<void>(const model::Project&, const QString& key)> line;
    std::function<model::Result<model::Project>(const model::Project&, const QString& key, const void* line)>
        put;
    std::function<QString(const QString& key)> element;  ///< The key of the element that the line is about
};

/// Services with how they run, operations, calls, policies, channels, stores.
std::vector<TableKind> tableKinds();

/// What the cell shows for a value: the name of a choice, yes or no.
QString cellText(const TableColumn& column, const QString& value);
/// The value that a text stands for: names and ids of choices, yes and no, whatever their case.
model::Result<QString> cellValue(const TableColumn& column, const QString& text);

}  // namespace app
