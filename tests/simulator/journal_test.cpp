// A journal survives a kill at any byte.
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>
#include <QDir>
#include <QFile>
#include <QTemporaryDir>
#include <QTest>

#include "simulator/store/journal.h"

using simulator::Journal;
using simulator::JournalQuestion;

namespace {

const JournalQuestion question{{"model", "abc"}, {"seed", "7"}};
const std::vector<std::string> records{"0\t1.5\tmet", "2\t\tx", "a line\nbreak \\ and \\n", ""};

std::vector<ino_t> syncedFolders;  ///< Those whose content was put on the disk, by their numbers

ino_t numberOf(const QString& folder) {
    struct stat status {};
    if (::stat(folder.toUtf8().constData(), &status) != 0) qFatal("there is no such folder");
    return status.st_ino;
}

QByteArray content(const std::string& path) {
    QFile file(QString::fromStdString(path));
    return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray("unreadable");
}

void put(const std::string& path, const QByteArray& bytes) {
    QFile file(QString::fromStdString(path));
    if (!file.open(QIODevice::WriteOnly) || file.write(bytes) != bytes.size()) qFatal("cannot be written");
}

std::string refusalOf(const std::string& path, const JournalQuestion& asked = question) {
    const auto journal = Journal::open(path, asked);
    return journal ? std::string("no failure") : journal.error().text();
}

}  // namespace

/// In place of the C library's, whose work it has done.
extern "C" int fsync(int file) {
    struct stat status {};
    if (::fstat(file, &status) == 0 && S_ISDIR(status.st_mode)) syncedFolders.push_back(status.st_ino);
    return static_cast<int>(::syscall(SYS_fsync, file));
}

class JournalTest : public QObject {
    Q_OBJECT

private:
    QTemporaryDir m_folder;
    std::string at(const char* name) const { return m_folder.filePath(name).toStdString(); }

    /// A journal with all records.
    std::string written(const char* name) const {
        auto journal = Journal::open(at(name), question);
        if (!journal) qFatal("%s", journal.error().text().c_str());
        for (const std::string& record : records)
            if (!journal->append(record)) qFatal("cannot be appended");
        return at(name);
    }

private slots:
    void recordsAreReadAgain() {
        const std::string path = written("whole");
        const auto journal = Journal::open(path, question);
        QVERIFY(journal && journal->records() == records);
    }

    // Without its folder a new file is lost with the power; one that is there already is not.
    void newOnesAreKeptInTheirFolders() {
        const std::vector<ino_t> once{numberOf(m_folder.path())};
        syncedFolders.clear();
        const std::string path = written("new");
        QCOMPARE(syncedFolders, once);
        QVERIFY(Journal::open(path, question));
        QCOMPARE(syncedFolders, once);
        const QString before = QDir::currentPath();
        QVERIFY(QDir::setCurrent(m_folder.path()));
        const bool opened = Journal::open("without-a-folder", question).has_value();
        QVERIFY(QDir::setCurrent(before) && opened);
        QCOMPARE(syncedFolders.size(), std::size_t{2});
        QCOMPARE(syncedFolders.back(), once.front());
    }

    // What was whole stays, what was torn is dropped, and what is appended then is read.
    void anyTornEndIsDropped() {
        const QByteArray whole = content(written("torn-source"));
        for (qsizetype size = 0; size <= whole.size(); ++size) {
            const std::string path = at("torn");
            put(path, whole.left(size));
            const auto lines = whole.left(size).count('\n');
            const auto expected = static_cast<std::size_t>(std::max<qsizetype>(0, lines - 1));
            {
                auto journal = Journal::open(path, question);
                QVERIFY2(journal.has_value(), qPrintable(QString::number(size)));
                QCOMPARE(journal->records().size(), expected);
                QVERIFY(std::equal(journal->records().begin(), journal->records().end(), records.begin()));
                QVERIFY(journal->append("more"));
            }
            const auto again = Journal::open(path, question);
            QVERIFY(again && again->records().size() == expected + 1 && again->records().back() == "more");
        }
    }

    void anotherQuestionIsRefused() {
        const std::string path = written("asked");
        const QByteArray before = content(path);
        const std::string seed = refusalOf(path, {{"model", "abc"}, {"seed", "8"}});
        QVERIFY2(seed.find("belongs to another question: its seed is 7, here it is 8") != std::string::npos,
                 seed.c_str());
        QVERIFY(
            refusalOf(path, {{"model", "abc"}, {"seed", "7"}, {"length", "3"}}).find("another question") !=
            std::string::npos);
        QCOMPARE(content(path), before);
    }

    void damageIsTold() {
        const std::string path = written("damaged");
        QByteArray bytes = content(path);
        bytes[bytes.indexOf('\n') + 20] = 'X';
        put(path, bytes);
        const std::string told = refusalOf(path);
        QVERIFY2(told.find("line 2 is damaged") != std::string::npos, told.c_str());
        QCOMPARE(content(path), bytes);
    }

    void otherFilesAreLeftAlone() {
        for (const QByteArray& bytes :
             {QByteArray("hello"), QByteArray("a,b\n1,2\n"), QByteArray("\0\xff", 2)}) {
            put(at("other"), bytes);
            QVERIFY(refusalOf(at("other")).find("another file") != std::string::npos);
            QCOMPARE(content(at("other")), bytes);
        }
        QVERIFY(refusalOf(m_folder.path().toStdString()).find("cannot be written") != std::string::npos);
        QVERIFY(refusalOf(at("no/such/folder")).find("cannot be written") != std::string::npos);
    }

    void twoAtATimeAreRefused() {
        const std::string path = written("busy");
        const auto first = Journal::open(path, question);
        QVERIFY(first.has_value());
        QVERIFY(refusalOf(path).find("in use by another process") != std::string::npos);
    }
};

QTEST_APPLESS_MAIN(JournalTest)
#include "journal_test.moc"
