#pragma once

#include <QObject>
#include <QUndoStack>
#include <memory>

#include "model/layout.h"
#include "model/project.h"
#include "model/result.h"

namespace app {

/// One version of what the user works on: facts and appearance.
struct Version {
    std::shared_ptr<const model::Project> project;
    std::shared_ptr<const model::Layout> layout;
};

/// The open model: the version shown, the versions before and after it (undo), and where it is stored.
/// The user-interface thread owns it; workers get a `Version`.
class Document : public QObject {
    Q_OBJECT

public:
    explicit Document(QObject* parent = nullptr);

    const Version& version() const { return m_version; }
    const model::Project& project() const { return *m_version.project; }
    const model::Layout& layout() const { return *m_version.layout; }
    QUndoStack& undoStack() { return m_undoStack; }

    /// Makes a new version current, as one undo step with that name. Steps with the same non-empty merge key
    /// that follow each other become one (a drag, typing in a field). Nothing happens when nothing differs.
    void apply(model::Project next, const QString& label, const QString& mergeKey = {});
    void apply(model::Layout next, const QString& label, const QString& mergeKey = {});
    void apply(model::Project project, model::Layout layout, const QString& label,
               const QString& mergeKey = {});
    /// Applies the result of an edit; what an edit refuses is reported by `refused`.
    bool apply(model::Result<model::Project> next, const QString& label, const QString& mergeKey = {});

    /// Replaces everything (open, new); clears the undo history.
    void reset(model::Project project, model::Layout layout, const QString& path);
    QString path() const { return m_path; }
    /// Writes to the path and marks this version as saved; undo survives.
    model::Result<void> save(const QString& path);
    bool isModified() const { return !m_undoStack.isClean(); }
    /// `shop.lintel`, or `Untitled`.
    QString title() const;

signals:
    /// The version shown has changed.
    void changed(const app::Version& before, const app::Version& after);
    /// Another model was opened.
    void opened();
    void pathChanged();
    void refused(const model::Error& error);

private:
    friend class VersionCommand;
    void push(Version next, const QString& label, const QString& mergeKey);
    void show(const Version& version);

    Version m_version;
    QUndoStack m_undoStack;
    QString m_path;
};

}  // namespace app
