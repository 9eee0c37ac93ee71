#include "app/studio/model_files.h"

#include <QDateTime>
#include <QDir>
#include <QFileDialog>
#include <QFileInfo>
#include <QTimer>
#include <QtConcurrent>

#include "app/document/recent_files.h"
#include "app/studio/sheets.h"
#include "model/edit.h"

namespace app {

namespace {

constexpr int settlingTime = 150;  // ms: writers touch a file several times

QString fingerprint(const QString& path) {
    const QFileInfo file(path);
    return QStringLiteral("%1 %2").arg(file.lastModified().toMSecsSinceEpoch()).arg(file.size());
}

QString fileFilter() {
    return ModelFiles::tr("Lintel models (*.lintel);;All files (*)");
}

}  // namespace

ModelFiles::ModelFiles(Document& document, QWidget* window)
    : QObject(window), m_document(document), m_window(window) {
    connect(&document, &Document::pathChanged, this, [this] {
        watch();
        emit titleChanged();
    });
    connect(&document.undoStack(), &QUndoStack::cleanChanged, this, &ModelFiles::titleChanged);
    connect(&m_watcher, &QFileSystemWatcher::fileChanged, this, &ModelFiles::fileTouched);
}

QString ModelFiles::title() const {
    if (!m_document.path().isEmpty()) return m_document.title();
    const QString name = QString::fromStdString(m_document.project().name).simplified();
    return name.isEmpty() ? m_document.title() : name;
}

void ModelFiles::guarded(const std::function<void()>& action) {
    if (!m_document.isModified()) return action();
    for (const UnsavedSheet* asking : m_window->findChildren<UnsavedSheet*>())
        if (asking->isVisible()) return;
    auto* sheet = new UnsavedSheet(
        title(), [this, action] { save(action); }, action, m_window);
    sheet->show();
}

void ModelFiles::createNew() {
    guarded([this] {
        m_document.reset(model::emptyProject(), {}, {});
        emit loaded();
    });
}

void ModelFiles::askOpen() {
    guarded([this] {
        auto* dialog = new QFileDialog(m_window, tr("Open a model"),
                                       QFileInfo(recentFiles().value(0)).absolutePath(), fileFilter());
        dialog->setAttribute(Qt::WA_DeleteOnClose);
        dialog->setFileMode(QFileDialog::ExistingFile);
        connect(dialog, &QFileDialog::fileSelected, this, &ModelFiles::load);
        dialog->open();
    });
}

void ModelFiles::openFile(const QString& path) {
    guarded([this, path] { load(path); });
}

void ModelFiles::openSample(const QString& id) {
    guarded([this, id] { take(loadSample(id), {}, id); });
}

void ModelFiles::load(const QString& path) {
    ++m_loading;
    QtConcurrent::run([path] {
        return loadModel(path);
    }).then(this, [this, path](const model::Result<ModelFile>& file) {
        --m_loading;
        // What was changed while the file was read is not lost unasked either.
        guarded([this, path, file] {
            take(file, QFileInfo(path).absoluteFilePath(), QFileInfo(path).fileName());
        });
    });
}

void ModelFiles::take(model::Result<ModelFile> file, const QString& path, const QString& name) {
    if (!file) {
        emit said(Tone::Bad,
                  tr("%1 was not opened. %2").arg(name, QString::fromStdString(file.error().text())));
        return;
    }
    m_document.reset(std::move(file->project), std::move(file->layout), path);
    if (!path.isEmpty()) rememberFile(path);
    emit loaded();
    if (file->problems.empty()) return;
    emit said(Tone::Warning, tr("%1 was opened, but it is not whole: %2 (%3 in all)")
                                 .arg(name, QString::fromStdString(file->problems.front().text()))
                                 .arg(file->problems.size()));
}

void ModelFiles::save(const std::function<void()>& then) {
    if (m_document.path().isEmpty()) return saveAs(then);
    saveTo(m_document.path(), then);
}

void ModelFiles::saveAs(const std::function<void()>& then) {
    const QString suggested =
        m_document.path().isEmpty()
            ? QString::fromStdString(model::slug(m_document.project().name, "model")) + ".lintel"
            : m_document.path();
    auto* dialog = new QFileDialog(m_window, tr("Save the model"), suggested, fileFilter());
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->setAcceptMode(QFileDialog::AcceptSave);
    dialog->setDefaultSuffix(QStringLiteral("lintel"));
    connect(dialog, &QFileDialog::fileSelected, this,
            [this, then](const QString& path) { saveTo(path, then); });
    dialog->open();
}

void ModelFiles::saveTo(const QString& path, const std::function<void()>& then) {
    if (const auto saved = m_document.save(path); !saved) {
        emit said(
            Tone::Bad,
            tr("Not saved; the file is as it was. %1").arg(QString::fromStdString(saved.error().text())));
        return;
    }
    m_known = fingerprint(path);
    rememberFile(path);
    emit titleChanged();
    if (then) then();
}

void ModelFiles::watch() {
    if (!m_watcher.files().isEmpty()) m_watcher.removePaths(m_watcher.files());
    if (m_document.path().isEmpty()) return;
    m_known = fingerprint(m_document.path());
    m_watcher.addPath(m_document.path());
}

void ModelFiles::fileTouched(const QString& path) {
    QTimer::singleShot(settlingTime, this, [this, path] {
        if (path != m_document.path() || !QFileInfo(path).isFile()) return;
        // A file that was replaced is another one for the watcher.
        if (!m_watcher.files().contains(path)) m_watcher.addPath(path);
        const QString now = fingerprint(path);
        if (now == m_known) return;
        m_known = now;
        emit changedOnDisk(path);
    });
}

}  // namespace app
