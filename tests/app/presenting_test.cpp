#include <QAbstractItemModelTester>
#include <QLineEdit>
#include <QPlainTextEdit>
#include <QPointer>
#include <QSettings>
#include <QTemporaryDir>
#include <QTest>

#include "app/presenting/flow_bar.h"
#include "app/presenting/presentation.h"
#include "app/presenting/slide_edit.h"
#include "app/presenting/slides_panel.h"
#include "app/studio/main_window.h"
#include "app/studio/workbench.h"
#include "model/references.h"
#include "tests/app/shop_project.h"

using namespace app;

namespace {

const model::Camera someCamera{10, 20, 1};

model::Layout threeSlides() {
    model::Layout layout;
    for (const char* title : {"One", "Two", "Three"})
        layout = withNewSlide(layout, layout.slides.size(), {"services", {}}, someCamera, title);
    layout.views = [&] {
        model::View other = *layout.views.find(layout.slides[2].view);
        other.kind = "contexts";
        other.camera.reset();
        return layout.views.with(other);
    }();
    return layout;
}

QStringList titlesOf(const model::Layout& layout) {
    QStringList titles;
    for (const model::Slide& slide : layout.slides) titles << QString::fromStdString(slide.title);
    return titles;
}

/// A presentation of the shop with three slides.
struct Show {
    Show(const model::Layout& layout = threeSlides())
        : stage(new Presentation({std::make_shared<const model::Project>(shop::project()),
                                  std::make_shared<const model::Layout>(layout)},
                                 Theme::of(Scheme::Light))) {
        stage->QWidget::show();
    }
    ~Show() { delete stage; }
    void press(int key) { QTest::keyClick(&stage->canvas(), Qt::Key(key)); }

    QPointer<Presentation> stage;
};

model::Project withBehaviour(model::Behaviour behaviour) {
    model::Project project = shop::project();
    model::Service gateway = *project.services.find(model::ServiceId("web-gateway"));
    model::Operation operation;
    operation.id = model::OperationId("web-gateway.told");
    operation.name = "Told";
    operation.behaviour = std::move(behaviour);
    gateway.operations = gateway.operations.with(operation);
    project.services = project.services.with(gateway);
    return project;
}

model::OperationId someOperationOf(const char* service) {
    return shop::project().services.find(model::ServiceId(service))->operations.begin()->id;
}

}  // namespace

/// Slides, their show, and stepping through what an operation sets off.
class PresentingTest : public QObject {
    Q_OBJECT

private slots:
    void initTestCase() {
        QCoreApplication::setOrganizationName("lintel-test");
        QCoreApplication::setApplicationName("lintel-test");
        QSettings::setPath(QSettings::NativeFormat, QSettings::UserScope, m_settings.path());
    }

    void slidesAreEdited() {
        model::Layout layout = threeSlides();
        QCOMPARE(titlesOf(layout), QStringList({"One", "Two", "Three"}));
        QCOMPARE(titlesOf(withSlideMoved(layout, 0, 2)), QStringList({"Two", "Three", "One"}));
        QCOMPARE(titlesOf(withSlideMoved(layout, 2, 0)), QStringList({"Three", "One", "Two"}));
        QVERIFY(withSlideMoved(layout, 1, 7) == layout);
        const model::Layout less = withoutSlide(layout, 1);
        QCOMPARE(titlesOf(less), QStringList({"One", "Three"}));
        QCOMPARE(less.views.size(), std::size_t(2));
        const model::Layout shared = withSlideOf(layout, 3, layout.slides[1].view, "Again");
        QVERIFY(withoutSlide(shared, 1).views.contains(layout.slides[1].view));
        const model::Layout words = withSlideWords(layout, 0, "Begin", "Welcome");
        QCOMPARE(words.slides[0].title, std::string("Begin"));
        QCOMPARE(words.slides[0].text, std::string("Welcome"));
        QVERIFY(withoutSlide(withoutSlide(withoutSlide(layout, 0), 0), 0).views.empty());
    }

    void keysLeadThroughTheSlides() {
        Show show;
        QCOMPARE(show.stage->slideCount(), 3);
        QCOMPARE(show.stage->caption(), QString("One"));
        for (const int key : {Qt::Key_Right, Qt::Key_Space}) show.press(key);
        QCOMPARE(show.stage->current(), 2);
        QCOMPARE(show.stage->canvas().diagram().name, QString("contexts"));
        show.press(Qt::Key_Period);
        QCOMPARE(show.stage->current(), 2);
        for (const int key : {Qt::Key_Left, Qt::Key_Comma, Qt::Key_Comma}) show.press(key);
        QCOMPARE(show.stage->current(), 0);
        show.press(Qt::Key_End);
        QCOMPARE(show.stage->current(), 2);
        show.press(Qt::Key_Home);
        QCOMPARE(show.stage->current(), 0);
        show.press(Qt::Key_2);
        show.press(Qt::Key_Return);
        QCOMPARE(show.stage->current(), 1);
        for (const int key : {Qt::Key_9, Qt::Key_9, Qt::Key_Return}) show.press(key);
        QCOMPARE(show.stage->current(), 2);
        show.press(Qt::Key_B);
        QVERIFY(show.stage->isBlack());
        show.press(Qt::Key_B);
        QVERIFY(!show.stage->isBlack());
        QCOMPARE(show.stage->current(), 2);
        show.press(Qt::Key_Escape);
        QTRY_VERIFY(!show.stage || !show.stage->isVisible());
    }

    void withoutSlidesAllDiagramsAreShown() {
        Show show(model::Layout{});
        QVERIFY(show.stage->slideCount() > 3);
        for (int slide = 0; slide < show.stage->slideCount(); ++slide) {
            show.stage->show(slide);
            const Diagram& diagram = show.stage->canvas().diagram();
            QVERIFY(!diagram.nodes.empty() || !diagram.regions.empty());
        }
    }

    void nothingToPresentIsSaid() {
        Presentation stage(
            {std::make_shared<const model::Project>(), std::make_shared<const model::Layout>()},
            Theme::of(Scheme::Dark));
        stage.setAttribute(Qt::WA_DeleteOnClose, false);
        stage.QWidget::show();
        QVERIFY(!stage.caption().isEmpty());
        QTest::keyClick(&stage.canvas(), Qt::Key_Right);
    }

    /// Views that are gone take their slides along.
    void slidesWithoutViewsAreLeftOut() {
        model::Layout layout = threeSlides();
        layout.views = layout.views.without(layout.slides[1].view);
        QCOMPARE(slideShow(shop::project(), layout).size(), std::size_t(2));
    }

    /// The camera arrives where the slide says, however it got there.
    void theCameraArrives() {
        Show show;
        show.press(Qt::Key_Right);
        QTRY_COMPARE(cameraOf(show.stage->canvas()).zoom, someCamera.zoom);
        QTRY_VERIFY(std::abs(cameraOf(show.stage->canvas()).x - someCamera.x) < 2);
    }

    void everyStepOfAFlowIsTold() {
        using namespace model;
        const OperationId order = someOperationOf("order"), payment = someOperationOf("payment");
        const ServiceId orderService("order");
        Behaviour both{{Parallel{{{{Call{order, {}}, {}}}, {{Call{payment, {}}, {}}}}}, {}}};
        const auto steps = flowOf(withBehaviour(both), OperationId("web-gateway.told"));
        QVERIFY(steps.size() >= 2);
        QCOMPARE(steps[0].from, QString("service:web-gateway"));
        QCOMPARE(steps[0].to, QString("service:order"));
        QVERIFY2(steps[0].words.contains("calls order"), qPrintable(steps[0].words));
        QVERIFY(steps[0].words.contains("sync"));
        QVERIFY2(steps[0].when.contains("1 of 2"), qPrintable(steps[0].when));
        QVERIFY2(steps.back().to != steps[0].to, "the second branch follows");
        Behaviour chance{{Branch{{{0.3, {{Call{payment, {}}, {}}}, {}}}}, {}}};
        const auto rare = flowOf(withBehaviour(chance), OperationId("web-gateway.told"));
        QVERIFY2(rare[0].when.contains("30 %"), qPrintable(rare[0].when));
    }

    void policiesAreTold() {
        using namespace model;
        Project project = withBehaviour({{Call{someOperationOf("payment"), CallPolicyId("fast")}, {}}});
        CallPolicy policy;
        policy.id = CallPolicyId("fast");
        policy.timeout = milliseconds(250);
        project.policies = project.policies.with(policy);
        const auto steps = flowOf(project, OperationId("web-gateway.told"));
        QVERIFY2(steps[0].words.contains("timeout 250 ms"), qPrintable(steps[0].words));
    }

    /// Circles are entered once; a flow has an end.
    void circlesEnd() {
        using namespace model;
        const Project project =
            withBehaviour({{Call{OperationId("web-gateway.told"), {}}, {}},
                           {Loop{3, {{Call{OperationId("web-gateway.told"), {}}, {}}}}, {}}});
        QCOMPARE(flowOf(project, OperationId("web-gateway.told")).size(), std::size_t(2));
        QVERIFY(flowOf(project, OperationId("nobody.nothing")).empty());
    }

    /// What consumers do follows the call that published.
    void eventsFollow() {
        for (const QString& sample : {QString("shop"), QString("retail-bank")}) {
            const model::Project project = loadSample(sample)->project;
            bool published = false;
            for (const model::OperationId& operation : flowBeginnings(project)) {
                const auto steps = flowOf(project, operation);
                QVERIFY(steps.size() <= mostFlowSteps);
                bool taken = false;
                for (const FlowStep& step : steps) {
                    QVERIFY(!step.words.isEmpty() && !step.words.contains('%'));
                    taken = taken || step.from.startsWith("channel:");
                    published = published || step.to.startsWith("channel:");
                }
            }
            QVERIFY(published);
        }
    }

    void aFlowLightsUpStepByStep() {
        MainWindow window(Scheme::Light);
        window.resize(1400, 900);
        window.show();
        window.files().openSample("shop");
        window.selection().set({"operation:order.place-order"});
        window.action("present.flow")->trigger();
        auto* player = window.workbench().current().findChild<FlowPlayer*>();
        QVERIFY(player && player->isPlaying());
        CanvasView& canvas = window.workbench().current().canvas();
        QVERIFY(player->bar().caption().startsWith("1 of "));
        const FlowStep first = player->steps().front();
        QVERIFY(!canvas.layer().dimmed.contains(first.from) && !canvas.layer().dimmed.contains(first.to));
        QCOMPARE(canvas.layer().dimmed.contains("service:user"),
                 first.from != "service:user" && first.to != "service:user");
        QTest::keyClick(&canvas, Qt::Key_Period);
        QCOMPARE(player->current(), 1);
        QTest::keyClick(&canvas, Qt::Key_Comma);
        QTest::keyClick(&canvas, Qt::Key_Comma);
        QCOMPARE(player->current(), 0);
        QTest::keyClick(&canvas, Qt::Key_End);
        QCOMPARE(player->current(), int(player->steps().size()) - 1);
        QTest::keyClick(&canvas, Qt::Key_Escape);
        QVERIFY(!player->isPlaying() && canvas.layer().empty());
    }

    void flowsRunInPresentationsToo() {
        Show show;
        show.press(Qt::Key_F);
        QVERIFY(show.stage->flow().isPlaying());
        show.press(Qt::Key_Period);
        QCOMPARE(show.stage->flow().current(), 1);
        QCOMPARE(show.stage->current(), 0);
        show.press(Qt::Key_Escape);
        QVERIFY(!show.stage->flow().isPlaying());
        QVERIFY(show.stage->isVisible());
    }

    void thePanelMakesSlides() {
        MainWindow window(Scheme::Light);
        window.resize(1400, 900);
        window.show();
        window.files().openSample("shop");
        window.action("view.slides")->trigger();
        auto* panel = window.findChild<SlidesPanel*>();
        QVERIFY(panel);
        auto* model = panel->findChild<SlidesModel*>();
        QAbstractItemModelTester tester(model, QAbstractItemModelTester::FailureReportingMode::QtTest);
        Document& document = window.document();
        panel->addSeen();
        panel->addSeen();
        QCOMPARE(document.layout().slides.size(), std::size_t(2));
        QTest::keyClicks(panel->findChild<QLineEdit*>(), "Hello");
        QCOMPARE(document.layout().slides[1].title, std::string("Hello"));
        panel->findChild<QPlainTextEdit*>()->setPlainText("World");
        QCOMPARE(document.layout().slides[1].text, std::string("World"));
        const int steps = document.undoStack().count();
        QCOMPARE(steps, 3);  // two added, one of words
        panel->moveUp();
        QCOMPARE(document.layout().slides[0].title, std::string("Hello"));
        QCOMPARE(panel->current(), 0);
        panel->remove();
        QCOMPARE(model->rowCount(), 1);
        while (document.undoStack().canUndo()) document.undoStack().undo();
        QVERIFY(document.layout().slides.empty() && document.layout().views.empty());
        QCOMPARE(model->rowCount(), 0);
    }

private:
    QTemporaryDir m_settings;
};

int main(int argc, char** argv) {
    if (qEnvironmentVariableIsEmpty("QT_QPA_PLATFORM")) qputenv("QT_QPA_PLATFORM", "offscreen");
    QApplication application(argc, argv);
    PresentingTest test;
    return QTest::qExec(&test, argc, argv);
}
#include "presenting_test.moc"
