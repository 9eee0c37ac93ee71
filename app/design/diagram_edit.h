#pragma once

#include <QHash>
#include <QPointF>
#include <QString>
#include <QStringList>
#include <optional>

#include "app/document/document.h"
#include "model/edit.h"

namespace app {

/// What can be added to any diagram.
enum class NewElement { Service, Store, Channel, Context };

/// A version made by a gesture on a diagram, and what its undo step is called.
struct DiagramEdit {
    model::Project project;
    model::Layout layout;
    QString label;
    QStringList select;  ///< What shall be selected afterwards
};
using DiagramEditResult = model::Result<DiagramEdit>;

/// Where something new shall be.
struct NewPlace {
    QString diagram;  ///< Name of the layout: `services`
    QPointF centre;
    QString context;  ///< Key of the region around it; may be empty
};

/// Adds a service, store, channel or context with that name.
DiagramEditResult createElement(const Version& version, NewElement kind, const NewPlace& place,
                                const QString& name);
/// Makes the first element call, publish to, read from or relate to the second, whatever fits their kinds.
DiagramEditResult connectElements(const Version& version, const QString& from, const QString& to);
/// Removes elements and connections (`service:a>service:b`) with all that cannot be without them.
DiagramEditResult removeElements(const Version& version, const QStringList& keys);
/// Copies the elements beside themselves, with all that is theirs.
DiagramEditResult duplicateElements(const Version& version, const QString& diagram, const QStringList& keys);
DiagramEditResult renameElement(const Version& version, const QString& key, const QString& name);
/// Puts services and channels into a context, or (empty key) out of any.
DiagramEditResult assignToContext(const Version& version, const QStringList& keys, const QString& context);

/// `order`, or `3 elements`.
QString namesOf(const model::Project& project, const QStringList& keys);
/// The name that a new element has until the user gives it one: `new-service`.
QString provisionalName(const model::Project& project, NewElement kind);

}  // namespace app
