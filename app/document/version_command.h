#pragma once

#include <QUndoCommand>

#include "app/document/document.h"

namespace app {

/// The one undo command there is: it shows the version before, or the version after.
class VersionCommand : public QUndoCommand {
public:
    VersionCommand(Document& document, Version after, const QString& label, QString mergeKey);

    void undo() override;
    void redo() override;
    int id() const override;
    bool mergeWith(const QUndoCommand* next) override;

private:
    Document& m_document;
    Version m_before;
    Version m_after;
    QString m_mergeKey;
};

/// Whether both versions say and show the same.
bool sameContent(const Version& left, const Version& right);

}  // namespace app
