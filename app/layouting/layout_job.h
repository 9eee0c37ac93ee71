#pragma once

#include <QByteArray>
#include <QHash>
#include <QPointF>
#include <QStringList>

#include "app/diagram/diagram.h"
#include "model/result.h"

namespace app {

/// Centres by key: what a layout comes to.
using Places = QHash<QString, QPointF>;

/// Where the edges of a layout lead to.
enum class LayoutDirection { Either, Right, Down };

/// What `lintel-layout` is asked for a diagram, and how its answer is to be read.
struct LayoutJob {
    QByteArray input;
    QStringList keys;             ///< Of the nodes, in the order of the input
    std::vector<QSizeF> sizes;    ///< Likewise
    std::optional<QPointF> keep;  ///< The centre about which a part stays; nothing when all is laid out
};

/// For the nodes of those keys (a region stands for its nodes), or for all when there are none.
LayoutJob layoutJob(const Diagram& diagram, const QStringList& keys = {},
                    LayoutDirection direction = LayoutDirection::Either);
/// The places that the program's answer gives; an error when it is not one.
model::Result<Places> placesFrom(const LayoutJob& job, const QByteArray& output);

}  // namespace app
