#include "app/recovery/journal.h"

namespace app {

Journal::Journal(Document& document, const QString& folder, QObject* parent)
    : QObject(parent), m_document(document), m_folder(folder) {
    begin();
    connect(&document, &Document::opened, this, &Journal::begin);
    connect(&document, &Document::stepped, this, &Journal::noteStep);
    connect(&document, &Document::storedChanged, this, &Journal::noteStored);
}

Journal::~Journal() = default;

void Journal::begin() {
    m_writer.reset();
    m_opened = m_document.version();
    m_revisions = {0};
}

bool Journal::flush() {
    return !m_writer || m_writer->flush();
}

// The thread's report arrives when the user interface has time.
JournalWriter::Report Journal::report() {
    return [this](const std::optional<model::Error>& error) {
        const QString why = error ? QString::fromStdString(error->text()) : QString();
        QMetaObject::invokeMethod(
            this,
            [this, why] {
                if (why.isEmpty())
                    emit works();
                else
                    emit failed(why);
            },
            Qt::QueuedConnection);
    };
}

void Journal::write(JournalEntry entry) {
    if (!m_writer) {
        m_writer = std::make_unique<JournalWriter>(m_folder, report());
        m_writer->add(JournalOpened{m_opened});
        m_writer->add(
            JournalStored{m_document.path(), m_document.stored(), m_document.undoStack().cleanIndex()});
    }
    m_writer->add(std::move(entry));
}

void Journal::noteStep() {
    const int index = m_document.undoStack().index();
    const auto place = static_cast<std::size_t>(index);
    const quint64 revision = index == 0 ? 0 : m_document.step(index - 1).revision;
    if (place < m_revisions.size() && m_revisions[place] == revision)
        return write(JournalPlace{index, m_document.version()});
    m_revisions.resize(place);
    m_revisions.push_back(revision);
    write(JournalStep{index, m_document.step(index - 1), m_document.version()});
}

void Journal::noteStored() {
    if (!m_writer && !m_document.isModified()) return;
    write(JournalStored{m_document.path(), m_document.stored(), m_document.undoStack().cleanIndex()});
}

model::Result<void> Journal::recover(const QString& path) {
    auto file = JournalFile::takeOver(path);
    if (!file) return tl::unexpected(file.error());
    const auto text = (*file)->read();
    if (!text) return tl::unexpected(text.error());
    const auto content = readJournal(*text);
    if (!content) return tl::unexpected(content.error());
    if (auto ready = (*file)->continueAfter(*content); !ready) return ready;
    if (!m_document.restore(content->history, content->path, content->stored))
        return model::failure(path.toStdString(), "the steps of the journal do not lead to its end");
    for (int number = 0; number < m_document.undoStack().count(); ++number)
        m_revisions.push_back(m_document.step(number).revision);
    m_writer = std::make_unique<JournalWriter>(std::move(*file), m_document.version(), report());
    return {};
}

}  // namespace app
