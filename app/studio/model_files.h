#pragma once

#include <QObject>
#include <functional>
#include <memory>

#include "app/document/document.h"
#include "app/file/file.h"
#include "app/file/file_lock.h"
#include "app/file/file_watch.h"
#include "app/recovery/journal.h"
#include "app/theme/widgets.h"

namespace app {

/// Opens and saves the document's files: asks before changes are lost, keeps other studios out, remembers
/// what was open, and never writes over what others wrote unasked. Reading happens in a worker.
class ModelFiles : public QObject {
    Q_OBJECT

public:
    using Then = std::function<void()>;

    ModelFiles(Document& document, QWidget* window);

    void createNew();
    void askOpen();
    void openFile(const QString& path);
    /// Opens it without keeping others out; saving asks for another name.
    void openReadOnly(const QString& path);
    void openSample(const QString& id);
    /// Goes on with `then` when the file was written.
    void save(const Then& then = {});
    void saveAs(const Then& then = {});
    /// Writes to that path, whatever lies there.
    void saveTo(const QString& path, const Then& then = {});
    /// Takes what the file says now, as one more step.
    void readAgain();
    /// What others wrote is known; the next save writes over it.
    void keepMine();
    /// Opens what a journal that was left over holds, with its history.
    void recover(const QString& journal);
    /// Shows what such a journal holds, as a model without a file, and goes on with `then`; the journal
    /// stays.
    void lookAt(const Leftover& leftover, const Then& then);
    /// Runs the action, after the user has decided about changes that are not saved.
    void guarded(const Then& action);

    Document& document() { return m_document; }
    FileWatch& watch() { return m_watch; }
    Journal& journal() { return m_journal; }
    QWidget* window() const { return m_window; }
    /// What the title bar says: the file's name, else the model's.
    QString title() const;
    bool isLoading() const { return m_loading > 0; }
    bool isReadOnly() const { return m_readOnly; }

signals:
    void said(app::Tone tone, const QString& text);
    /// Nothing was written; the text says why.
    void saveFailed(const QString& text, const std::function<void()>& then);
    /// Nothing was written: others have written there since.
    void saveWouldOverwrite(const std::function<void()>& then);
    void loaded();
    void titleChanged();

private:
    void load(const QString& path, bool readOnly);
    void take(model::Result<ModelFile> file, const QString& path, bool readOnly);
    void askWhoIsFirst(const ModelFile& file, const QString& path, const LockOwner& owner);
    void show(const ModelFile& file, const QString& path, bool readOnly);
    void settle();
    std::unique_ptr<FileLock> lockFor(const QString& path);
    bool keepUnreadLayout(const QString& path);

    Document& m_document;
    QWidget* m_window;
    FileWatch m_watch;
    Journal m_journal;
    std::unique_ptr<FileLock> m_lock;
    QString m_unreadLayout;  ///< The model whose layout file could not be understood
    bool m_readOnly = false;
    int m_loading = 0;
};

}  // namespace app
