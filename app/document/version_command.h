#pragma once

#include <QUndoCommand>
#include <variant>

#include "app/document/document.h"

namespace app {

/// The one undo command there is: it shows the version before, or the version after. Both are at hand at
/// first; once packed, it finds them by the patches between them.
class VersionCommand : public QUndoCommand {
public:
    VersionCommand(Document& document, Version after, const QString& label, QString mergeKey,
                   std::optional<StepKind> kind = std::nullopt);
    /// A step that was stored; the document shows the version before it.
    VersionCommand(Document& document, const StoredStep& stored);

    const HistoryStep& step() const { return m_step; }
    /// Keeps patches in the place of the versions, where these lead to the very same.
    void pack() const;

    /// The version before this step, and that after it, when the one on its other side is at hand.
    Version versionBefore(const Version& after) const;
    Version versionAfter(const Version& before) const;

    void undo() override;
    void redo() override;
    int id() const override;
    bool mergeWith(const QUndoCommand* next) override;

private:
    struct Whole {
        Version before;
        Version after;
    };
    struct Packed {
        VersionPatch forward;
        VersionPatch back;
    };

    void follow(const VersionPatch& patch);

    Document& m_document;
    HistoryStep m_step;
    QString m_mergeKey;
    mutable std::variant<Whole, Packed> m_versions;  ///< How they are kept changes nothing of what they are
};

/// The version after so many steps; the document stays where it is.
Version versionAt(const Document& document, int index);

/// Whether the steps of a stored history lead where it says.
bool leadsToItsEnd(const History& history);

}  // namespace app
