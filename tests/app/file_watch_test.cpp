#include "app/file/file_watch.h"

#include <signal.h>
#include <sys/mount.h>

#include <QCoreApplication>
#include <QDir>
#include <QFile>
#include <QProcess>
#include <QSignalSpy>
#include <QSysInfo>
#include <QTemporaryDir>
#include <QTest>
#include <cstdio>

#include "app/file/file_lock.h"

using app::FileCondition;
using app::FileLock;
using app::FileWatch;

Q_DECLARE_METATYPE(app::FileCondition)

namespace {

const char* const someModel = "{\"lintel\": 1, \"name\": \"A\"}\n";

/// The child of `aLockWhoseProgramWasKilledIsNone`.
int holdLock(const QString& model) {
    const FileLock lock(model);
    std::printf("%d\n", lock.isHeld() ? 1 : 0);
    std::fflush(stdout);
    return QCoreApplication::exec();
}

}  // namespace

class FileWatchTest : public QObject {
    Q_OBJECT

private:
    std::unique_ptr<QTemporaryDir> m_folder;
    QString at(const QString& name) const { return m_folder->filePath(name); }
    void write(const QString& name, const std::string& content) const {
        QVERIFY(app::writeFile(at(name), content).has_value());
    }
    void followed(FileWatch& watch) const {
        write("a.lintel", someModel);
        write("a.lintel-layout", "{\"lintel_layout\": 1}");
        watch.follow(at("a.lintel"), app::fileState(at("a.lintel")));
        QVERIFY(watch.condition() == FileCondition::AsKnown);
    }

private slots:
    void init() {
        m_folder = std::make_unique<QTemporaryDir>();
        QVERIFY(m_folder->isValid());
    }

    void changesOfOthersAreSeen() {
        FileWatch watch(nullptr);
        followed(watch);
        write("a.lintel", "other");
        QTRY_VERIFY(watch.condition() == FileCondition::Changed);
        write("a.lintel", someModel);
        QTRY_VERIFY(watch.condition() == FileCondition::AsKnown);
        write("a.lintel-layout", "other");
        QTRY_VERIFY(watch.condition() == FileCondition::LayoutChanged);
        QVERIFY(QFile::remove(at("a.lintel-layout")));
        QVERIFY(watch.look() == FileCondition::LayoutChanged);
    }

    void everyFurtherChangeIsTold() {
        FileWatch watch(nullptr);
        followed(watch);
        QSignalSpy told(&watch, &FileWatch::conditionChanged);
        write("a.lintel", "two");
        QTRY_COMPARE(told.count(), 1);
        write("a.lintel", "three");
        QTRY_COMPARE(told.count(), 2);
        // The same once more is no change.
        write("a.lintel", "three");
        watch.look();
        QCOMPARE(told.count(), 2);
    }

    // As the studio does: a file that is gone is saved nowhere, so something else is known of it.
    void whoIsToldMayFollowAnew() {
        FileWatch watch(nullptr);
        followed(watch);
        int told = 0;
        connect(&watch, &FileWatch::conditionChanged, this, [&] {
            if (++told < 10) watch.follow(at("a.lintel"), app::FileState{"other", {}});
        });
        QVERIFY(QFile::remove(at("a.lintel")));
        QVERIFY(watch.look() == FileCondition::Gone);
        QCOMPARE(told, 1);
        write("a.lintel", someModel);
        QVERIFY(watch.look() == FileCondition::Changed);
        QCOMPARE(told, 2);
        // What was written or accepted since is known, and that is told too.
        watch.follow(at("a.lintel"), app::fileState(at("a.lintel")));
        QCOMPARE(told, 4);
    }

    void whatIsDeletedAndComesBackIsSeen() {
        FileWatch watch(nullptr);
        followed(watch);
        QVERIFY(QFile::rename(at("a.lintel"), at("b.lintel")));
        QTRY_VERIFY(watch.condition() == FileCondition::Gone);
        QVERIFY(QFile::rename(at("b.lintel"), at("a.lintel")));
        QTRY_VERIFY(watch.condition() == FileCondition::AsKnown);
    }

    void aFolderThatIsGoneIsSeen() {
        FileWatch watch(nullptr);
        QVERIFY(QDir(m_folder->path()).mkdir("sub"));
        write("sub/a.lintel", someModel);
        watch.follow(at("sub/a.lintel"), app::fileState(at("sub/a.lintel")));
        QVERIFY(QDir(at("sub")).removeRecursively());
        QTRY_VERIFY(watch.condition() == FileCondition::FolderGone);
    }

    void aFileSystemThatBecomesReadOnlyIsSeen() {
        if (::mount("none", qPrintable(m_folder->path()), "tmpfs", 0, "size=64k") != 0)
            QSKIP("a small file system cannot be mounted here");
        FileWatch watch(nullptr);
        followed(watch);
        const bool remounted =
            ::mount("none", qPrintable(m_folder->path()), nullptr, MS_REMOUNT | MS_RDONLY, nullptr) == 0;
        const bool seen = QTest::qWaitFor([&] { return watch.condition() == FileCondition::ReadOnly; }, 9000);
        watch.follow({}, {});
        QVERIFY(::umount(qPrintable(m_folder->path())) == 0);
        QVERIFY(remounted);
        QVERIFY(seen);
    }

    void nothingIsFollowedWithoutAFile() {
        FileWatch watch(nullptr);
        followed(watch);
        QSignalSpy told(&watch, &FileWatch::conditionChanged);
        watch.follow({}, {});
        write("a.lintel", "other");
        QTest::qWait(400);
        QCOMPARE(told.count(), 0);
        QVERIFY(watch.look() == FileCondition::AsKnown);
    }

    void onlyTheFirstHasTheLock() {
        write("a.lintel", someModel);
        QVERIFY(QFile::link(at("a.lintel"), at("link.lintel")));
        auto first = std::make_unique<FileLock>(at("a.lintel"));
        QVERIFY(first->isHeld());
        for (const QString& name : {at("a.lintel"), at("link.lintel")}) {
            const FileLock second(name);
            QVERIFY(!second.isHeld());
            QVERIFY(second.owner().has_value());
            QCOMPARE(second.owner()->process, QCoreApplication::applicationPid());
            QVERIFY(second.owner()->here);
        }
        FileLock stubborn(at("a.lintel"));
        stubborn.takeOver();
        QVERIFY(!stubborn.isHeld());
        first.reset();
        QVERIFY(FileLock(at("link.lintel")).isHeld());
        QVERIFY(!QFile::exists(FileLock::path(at("a.lintel"))));
    }

    void aLockWhoseProgramWasKilledIsNone() {
        QProcess child;
        child.start(QCoreApplication::applicationFilePath(), {"--hold-lock", at("a.lintel")});
        QVERIFY(child.waitForReadyRead());
        QCOMPARE(child.readLine().trimmed(), QByteArray("1"));
        const FileLock refused(at("a.lintel"));
        QVERIFY(refused.owner().has_value());
        QCOMPARE(refused.owner()->process, child.processId());
        QCOMPARE(::kill(static_cast<pid_t>(child.processId()), SIGKILL), 0);
        QVERIFY(child.waitForFinished());
        QVERIFY(QFile::exists(FileLock::path(at("a.lintel"))));
        QVERIFY(FileLock(at("a.lintel")).isHeld());
    }

    // Of these nobody can tell whether their program still runs: they hold until somebody takes them over.
    void aLockOfAnotherMachineCanBeTakenOver() {
        for (const char* content : {"4711\nlintel-studio\nsome-other-host\n", "no lock at all", ""}) {
            write(".a.lintel.lock", content);
            FileLock lock(at("a.lintel"));
            QVERIFY2(lock.owner().has_value(), content);
            QVERIFY(!lock.owner()->here);
            lock.takeOver();
            QVERIFY(lock.isHeld());
            QVERIFY(!lock.owner().has_value());
        }
    }

    void withoutAPlaceForItThereIsNoLock() {
        const FileLock lock(at("none/a.lintel"));
        QVERIFY(!lock.isHeld());
        QVERIFY(!lock.owner().has_value());
    }
};

int main(int argc, char** argv) {
    QCoreApplication application(argc, argv);
    const QStringList arguments = QCoreApplication::arguments();
    if (arguments.value(1) == QStringLiteral("--hold-lock")) return holdLock(arguments.value(2));
    FileWatchTest test;
    return QTest::qExec(&test, argc, argv);
}
#include "file_watch_test.moc"
