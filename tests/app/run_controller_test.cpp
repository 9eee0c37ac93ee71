#include "app/running/run_controller.h"

#include <QCoreApplication>
#include <QElapsedTimer>
#include <QFileInfo>
#include <QSignalSpy>
#include <QTemporaryDir>
#include <QTest>

#include "simulator/store/run_store.h"
#include "tests/app/retry_storm.h"

using app::RunController;

namespace {

const model::ScenarioId storm("retry-storm");

std::shared_ptr<const model::Project> systemFor(double seconds) {
    return std::make_shared<const model::Project>(retry_storm::project(seconds, 20));
}

/// Collects what a controller tells.
class Listener : public QObject {
public:
    explicit Listener(RunController& controller) {
        connect(&controller, &RunController::started, this, [this] { ++started; });
        connect(&controller, &RunController::progressed, this, [this](const simulator::Progress& progress) {
            rising = rising && progress.share >= last;
            last = progress.share;
            ++progressed;
        });
        connect(&controller, &RunController::finished, this,
                [this](std::shared_ptr<const simulator::RunResult> result) {
                    results.push_back(std::move(result));
                });
        connect(&controller, &RunController::failed, this,
                [this](const model::Error& error) { errors.push_back(error); });
        connect(&controller, &RunController::storeFailed, this,
                [this](const model::Error& error) { storeErrors.push_back(error); });
    }

    int started = 0;
    int progressed = 0;
    bool rising = true;
    double last = 0;
    std::vector<std::shared_ptr<const simulator::RunResult>> results;
    std::vector<model::Error> errors;
    std::vector<model::Error> storeErrors;
};

constexpr int patience = 120'000;
/// A run that would take hours.
constexpr double endless = 1e7;

}  // namespace

class RunControllerTest : public QObject {
    Q_OBJECT

private slots:
    void runsAndGivesTheHashOfTheEngine() {
        const auto project = systemFor(20);
        RunController controller;
        Listener listener(controller);
        controller.start(project, storm);
        QVERIFY(controller.isRunning());
        QTRY_COMPARE_WITH_TIMEOUT(listener.results.size(), 1U, patience);
        QVERIFY(!controller.isRunning());
        QCOMPARE(listener.started, 1);
        QVERIFY(!listener.results[0]->cancelled);

        const auto plan = simulator::compile(*project, storm);
        QVERIFY(plan.has_value());
        const simulator::RunResult direct = simulator::run(**plan);
        QCOMPARE(listener.results[0]->eventLogHash, direct.eventLogHash);
        QVERIFY(direct.eventLogHash != 0);
    }

    void progressRisesAndCancelStopsSoon() {
        RunController controller;
        Listener listener(controller);
        controller.start(systemFor(endless), storm);
        QTRY_VERIFY_WITH_TIMEOUT(listener.progressed >= 3, patience);
        QVERIFY(listener.rising);
        controller.cancel();
        QTRY_COMPARE_WITH_TIMEOUT(listener.results.size(), 1U, patience);
        QVERIFY(listener.results[0]->cancelled);
        QVERIFY(!controller.isRunning());
        const int told = listener.progressed;
        QTest::qWait(150);
        QCOMPARE(listener.progressed, told);  // Silence after the end
    }

    void anErrorNamesTheScenario() {
        RunController controller;
        Listener listener(controller);
        controller.start(systemFor(1), model::ScenarioId("no-such-scenario"));
        QTRY_COMPARE_WITH_TIMEOUT(listener.errors.size(), 1U, patience);
        QVERIFY(listener.errors[0].text().find("no-such-scenario") != std::string::npos);
        QVERIFY(listener.results.empty());
        QVERIFY(!controller.isRunning());
    }

    void aNewRunReplacesTheOneBefore() {
        RunController controller;
        Listener listener(controller);
        controller.start(systemFor(endless), storm);
        QTRY_VERIFY_WITH_TIMEOUT(listener.progressed >= 1, patience);
        simulator::RunOptions options;
        options.seed = 7;
        controller.start(systemFor(5), storm, options);
        QTRY_COMPARE_WITH_TIMEOUT(listener.results.size(), 1U, patience);
        QVERIFY(!listener.results[0]->cancelled);
        QCOMPARE(listener.results[0]->seed, std::uint64_t{7});
        QTest::qWait(100);
        QCOMPARE(listener.results.size(), 1U);  // Nothing comes of the first
    }

    void destructionEndsTheWorker() {
        for (int i = 0; i < 5; ++i) {
            RunController controller;
            controller.start(systemFor(endless), storm);
            QTest::qWait(i * 10);
        }
        QCoreApplication::processEvents();
    }

    void finishedRunsAreStored() {
        QTemporaryDir folder;
        const QString path = RunController::storePathOf(folder.filePath(QStringLiteral("shop.lintel")));
        QCOMPARE(path, folder.filePath(QStringLiteral("shop.lintel-runs")));
        RunController controller;
        Listener listener(controller);
        controller.setStorePath(path);
        controller.start(systemFor(5), storm);
        QTRY_COMPARE_WITH_TIMEOUT(listener.results.size(), 1U, patience);
        const auto storedRuns = [&path]() -> std::size_t {
            const auto store =
                simulator::RunStore::open(path.toStdString(), simulator::RunStore::Access::Read);
            if (!store) return 0;
            const auto runs = store->list();
            return runs ? runs->size() : 0;
        };
        QTRY_COMPARE_WITH_TIMEOUT(storedRuns(), 1U, patience);
        QVERIFY(listener.storeErrors.empty());
    }

    void aStoreThatCannotBeWrittenIsOnlyAMessage() {
        QTemporaryDir folder;
        RunController controller;
        Listener listener(controller);
        controller.setStorePath(folder.path());  // A directory
        controller.start(systemFor(5), storm);
        QTRY_COMPARE_WITH_TIMEOUT(listener.storeErrors.size(), 1U, patience);
        QCOMPARE(listener.results.size(), 1U);
        QVERIFY(listener.errors.empty());
        QVERIFY(RunController::storePathOf({}).isEmpty());
    }
};

QTEST_GUILESS_MAIN(RunControllerTest)
#include "run_controller_test.moc"
