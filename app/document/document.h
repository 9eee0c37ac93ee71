#pragma once

#include <QObject>
#include <QUndoStack>

#include "app/document/history.h"
#include "app/document/version.h"
#include "app/file/file.h"

namespace app {

/// The open model: the version shown, the versions before and after it (undo), and where it is stored.
/// The user-interface thread owns it; workers get a `Version`.
class Document : public QObject {
    Q_OBJECT

public:
    explicit Document(QObject* parent = nullptr);
    ~Document() override;

    const Version& version() const { return m_version; }
    const model::Project& project() const { return *m_version.project; }
    const model::Layout& layout() const { return *m_version.layout; }
    QUndoStack& undoStack() { return m_undoStack; }
    const QUndoStack& undoStack() const { return m_undoStack; }

    /// Makes a new version current, as one undo step with that name. Steps with the same non-empty merge key
    /// that follow each other become one (a drag, typing in a field). Nothing happens when nothing differs.
    void apply(model::Project next, const QString& label, const QString& mergeKey = {});
    void apply(model::Layout next, const QString& label, const QString& mergeKey = {});
    void apply(model::Project project, model::Layout layout, const QString& label,
               const QString& mergeKey = {});
    /// Applies the result of an edit; what an edit refuses is reported by `refused`.
    bool apply(model::Result<model::Project> next, const QString& label, const QString& mergeKey = {});

    /// The step with that number, from 0.
    const HistoryStep& step(int number) const;
    /// Goes to the version after so many steps, at once.
    void goTo(int index);

    /// Replaces everything (open, new); clears the undo history. `stored`: what lies at the path.
    void reset(model::Project project, model::Layout layout, const QString& path,
               const FileState& stored = {});
    /// Replaces everything by a history that was stored; false, with all as it was, when it leads nowhere.
    bool restore(const History& history, const QString& path, const FileState& stored);
    /// Takes what the file says now, as one more step; undo leads back to what was there before.
    void reread(model::Project project, model::Layout layout, const FileState& stored);
    /// No version here is what lies at the path any more.
    void forgetSaved();
    /// What lies at the path is known, and another thing than the versions here.
    void acceptStored(const FileState& stored);

    QString path() const { return m_path; }
    /// What lies at the path as far as it was read or written here.
    const FileState& stored() const { return m_stored; }
    /// Writes to the path and marks this version as saved; undo survives.
    model::Result<void> save(const QString& path);
    bool isModified() const { return !m_undoStack.isClean(); }
    /// `shop.lintel`, or `Untitled`.
    QString title() const;

signals:
    /// The version shown has changed.
    void changed(const app::Version& before, const app::Version& after);
    /// The place in the history is another one, or the step there is.
    void stepped();
    /// Another model was opened.
    void opened();
    void pathChanged();
    /// What lies at the path, or which step it is, is another one.
    void storedChanged();
    void refused(const model::Error& error);

private:
    friend class VersionCommand;
    void push(Version next, const QString& label, const QString& mergeKey);
    void show(const Version& version);
    void replace(const Version& version, const QString& path, const FileState& stored);
    void refill(const History& history);
    void announce();

    Version m_version;
    QUndoStack m_undoStack;
    QString m_path;
    FileState m_stored;
    quint64 m_revisions = 0;
    bool m_quiet = false;      ///< On the way through steps that nobody has to see
    bool m_replacing = false;  ///< The history is on its way to being that of another model
};

}  // namespace app
