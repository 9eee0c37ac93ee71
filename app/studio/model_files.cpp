#include "app/studio/model_files.h"

#include <QFile>
#include <QFileDialog>
#include <QFileInfo>
#include <QtConcurrent>

#include "app/document/recent_files.h"
#include "app/studio/in_use_sheet.h"
#include "app/studio/sheets.h"
#include "model/edit.h"

namespace app {

namespace {

QString fileFilter() {
    return ModelFiles::tr("Lintel models (*.lintel);;All files (*)");
}

QString nameOf(const QString& path) {
    return QFileInfo(path).fileName();
}

QString textOf(const model::Error& error) {
    return QString::fromStdString(error.text());
}

}  // namespace

ModelFiles::ModelFiles(Document& document, QWidget* window)
    : QObject(window),
      m_document(document),
      m_window(window),
      m_watch(this),
      m_journal(document, journalFolder(), this) {
    connect(&document, &Document::opened, this, [this] { m_watch.follow({}, {}); });  // All is told anew
    connect(&document, &Document::pathChanged, this, &ModelFiles::titleChanged);
    connect(&document, &Document::storedChanged, this, &ModelFiles::settle);
    connect(&document.undoStack(), &QUndoStack::cleanChanged, this, &ModelFiles::titleChanged);
}

QString ModelFiles::title() const {
    if (!m_document.path().isEmpty())
        return m_readOnly ? tr("%1 (read-only)").arg(m_document.title()) : m_document.title();
    const QString name = QString::fromStdString(m_document.project().name).simplified();
    return name.isEmpty() ? m_document.title() : name;
}

void ModelFiles::guarded(const Then& action) {
    if (!m_document.isModified()) return action();
    for (const UnsavedSheet* asking : m_window->findChildren<UnsavedSheet*>())
        if (asking->isVisible()) return;
    auto* sheet = new UnsavedSheet(
        title(), [this, action] { save(action); }, action, m_window);
    sheet->show();
}

void ModelFiles::createNew() {
    guarded([this] { show({model::emptyProject(), {}, {}}, {}, false); });
}

void ModelFiles::askOpen() {
    guarded([this] {
        auto* dialog = new QFileDialog(m_window, tr("Open a model"),
                                       QFileInfo(recentFiles().value(0)).absolutePath(), fileFilter());
        dialog->setAttribute(Qt::WA_DeleteOnClose);
        dialog->setFileMode(QFileDialog::ExistingFile);
        connect(dialog, &QFileDialog::fileSelected, this, [this](const QString& path) { load(path, false); });
        dialog->open();
    });
}

void ModelFiles::openFile(const QString& path) {
    guarded([this, path] { load(path, false); });
}

void ModelFiles::openReadOnly(const QString& path) {
    guarded([this, path] { load(path, true); });
}

void ModelFiles::openSample(const QString& id) {
    guarded([this, id] {
        if (auto file = loadSample(id))
            show(*file, {}, false);
        else
            emit said(Tone::Bad, tr("%1 was not opened. %2").arg(id, textOf(file.error())));
    });
}

void ModelFiles::load(const QString& path, bool readOnly) {
    ++m_loading;
    QtConcurrent::run([path] {
        return loadModel(path);
    }).then(this, [this, path, readOnly](const model::Result<ModelFile>& file) {
        --m_loading;
        // What was changed while the file was read is not lost unasked either.
        guarded([this, path, readOnly, file] { take(file, QFileInfo(path).absoluteFilePath(), readOnly); });
    });
}

void ModelFiles::take(model::Result<ModelFile> file, const QString& path, bool readOnly) {
    if (!file) {
        emit said(Tone::Bad, tr("%1 was not opened. %2").arg(nameOf(path), textOf(file.error())));
        return;
    }
    auto lock = readOnly ? nullptr : lockFor(path);
    if (lock && lock->owner()) return askWhoIsFirst(*file, path, *lock->owner());
    m_lock = std::move(lock);
    rememberFile(path);
    show(*file, path, readOnly);
    if (file->problems.empty()) return;
    emit said(Tone::Warning, tr("%1 was opened, but it is not whole: %2 (%3 in all)")
                                 .arg(nameOf(path), textOf(file->problems.front()))
                                 .arg(file->problems.size()));
}

/// The lock that is held already when it is the same model's.
std::unique_ptr<FileLock> ModelFiles::lockFor(const QString& path) {
    const bool same = !m_document.path().isEmpty() && m_lock && m_lock->isHeld() &&
                      FileLock::path(m_document.path()) == FileLock::path(path);
    return same ? std::move(m_lock) : std::make_unique<FileLock>(path);
}

void ModelFiles::askWhoIsFirst(const ModelFile& file, const QString& path, const LockOwner& owner) {
    auto* sheet = new InUseSheet(nameOf(path), owner, m_window);
    connect(sheet, &InUseSheet::readOnlyChosen, this, [this, file, path] {
        m_lock.reset();
        show(file, path, true);
    });
    connect(sheet, &InUseSheet::copyChosen, this, [this, file] { show(file, {}, false); });
    connect(sheet, &InUseSheet::takeOverChosen, this, [this, file, path] {
        auto lock = std::make_unique<FileLock>(path);
        lock->takeOver();
        if (lock->owner()) return askWhoIsFirst(file, path, *lock->owner());
        m_lock = std::move(lock);
        show(file, path, false);
    });
    sheet->show();
}

void ModelFiles::show(const ModelFile& file, const QString& path, bool readOnly) {
    if (path.isEmpty()) m_lock.reset();
    m_readOnly = readOnly;
    m_unreadLayout = file.layoutRead ? QString() : path;
    m_document.reset(file.project, file.layout, path, file.state);
    emit loaded();
    settle();
}

/// Looks at the files from now on, and compares them with what the document knows of them.
void ModelFiles::settle() {
    m_watch.follow(m_document.path(), m_document.stored());
}

void ModelFiles::readAgain() {
    const QString path = m_document.path();
    ++m_loading;
    QtConcurrent::run([path] {
        return loadModel(path);
    }).then(this, [this, path](const model::Result<ModelFile>& file) {
        --m_loading;
        if (path != m_document.path()) return;
        if (!file) {
            emit said(Tone::Bad, tr("%1 was not read again; what you see is as it was. %2")
                                     .arg(nameOf(path), textOf(file.error())));
            return;
        }
        m_unreadLayout = file->layoutRead ? QString() : path;
        m_document.reread(file->project, file->layout, file->state);
    });
}

void ModelFiles::keepMine() {
    m_watch.look();
    m_document.acceptStored(m_watch.seen());
}

void ModelFiles::recover(const QString& journal) {
    guarded([this, journal] {
        const auto recovered = m_journal.recover(journal);
        if (!recovered) {
            emit said(Tone::Bad, tr("Nothing was recovered. %1").arg(textOf(recovered.error())));
            return;
        }
        m_lock.reset();
        m_unreadLayout.clear();
        if (!m_document.path().isEmpty()) m_lock = std::make_unique<FileLock>(m_document.path());
        m_readOnly = m_lock && m_lock->owner();
        emit loaded();
        emit titleChanged();
        settle();
    });
}

void ModelFiles::lookAt(const Leftover& leftover, const Then& then) {
    guarded([this, current = leftover.content.history.current, then] {
        show({*current.project, *current.layout, {}}, {}, false);
        then();
    });
}

void ModelFiles::save(const Then& then) {
    const QString path = m_document.path();
    if (path.isEmpty()) return saveAs(then);
    if (m_readOnly) {
        emit saveFailed(tr("%1 is open read-only here.").arg(nameOf(path)), then);
        return;
    }
    const FileCondition condition = m_watch.look();
    if (condition == FileCondition::Changed || condition == FileCondition::LayoutChanged)
        emit saveWouldOverwrite(then);
    else
        saveTo(path, then);
}

void ModelFiles::saveAs(const Then& then) {
    const QString suggested =
        m_document.path().isEmpty()
            ? QString::fromStdString(model::slug(m_document.project().name, "model")) + ".lintel"
            : m_document.path();
    auto* dialog = new QFileDialog(m_window, tr("Save the model"), suggested, fileFilter());
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->setAcceptMode(QFileDialog::AcceptSave);
    dialog->setDefaultSuffix(QStringLiteral("lintel"));
    connect(dialog, &QFileDialog::fileSelected, this,
            [this, then](const QString& path) { saveTo(QFileInfo(path).absoluteFilePath(), then); });
    dialog->open();
}

void ModelFiles::saveTo(const QString& path, const Then& then) {
    auto lock = lockFor(path);
    if (lock->owner()) {
        emit saveFailed(tr("Not saved: %1 is open in another studio.").arg(nameOf(path)), then);
        return;
    }
    const bool kept = keepUnreadLayout(path);
    const auto saved = kept ? m_document.save(path) : model::Result<void>();
    if (!kept || !saved) {
        if (path == m_document.path()) m_lock = std::move(lock);
        const QString why = kept ? textOf(saved.error()) : tr("The layout file cannot be put aside.");
        emit saveFailed(tr("Not saved; the file is as it was. %1").arg(why), then);
        return;
    }
    m_lock = std::move(lock);
    m_readOnly = false;
    rememberFile(path);
    emit titleChanged();
    if (then) then();
}

/// A layout that could not be understood is not written over: it gets a name of its own.
bool ModelFiles::keepUnreadLayout(const QString& path) {
    if (m_unreadLayout.isEmpty() || m_unreadLayout != path) return true;
    const QString layout = layoutPath(path);
    QString aside = layout + QStringLiteral("-unread");
    for (int number = 2; QFileInfo::exists(aside); ++number)
        aside = QStringLiteral("%1-unread-%2").arg(layout).arg(number);
    if (QFileInfo::exists(layout) && !QFile::copy(layout, aside)) return false;
    m_unreadLayout.clear();
    return true;
}

}  // namespace app
