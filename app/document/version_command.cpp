#include "app/document/version_command.h"

namespace app {

bool sameContent(const Version& left, const Version& right) {
    const bool sameProject = left.project == right.project || *left.project == *right.project;
    return sameProject && (left.layout == right.layout || *left.layout == *right.layout);
}

VersionCommand::VersionCommand(Document& document, Version after, const QString& label, QString mergeKey)
    : QUndoCommand(label),
      m_document(document),
      m_before(document.version()),
      m_after(std::move(after)),
      m_mergeKey(std::move(mergeKey)) {}

void VersionCommand::undo() {
    m_document.show(m_before);
}

void VersionCommand::redo() {
    m_document.show(m_after);
}

int VersionCommand::id() const {
    return m_mergeKey.isEmpty() ? -1 : 1;
}

bool VersionCommand::mergeWith(const QUndoCommand* next) {
    const auto* later = static_cast<const VersionCommand*>(next);
    if (later->m_mergeKey != m_mergeKey) return false;
    m_after = later->m_after;
    setText(next->text());
    setObsolete(sameContent(m_before, m_after));
    return true;
}

}  // namespace app
