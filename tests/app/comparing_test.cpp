// Comparing: the list and the diagram of both versions, what is taken over, git, and merging.
#include <QAbstractItemModelTester>
#include <QAction>
#include <QApplication>
#include <QPushButton>
#include <QSettings>
#include <QSignalSpy>
#include <QTemporaryDir>
#include <QTest>

#include "app/canvas/canvas_view.h"
#include "app/comparing/comparing_page.h"
#include "app/comparing/field_names.h"
#include "app/comparing/git_history.h"
#include "app/comparing/measure_sheet.h"
#include "app/comparing/merge_sheet.h"
#include "app/comparing/take_change.h"
#include "app/comparing/union_diagram.h"
#include "app/document/version_command.h"
#include "app/studio/busy_tasks.h"
#include "app/studio/main_window.h"
#include "app/studio/notice_bar.h"
#include "tests/app/cli_program.h"
#include "tests/app/full_project.h"
#include "tests/app/random_session.h"
#include "tests/app/shop_project.h"
#include "tests/model/random_edits.h"

using namespace app;

namespace {

Version versionOf(model::Project project, model::Layout layout = {}) {
    return {std::make_shared<const model::Project>(std::move(project)),
            std::make_shared<const model::Layout>(std::move(layout))};
}

/// Every line that is not a heading.
void collect(const std::vector<ChangeEntry>& entries, std::vector<ChangeEntry>& all) {
    for (const ChangeEntry& entry : entries) {
        if (entry.kind != ChangeEntry::Kind::Group) all.push_back(entry);
        collect(entry.children, all);
    }
}

std::vector<ChangeEntry> linesOf(const Version& before, const Version& after) {
    std::vector<ChangeEntry> all;
    collect(changeEntries(before, after, model::diff(*before.project, *after.project)), all);
    return all;
}

const ChangeEntry* lineOf(const std::vector<ChangeEntry>& lines, const QString& text) {
    const auto found = std::find_if(lines.begin(), lines.end(),
                                    [&](const ChangeEntry& entry) { return entry.text == text; });
    return found == lines.end() ? nullptr : &*found;
}

/// The shop, with a service more, one less, one that was renamed and deployed otherwise.
model::Project changedShop() {
    model::Project project = shop::project();
    project = *model::remove(project, model::ServiceId("notification"));
    project = *model::rename(project, model::ServiceId("cart"), "basket");
    model::Deployment deployment = *project.deployments.find(model::DeploymentId("order"));
    deployment.replicas = 7;
    deployment.startUp = model::seconds(90);
    project = *model::put(project, deployment);
    model::Service service;
    service.id = model::ServiceId("gifts");
    service.name = "gifts";
    project = *model::put(project, service);
    return *model::connectCall(project, model::ServiceId("order"), model::ServiceId("gifts"));
}

bool runGit(const QString& folder, const QStringList& arguments) {
    QProcess git;
    git.setWorkingDirectory(folder);
    git.start("git", QStringList{"-c", "user.name=Test", "-c", "user.email=test@example.org", "-c",
                                 "commit.gpgsign=false"} +
                         arguments);
    return git.waitForFinished(20'000) && git.exitCode() == 0;
}

QPushButton* noticeButton(MainWindow& window, const QString& title) {
    for (QPushButton* button : window.notice().findChildren<QPushButton*>())
        if (button->text() == title && !button->isHidden()) return button;
    return nullptr;
}

}  // namespace

class ComparingTest : public QObject {
    Q_OBJECT

private:
    QTemporaryDir m_settings;

    std::unique_ptr<MainWindow> openWindow(const model::Project& project) {
        auto window = std::make_unique<MainWindow>(Scheme::Light);
        window->resize(1500, 900);
        window->document().reset(project, {}, {});
        window->show();
        window->setMode(Mode::Compare);
        return window;
    }

private slots:
    void initTestCase() {
        QCoreApplication::setOrganizationName("lintel-test");
        QCoreApplication::setApplicationName("lintel-test");
        QSettings::setPath(QSettings::NativeFormat, QSettings::UserScope, m_settings.path());
    }

    void linesTellWordsAndUnits() {
        const auto lines = linesOf(versionOf(shop::project()), versionOf(changedShop()));
        const ChangeEntry* replicas = lineOf(lines, "Replicas");
        QVERIFY(replicas && replicas->before == "4" && replicas->after == "7");
        const ChangeEntry* start = lineOf(lines, "Start-up");
        QVERIFY(start);
        QCOMPARE(start->after, QString("90 s"));
        const ChangeEntry* renamed = lineOf(lines, "basket");
        QVERIFY(renamed && renamed->before == "cart" && renamed->sign == DiagramSign::Changed);
        const ChangeEntry* added = lineOf(lines, "gifts");
        QVERIFY(added && added->sign == DiagramSign::Added);
        const ChangeEntry* relation = lineOf(lines, "order calls gifts");
        QVERIFY(relation && relation->kind == ChangeEntry::Kind::Relation && !canTake(*relation));
    }

    /// Every field that the model can say has words of its own, not those of the file.
    void everyFieldHasWords() {
        const Version none = versionOf(model::emptyProject()), all = versionOf(full::project());
        model::Project less = full::project();
        for (const model::ElementId& element : examples::allElements(less)) {
            const auto changes = model::diff(*none.project, *all.project).changes;
            QVERIFY(!changes.empty());
            const QString key = QString::fromStdString(model::elementKey(element));
            QVERIFY2(!kindTitle(key).contains('-') && !kindTitles(key).isEmpty(), qPrintable(key));
        }
        QCOMPARE(fieldLabel("deployment:x", "/autoscaling/max_replicas").section(" › ", 0, 0),
                 QString("Autoscaling"));
        QVERIFY(fieldLabel("operation:x", "/behaviour/1/time/mean_ms").contains(" 2 › "));
        QCOMPARE(fieldValueText(*all.project, "policy:x", "/timeout_ms", "250"), QString("250 ms"));
        QCOMPARE(fieldValueText(*all.project, "service:x", "/context", "ordering"), QString("Ordering"));
    }

    void modelsAreWellFormed() {
        ChangesModel model;
        QAbstractItemModelTester tester(&model, QAbstractItemModelTester::FailureReportingMode::QtTest);
        ChangesView view(model, Theme::of(Scheme::Light), nullptr);
        examples::RandomEdits edits(3);
        const Version before = versionOf(full::project());
        for (int round = 0; round < 4; ++round) {
            const Version after = versionOf(edits.edited(full::project(), 12));
            model.setEntries(changeEntries(before, after, model::diff(*before.project, *after.project)));
            view.setFilter(round % 2 == 0 ? "w" : "");
            view.step(1);
        }
        model.setEntries({});
        QCOMPARE(view.place().second, 0);
    }

    /// All that is in either version is on the diagram once, with the sign of what has happened to it.
    void theUnionHasAllOfBoth() {
        for (unsigned seed = 0; seed < 12; ++seed) {
            examples::RandomEdits edits(seed);
            const Version before = versionOf(edits.edited(shop::project(), 5));
            const Version after = versionOf(edits.edited(*before.project, 14));
            const DiagramPlace place{"services", {}};
            const Diagram was = makeDiagram(place, *before.project, *before.layout);
            const Diagram is = makeDiagram(place, *after.project, *after.layout);
            const auto difference = model::diff(*before.project, *after.project);
            const UnionDiagram both = unionDiagram(place, before, after, difference, true);
            QSet<QString> keys, old, fresh;
            for (const DiagramNode& node : both.diagram.nodes) {
                QVERIFY2(!keys.contains(node.key), qPrintable(node.key));
                keys << node.key;
            }
            for (const DiagramNode& node : was.nodes) old << node.key;
            for (const DiagramNode& node : is.nodes) fresh << node.key;
            QCOMPARE(keys, old | fresh);
            for (const QString& key : keys) {
                const auto sign = both.overlay.signs.constFind(key);
                const bool signedNow = sign != both.overlay.signs.constEnd();
                if (!old.contains(key)) QVERIFY(signedNow && *sign == DiagramSign::Added);
                if (!fresh.contains(key)) QVERIFY(signedNow && *sign == DiagramSign::Removed);
                if (old.contains(key) && fresh.contains(key) && signedNow)
                    QVERIFY(*sign == DiagramSign::Changed);
                if (signedNow) QVERIFY(!both.overlay.dimmed.contains(key));
            }
            for (const DiagramNode& node : is.nodes)
                for (const DiagramNode& shown : both.diagram.nodes)
                    if (shown.key == node.key) QCOMPARE(shown.centre, node.centre);
        }
    }

    void versionsOfTheHistoryAreFound() {
        Document document;
        RandomSession session(document, 5);
        for (int step = 0; step < 150; ++step) session.act();
        const auto versions = allVersions(document);
        const int place = document.undoStack().index();
        for (int index = 0; index < static_cast<int>(versions.size()); index += 3)
            QCOMPARE(bytesOf(versionAt(document, index)), versions[static_cast<std::size_t>(index)]);
        QCOMPARE(document.undoStack().index(), place);
    }

    void stepsAreComparedAndWalkedThrough() {
        const auto window = openWindow(shop::project());
        ComparingPage& page = window->comparingPage();
        QCOMPARE(page.emptyText(), QString("Both sides are the same"));
        window->document().apply(changedShop(), "Change");
        QVERIFY(page.emptyText().isEmpty());
        QVERIFY(page.canvas().layer().signs.value("service:gifts") == DiagramSign::Added);
        QVERIFY(page.canvas().layer().signs.value("service:notification") == DiagramSign::Removed);
        const int count = page.list().place().second;
        QVERIFY(count >= 5);
        for (int step = 1; step <= count; ++step) {
            window->action("compare.next")->trigger();
            QCOMPARE(page.list().place().first, step);
        }
        window->action("compare.next")->trigger();
        QCOMPARE(page.list().place().first, 1);
        window->action("compare.previous")->trigger();
        QCOMPARE(page.list().place().first, count);
    }

    void listAndDiagramSelectTheSame() {
        const auto window = openWindow(shop::project());
        window->document().apply(changedShop(), "Change");
        ComparingPage& page = window->comparingPage();
        page.list().show("service:gifts");
        QCOMPARE(page.canvas().selection(), QStringList{"service:gifts"});
        page.canvas().setSelection({});
        page.canvas().reveal("service:notification");
        QVERIFY(page.list().current());
        QCOMPARE(page.list().current()->key, QString("service:notification"));
        page.list().show("deployment:order");
        QCOMPARE(page.canvas().selection(), QStringList{"service:order"});
    }

    void swappingTurnsSignsAround() {
        const auto window = openWindow(shop::project());
        window->document().apply(changedShop(), "Change");
        ComparingPage& page = window->comparingPage();
        window->action("compare.swap")->trigger();
        QVERIFY(page.canvas().layer().signs.value("service:gifts") == DiagramSign::Removed);
        QVERIFY(page.canvas().layer().signs.value("service:notification") == DiagramSign::Added);
    }

    void everyKindOfDiagramShowsBoth() {
        const auto window = openWindow(shop::project());
        window->document().apply(changedShop(), "Change");
        for (const DiagramKind& kind : diagramKinds()) {
            if (!kind.rootKind.isEmpty()) continue;
            window->comparingPage().showDiagram(kind.id);
            window->comparingPage().setOnlyDifferences(true);
            QVERIFY2(!window->comparingPage().canvas().diagram().nodes.empty(), qPrintable(kind.id));
        }
    }

    /// Piece by piece the open model becomes as it was, each piece one step, and undo leads back.
    void takingIsOneStepEach() {
        const auto window = openWindow(shop::project());
        Document& document = window->document();
        document.apply(changedShop(), "Change");
        const std::string bytes = bytesOf(document.version());
        ComparingPage& page = window->comparingPage();
        for (int round = 0; round < 40 && page.emptyText().isEmpty(); ++round) {
            const int before = document.undoStack().count();
            page.step(1);
            page.takeCurrent();
            QVERIFY(document.undoStack().count() - before <= 1);
            QVERIFY(model::check(document.project()).empty());
        }
        QVERIFY2(document.project() == shop::project(), qPrintable(page.emptyText()));
        while (document.undoStack().index() > 1) document.undoStack().undo();
        QCOMPARE(bytesOf(document.version()), bytes);
    }

    void whatCannotBeTakenIsSaid() {
        const auto window = openWindow(shop::project());
        window->document().apply(*model::remove(shop::project(), model::ServiceId("payment")), "Remove");
        ComparingPage& page = window->comparingPage();
        page.list().show("operation:payment.authorize");
        const int before = window->document().undoStack().count();
        page.takeCurrent();
        QCOMPARE(window->document().undoStack().count(), before);
        QVERIFY(!window->notice().isHidden() && !window->notice().text().isEmpty());
    }

    /// More of the same work for less: the later side is worse where it waits longer.
    void bothSidesAreMeasured() {
        const auto sample = loadSample("queues/mm1");
        QVERIFY(sample.has_value());
        model::Project slower = sample->project;
        for (const model::Scenario& found : sample->project.scenarios) {
            model::Scenario scenario = found;
            scenario.length = model::seconds(20);
            scenario.warmUp = {};
            slower = *model::put(slower, scenario);
        }
        const model::Project before = slower;
        const model::Service& service = *slower.services.begin();
        model::Operation operation = *service.operations.begin();
        operation.behaviour.push_back(
            {model::Compute{model::Distribution::constant(model::milliseconds(0.2))}, {}});
        slower = *model::putOperation(slower, service.id, operation);
        BusyTasks tasks;
        QWidget window;
        auto* sheet = new MeasureSheet(versionOf(before), versionOf(slower), tasks, &window);
        QAbstractItemModelTester tester(const_cast<MeasuredFigures*>(&sheet->figures()));
        sheet->setReplications(4);
        sheet->toggle();
        QVERIFY(sheet->isRunning() && tasks.tasks().size() == 1);
        QTRY_VERIFY_WITH_TIMEOUT(!sheet->isRunning(), 60'000);
        QVERIFY2(sheet->figures().rowCount() > 0, qPrintable(sheet->message()));
        QVERIFY(tasks.tasks().empty());
        int worse = 0;
        for (int row = 0; row < sheet->figures().rowCount(); ++row)
            worse += sheet->figures().index(row, 0).data(MeasuredFigures::PreferenceRole).toInt() ==
                     static_cast<int>(simulator::Preference::Worse);
        QVERIFY(worse > 0);
        sheet->toggle();
        sheet->toggle();
        QVERIFY(!sheet->isRunning() && tasks.tasks().empty());
    }

    void revisionsComeFromGit() {
        const QTemporaryDir folder;
        if (!runGit(folder.path(), {"init", "-q"})) QSKIP("git is not installed");
        const QString path = folder.filePath("my shop.lintel");
        QVERIFY(writeFile(path, model::writeProject(shop::project())));
        QVERIFY(runGit(folder.path(), {"add", "."}));
        QVERIFY(runGit(folder.path(), {"commit", "-q", "-m", "First \"shop\" & more"}));
        QVERIFY(writeFile(path, model::writeProject(changedShop())));
        QVERIFY(runGit(folder.path(), {"commit", "-q", "-a", "-m", "Gifts"}));
        GitHistory git;
        QSignalSpy listed(&git, &GitHistory::listed), fetched(&git, &GitHistory::fetched);
        git.list(path);
        QTRY_COMPARE_WITH_TIMEOUT(listed.size(), 1, 20'000);
        const auto revisions = listed[0][0].value<std::vector<GitRevision>>();
        QCOMPARE(revisions.size(), 2u);
        QCOMPARE(revisions[1].subject, QString("First \"shop\" & more"));
        git.fetch(path, revisions[1].hash);
        QTRY_COMPARE_WITH_TIMEOUT(fetched.size(), 1, 20'000);
        QCOMPARE(fetched[0][0].toByteArray().toStdString(), model::writeProject(shop::project()));
        const auto window = openWindow(changedShop());
        ComparingPage& page = window->comparingPage();
        page.setSides({ComparedSide::Kind::Revision, 0, path, revisions[1].hash, "First"}, {});
        QTRY_VERIFY_WITH_TIMEOUT(page.isReady(), 20'000);
        QVERIFY(page.canvas().layer().signs.value("service:gifts") == DiagramSign::Added);
        page.setSides({ComparedSide::Kind::Revision, 0, path, "0000000", "None"}, {});
        QTRY_VERIFY_WITH_TIMEOUT(!page.emptyText().isEmpty(), 20'000);
    }

    void noRepositoryIsNoError() {
        const QTemporaryDir folder;
        GitHistory git;
        QSignalSpy listed(&git, &GitHistory::listed), failed(&git, &GitHistory::failed);
        git.list(folder.filePath("shop.lintel"));
        QTRY_COMPARE_WITH_TIMEOUT(listed.size(), 1, 20'000);
        git.setProgram("/nowhere/no-such-git", 1000);
        git.list(folder.filePath("shop.lintel"));
        QTRY_COMPARE_WITH_TIMEOUT(listed.size(), 2, 20'000);
        QCOMPARE(failed.size(), 0);
    }

    void aSlowGitIsGivenUp() {
        const QTemporaryDir folder;
        const QString program = folder.filePath("slow");
        QVERIFY(putFile(program, "#!/bin/sh\nexec sleep 60\n"));
        QVERIFY(QFile::setPermissions(program, QFile::ReadOwner | QFile::ExeOwner));
        GitHistory git;
        QSignalSpy failed(&git, &GitHistory::failed);
        git.setProgram(program, 50);
        git.list(folder.filePath("shop.lintel"));
        QTRY_COMPARE_WITH_TIMEOUT(failed.size(), 1, 20'000);
        QVERIFY(!git.isRunning());
    }

    /// A change outside and one here: the notice offers to merge, which is one step.
    void changesOutsideAreMerged() {
        const QTemporaryDir folder;
        const QString path = folder.filePath("shop.lintel");
        MainWindow window(Scheme::Light);
        window.show();
        window.document().reset(shop::project(), {}, {});
        window.files().saveTo(path);
        Document& document = window.document();
        const auto describe = [](const model::Project& project, const char* id, const char* text) {
            model::Service service = *project.services.find(model::ServiceId(id));
            service.description = text;
            return *model::put(project, service);
        };
        model::Project mine = describe(describe(shop::project(), "order", "mine"), "cart", "mine");
        document.apply(mine, "Describe");
        QVERIFY(!noticeButton(window, "Merge…"));
        const model::Project theirs =
            describe(describe(shop::project(), "order", "theirs"), "user", "theirs");
        QVERIFY(writeFile(path, model::writeProject(theirs)));
        window.files().watch().look();
        QTRY_VERIFY(noticeButton(window, "Merge…"));
        noticeButton(window, "Merge…")->click();
        QTRY_VERIFY(window.findChild<MergeSheet*>());
        auto* sheet = window.findChild<MergeSheet*>();
        QCOMPARE(sheet->merge().conflicts.size(), 1u);
        QVERIFY(sheet->preview().rowCount() > 0);
        sheet->choose(sheet->merge().conflicts[0].place, model::Side::Theirs);
        const int before = document.undoStack().count();
        sheet->accept();
        QCOMPARE(document.undoStack().count(), before + 1);
        const auto described = [&](const char* id) {
            return document.project().services.find(model::ServiceId(id))->description;
        };
        QCOMPARE(described("order"), std::string("theirs"));
        QCOMPARE(described("cart"), std::string("mine"));
        QCOMPARE(described("user"), std::string("theirs"));
        QVERIFY(document.isModified());
        window.files().save();
        QVERIFY(!document.isModified());
        document.undoStack().undo();
        QVERIFY(document.project() == mine);
    }
};

QTEST_MAIN(ComparingTest)
#include "comparing_test.moc"
