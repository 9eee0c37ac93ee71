#include "app/simulate/simulate_mode.h"

#include <QAction>
#include <QApplication>
#include <QComboBox>
#include <QElapsedTimer>
#include <QLineEdit>
#include <QPushButton>
#include <QSignalSpy>
#include <QTableView>
#include <QTest>
#include <QTimer>

#include "app/canvas/canvas_view.h"
#include "app/document/document.h"
#include "app/file/file.h"
#include "app/simulate/first_scenario.h"
#include "app/simulate/timeline.h"
#include "app/simulate/verdict_panel.h"
#include "app/theme/apply_theme.h"
#include "app/theme/widgets.h"
#include "model/edit.h"
#include "simulator/simulate.h"
#include "tests/app/retry_storm.h"

using namespace app;

namespace {

constexpr int patience = 120'000;

QPushButton* buttonCalled(const QWidget& parent, const QString& text) {
    for (QPushButton* button : parent.findChildren<QPushButton*>())
        if (button->text() == text && button->isVisibleTo(&parent)) return button;
    return nullptr;
}

bool showsMessage(const QWidget& parent, const QString& title) {
    for (const InlineMessage* message : parent.findChildren<InlineMessage*>())
        if (message->isVisibleTo(&parent) && message->accessibleName() == title) return true;
    return false;
}

QLineEdit* fieldCalled(const QWidget& parent, const QString& name) {
    for (QLineEdit* field : parent.findChildren<QLineEdit*>())
        if (field->accessibleName() == name) return field;
    return nullptr;
}

}  // namespace

class SimulateModeTest : public QObject {
    Q_OBJECT

    static void runToTheEnd(SimulateMode& mode) {
        mode.runAction()->trigger();
        QTRY_VERIFY_WITH_TIMEOUT(!mode.controller().isRunning(), patience);
    }

private slots:
    void initTestCase() { applyTheme(*qApp, Theme::of(Scheme::Dark)); }

    void aRunFillsEverything() {
        Document document;
        document.reset(retry_storm::project(12, 60), retry_storm::layout(), {});
        SimulateMode mode(document);
        mode.setTheme(Theme::of(Scheme::Dark));
        mode.resize(1500, 930);
        mode.show();
        QSignalSpy status(&mode, &SimulateMode::statusChanged);
        mode.chooseScenario(QStringLiteral("retry-storm"));
        runToTheEnd(mode);
        QVERIFY(mode.result());
        QCOMPARE(mode.result()->scenario, std::string("retry-storm"));
        QVERIFY(mode.result()->conservation.holds);
        QVERIFY(!status.isEmpty());
        const auto* table = mode.findChild<QTableView*>();
        QCOMPARE(table->model()->rowCount(), static_cast<int>(mode.result()->operations.size()));

        const auto plan = simulator::compile(document.project(), model::ScenarioId("retry-storm"));
        QCOMPARE(mode.result()->eventLogHash, simulator::run(**plan).eventLogHash);
    }

    void theDiagramIsShownWithItsFigures() {
        auto file = loadSample(QStringLiteral("online-boutique"));
        QVERIFY(file);
        Document document;
        document.reset(std::move(file->project), std::move(file->layout), {});
        SimulateMode mode(document);
        mode.resize(1512, 926);  // What the studio leaves of 1600 x 1000
        mode.show();
        QTest::qWait(50);
        QVERIFY2(mode.findChild<CanvasView*>()->zoom() >= 0.45, "cards, not blocks");
    }

    void nothingIsCutAtTheVerdict() {
        auto file = loadSample(QStringLiteral("online-boutique"));
        Document document;
        document.reset(std::move(file->project), std::move(file->layout), {});
        SimulateMode mode(document);
        mode.resize(1512, 926);
        mode.show();
        QTest::qWait(50);
        const auto* panel = mode.findChild<VerdictPanel*>();
        for (const QLabel* label : panel->findChildren<QLabel*>())
            if (label->isVisible())
                QVERIFY2(label->mapTo(panel, QPoint(label->width(), 0)).x() <= panel->width() - 12,
                         qPrintable(label->text()));
    }

    void theInterfaceLivesWhileItRuns() {
        Document document;
        document.reset(retry_storm::project(1e7, 60), retry_storm::layout(), {});
        SimulateMode mode(document);
        mode.show();
        int ticks = 0;
        QTimer timer;
        connect(&timer, &QTimer::timeout, this, [&ticks] { ++ticks; });
        timer.start(1);
        mode.runAction()->trigger();
        QVERIFY(!mode.runAction()->isVisible() || mode.cancelAction()->isEnabled());
        QTRY_VERIFY_WITH_TIMEOUT(ticks > 50, patience);
        QVERIFY(mode.controller().isRunning());
        mode.cancelAction()->trigger();
        QTRY_VERIFY_WITH_TIMEOUT(!mode.controller().isRunning(), patience);
        QVERIFY(mode.result()->cancelled);
    }

    void aChangedModelMakesTheResultStaleUntilUndone() {
        Document document;
        document.reset(retry_storm::project(5, 20), {}, {});
        SimulateMode mode(document);
        mode.show();
        runToTheEnd(mode);
        const QString stale = QStringLiteral("The model has changed since this run");
        QVERIFY(!showsMessage(mode, stale));
        model::Deployment deployment = *document.project().deployments.find(model::DeploymentId("cart"));
        deployment.replicas += 1;
        QVERIFY(document.apply(model::put(document.project(), deployment), QStringLiteral("Scale")));
        QVERIFY(showsMessage(mode, stale));
        document.undoStack().undo();
        QVERIFY(!showsMessage(mode, stale));
    }

    void whatCannotBeSimulatedIsNamedAndShown() {
        Document document;
        model::Project project = retry_storm::project(5, 20);
        model::Service payment = *project.services.find(model::ServiceId("payment"));
        model::Operation authorize = *payment.operations.begin();
        authorize.behaviour.push_back(retry_storm::call("order.place-order"));
        payment.operations = payment.operations.with(authorize);
        project.services = project.services.with(payment);
        document.reset(project, {}, {});
        SimulateMode mode(document);
        mode.show();
        runToTheEnd(mode);
        QVERIFY(!mode.result());
        QVERIFY(showsMessage(mode, QStringLiteral("This cannot be simulated")));
        QSignalSpy revealed(&mode, &SimulateMode::revealRequested);
        QPushButton* link = buttonCalled(mode, QStringLiteral("Show it"));
        QVERIFY(link);
        link->click();
        QCOMPARE(revealed.size(), 1);
        const QString key = revealed.front().front().toString();
        QVERIFY(key == QStringLiteral("service:payment") || key == QStringLiteral("service:order"));
    }

    void aModelWithoutScenarioOffersOne() {
        Document document;
        model::Project project = retry_storm::project(5, 20);
        project.scenarios = {};
        project.workloads = {};
        project.objectives = {};
        document.reset(project, {}, {});
        SimulateMode mode(document);
        mode.show();
        QVERIFY(!mode.runAction()->isEnabled());
        QPushButton* create = buttonCalled(mode, QStringLiteral("Create a scenario"));
        QVERIFY(create);
        create->click();
        QCOMPARE(document.project().scenarios.size(), 1U);
        QVERIFY(mode.runAction()->isEnabled());
        QCOMPARE(document.undoStack().undoText(), QStringLiteral("Create a scenario"));
        const model::Workload& workload = *document.project().workloads.begin();
        QCOMPARE(workload.journeys.begin()->steps.front().operation.value(),
                 std::string("web-gateway.browse"));
        document.undoStack().undo();
        QVERIFY(document.project().scenarios.empty());
        QVERIFY(!mode.runAction()->isEnabled());
    }

    void anEmptyModelSaysWhatIsMissing() {
        QVERIFY(!withFirstScenario(model::Project()).has_value());
        Document document;
        document.reset({}, {}, {});
        SimulateMode mode(document);
        mode.show();
        buttonCalled(mode, QStringLiteral("Create a scenario"))->click();
        QVERIFY(document.project().scenarios.empty());
        QVERIFY(showsMessage(mode, QStringLiteral("No operation to call yet")));
    }

    void parametersAreEditsOfTheModel() {
        Document document;
        document.reset(retry_storm::project(60, 20), {}, {});
        SimulateMode mode(document);
        mode.show();
        QVERIFY(QTest::qWaitForWindowActive(&mode));
        QLineEdit* duration = fieldCalled(mode, QStringLiteral("duration"));
        duration->setFocus();
        duration->selectAll();
        QTest::keyClicks(duration, QStringLiteral("90 s"));
        QTest::keyClick(duration, Qt::Key_Return);
        const auto scenario = [&document] {
            return *document.project().scenarios.find(model::ScenarioId("calm"));
        };
        QCOMPARE(scenario().length, model::Duration(model::seconds(90)));
        QLineEdit* seed = fieldCalled(mode, QStringLiteral("seed"));
        seed->setFocus();
        seed->selectAll();
        QTest::keyClicks(seed, QStringLiteral("-3"));
        QTest::keyClick(seed, Qt::Key_Return);
        QCOMPARE(scenario().seed, std::uint64_t{1});
        QVERIFY(seed->property("invalid").toBool());
        seed->selectAll();
        QTest::keyClicks(seed, QStringLiteral("42"));
        QTest::keyClick(seed, Qt::Key_Return);
        QCOMPARE(scenario().seed, std::uint64_t{42});
        QVERIFY(!seed->property("invalid").toBool());
        QCOMPARE(document.undoStack().count(), 2);
    }

    void openingAnotherModelDropsTheRun() {
        Document document;
        document.reset(retry_storm::project(1e7, 20), {}, {});
        SimulateMode mode(document);
        mode.show();
        mode.runAction()->trigger();
        QTest::qWait(50);
        document.reset(retry_storm::project(5, 20), {}, {});
        QTRY_VERIFY_WITH_TIMEOUT(!mode.controller().isRunning(), patience);
        QTest::qWait(50);
        QVERIFY(!mode.result());
        runToTheEnd(mode);
        QVERIFY(mode.result());
    }

    void theTimelineMovesByKeysAndStartsWithTheWholeRun() {
        Timeline timeline;
        timeline.setTimes(60, 5, 1, {});
        QVERIFY(!timeline.moment());
        QSignalSpy moved(&timeline, &Timeline::momentChanged);
        QTest::keyClick(&timeline, Qt::Key_Home);
        QCOMPARE(timeline.moment(), std::optional<double>(0.5));
        QTest::keyClick(&timeline, Qt::Key_Right);
        QCOMPARE(timeline.moment(), std::optional<double>(1.5));
        QTest::keyClick(&timeline, Qt::Key_End);
        QVERIFY(!timeline.moment());
        QCOMPARE(moved.size(), 3);
    }
};

int main(int argc, char** argv) {
    qputenv("QT_QPA_PLATFORM", "offscreen");
    QApplication application(argc, argv);
    SimulateModeTest test;
    return QTest::qExec(&test, argc, argv);
}

#include "simulate_mode_test.moc"
