// The explanation of a run beside its figures: the chain, where it leads to, and what heals it.
#include "app/simulate/cascade_panel.h"

#include <QAction>
#include <QLabel>
#include <QPushButton>
#include <QSignalSpy>
#include <QTest>

#include "app/canvas/canvas_view.h"
#include "app/document/document.h"
#include "app/file/file.h"
#include "app/simulate/scenario_variant.h"
#include "app/simulate/simulate_mode.h"
#include "app/simulate/timeline.h"
#include "app/theme/apply_theme.h"
#include "tests/app/retry_storm.h"

using namespace app;

namespace {

constexpr int patience = 120'000;

QPushButton* buttonCalled(const QWidget& parent, const QString& text) {
    for (QPushButton* button : parent.findChildren<QPushButton*>())
        if (button->text() == text && button->isVisibleTo(&parent)) return button;
    return nullptr;
}

std::vector<QLabel*> linksOf(const CascadePanel& panel) {
    std::vector<QLabel*> links;
    for (QLabel* label : panel.findChildren<QLabel*>())
        if (label->text().startsWith(QLatin1String("<a href"))) links.push_back(label);
    return links;
}

}  // namespace

class CascadePanelTest : public QObject {
    Q_OBJECT

    static void open(Document& document, const QString& sample) {
        auto file = loadSample(sample);
        QVERIFY(file);
        document.reset(std::move(file->project), std::move(file->layout), {});
    }
    static void runToTheEnd(SimulateMode& mode) {
        mode.runAction()->trigger();
        QTRY_VERIFY_WITH_TIMEOUT(!mode.controller().isRunning(), patience);
        QTRY_VERIFY_WITH_TIMEOUT(!mode.cascadePanel()->isBusy(), patience);
    }

private slots:
    void initTestCase() { applyTheme(*qApp, Theme::of(Scheme::Light)); }

    void eachLinkLeadsToItsMomentAndItsPlace() {
        Document document;
        open(document, QStringLiteral("cascades/retry-storm"));
        SimulateMode mode(document);
        mode.resize(1512, 926);
        mode.show();
        mode.chooseScenario(QStringLiteral("incident"));
        QVERIFY(!mode.cascadePanel()->isVisible());
        runToTheEnd(mode);
        const CascadePanel& panel = *mode.cascadePanel();
        QVERIFY(panel.isVisible());
        QVERIFY(panel.cascade()->outlivesTrigger);
        const std::vector<QLabel*> links = linksOf(panel);
        QCOMPARE(links.size(), panel.cascade()->events.size());
        for (std::size_t at = 0; at < links.size(); ++at) {
            const simulator::CascadeEvent& event = panel.cascade()->events[at];
            QVERIFY2(links[at]->text().contains(QString::fromStdString(event.sentence).toHtmlEscaped()),
                     qPrintable(links[at]->text()));
            emit links[at]->linkActivated(QString::number(at));
            const auto moment = mode.findChild<Timeline*>()->moment();
            QVERIFY(moment);
            QVERIFY(std::abs(*moment - event.from) <= mode.result()->seriesInterval);
        }
        QVERIFY(!mode.canvas()->selection().isEmpty());
    }

    void nothingIsToldOfACalmRun() {
        Document document;
        document.reset(retry_storm::project(12, 20), retry_storm::layout(), {});
        SimulateMode mode(document);
        mode.show();
        mode.chooseScenario(QStringLiteral("calm"));
        runToTheEnd(mode);
        QVERIFY(mode.cascadePanel()->cascade());
        QVERIFY(mode.cascadePanel()->cascade()->events.empty());
        QVERIFY(!mode.cascadePanel()->isVisible());
    }

    void whatHealsItBecomesAScenario() {
        Document document;
        open(document, QStringLiteral("cascades/retry-storm"));
        SimulateMode mode(document);
        mode.resize(1512, 926);
        mode.show();
        mode.chooseScenario(QStringLiteral("incident"));
        runToTheEnd(mode);
        CascadePanel& panel = *mode.cascadePanel();
        buttonCalled(panel, CascadePanel::tr("Try single changes"))->click();
        QTRY_VERIFY(buttonCalled(panel, CascadePanel::tr("Cancel")));
        QTRY_VERIFY_WITH_TIMEOUT(panel.remedies().has_value(), patience);
        QVERIFY(panel.remedies()->fixes.front().heals);
        const std::size_t scenarios = document.project().scenarios.size();
        QTRY_VERIFY(buttonCalled(panel, CascadePanel::tr("try")));
        buttonCalled(panel, CascadePanel::tr("try"))->click();
        QTRY_COMPARE(document.project().scenarios.size(), scenarios + 1);
        QVERIFY(!panel.isVisible());  // It is of the scenario before
        runToTheEnd(mode);
        QVERIFY2(!panel.cascade()->outlivesTrigger, "as it was said to heal");
        document.undoStack().undo();
        QCOMPARE(document.project().scenarios.size(), scenarios);
    }

    void theSearchCanBeCancelled() {
        Document document;
        open(document, QStringLiteral("cascades/retry-storm"));
        SimulateMode mode(document);
        mode.show();
        mode.chooseScenario(QStringLiteral("incident"));
        runToTheEnd(mode);
        CascadePanel& panel = *mode.cascadePanel();
        panel.findRemedies();
        QVERIFY(panel.isBusy());
        buttonCalled(panel, CascadePanel::tr("Cancel"))->click();
        QTRY_VERIFY(!panel.isBusy());
        QVERIFY(!panel.remedies());
        QTRY_VERIFY(buttonCalled(panel, CascadePanel::tr("Try single changes")));
    }

    void aVariantKeepsWhatItsScenarioChanges() {
        const auto file = loadSample(QStringLiteral("cascades/retry-storm"));
        QVERIFY(file);
        const model::ScenarioId healed("healed");
        const std::vector<model::ModelChange> before =
            model::changesOf(*file->project.scenarios.find(healed));
        QVERIFY(!before.empty());
        const auto variant = withVariant(file->project, healed, "twice as long", {{{"name"}, "\"Another\""}});
        QVERIFY2(variant, variant ? "" : variant.error().text().c_str());
        const auto after = model::changesOf(*variant->project.scenarios.find(variant->scenario));
        QCOMPARE(after.size(), before.size() + 1);
        for (const model::ModelChange& change : before)
            QVERIFY(std::find(after.begin(), after.end(), change) != after.end());
        QVERIFY(!withVariant(file->project, model::ScenarioId("nobody"), "x", {}));
    }

    void onlyTheLastTaskDelivers() {
        BackgroundTask task;
        QStringList delivered;
        const auto telling = [&delivered](const QString& name, bool waits) {
            return [&delivered, name, waits](const BackgroundTask::Worker& worker) {
                worker.report([&delivered, name] { delivered << name + QStringLiteral(" reports"); });
                while (waits && !worker.stop.stop_requested()) std::this_thread::yield();
                return [&delivered, name] { delivered << name; };
            };
        };
        task.begin(telling(QStringLiteral("first"), true));
        task.begin(telling(QStringLiteral("second"), false));
        QTRY_VERIFY(!task.isRunning());
        QCOMPARE(delivered, (QStringList{QStringLiteral("second reports"), QStringLiteral("second")}));
        task.begin(telling(QStringLiteral("third"), true));
        task.cancel();
        QTest::qWait(20);
        QCOMPARE(delivered.size(), 2);
    }
};

QTEST_MAIN(CascadePanelTest)
#include "cascade_panel_test.moc"
