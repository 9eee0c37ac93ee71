#include "app/document/version_command.h"

namespace app {

namespace {

std::size_t elementCount(const model::Project& project) {
    std::size_t operations = 0;
    for (const model::Service& service : project.services) operations += service.operations.size();
    return operations + project.services.size() + project.stores.size() + project.channels.size() +
           project.contexts.size() + project.relationships.size() + project.messages.size() +
           project.teams.size() + project.policies.size() + project.deployments.size() +
           project.workloads.size() + project.faultPlans.size() + project.objectives.size() +
           project.scenarios.size();
}

StepKind kindOf(const Version& before, const Version& after) {
    if (before.project == after.project) return StepKind::Arranged;
    const std::size_t old = elementCount(*before.project), now = elementCount(*after.project);
    return now > old ? StepKind::Added : now < old ? StepKind::Removed : StepKind::Changed;
}

}  // namespace

VersionCommand::VersionCommand(Document& document, Version after, const QString& label, QString mergeKey,
                               std::optional<StepKind> kind)
    : QUndoCommand(label),
      m_document(document),
      m_step{label, QDateTime::currentDateTime(), kind ? *kind : kindOf(document.version(), after),
             ++document.m_revisions},
      m_mergeKey(std::move(mergeKey)),
      m_versions(Whole{document.version(), std::move(after)}) {}

VersionCommand::VersionCommand(Document& document, const StoredStep& stored)
    : QUndoCommand(stored.step.label),
      m_document(document),
      m_step(stored.step),
      m_versions(Packed{stored.forward, stored.back}) {
    m_step.revision = ++document.m_revisions;
}

void VersionCommand::pack() const {
    const auto* whole = std::get_if<Whole>(&m_versions);
    if (!whole) return;
    const Packed packed{patchBetween(whole->before, whole->after), patchBetween(whole->after, whole->before)};
    // Text that is no UTF-8 does not survive in a patch: such a step stays as it is.
    const auto after = patched(whole->before, packed.forward);
    const auto before = patched(whole->after, packed.back);
    if (after && before && sameContent(*after, whole->after) && sameContent(*before, whole->before))
        m_versions = packed;
}

void VersionCommand::follow(const VersionPatch& patch) {
    const auto version = patched(m_document.version(), patch);
    Q_ASSERT(version.has_value());
    if (version) m_document.show(*version);
}

Version VersionCommand::versionBefore(const Version& after) const {
    if (const auto* whole = std::get_if<Whole>(&m_versions)) return whole->before;
    const auto version = patched(after, std::get<Packed>(m_versions).back);
    return version ? *version : after;
}

Version VersionCommand::versionAfter(const Version& before) const {
    if (const auto* whole = std::get_if<Whole>(&m_versions)) return whole->after;
    const auto version = patched(before, std::get<Packed>(m_versions).forward);
    return version ? *version : before;
}

void VersionCommand::undo() {
    if (const auto* whole = std::get_if<Whole>(&m_versions)) return m_document.show(whole->before);
    follow(std::get<Packed>(m_versions).back);
}

void VersionCommand::redo() {
    if (const auto* whole = std::get_if<Whole>(&m_versions)) return m_document.show(whole->after);
    follow(std::get<Packed>(m_versions).forward);
}

int VersionCommand::id() const {
    return m_mergeKey.isEmpty() ? -1 : 1;
}

bool VersionCommand::mergeWith(const QUndoCommand* next) {
    const auto* later = static_cast<const VersionCommand*>(next);
    auto* whole = std::get_if<Whole>(&m_versions);
    const auto* added = std::get_if<Whole>(&later->m_versions);
    if (!whole || !added || later->m_mergeKey != m_mergeKey) return false;
    whole->after = added->after;
    m_step = later->m_step;
    m_step.kind = kindOf(whole->before, whole->after);
    setText(next->text());
    setObsolete(sameContent(whole->before, whole->after));
    return true;
}

Version versionAt(const Document& document, int index) {
    const QUndoStack& stack = document.undoStack();
    const auto command = [&](int number) {
        return static_cast<const VersionCommand*>(stack.command(number));
    };
    Version version = document.version();
    for (int at = stack.index(); at > index && at > 0; --at)
        version = command(at - 1)->versionBefore(version);
    for (int at = stack.index(); at < index && at < stack.count(); ++at)
        version = command(at)->versionAfter(version);
    return version;
}

bool leadsToItsEnd(const History& history) {
    const int count = static_cast<int>(history.steps.size());
    if (history.index < 0 || history.index > count || history.saved > count) return false;
    Version at = history.opened;
    for (int number = 0; number < count; ++number) {
        if (number == history.index && !sameContent(at, history.current)) return false;
        auto next = patched(at, history.steps[static_cast<std::size_t>(number)].forward);
        if (!next) return false;
        at = std::move(*next);
    }
    return history.index < count || sameContent(at, history.current);
}

}  // namespace app
