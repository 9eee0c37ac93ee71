#include "app/recovery/journal.h"

#include <signal.h>
#include <sys/mount.h>

#include <QCoreApplication>
#include <QDir>
#include <QElapsedTimer>
#include <QFile>
#include <QProcess>
#include <QSignalSpy>
#include <QTemporaryDir>
#include <QTest>
#include <cstdio>

#include "model/check.h"
#include "tests/app/random_session.h"

using app::bytesOf;
using app::Document;
using app::Journal;
using app::JournalContent;

namespace {

/// A journal as the writer would write it, every change a record; `states`: the content after each record.
struct WrittenJournal {
    std::string text;
    std::vector<std::string> states;
    std::vector<std::size_t> ends;  ///< Of the records in the text
};

WrittenJournal writtenBy(unsigned seed, int acts) {
    Document document;
    WrittenJournal journal;
    app::JournalChecksum checksum;
    app::Version at = document.version();
    std::vector<quint64> revisions{0};
    const auto write = [&](const std::string& record) {
        journal.text += checksum.line(record);
        journal.states.push_back(bytesOf(document.version()));
        journal.ends.push_back(journal.text.size());
    };
    write(app::openedRecord(at));
    write(app::storedRecord(QStringLiteral("/tmp/ä.lintel"), {"12", ""}, 0));
    QObject::connect(&document, &Document::stepped, [&] {
        const int index = document.undoStack().index();
        const auto place = static_cast<std::size_t>(index);
        const quint64 revision = index == 0 ? 0 : document.step(index - 1).revision;
        if (place < revisions.size() && revisions[place] == revision) {
            write(app::placeRecord(index));
        } else {
            revisions.resize(place);
            revisions.push_back(revision);
            write(app::stepRecord(index, document.step(index - 1), patchBetween(at, document.version())));
        }
        at = document.version();
    });
    app::RandomSession user(document, seed);
    for (int act = 0; act < acts; ++act) user.act();
    return journal;
}

/// What a journal cut off there must lead to; empty when the first record is not whole.
std::string expectedAt(const WrittenJournal& journal, std::size_t length) {
    std::string expected;
    for (std::size_t record = 0; record < journal.ends.size() && journal.ends[record] <= length; ++record)
        expected = journal.states[record];
    return expected;
}

std::string contentOf(const QString& path) {
    QFile file(path);
    return file.open(QIODevice::ReadOnly) ? file.readAll().toStdString() : std::string();
}

QStringList journalsIn(const QString& folder) {
    return QDir(folder).entryList({QStringLiteral("*.journal")}, QDir::Files);
}

/// What a program that is killed now would leave behind.
QString leaveBehind(Journal& journal, const QString& name = QStringLiteral("left.journal")) {
    if (!journal.flush()) return {};
    const QString folder = journal.folder();
    const QString copy = folder + '/' + name;
    return QFile::copy(folder + '/' + journalsIn(folder).value(0), copy) ? copy : QString();
}

void addService(Document& document, const std::string& name) {
    model::Service service;
    service.name = name;
    document.apply(model::put(document.project(), service), QStringLiteral("Add"));
}

/// The child of `aKilledProgramLosesLessThanASecond`: edits as fast as a person never could, and tells when.
int editUntilKilled(const QString& folder) {
    Document document;
    Journal journal(document, folder, nullptr);
    QElapsedTimer clock;
    clock.start();
    for (int edit = 1;; ++edit) {
        addService(document, "s" + std::to_string(edit));
        std::printf("%d %lld\n", edit, static_cast<long long>(clock.elapsed()));
        std::fflush(stdout);
        QThread::msleep(7);
    }
}

}  // namespace

class JournalTest : public QObject {
    Q_OBJECT

private slots:
    void anyPrefixRecoversAWholeModel();
    void anyPrefixOfManySessionsToo();
    void aDamagedByteEndsTheJournalThere();
    void whatIsNoJournalIsRefused();
    void theFileHoldsTheWholeHistory();
    void aRecoveredHistoryGoesBackAndForth();
    void aRecoveredJournalGoesOn();
    void savedWorkIsNotOffered();
    void aModelThatIsClosedLeavesNothing();
    void theJournalOfAProgramThatRunsIsLeftAlone();
    void onlyItsOwnerCanReadIt();
    void aFullDiskIsToldAndMadeUpFor();
    void aKilledProgramLosesLessThanASecond();
};

void JournalTest::anyPrefixRecoversAWholeModel() {
    const WrittenJournal journal = writtenBy(1, 60);
    for (std::size_t length = 0; length <= journal.text.size(); ++length) {
        const auto read = app::readJournal(std::string_view(journal.text).substr(0, length));
        const std::string expected = expectedAt(journal, length);
        QCOMPARE(read.has_value(), !expected.empty());
        if (!read) continue;
        QVERIFY(bytesOf(read->history.current) == expected);
        QVERIFY(model::check(*read->history.current.project).empty());
    }
}

void JournalTest::anyPrefixOfManySessionsToo() {
    for (unsigned seed = 0; seed < 1000; ++seed) {
        const WrittenJournal journal = writtenBy(seed, 12);
        std::mt19937 random(seed);
        const std::size_t length = random() % (journal.text.size() + 1);
        const auto read = app::readJournal(std::string_view(journal.text).substr(0, length));
        const std::string expected = expectedAt(journal, length);
        QCOMPARE(read.has_value(), !expected.empty());
        if (read) QVERIFY2(bytesOf(read->history.current) == expected, qPrintable(QString::number(seed)));
    }
}

void JournalTest::aDamagedByteEndsTheJournalThere() {
    const WrittenJournal journal = writtenBy(2, 20);
    for (std::size_t place = journal.ends[0]; place < journal.text.size(); place += 3) {
        std::string damaged = journal.text;
        damaged[place] = static_cast<char>(damaged[place] ^ 1);
        const auto read = app::readJournal(damaged);
        QVERIFY(read.has_value());
        QVERIFY(bytesOf(read->history.current) == expectedAt(journal, place));
    }
    // A line that is missing is no less a damage.
    std::string shorter = journal.text;
    shorter.erase(journal.ends[1], journal.ends[2] - journal.ends[1]);
    QVERIFY(bytesOf(app::readJournal(shorter)->history.current) == journal.states[1]);
}

void JournalTest::whatIsNoJournalIsRefused() {
    QVERIFY(!app::readJournal(""));
    QVERIFY(!app::readJournal(std::string(5000, '\xff')));
    app::JournalChecksum checksum;
    QVERIFY(!app::readJournal(checksum.line("{\"lintel\":1}")));
    app::JournalChecksum again;
    const auto newer = app::readJournal(again.line("{\"lintel_journal\":2}"));
    QVERIFY(newer.error().text().find("newer version") != std::string::npos);
}

void JournalTest::theFileHoldsTheWholeHistory() {
    QTemporaryDir folder;
    Document document;
    Journal journal(document, folder.filePath("journals"), nullptr);
    QVERIFY(journalsIn(journal.folder()).isEmpty());  // Nothing has been done
    app::RandomSession user(document, 3);
    for (int act = 0; act < 300; ++act) {
        user.act();
        if (act % 20 != 7) continue;
        QVERIFY(journal.flush());
        const auto read =
            app::readJournal(contentOf(journal.folder() + '/' + journalsIn(journal.folder()).value(0)));
        QVERIFY(read.has_value());
        QVERIFY(bytesOf(read->history.current) == bytesOf(document.version()));
        QCOMPARE(read->history.index, document.undoStack().index());
    }
}

void JournalTest::aRecoveredHistoryGoesBackAndForth() {
    for (unsigned seed = 0; seed < 20; ++seed) {
        QTemporaryDir folder;
        Document document;
        Journal journal(document, folder.filePath("journals"), nullptr);
        addService(document, "first");
        app::RandomSession user(document, seed);
        for (int act = 0; act < 80; ++act) user.act();
        document.forgetSaved();  // Wherever the user is: that is not on the disk
        const QString left = leaveBehind(journal);
        Document other;
        Journal second(other, folder.filePath("second"), nullptr);
        const auto recovered = second.recover(left);
        QVERIFY2(recovered.has_value(), recovered ? "" : recovered.error().text().c_str());
        QVERIFY(bytesOf(other.version()) == bytesOf(document.version()));
        QVERIFY(other.isModified());
        const auto expected = allVersions(document);
        const auto found = allVersions(other);
        QVERIFY(found.size() >= expected.size());
        QVERIFY(std::equal(expected.begin(), expected.end(), found.begin()));
        for (int number = 0; number < document.undoStack().count(); ++number) {
            QCOMPARE(other.step(number).label, document.step(number).label);
            QCOMPARE(other.step(number).kind, document.step(number).kind);
            QCOMPARE(other.step(number).time.toMSecsSinceEpoch(),
                     document.step(number).time.toMSecsSinceEpoch());
        }
    }
}

// The file that was left over is that of the new program: killed again, it has lost nothing.
void JournalTest::aRecoveredJournalGoesOn() {
    QTemporaryDir folder;
    Document document;
    Journal journal(document, folder.filePath("a"), nullptr);
    addService(document, "one");
    const QString left = leaveBehind(journal);
    {
        QFile file(left);
        QVERIFY(file.open(QIODevice::Append));
        file.write("0123abcd {\"step\":2,\"lab");  // Killed while it wrote
    }
    Document other;
    Journal second(other, folder.filePath("b"), nullptr);
    QVERIFY(second.recover(left).has_value());
    addService(other, "two");
    QVERIFY(second.flush());
    const auto read = app::readJournal(contentOf(left));
    QVERIFY(read.has_value());
    QCOMPARE(read->length, contentOf(left).size());
    QCOMPARE(read->history.current.project->services.size(), std::size_t(2));
    QCOMPARE(read->history.index, 2);
    // Nobody else can take it meanwhile.
    Document third;
    Journal late(third, folder.filePath("c"), nullptr);
    QVERIFY(late.recover(left).error().text().find("another studio") != std::string::npos);
    other.reset(model::emptyProject(), {}, {});
    QVERIFY(!QFile::exists(left));
}

void JournalTest::savedWorkIsNotOffered() {
    QTemporaryDir folder;
    Document document;
    Journal journal(document, folder.filePath("journals"), nullptr);
    addService(document, "one");
    QVERIFY(document.save(folder.filePath("a.lintel")).has_value());
    const QString saved = leaveBehind(journal, "saved.journal");
    addService(document, "two");
    const QString unsaved = leaveBehind(journal, "unsaved.journal");
    const auto leftovers = app::findLeftovers(journal.folder());
    QCOMPARE(leftovers.size(), std::size_t(1));
    QCOMPARE(leftovers[0].file, unsaved);
    QCOMPARE(leftovers[0].content.path, folder.filePath("a.lintel"));
    QCOMPARE(leftovers[0].content.history.index, 2);
    QCOMPARE(leftovers[0].content.history.saved, 1);
    QVERIFY(leftovers[0].content.stored == app::fileState(folder.filePath("a.lintel")));
    QVERIFY(!QFile::exists(saved));
    // Back at what is on the disk there is nothing to lose.
    document.undoStack().undo();
    leaveBehind(journal, "undone.journal");
    QCOMPARE(app::findLeftovers(journal.folder()).size(), std::size_t(1));
}

void JournalTest::aModelThatIsClosedLeavesNothing() {
    QTemporaryDir folder;
    {
        Document document;
        Journal journal(document, folder.path(), nullptr);
        addService(document, "one");
        QVERIFY(journal.flush());
        QCOMPARE(journalsIn(folder.path()).size(), 1);
        document.reset(model::emptyProject(), {}, {});
        QVERIFY(journalsIn(folder.path()).isEmpty());
        addService(document, "two");
        QVERIFY(journal.flush());
        QCOMPARE(journalsIn(folder.path()).size(), 1);
    }
    QVERIFY(journalsIn(folder.path()).isEmpty());
}

void JournalTest::theJournalOfAProgramThatRunsIsLeftAlone() {
    QTemporaryDir folder;
    Document document;
    Journal journal(document, folder.path(), nullptr);
    addService(document, "one");
    QVERIFY(journal.flush());
    QVERIFY(app::findLeftovers(folder.path()).empty());
    QCOMPARE(journalsIn(folder.path()).size(), 1);
}

void JournalTest::onlyItsOwnerCanReadIt() {
    QTemporaryDir folder;
    Document document;
    Journal journal(document, folder.filePath("state/journals"), nullptr);
    addService(document, "secret");
    QVERIFY(journal.flush());
    const auto others = QFile::ReadGroup | QFile::ReadOther | QFile::WriteGroup | QFile::WriteOther;
    const QString file = journal.folder() + '/' + journalsIn(journal.folder()).value(0);
    QCOMPARE(QFile::permissions(file) & others, QFile::Permissions());
    QCOMPARE(QFile::permissions(journal.folder()) & others, QFile::Permissions());
}

void JournalTest::aFullDiskIsToldAndMadeUpFor() {
    QTemporaryDir folder;
    const QString disk = folder.path();
    if (::mount("none", qPrintable(disk), "tmpfs", 0, "size=128k") != 0)
        QSKIP("a small file system cannot be mounted here");
    {
        Document document;
        Journal journal(document, disk, nullptr);
        QSignalSpy failed(&journal, &Journal::failed);
        QSignalSpy works(&journal, &Journal::works);
        addService(document, "one");
        QVERIFY(journal.flush());
        QFile filler(disk + "/filler");
        QVERIFY(filler.open(QIODevice::WriteOnly | QIODevice::Unbuffered));
        while (filler.write(QByteArray(4096, 'x')) > 0) {
        }
        const QString file = disk + '/' + journalsIn(disk).value(0);
        model::Service large;
        large.name = "large";
        large.description = std::string(20'000, 'y');
        document.apply(model::put(document.project(), large), QStringLiteral("Add"));
        QVERIFY(!journal.flush());
        addService(document, "three");
        QVERIFY(!journal.flush());
        QTRY_COMPARE(failed.count(), 1);  // Told once
        QVERIFY(failed[0][0].toString().contains("no space is left"));
        QVERIFY(app::readJournal(contentOf(file)).has_value());
        filler.remove();
        QTRY_COMPARE_WITH_TIMEOUT(works.count(), 1, 5000);
        QVERIFY(journal.flush());
        QVERIFY(bytesOf(app::readJournal(contentOf(file))->history.current) == bytesOf(document.version()));
    }
    QCOMPARE(::umount(qPrintable(disk)), 0);
}

// Measured by the clock of the child: from the first edit that is lost to the last one that it made. While
// the machine had no time for it, it could neither edit nor write.
void JournalTest::aKilledProgramLosesLessThanASecond() {
    for (const int life : {600, 1100, 1900}) {
        QTemporaryDir folder;
        QProcess child;
        child.start(QCoreApplication::applicationFilePath(), {"--edit-until-killed", folder.path()});
        std::vector<qint64> times;  // Of the edits
        const auto read = [&] {
            while (child.canReadLine()) times.push_back(child.readLine().split(' ').value(1).toLongLong());
        };
        while (times.empty() || times.back() < life) {
            QVERIFY(child.waitForReadyRead());
            read();
        }
        QCOMPARE(::kill(static_cast<pid_t>(child.processId()), SIGKILL), 0);
        QVERIFY(child.waitForFinished());
        read();
        const auto leftovers = app::findLeftovers(folder.path());
        QCOMPARE(leftovers.size(), std::size_t(1));
        const auto kept = static_cast<std::size_t>(leftovers[0].content.history.index);
        QVERIFY(kept > 0 && kept <= times.size());
        QCOMPARE(leftovers[0].content.history.current.project->services.size(), kept);
        qint64 stillness = 0;
        for (std::size_t edit = 1; edit < times.size(); ++edit)
            stillness = std::max(stillness, times[edit] - times[edit - 1]);
        const qint64 lost = kept < times.size() ? times.back() - times[kept] : 0;
        qInfo("%zu edits, %zu kept, the last %lld ms lost", times.size(), kept, static_cast<long long>(lost));
        QVERIFY(lost < 1000 + stillness);
    }
}

int main(int argc, char** argv) {
    QCoreApplication application(argc, argv);
    const QStringList arguments = QCoreApplication::arguments();
    if (arguments.value(1) == QStringLiteral("--edit-until-killed"))
        return editUntilKilled(arguments.value(2));
    JournalTest test;
    return QTest::qExec(&test, argc, argv);
}
#include "journal_test.moc"
