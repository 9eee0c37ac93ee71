#include "app/file/file.h"

#include <sys/mount.h>
#include <sys/stat.h>
#include <unistd.h>

#include <QDir>
#include <QFile>
#include <QTemporaryDir>
#include <QTest>

#include "app/file/posix_file.h"

#include "app/diagram/regions.h"

namespace {

QString errorOf(const auto& result) {
    return result ? QString() : QString::fromStdString(result.error().text());
}

}  // namespace

class FileTest : public QObject {
    Q_OBJECT

private:
    QTemporaryDir m_folder;
    QString at(const QString& name) const { return m_folder.filePath(name); }
    QStringList names() const {
        return QDir(m_folder.path())
            .entryList(QDir::AllEntries | QDir::Hidden | QDir::System | QDir::NoDotAndDotDot);
    }

private slots:
    void init() {
        QVERIFY(m_folder.isValid());
        for (const QString& name : names()) {
            QFile::setPermissions(at(name), QFile::ReadOwner | QFile::WriteOwner | QFile::ExeOwner);
            if (!QFile::remove(at(name))) QDir(at(name)).removeRecursively();
        }
    }

    void whatIsWrittenIsRead() {
        for (const std::size_t size : {0, 1, 4095, 65536, 1'000'003}) {
            std::string content(size, '\0');
            for (std::size_t index = 0; index < size; ++index) content[index] = static_cast<char>(index * 31);
            QVERIFY(app::writeFile(at("a"), content).has_value());
            QVERIFY(*app::readFile(at("a")) == content);
            QCOMPARE(names(), QStringList{"a"});
        }
    }

    void permissionsStay() {
        for (const mode_t mode : {0600, 0644, 0640, 0755}) {
            QVERIFY(app::writeFile(at("a"), "before").has_value());
            QCOMPARE(::chmod(qPrintable(at("a")), mode), 0);
            QVERIFY(app::writeFile(at("a"), "after").has_value());
            struct stat status {};
            QCOMPARE(::stat(qPrintable(at("a")), &status), 0);
            QCOMPARE(status.st_mode & 07777, mode);
        }
    }

    void aNewFileFollowsTheUmask() {
        const mode_t before = ::umask(027);
        const bool written = app::writeFile(at("a"), "x").has_value();
        ::umask(before);
        QVERIFY(written);
        struct stat status {};
        QCOMPARE(::stat(qPrintable(at("a")), &status), 0);
        QCOMPARE(status.st_mode & 0777, mode_t{0640});
    }

    void aSymbolicLinkStaysAndItsTargetChanges() {
        QVERIFY(QDir(m_folder.path()).mkdir("real"));
        QVERIFY(app::writeFile(at("real/model"), "before").has_value());
        QVERIFY(QFile::link("real/model", at("link")));
        QVERIFY(QFile::link("link", at("second")));
        QVERIFY(app::writeFile(at("second"), "after").has_value());
        QVERIFY(QFileInfo(at("second")).isSymLink());
        QVERIFY(QFileInfo(at("link")).isSymLink());
        QVERIFY(*app::readFile(at("real/model")) == "after");
    }

    void aLinkToNothingMakesItsTarget() {
        QVERIFY(QFile::link("later", at("link")));
        QVERIFY(app::writeFile(at("link"), "x").has_value());
        QVERIFY(*app::readFile(at("later")) == "x");
        QVERIFY(QFileInfo(at("link")).isSymLink());
    }

    void linksInACircleAreRefused() {
        QVERIFY(QFile::link("b", at("a")));
        QVERIFY(QFile::link("a", at("b")));
        QVERIFY2(errorOf(app::writeFile(at("a"), "x")).contains("circle"),
                 qPrintable(errorOf(app::writeFile(at("a"), "x"))));
        QVERIFY(errorOf(app::readFile(at("a"))).contains("circle"));
    }

    void whatIsNoRegularFileIsRefused() {
        QVERIFY(QDir(m_folder.path()).mkdir("folder"));
        QCOMPARE(::mkfifo(qPrintable(at("pipe")), 0600), 0);
        QVERIFY(errorOf(app::readFile(at("folder"))).contains("directory"));
        QVERIFY(errorOf(app::writeFile(at("folder"), "x")).contains("directory"));
        QVERIFY(errorOf(app::readFile(at("pipe"))).contains("pipe"));
        QVERIFY(errorOf(app::writeFile(at("pipe"), "x")).contains("pipe"));
        QVERIFY(errorOf(app::readFile("/dev/zero")).contains("device"));
        QVERIFY(errorOf(app::writeFile("/dev/full", "x")).contains("device"));
    }

    void missingPlacesAreTold() {
        QVERIFY(errorOf(app::readFile(at("none"))).contains("no such file"));
        QVERIFY(errorOf(app::writeFile(at("none/model"), "x")).contains("no such file or folder"));
        QVERIFY(app::writeFile(at("a"), "x").has_value());
        QVERIFY(errorOf(app::readFile(at("a/b"))).contains("not a folder"));
        QVERIFY(errorOf(app::writeFile(QString(), "x")).contains("file name is missing"));
        QVERIFY(errorOf(app::writeFile(at(QString(300, 'x')), "x")).contains("too long"));
    }

    void longFilesAreRefusedUnread() {
        QVERIFY(app::writeFile(at("a"), std::string(1000, 'x')).has_value());
        QVERIFY(app::readFile(at("a"), 1000).has_value());
        QVERIFY(errorOf(app::readFile(at("a"), 999)).contains("1000 bytes"));
        QVERIFY(QFile::resize(at("a"), qint64{1} << 40));
        QVERIFY(errorOf(app::readFile(at("a"))).contains("1099511627776 bytes"));
    }

    void aFileThatMayNotBeWrittenStays() {
        if (::geteuid() == 0) QSKIP("permission bits do not bind the user root");
        QVERIFY(app::writeFile(at("a"), "before").has_value());
        QCOMPARE(::chmod(qPrintable(at("a")), 0444), 0);
        QVERIFY(errorOf(app::writeFile(at("a"), "after")).contains("permission denied"));
        QVERIFY(*app::readFile(at("a")) == "before");
    }

    void aFullDiskLeavesTheOldFileWhole() {
        QVERIFY(QDir(m_folder.path()).mkdir("disk"));
        const QString disk = at("disk");
        if (::mount("none", qPrintable(disk), "tmpfs", 0, "size=64k") != 0)
            QSKIP("a small file system cannot be mounted here");
        const bool before = app::writeFile(disk + "/model", "before").has_value();
        const auto refused = app::writeFile(disk + "/model", std::string(1 << 20, 'x'));
        const auto after = app::readFile(disk + "/model");
        const QStringList left = QDir(disk).entryList(QDir::Files | QDir::Hidden);
        QCOMPARE(::umount(qPrintable(disk)), 0);
        QVERIFY(before);
        QVERIFY2(errorOf(refused).contains("no space is left"), qPrintable(errorOf(refused)));
        QVERIFY(errorOf(refused).contains("the old file is unchanged"));
        QVERIFY(after.has_value() && *after == "before");
        QCOMPARE(left, QStringList{"model"});
    }

    void aModelAndItsLayoutComeBack() {
        model::Project project;
        project.name = "Test";
        model::Layout layout;
        QVERIFY(app::saveModel(at("a.lintel"), project, layout).has_value());
        QCOMPARE(names(), QStringList{"a.lintel"});
        layout = app::withPlaces(layout, "services", {{"service:orders", {1.5, -2}}});
        QVERIFY(app::saveModel(at("a.lintel"), project, layout).has_value());
        const auto loaded = app::loadModel(at("a.lintel"));
        QVERIFY(loaded.has_value());
        QVERIFY(loaded->project == project);
        QVERIFY(loaded->layout == layout);
        QVERIFY(app::saveModel(at("a.lintel"), project, {}).has_value());
        QVERIFY(app::loadModel(at("a.lintel"))->layout == model::Layout{});
    }

    // The layout cannot take its place: neither does the model.
    void aModelAndItsLayoutAreWrittenBothOrNone() {
        model::Project project;
        project.name = "Before";
        model::Layout layout;
        layout.diagrams["services"];
        QVERIFY(app::saveModel(at("a.lintel"), project, layout).has_value());
        const auto modelBefore = *app::readFile(at("a.lintel"));
        QVERIFY(QFile::remove(at("a.lintel-layout")));
        QVERIFY(QDir(m_folder.path()).mkdir("a.lintel-layout"));
        project.name = "After";
        const auto refused = app::saveModel(at("a.lintel"), project, layout);
        QVERIFY(errorOf(refused).contains("a.lintel-layout"));
        QVERIFY(*app::readFile(at("a.lintel")) == modelBefore);
        QCOMPARE(names(), (QStringList{"a.lintel", "a.lintel-layout"}));
        // The model cannot take its place: the layout has its old content again.
        QVERIFY(QDir(m_folder.path()).rmdir("a.lintel-layout"));
        QVERIFY(app::writeFile(at("a.lintel-layout"), "old").has_value());
        QVERIFY(QFile::remove(at("a.lintel")));
        QVERIFY(QDir(m_folder.path()).mkdir("a.lintel"));
        QVERIFY(!app::saveModel(at("a.lintel"), project, layout).has_value());
        QVERIFY(*app::readFile(at("a.lintel-layout")) == "old");
        QCOMPARE(names(), (QStringList{"a.lintel", "a.lintel-layout"}));
    }

    // A directory is a mount point here: renaming onto it fails only when everything is prepared.
    void whatTookItsPlaceGivesItBack() {
        QVERIFY(app::writeFile(at("first"), "old").has_value());
        QVERIFY(app::writeFile(at("second"), "old").has_value());
        const std::string second = at("second").toStdString();
        if (::mount(second.c_str(), second.c_str(), nullptr, MS_BIND, nullptr) != 0)
            QSKIP("files cannot be mounted here");
        const auto refused =
            app::replaceFiles({{at("first").toStdString(), "new"}, {at("second").toStdString(), "new"}});
        QCOMPARE(::umount(second.c_str()), 0);
        QVERIFY(errorOf(refused).contains("the old file is unchanged"));
        QVERIFY(*app::readFile(at("first")) == "old");
        QVERIFY(*app::readFile(at("second")) == "old");
        QCOMPARE(names(), (QStringList{"first", "second"}));
    }

    void theStateOfAFileIsThatOfItsContent() {
        model::Project project;
        project.name = "A";
        QVERIFY(app::fileState(at("a.lintel")) == app::FileState{});
        const auto saved = app::saveModel(at("a.lintel"), project, {});
        QVERIFY(*saved == app::fileState(at("a.lintel")));
        QVERIFY(app::loadModel(at("a.lintel"))->state == *saved);
        QVERIFY(saved->layout.isEmpty());
        model::Layout layout;
        layout.diagrams["services"];
        const auto again = app::saveModel(at("a.lintel"), project, layout);
        QVERIFY(*again == app::fileState(at("a.lintel")));
        QVERIFY(again->model == saved->model && !again->layout.isEmpty());
        QVERIFY(app::loadModel(at("a.lintel"))->state == *again);
    }

    void aLayoutOfAnotherModelIsTold() {
        model::Project project;
        project.name = "Test";
        for (int number = 0; number < 3; ++number) {
            model::Service service;
            service.id = model::ServiceId("s" + std::to_string(number));
            service.name = "S";
            project.services = project.services.with(service);
        }
        const auto problemWith = [&](int known, int foreign) {
            model::Layout layout;
            auto& nodes = layout.diagrams["services"].nodes;
            for (int n = 0; n < known; ++n) nodes = nodes.with("service:s" + std::to_string(n), {1, 1});
            for (int n = 0; n < foreign; ++n) nodes = nodes.with("service:x" + std::to_string(n), {1, 1});
            app::saveModel(at("a.lintel"), project, layout);
            const auto loaded = app::loadModel(at("a.lintel"));
            return loaded->problems.empty() ? QString()
                                            : QString::fromStdString(loaded->problems.back().text());
        };
        QVERIFY(problemWith(0, 1).contains("none are in the model"));
        QVERIFY(problemWith(1, 30).contains("of the 31 elements that have a place here only 1 are"));
        // Places of what was removed remain: they make no layout a foreign one.
        QVERIFY2(problemWith(3, 20).isEmpty(), qPrintable(problemWith(3, 20)));
        QVERIFY(problemWith(0, 0).isEmpty());
    }

    void whyAFileCannotBeWrittenIsKnownBefore() {
        QVERIFY(!app::whyNotWritable(at("new")));
        QVERIFY(QString::fromStdString(app::whyNotWritable(at("none/new"))->text()).contains("folder"));
    }

    void aBrokenLayoutIsAProblemNotAFailure() {
        QVERIFY(app::saveModel(at("a.lintel"), {}, {}).has_value());
        QVERIFY(app::writeFile(at("a.lintel-layout"), "{").has_value());
        const auto loaded = app::loadModel(at("a.lintel"));
        QVERIFY2(loaded.has_value(), qPrintable(errorOf(loaded)));
        QVERIFY(!loaded->problems.empty());
        QVERIFY(loaded->problems.back().text().find("a.lintel-layout") != std::string::npos);
        QVERIFY(!loaded->layoutRead);
    }

    void errorsNameTheFile() {
        QVERIFY(app::writeFile(at("a.lintel"), "[]").has_value());
        const QString error = errorOf(app::loadModel(at("a.lintel")));
        QVERIFY2(error.startsWith(at("a.lintel") + ": "), qPrintable(error));
    }
};

QTEST_GUILESS_MAIN(FileTest)
#include "file_test.moc"
