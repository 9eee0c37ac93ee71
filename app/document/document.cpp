#include "app/document/document.h"

#include <QFileInfo>

#include "app/document/version_command.h"
#include "model/edit.h"

namespace app {

namespace {

/// So many of the last steps keep their versions; those before are kept as patches.
constexpr int wholeSteps = 50;

Version versionOf(model::Project project, model::Layout layout) {
    return {std::make_shared<const model::Project>(std::move(project)),
            std::make_shared<const model::Layout>(std::move(layout))};
}

const VersionCommand* commandAt(const QUndoStack& stack, int number) {
    return static_cast<const VersionCommand*>(stack.command(number));
}

}  // namespace

Document::Document(QObject* parent)
    : QObject(parent), m_version(versionOf(model::emptyProject(), {})), m_undoStack(this) {
    connect(&m_undoStack, &QUndoStack::indexChanged, this, [this] {
        if (!m_replacing) emit stepped();
    });
}

Document::~Document() {
    m_undoStack.blockSignals(true);  // It is cleared on the way out, when nobody may look at the document
}

void Document::apply(model::Project next, const QString& label, const QString& mergeKey) {
    push({std::make_shared<const model::Project>(std::move(next)), m_version.layout}, label, mergeKey);
}

void Document::apply(model::Layout next, const QString& label, const QString& mergeKey) {
    push({m_version.project, std::make_shared<const model::Layout>(std::move(next))}, label, mergeKey);
}

void Document::apply(model::Project project, model::Layout layout, const QString& label,
                     const QString& mergeKey) {
    push(versionOf(std::move(project), std::move(layout)), label, mergeKey);
}

bool Document::apply(model::Result<model::Project> next, const QString& label, const QString& mergeKey) {
    if (!next) {
        emit refused(next.error());
        return false;
    }
    apply(std::move(*next), label, mergeKey);
    return true;
}

void Document::push(Version next, const QString& label, const QString& mergeKey) {
    if (sameContent(m_version, next)) return;
    m_undoStack.push(new VersionCommand(*this, std::move(next), label, mergeKey));
    if (const VersionCommand* old = commandAt(m_undoStack, m_undoStack.index() - 1 - wholeSteps)) old->pack();
}

const HistoryStep& Document::step(int number) const {
    return commandAt(m_undoStack, number)->step();
}

void Document::goTo(int index) {
    const Version before = m_version;
    m_quiet = true;
    m_undoStack.setIndex(index);
    m_quiet = false;
    if (!sameValues(before, m_version)) emit changed(before, m_version);
}

void Document::replace(const Version& version, const QString& path, const FileState& stored) {
    m_replacing = true;
    m_undoStack.clear();
    m_version = version;
    m_path = path;
    m_stored = stored;
}

void Document::announce() {
    m_replacing = false;
    emit opened();
    emit pathChanged();
}

void Document::reset(model::Project project, model::Layout layout, const QString& path,
                     const FileState& stored) {
    replace(versionOf(std::move(project), std::move(layout)), path, stored);
    announce();
}

bool Document::restore(const History& history, const QString& path, const FileState& stored) {
    if (!leadsToItsEnd(history)) return false;
    replace(history.opened, path, stored);
    refill(history);
    announce();
    return true;
}

void Document::refill(const History& history) {
    m_quiet = true;
    for (const StoredStep& step : history.steps) m_undoStack.push(new VersionCommand(*this, step));
    if (history.saved < 0) {
        m_undoStack.resetClean();
    } else {
        m_undoStack.setIndex(history.saved);
        m_undoStack.setClean();
    }
    m_undoStack.setIndex(history.index);
    m_quiet = false;
}

void Document::reread(model::Project project, model::Layout layout, const FileState& stored) {
    Version next = versionOf(std::move(project), std::move(layout));
    if (!sameContent(m_version, next))
        m_undoStack.push(
            new VersionCommand(*this, std::move(next), tr("Read the file again"), {}, StepKind::ReadAgain));
    m_stored = stored;
    m_undoStack.setClean();
    emit storedChanged();
}

void Document::forgetSaved() {
    acceptStored(m_stored);
}

void Document::acceptStored(const FileState& stored) {
    m_stored = stored;
    m_undoStack.resetClean();
    emit storedChanged();
}

model::Result<void> Document::save(const QString& path) {
    auto written = saveModel(path, project(), layout());
    if (!written) return tl::unexpected(written.error());
    m_path = path;
    m_stored = std::move(*written);
    m_undoStack.setClean();
    emit pathChanged();
    emit storedChanged();
    return {};
}

QString Document::title() const {
    return m_path.isEmpty() ? tr("Untitled") : QFileInfo(m_path).fileName();
}

void Document::show(const Version& version) {
    const Version before = m_version;
    m_version = version;
    if (!m_quiet) emit changed(before, m_version);
}

}  // namespace app
