#pragma once

#include <QString>
#include <QStringList>
#include <functional>
#include <optional>
#include <vector>

#include "model/distribution.h"
#include "model/project.h"
#include "model/result.h"

namespace app {

/// One of the values to choose from.
struct Choice {
    QString id;
    QString text;

    bool operator==(const Choice&) const = default;
};

/// Turns what the user entered into a new version, or says at the field why it cannot.
using RowWrite = std::function<model::Result<model::Project>(const model::Project&, const QString&)>;

/// One line of the inspector: a value made from the model, and the edit behind it.
struct Row {
    enum class Kind {
        Section,   ///< A heading; `hint` at its right; with a `fold` it closes and opens what is in it
        Text,      ///< One line of text or one quantity with its unit
        Note,      ///< Several lines of text
        Choice,    ///< One of `choices`; `value` is its id
        Editable,  ///< One line of text, with `choices` as suggestions
        Switch,    ///< `value` is `1` or `0`
        Fact,      ///< Shown only
        Link,      ///< Selects `target`
        Action,    ///< A button with the icon `hint`, a plus without; a menu when there are `choices`
        Step,      ///< Head of a step of a behaviour: moves up, down, removes
        Notice,    ///< Something to know or to mend; `label` is its head, `value` its text
        Curve,     ///< Density of `curve`; its marks are dragged: `mean 12 ms`, `p99 80 ms`
    };

    Kind kind = Kind::Text;
    QString label;
    std::optional<QString> value;  ///< Nothing when several elements differ in it
    QString hint;
    QString tip;
    QString undo;  ///< Name of the undo step: `Change replicas of order`
    std::vector<Choice> choices;
    QStringList target;
    RowWrite write;
    /// Checks what is entered while it is typed: cheap, and so far as the field alone can tell.
    std::function<model::Result<void>(const QString&)> check;
    int indent = 0;
    QString fold;      ///< Of a section that can be closed: its name, the same for all elements
    bool open = true;  ///< Whether such a section is open unless the user says otherwise
    int depth = 0;     ///< In how many such sections the row is
    std::optional<model::Distribution> curve;

    /// Whether the same widget can show the other row.
    bool sameShape(const Row& other) const {
        return kind == other.kind && label == other.label && indent == other.indent && fold == other.fold &&
               (kind == Kind::Action || kind == Kind::Step ? choices == other.choices : true);
    }
};

/// What the inspector shows for a selection.
struct Inspection {
    QString title;
    QString kind;  ///< `service`; `3 services`
    std::vector<Row> rows;
};

/// The inspection of these elements: of one, of several of one kind, of an edge (`service:a>service:b`), or
/// of the project when nothing is selected.
Inspection inspect(const model::Project& project, const QStringList& keys);

}  // namespace app
