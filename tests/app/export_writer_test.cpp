#include "app/exporting/export_writer.h"

#include <unistd.h>
#include <QDir>
#include <QDirIterator>
#include <QFile>
#include <QTemporaryDir>
#include <QtTest>
#include <map>
#include <random>

#include "app/exporting/export_manifest.h"

using namespace app;
using exporters::File;
using exporters::Ownership;

namespace {

File generated(const std::string& path, const std::string& content) {
    return {"gen/" + path, content};
}
File scaffold(const std::string& path, const std::string& content) {
    return {path, content, Ownership::Scaffold};
}

/// A folder to export to.
class Place {
public:
    QString path() const { return m_folder.filePath("out"); }
    QString path(const std::string& file) const { return path() + "/" + QString::fromStdString(file); }

    void put(const std::string& file, const std::string& content) const {
        QDir().mkpath(QFileInfo(path(file)).path());
        QFile out(path(file));
        if (out.open(QIODevice::WriteOnly)) out.write(QByteArray::fromStdString(content));
    }

    std::string content(const std::string& file) const {
        QFile in(path(file));
        return in.open(QIODevice::ReadOnly) ? in.readAll().toStdString() : std::string("<absent>");
    }

    /// All files but the manifest.
    std::map<std::string, std::string> files() const {
        std::map<std::string, std::string> all;
        QDirIterator entries(path(), QDir::Files | QDir::Hidden | QDir::NoDotAndDotDot,
                             QDirIterator::Subdirectories);
        while (entries.hasNext()) {
            const std::string name = QDir(path()).relativeFilePath(entries.next()).toStdString();
            if (name != exportManifestName) all[name] = content(name);
        }
        return all;
    }

    QString outside() const { return m_folder.filePath("outside"); }

private:
    QTemporaryDir m_folder;
};

/// Plans and writes; the text of the error, or nothing.
std::string exported(const Place& place, const std::vector<File>& files, bool force = false) {
    const auto plan = planExport(place.path(), files);
    if (!plan) return plan.error().text();
    const auto written = writeExport(place.path(), *plan, force);
    return written ? std::string() : written.error().text();
}

std::string manifestText(const std::string& format, const std::string& path, const std::string& hash) {
    return "{\"format\":" + format + ",\"files\":{\"" + path + "\":\"" + hash + "\"}}";
}

/// What the plan does to the file.
FileAction actionOn(const Place& place, const std::vector<File>& files, const std::string& path) {
    const auto plan = planExport(place.path(), files);
    if (!plan) qFatal("%s", plan.error().text().c_str());
    for (const PlannedFile& planned : *plan)
        if (planned.file.path == path) return planned.action;
    qFatal("no such file in the plan");
}

}  // namespace

class ExportWriterTest : public QObject {
    Q_OBJECT

private slots:
    void writesWhatIsNew() {
        const Place place;
        const std::vector<File> files = {generated("a/b.yaml", "1"),
                                         {"gen/run", "#!/bin/sh\n", Ownership::Generated, true},
                                         scaffold("src/main.cpp", "2")};
        QCOMPARE(actionOn(place, files, "gen/a/b.yaml"), FileAction::Create);
        QVERIFY(!QDir(place.path()).exists());  // a plan changes nothing
        QCOMPARE(exported(place, files), std::string());
        QCOMPARE(place.content("gen/a/b.yaml"), std::string("1"));
        QCOMPARE(place.content("src/main.cpp"), std::string("2"));
        QVERIFY(QFileInfo(place.path("gen/run")).isExecutable());
        QVERIFY(!QFileInfo(place.path("gen/a/b.yaml")).isExecutable());
    }

    void writesNothingWhenNothingChanged() {
        const Place place;
        const std::vector<File> files = {generated("a", "1"), scaffold("b", "2")};
        QCOMPARE(exported(place, files), std::string());
        const std::string manifest = place.content(exportManifestName);
        const QDateTime before = QFileInfo(place.path(exportManifestName)).lastModified();
        QCOMPARE(actionOn(place, files, "gen/a"), FileAction::Unchanged);
        QCOMPARE(actionOn(place, files, "b"), FileAction::Keep);
        QTest::qWait(20);
        QCOMPARE(exported(place, files), std::string());
        QCOMPARE(QFileInfo(place.path(exportManifestName)).lastModified(), before);
        QCOMPARE(place.content(exportManifestName), manifest);
    }

    void overwritesWhatIsUntouched() {
        const Place place;
        QCOMPARE(exported(place, {generated("a", "1")}), std::string());
        QCOMPARE(actionOn(place, {generated("a", "2")}, "gen/a"), FileAction::Overwrite);
        QCOMPARE(exported(place, {generated("a", "2")}), std::string());
        QCOMPARE(place.files(), (std::map<std::string, std::string>{{"gen/a", "2"}}));
    }

    void keepsPermissionsAndLeavesNothingBehind() {
        const Place place;
        QCOMPARE(exported(place, {generated("a", "1")}), std::string());
        QFile::setPermissions(place.path("gen/a"), QFile::ReadOwner | QFile::WriteOwner);
        QCOMPARE(exported(place, {{"gen/a", "2", Ownership::Generated, true}}), std::string());
        QCOMPARE(QFile::permissions(place.path("gen/a")) & ~QFile::Permissions(0x7000),
                 QFile::ReadUser | QFile::WriteUser | QFile::ExeUser);
        QCOMPARE(place.files().size(), std::size_t(1));
    }

    void saysWhyNothingCanBeWritten() {
        if (::geteuid() == 0) QSKIP("a superuser may write everywhere");
        const Place place;
        QVERIFY(QDir().mkpath(place.path()));
        QFile::setPermissions(place.path(), QFile::ReadOwner | QFile::ExeOwner);
        const std::string error = exported(place, {generated("a", "1")});
        QFile::setPermissions(place.path(), QFile::ReadOwner | QFile::WriteOwner | QFile::ExeOwner);
        QVERIFY(!error.empty());
    }

    void keepsScaffold() {
        const Place place;
        QCOMPARE(exported(place, {scaffold("a", "1")}), std::string());
        place.put("a", "mine");
        QCOMPARE(exported(place, {scaffold("a", "2")}, true), std::string());
        QCOMPARE(place.content("a"), std::string("mine"));
        QCOMPARE(exported(place, {}), std::string());
        QCOMPARE(place.content("a"), std::string("mine"));
    }

    void leavesEditedFilesAndWritesBeside() {
        const Place place;
        QCOMPARE(exported(place, {generated("a", "1")}), std::string());
        place.put("gen/a", "mine");
        QCOMPARE(actionOn(place, {generated("a", "2")}, "gen/a"), FileAction::WriteNew);
        for (const char* content : {"2", "2", "3"})
            QCOMPARE(exported(place, {generated("a", content)}), std::string());
        QCOMPARE(place.files(), (std::map<std::string, std::string>{{"gen/a", "mine"}, {"gen/a.new", "3"}}));
    }

    void acceptedNewVersionIsOursAgain() {
        const Place place;
        QCOMPARE(exported(place, {generated("a", "1")}), std::string());
        place.put("gen/a", "mine");
        QCOMPARE(exported(place, {generated("a", "2")}), std::string());
        QVERIFY(QFile::remove(place.path("gen/a")) &&
                QFile::rename(place.path("gen/a.new"), place.path("gen/a")));
        QCOMPARE(actionOn(place, {generated("a", "3")}, "gen/a"), FileAction::Overwrite);
        QCOMPARE(exported(place, {generated("a", "3")}), std::string());
        QCOMPARE(place.files(), (std::map<std::string, std::string>{{"gen/a", "3"}}));
    }

    void revertedEditIsOursAgain() {
        const Place place;
        QCOMPARE(exported(place, {generated("a", "1")}), std::string());
        place.put("gen/a", "mine");
        QCOMPARE(exported(place, {generated("a", "2")}), std::string());
        place.put("gen/a", "1");
        QCOMPARE(exported(place, {generated("a", "2")}), std::string());
        QCOMPARE(place.files(), (std::map<std::string, std::string>{{"gen/a", "2"}}));
    }

    void editedNewVersionIsNotLost() {
        const Place place;
        QCOMPARE(exported(place, {generated("a", "1")}), std::string());
        place.put("gen/a", "mine");
        QCOMPARE(exported(place, {generated("a", "2")}), std::string());
        place.put("gen/a.new", "merging");
        QCOMPARE(exported(place, {generated("a", "3")}), std::string());
        QCOMPARE(place.files(), (std::map<std::string, std::string>{
                                    {"gen/a", "mine"}, {"gen/a.new", "merging"}, {"gen/a.new-2", "3"}}));
    }

    void filesOfOthersAreNotOverwritten() {
        const Place place;
        place.put("gen/a", "of others");
        place.put("gen/a.new", "of others too");
        QCOMPARE(exported(place, {generated("a", "1")}), std::string());
        QCOMPARE(place.files(),
                 (std::map<std::string, std::string>{
                     {"gen/a", "of others"}, {"gen/a.new", "of others too"}, {"gen/a.new-2", "1"}}));
    }

    void forceOverwrites() {
        const Place place;
        QCOMPARE(exported(place, {generated("a", "1")}), std::string());
        place.put("gen/a", "mine");
        QCOMPARE(exported(place, {generated("a", "2")}, true), std::string());
        QCOMPARE(place.files(), (std::map<std::string, std::string>{{"gen/a", "2"}}));
        QCOMPARE(actionOn(place, {generated("a", "3")}, "gen/a"), FileAction::Overwrite);
    }

    void removesWhatIsNoLongerPart() {
        const Place place;
        QCOMPARE(exported(place, {generated("a/b/c", "1"), generated("d", "2"), generated("e", "3")}),
                 std::string());
        place.put("gen/d", "mine");
        QCOMPARE(actionOn(place, {generated("e", "3")}, "gen/a/b/c"), FileAction::Remove);
        QCOMPARE(actionOn(place, {generated("e", "3")}, "gen/d"), FileAction::Leave);
        QCOMPARE(exported(place, {generated("e", "3")}, true), std::string());
        QCOMPARE(place.files(), (std::map<std::string, std::string>{{"gen/d", "mine"}, {"gen/e", "3"}}));
        QVERIFY(!QDir(place.path("gen/a")).exists());
    }

    void refusesLinksThatLeadOut() {
        const Place place;
        QVERIFY(QDir().mkpath(place.outside()) && QDir().mkpath(place.path()));
        QVERIFY(QFile::link(place.outside(), place.path("gen")));
        QVERIFY(exported(place, {generated("a", "1")}).find("symbolic link") != std::string::npos);
        QVERIFY(QDir(place.outside()).isEmpty());
        QVERIFY(QFile::remove(place.path("gen")) && QDir().mkpath(place.path("gen")));
        QVERIFY(QFile::link(place.outside() + "/none", place.path("gen/a")));
        QVERIFY(exported(place, {generated("a", "1")}).find("symbolic link") != std::string::npos);
        QVERIFY(QDir(place.outside()).isEmpty());
    }

    void refusesUnsafePathsAndWrongKinds() {
        const Place place;
        for (const char* path : {"../a", "/a", "gen/../../a", "gen//a", "gen/a\nb", "a"})
            QVERIFY(!exported(place, {{path, "1"}}).empty());
        place.put("gen/file", "1");
        QVERIFY(!exported(place, {generated("file/a", "1")}).empty());
        QVERIFY(QDir().mkpath(place.path("gen/folder")));
        QVERIFY(!exported(place, {generated("folder", "1")}).empty());
        const Place file;
        QVERIFY(QDir().mkpath(QFileInfo(file.path()).path()));
        QFile out(file.path());
        QVERIFY(out.open(QIODevice::WriteOnly));
        QVERIFY(exported(file, {generated("a", "1")}).find("expected a folder") != std::string::npos);
    }

    void refusesDamagedManifests() {
        const std::string hash(64, '0');
        for (const std::string& text :
             {std::string(), std::string("{"), std::string("[]"), manifestText("2", "gen/a", hash),
              manifestText("\"1\"", "gen/a", hash), manifestText("1", "gen/a", "x"),
              manifestText("1", "../../a", hash), manifestText("1", "src/a", hash)}) {
            const Place place;
            place.put(exportManifestName, text);
            const std::string error = exported(place, {generated("a", "1")});
            QVERIFY2(error.find(exportManifestName) != std::string::npos, error.c_str());
            QCOMPARE(place.content("gen/a"), std::string("<absent>"));
        }
    }

    void refusesAPlanThatIsOutOfDate() {
        const Place place;
        QCOMPARE(exported(place, {generated("a", "1"), generated("b", "1")}), std::string());
        const auto plan = planExport(place.path(), {generated("a", "2"), generated("b", "2")});
        QVERIFY(plan);
        place.put("gen/b", "mine");
        const auto written = writeExport(place.path(), *plan);
        QVERIFY(!written);
        QCOMPARE(written.error().place, std::string("gen/b"));
        QCOMPARE(place.files(), (std::map<std::string, std::string>{{"gen/a", "1"}, {"gen/b", "mine"}}));
    }

    void manifestsReadBack() {
        const ExportManifest manifest{
            {{"gen/a b/\u00fc\"{.yaml", contentHash("x")}, {"gen/z", contentHash("")}}};
        const auto read = parseManifest(writeManifest(manifest));
        QVERIFY(read);
        QCOMPARE(read->hashes, manifest.hashes);
        QCOMPARE(contentHash("abc"),
                 std::string("ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"));
    }

    /// Random exports and random edits: what a person wrote is never lost, and what nobody touched is as
    /// exported.
    void neverLosesAnEdit() {
        std::mt19937 random(3);
        const auto below = [&](int bound) {
            return std::uniform_int_distribution<int>(0, bound - 1)(random);
        };
        const Place place;
        std::map<std::string, std::string> edited;
        for (int round = 0; round < 60; ++round) {
            std::vector<File> files;
            for (int i = 0; i < 6; ++i)
                if (below(4))
                    files.push_back(generated("f" + std::to_string(i), "v" + std::to_string(below(3))));
            QCOMPARE(exported(place, files), std::string());
            const auto present = place.files();
            for (const auto& [path, content] : edited) QCOMPARE(present.at(path), content);
            for (const File& file : files)
                if (!edited.count(file.path)) QCOMPARE(present.at(file.path), file.content);
            for (const auto& [path, content] : present)
                if (below(12) == 0) place.put(path, edited[path] = "edit " + std::to_string(round));
        }
        QVERIFY(edited.size() > 3);
    }
};

QTEST_GUILESS_MAIN(ExportWriterTest)
#include "export_writer_test.moc"
