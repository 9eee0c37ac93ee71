#pragma once

#include <QFileSystemWatcher>
#include <QObject>
#include <functional>

#include "app/document/document.h"
#include "app/file/file.h"
#include "app/theme/widgets.h"

namespace app {

/// Opens and saves the document's files: asks before changes are lost, remembers what was open, notices when
/// another program has changed the file. Reading happens in a worker.
class ModelFiles : public QObject {
    Q_OBJECT

public:
    ModelFiles(Document& document, QWidget* window);

    void createNew();
    void askOpen();
    void openFile(const QString& path);
    void openSample(const QString& id);
    /// Goes on with `then` when the file was written.
    void save(const std::function<void()>& then = {});
    void saveAs(const std::function<void()>& then = {});
    /// Runs the action, after the user has decided about changes that are not saved.
    void guarded(const std::function<void()>& action);
    /// What the title bar says: the file's name, else the model's.
    QString title() const;
    bool isLoading() const { return m_loading > 0; }

signals:
    void said(app::Tone tone, const QString& text);
    /// The file says something else than what was read or written last.
    void changedOnDisk(const QString& path);
    void loaded();
    void titleChanged();

private:
    void load(const QString& path);
    void take(model::Result<ModelFile> file, const QString& path, const QString& name);
    void saveTo(const QString& path, const std::function<void()>& then);
    void watch();
    void fileTouched(const QString& path);

    Document& m_document;
    QWidget* m_window;
    QFileSystemWatcher m_watcher;
    QString m_known;  ///< Time and size of the file as we know it
    int m_loading = 0;
};

}  // namespace app
