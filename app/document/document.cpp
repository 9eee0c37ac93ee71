#include "app/document/document.h"

#include <QFileInfo>

#include "app/document/version_command.h"
#include "app/file/file.h"
#include "model/edit.h"

namespace app {

Document::Document(QObject* parent)
    : QObject(parent),
      m_version{std::make_shared<const model::Project>(model::emptyProject()),
                std::make_shared<const model::Layout>()},
      m_undoStack(this) {
    m_undoStack.setUndoLimit(5000);
}

void Document::apply(model::Project next, const QString& label, const QString& mergeKey) {
    push({std::make_shared<const model::Project>(std::move(next)), m_version.layout}, label, mergeKey);
}

void Document::apply(model::Layout next, const QString& label, const QString& mergeKey) {
    push({m_version.project, std::make_shared<const model::Layout>(std::move(next))}, label, mergeKey);
}

void Document::apply(model::Project project, model::Layout layout, const QString& label,
                     const QString& mergeKey) {
    push({std::make_shared<const model::Project>(std::move(project)),
          std::make_shared<const model::Layout>(std::move(layout))},
         label, mergeKey);
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
}

void Document::reset(model::Project project, model::Layout layout, const QString& path) {
    m_undoStack.clear();
    m_version = {std::make_shared<const model::Project>(std::move(project)),
                 std::make_shared<const model::Layout>(std::move(layout))};
    m_path = path;
    emit opened();
    emit pathChanged();
}

model::Result<void> Document::save(const QString& path) {
    if (auto saved = saveModel(path, project(), layout()); !saved) return tl::unexpected(saved.error());
    m_path = path;
    m_undoStack.setClean();
    emit pathChanged();
    return {};
}

QString Document::title() const {
    return m_path.isEmpty() ? tr("Untitled") : QFileInfo(m_path).fileName();
}

void Document::show(const Version& version) {
    const Version before = m_version;
    m_version = version;
    emit changed(before, m_version);
}

}  // namespace app
