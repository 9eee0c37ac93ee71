#include "app/document/document.h"

#include <unistd.h>

#include <QElapsedTimer>
#include <QFile>
#include <QSignalSpy>
#include <QTemporaryDir>
#include <QTest>

#include "app/diagram/regions.h"
#include "app/file/file.h"
#include "model/edit.h"
#include "model/json/json.h"
#include "tests/app/random_session.h"

using app::Document;

namespace {

model::Project withService(const model::Project& before, const std::string& name) {
    model::Service service;
    service.name = name;
    return *model::put(before, std::move(service));
}

model::Layout withPlace(const model::Layout& before, const std::string& key, double x) {
    return app::withPlaces(before, "services", {{QString::fromStdString(key), {x, 0}}});
}

/// What this process holds in memory now.
double residentMegabytes() {
    QFile file(QStringLiteral("/proc/self/statm"));
    if (!file.open(QIODevice::ReadOnly)) return 0;
    return file.readAll().split(' ').value(1).toDouble() * double(::sysconf(_SC_PAGESIZE)) / 1e6;
}

}  // namespace

class DocumentTest : public QObject {
    Q_OBJECT

private slots:
    void undoGoesBackByName();
    void oneGestureIsOneStep();
    void aGestureThatEndsWhereItBeganLeavesNoStep();
    void nothingHappensWhenNothingDiffers();
    void refusedEditsAreReported();
    void undoSurvivesSaving();
    void aFailedSaveKeepsTheStateAndTheFile();
    void aJumpIsSeenOnce();
    void oldStepsComeBackTheSame();
    void textThatIsNoUtf8SurvivesInTheHistory();
    void stepsSayWhatTheyDid();
    void readingTheFileAgainIsOneMoreStep();
    void aStoredHistoryThatLeadsNowhereIsRefused();
    void theHistoryOfALargeModelStaysSmall();
};

void DocumentTest::undoGoesBackByName() {
    Document document;
    const model::Project empty = document.project();
    QSignalSpy changed(&document, &Document::changed);
    document.apply(withService(empty, "order"), "Add service order");
    document.apply(withPlace(document.layout(), "service:order", 40), "Move order");
    QCOMPARE(changed.count(), 2);
    QCOMPARE(document.undoStack().undoText(), QString("Move order"));
    document.undoStack().undo();
    QVERIFY(document.layout().diagrams.empty());
    QCOMPARE(document.project().services.size(), std::size_t(1));
    document.undoStack().undo();
    QVERIFY(document.project() == empty);
    document.undoStack().redo();
    QCOMPARE(document.project().services.begin()->name, std::string("order"));
}

void DocumentTest::oneGestureIsOneStep() {
    Document document;
    for (int x = 1; x <= 10; ++x)
        document.apply(withPlace(document.layout(), "service:a", x), "Move a", "drag:1");
    document.apply(withPlace(document.layout(), "service:a", 99), "Move a", "drag:2");
    QCOMPARE(document.undoStack().count(), 2);
    document.undoStack().undo();
    QCOMPARE(document.layout().diagrams.at("services").nodes.find("service:a")->x, 10.0);
    document.undoStack().undo();
    QVERIFY(document.layout().diagrams.empty());
}

void DocumentTest::aGestureThatEndsWhereItBeganLeavesNoStep() {
    Document document;
    document.apply(withPlace(document.layout(), "service:a", 1), "Move a");
    document.apply(withPlace(document.layout(), "service:a", 5), "Move a", "drag");
    document.apply(withPlace(document.layout(), "service:a", 1), "Move a", "drag");
    QCOMPARE(document.undoStack().count(), 1);
}

void DocumentTest::nothingHappensWhenNothingDiffers() {
    Document document;
    QSignalSpy changed(&document, &Document::changed);
    document.apply(document.project(), "Nothing");
    QCOMPARE(changed.count(), 0);
    QVERIFY(!document.isModified());
}

void DocumentTest::refusedEditsAreReported() {
    Document document;
    QSignalSpy refused(&document, &Document::refused);
    QVERIFY(!document.apply(model::Result<model::Project>(model::failure("services/a", "too many")), "Add"));
    QCOMPARE(refused.count(), 1);
    QCOMPARE(document.undoStack().count(), 0);
}

void DocumentTest::undoSurvivesSaving() {
    QTemporaryDir folder;
    const QString path = folder.filePath("a.lintel");
    Document document;
    const model::Project empty = document.project();
    document.apply(withService(empty, "order"), "Add service order");
    QVERIFY(document.isModified());
    QVERIFY(document.save(path).has_value());
    QVERIFY(!document.isModified());
    QCOMPARE(document.title(), QString("a.lintel"));
    const auto read = app::loadModel(path);
    QVERIFY(read.has_value());
    QVERIFY(read->project == document.project());
    document.undoStack().undo();
    QVERIFY(document.project() == empty);
    QVERIFY(document.isModified());
    document.undoStack().redo();
    QVERIFY(!document.isModified());
}

void DocumentTest::aFailedSaveKeepsTheStateAndTheFile() {
    Document document;
    document.apply(withService({}, "order"), "Add service order");
    const auto saved = document.save("/nowhere/at/all.lintel");
    QVERIFY(!saved.has_value());
    QVERIFY(QString::fromStdString(saved.error().text()).contains("nowhere"));
    QVERIFY(document.isModified());
    QVERIFY(document.path().isEmpty());
}

void DocumentTest::aJumpIsSeenOnce() {
    Document document;
    for (const char* name : {"a", "b", "c"}) document.apply(withService(document.project(), name), "Add");
    QSignalSpy changed(&document, &Document::changed);
    QSignalSpy stepped(&document, &Document::stepped);
    document.goTo(1);
    QCOMPARE(changed.count(), 1);
    QCOMPARE(stepped.count(), 1);
    QCOMPARE(changed[0][0].value<app::Version>().project->services.size(), std::size_t(3));
    QCOMPARE(document.project().services.size(), std::size_t(1));
    document.goTo(1);
    QCOMPARE(changed.count(), 1);
}

// Steps that lie far back are kept as patches; the versions seen when they were made are the measure.
void DocumentTest::oldStepsComeBackTheSame() {
    for (unsigned seed = 0; seed < 10; ++seed) {
        Document document;
        std::vector<std::string> seen{app::bytesOf(document.version())};
        QObject::connect(&document, &Document::stepped, &document, [&] {
            const auto place = static_cast<std::size_t>(document.undoStack().index());
            if (document.undoStack().index() < document.undoStack().count()) return;
            seen.resize(place);
            seen.push_back(app::bytesOf(document.version()));
        });
        app::RandomSession user(document, seed);
        for (int act = 0; act < 400 || document.undoStack().count() < 100; ++act) user.act();
        document.goTo(document.undoStack().count());
        for (const auto& versions : {app::allVersions(document), app::allVersions(document)}) {
            QVERIFY(versions.size() > 100);  // Half of them lie far back
            QVERIFY(versions == seen);
        }
    }
}

void DocumentTest::textThatIsNoUtf8SurvivesInTheHistory() {
    Document document;
    model::Project project = document.project();
    project.description = "\xff\xfe broken";
    document.apply(project, "Describe");
    for (int step = 0; step < 200; ++step)
        document.apply(withService(document.project(), "s" + std::to_string(step)), "Add");
    document.goTo(0);
    document.goTo(200);
    QCOMPARE(document.project().description, project.description);
    QCOMPARE(document.project().services.size(), std::size_t(199));
}

void DocumentTest::stepsSayWhatTheyDid() {
    Document document;
    document.apply(withService(document.project(), "order"), "Add");
    document.apply(withPlace(document.layout(), "service:order", 3), "Move");
    model::Service service = *document.project().services.begin();
    service.technology = "Go";
    document.apply(model::put(document.project(), service), "Change");
    document.apply(model::remove(document.project(), service.id), "Remove");
    using app::StepKind;
    const StepKind expected[] = {StepKind::Added, StepKind::Arranged, StepKind::Changed, StepKind::Removed};
    for (int number = 0; number < 4; ++number) QVERIFY(document.step(number).kind == expected[number]);
    const qint64 age = document.step(0).time.msecsTo(QDateTime::currentDateTime());
    QVERIFY(age >= 0 && age < 60'000);
}

void DocumentTest::readingTheFileAgainIsOneMoreStep() {
    QTemporaryDir folder;
    Document document;
    document.apply(withService(document.project(), "mine"), "Add mine");
    QVERIFY(document.save(folder.filePath("a.lintel")).has_value());
    document.apply(withService(document.project(), "later"), "Add later");
    const app::FileState theirs{"1", "2"};
    document.reread(withService({}, "theirs"), {}, theirs);
    QVERIFY(!document.isModified());
    QVERIFY(document.stored() == theirs);
    QVERIFY(document.step(2).kind == app::StepKind::ReadAgain);
    QCOMPARE(document.project().services.begin()->name, std::string("theirs"));
    document.undoStack().undo();
    QVERIFY(document.isModified());
    QCOMPARE(document.project().services.size(), std::size_t(2));
    document.undoStack().redo();
    QVERIFY(!document.isModified());
    // The same content once more is no step.
    document.reread(document.project(), document.layout(), theirs);
    QCOMPARE(document.undoStack().count(), 3);
    document.acceptStored({"3", ""});
    QVERIFY(document.isModified());
}

void DocumentTest::aStoredHistoryThatLeadsNowhereIsRefused() {
    Document document;
    document.apply(withService({}, "kept"), "Add");
    const app::Version nothing{std::make_shared<const model::Project>(),
                               std::make_shared<const model::Layout>()};
    app::History history{nothing, {}, nothing, 0, 0};
    history.steps.push_back({{"Add", QDateTime::currentDateTime(), {}, 0}, {"{\"none\":1}", ""}, {"", ""}});
    QVERIFY(!document.restore(history, "/tmp/a", {}));
    history.steps.clear();
    history.current.project = document.version().project;
    QVERIFY(!document.restore(history, "/tmp/a", {}));
    history.index = 7;
    QVERIFY(!document.restore(history, "/tmp/a", {}));
    QCOMPARE(document.project().services.begin()->name, std::string("kept"));
    QCOMPARE(document.undoStack().count(), 1);
}

// Unlimited undo has to fit: a step of a model with 10,000 services takes a few kilobytes, not its 160 KB
// list of services and its places.
void DocumentTest::theHistoryOfALargeModelStaysSmall() {
    std::vector<model::Service> services(10'000);
    std::vector<model::SharedMap<model::NodePlace>::Entry> places;
    for (std::size_t number = 0; number < services.size(); ++number) {
        services[number].id = model::ServiceId("service-" + std::to_string(number));
        services[number].name = services[number].id.value();
        places.emplace_back("service:" + services[number].name, model::NodePlace{double(number), 0});
    }
    model::Project project = model::emptyProject();
    project.services = model::Collection<model::Service>(services);
    model::Layout layout;
    layout.diagrams["services"].nodes = model::SharedMap<model::NodePlace>(places);
    Document document;
    document.reset(project, layout, {});
    const auto work = [&document](int steps) {
        for (int step = 0; step < steps; ++step) {
            const std::string id = "service-" + std::to_string(step * 37 % 10'000);
            model::Service service = *document.project().services.find(model::ServiceId(id));
            service.technology = "Go " + std::to_string(step);
            model::Project next = document.project();
            next.services = next.services.with(service);
            document.apply(next, "Change " + QString::fromStdString(id));
            document.apply(withPlace(document.layout(), "service:" + id, step), "Move");
        }
    };
    work(100);  // Those at the end keep their versions
    const double before = residentMegabytes();
    QElapsedTimer clock;
    clock.start();
    work(1000);
    const double each = double(clock.elapsed()) / 2000;
    const double grown = residentMegabytes() - before;
    qInfo("2,000 steps of 10,000 services: %.1f MB more, %.2f ms a step", grown, each);
    QVERIFY2(grown < 30, qPrintable(QString::number(grown)));
    document.goTo(0);
    QVERIFY(document.project() == project);
    QVERIFY(document.layout() == layout);
}

QTEST_GUILESS_MAIN(DocumentTest)
#include "document_test.moc"
