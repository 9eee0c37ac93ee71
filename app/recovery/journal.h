#pragma once

#include <QObject>
#include <memory>

#include "app/document/document.h"
#include "app/recovery/journal_writer.h"

namespace app {

/// Keeps what the user does to the document on the disk, step by step, until the model is closed in good
/// order: what a program that was killed had not saved can be recovered from there.
class Journal : public QObject {
    Q_OBJECT

public:
    Journal(Document& document, const QString& folder, QObject* parent);
    ~Journal() override;

    QString folder() const { return m_folder; }
    /// Waits until all is on the disk; false when that failed.
    bool flush();
    /// Makes a journal that was left over the document's own again: with its history, and the file goes on.
    /// Fails, with the document as it was, when somebody else has taken it or it cannot be read.
    model::Result<void> recover(const QString& file);

signals:
    /// Nothing can be written: until `works` only the memory keeps what is not saved.
    void failed(const QString& why);
    void works();

private:
    void begin();
    void noteStep();
    void noteStored();
    void write(JournalEntry entry);
    JournalWriter::Report report();

    Document& m_document;
    QString m_folder;
    Version m_opened;
    std::vector<quint64> m_revisions;  ///< Of the steps that are noted, by their place in the history
    std::unique_ptr<JournalWriter> m_writer;
};

}  // namespace app
