#pragma once

#include <QByteArray>

#include "app/design/diagram_edit.h"

namespace app {

/// What is copied: a part of a model that stands by itself, and how it lay on its diagram.
struct Clip {
    model::Project project;
    model::DiagramLayout look;  ///< Places, sizes and notes of what is in it
    QStringList keys;           ///< Of what was chosen; the rest came along
    QString diagram;            ///< Name of the diagram
    QString origin;             ///< Tells models apart: a path, or what stands for it
    QString title;              ///< Of the model

    bool empty() const { return keys.isEmpty(); }
};

/// The type of such data on a clipboard.
inline const QString clipType = QStringLiteral("application/x-lintel-excerpt+json");
/// The most that is taken from a clipboard [bytes].
inline constexpr qsizetype largestClip = 16 << 20;

/// The elements and notes of these keys, with all that is theirs.
Clip clipOf(const Version& version, const QString& diagram, const QStringList& keys);
QByteArray clipBytes(const Clip& clip);
/// Reads what may come from anywhere.
model::Result<Clip> clipFrom(const QByteArray& bytes);
/// The names, one on each line, for other programs.
QString clipText(const Clip& clip);

/// Where a clip is pasted.
struct PastePlace {
    QString diagram;  ///< Name
    QPointF centre;
    QString region;  ///< Key of the frame there; may be empty
};
/// Adds the content under fresh ids.
DiagramEditResult pasteCopy(const Version& version, const Clip& clip, const PastePlace& place);
/// Shows the same elements here, where this is the model (`origin`) that they came from; else adds external
/// services that stand for them.
DiagramEditResult pasteLink(const Version& version, const Clip& clip, const PastePlace& place,
                            const QString& origin);

}  // namespace app
