#include <QGuiApplication>
#include <QSettings>
#include <QTemporaryDir>
#include <QTest>
#include <random>

#include "app/canvas/canvas_view.h"
#include "app/canvas/diagram_geometry.h"
#include "app/canvas/name_field.h"
#include "app/design/sequence_edit.h"
#include "app/design/step_move.h"
#include "app/diagram/diagram_kind.h"
#include "app/diagram/node_sizes.h"
#include "app/diagram/step_place.h"
#include "app/file/file.h"
#include "app/studio/inspector/row.h"
#include "app/studio/main_window.h"
#include "app/studio/workbench.h"
#include "model/edit.h"
#include "model/json/json.h"
#include "model/references.h"
#include "tests/app/full_project.h"
#include "tests/app/shop_project.h"

using namespace app;

namespace {

Version versionOf(const model::Project& project, const model::Layout& layout = {}) {
    return {std::make_shared<const model::Project>(project), std::make_shared<const model::Layout>(layout)};
}

const QString placeOrder = "operation:order.place-order";

const model::Behaviour& behaviourIn(const model::Project& project, const QString& operation) {
    return model::findOperation(project, model::OperationId(operation.section(':', 1).toStdString()))
        ->behaviour;
}

/// Every path of a step in the list, outer before inner.
void collectPaths(model::Behaviour& list, const StepPath& path, std::vector<StepPath>& paths) {
    for (std::size_t index = 0; index < list.size(); ++index) {
        const StepPath step = inside(path, int(index));
        paths.push_back(step);
        const auto lists = listsIn(list[index]);
        for (std::size_t part = 0; part < lists.size(); ++part)
            collectPaths(*lists[part], inside(step, int(part)), paths);
    }
}

std::vector<StepPath> pathsIn(model::Behaviour behaviour) {
    std::vector<StepPath> paths;
    collectPaths(behaviour, {}, paths);
    return paths;
}

QRectF placeOf(const Diagram& diagram, const QString& key) {
    QRectF place;
    for (const DiagramRegion& region : diagram.regions)
        if (region.key == key) place = region.rect;
    for (const DiagramNode& node : diagram.nodes)
        if (elementOfKey(node.key) == key) place = place.isNull() ? node.rect() : place.united(node.rect());
    return place;
}

/// Whether there are no steps in it.
bool isPlain(model::Step step) {
    return listsIn(step).empty();
}

bool isRow(const DiagramNode& node) {
    return node.shape == NodeShape::Message || node.shape == NodeShape::SelfMessage ||
           node.shape == NodeShape::Activity;
}

void verifyRows(const Diagram& diagram) {
    double below = -1e9;
    for (const DiagramNode& node : diagram.nodes) {
        if (!isRow(node)) continue;
        QVERIFY2(node.rect().top() >= below, qPrintable(node.key));
        QVERIFY2(node.size.width() > 0 && node.size.height() > 0, qPrintable(node.key));
        below = node.rect().bottom();
    }
    for (const DiagramRegion& region : diagram.regions) {
        for (const DiagramNode& node : diagram.nodes)
            if (node.region == region.key)
                QVERIFY2(region.rect.contains(node.rect()), qPrintable(region.key + " of " + node.key));
        for (const DiagramRegion& other : diagram.regions) {
            if (other.parent == region.key)
                QVERIFY2(region.rect.contains(other.rect), qPrintable(region.key + " of " + other.key));
            if (other.key != region.key && other.parent == region.parent)
                QVERIFY2(!other.rect.intersects(region.rect), qPrintable(region.key + " on " + other.key));
        }
    }
}

void verifyHeads(const Diagram& diagram) {
    std::vector<QRectF> heads;
    for (const DiagramNode& node : diagram.nodes)
        if (!isRow(node)) heads.push_back(node.rect());
    for (std::size_t one = 0; one < heads.size(); ++one)
        for (std::size_t other = one + 1; other < heads.size(); ++other)
            QVERIFY(!heads[one].intersects(heads[other]));
}

/// All of an operation can be seen, nothing lies on anything else, and what is dropped where it stands stays.
void verifyOperation(const Version& version, const model::Operation& operation) {
    const QString root = QString::fromStdString(model::elementKey(operation.id));
    const Diagram diagram = sequenceDiagram(*version.project, *version.layout, root);
    verifyRows(diagram);
    verifyHeads(diagram);
    for (const StepPath& path : pathsIn(operation.behaviour)) {
        const QString key = stepKey({operation.id, path});
        const QRectF place = placeOf(diagram, key);
        QVERIFY2(!place.isNull(), qPrintable(key));
        QCOMPARE(stepFromKey(key), std::optional(StepPlace{operation.id, path}));
        const StepGap gap = gapAt(diagram, operation, place.center(), path);
        QCOMPARE(gap.list, listOf(path));
        QVERIFY2(gap.before == path.back() || gap.before == path.back() + 1, qPrintable(key));
    }
}

void verifyAllOperations(const model::Project& project) {
    const Version version = versionOf(project);
    for (const model::Service& service : project.services)
        for (const model::Operation& operation : service.operations) verifyOperation(version, operation);
}

/// Steps that can be told apart by their time.
model::Step numbered(int number) {
    return {model::Compute{model::Distribution::constant(model::milliseconds(number))}, {}};
}

/// A random behaviour of numbered steps, some of them in loops and branches.
class RandomBehaviour {
public:
    explicit RandomBehaviour(unsigned seed) : m_random(seed) {}

    model::Behaviour make(int depth = 0) {
        model::Behaviour list;
        for (int count = pick(4) + (depth == 0 ? 1 : 0); count > 0; --count) {
            list.push_back(numbered(++m_number));
            if (depth > 2) continue;
            if (pick(4) == 0)
                list.push_back({model::Loop{
                                    2,
                                    make(depth + 1),
                                },
                                {}});
            if (pick(5) == 0) list.push_back({model::Parallel{{make(depth + 1), make(depth + 1)}}, {}});
        }
        return list;
    }

    int pick(int count) { return std::uniform_int_distribution<int>(0, count - 1)(m_random); }

private:
    std::mt19937 m_random;
    int m_number = 0;
};

/// The numbers in the order of reading.
std::vector<std::int64_t> numbersIn(const model::Behaviour& behaviour) {
    std::vector<std::int64_t> numbers;
    model::forEachStep(behaviour, [&](const model::Step& step) {
        if (const auto* compute = std::get_if<model::Compute>(&step.action))
            numbers.push_back(compute->time.mean.count());
    });
    return numbers;
}

model::Step copyAt(model::Behaviour behaviour, const StepPath& path) {
    return *stepAt(behaviour, path);
}

std::vector<std::int64_t> without(std::vector<std::int64_t> numbers, const model::Step& step) {
    for (const std::int64_t number : numbersIn({step})) std::erase(numbers, number);
    return numbers;
}

/// A window that shows what an operation does.
struct BehaviourWindow {
    BehaviourWindow() {
        window.resize(1400, 900);
        window.show();
        window.document().reset(shop::project(), {}, {});
        window.setMode(Mode::Design);
        window.workbench().views().show({"behaviour", placeOrder});
        QTest::qWait(50);
        canvas().setZoom(1);
    }
    CanvasView& canvas() { return window.workbench().current().canvas(); }
    const model::Behaviour& behaviour() { return behaviourIn(window.document().project(), placeOrder); }
    QPointF centre(const QString& key) { return canvas().geometry().rectOf(key).center(); }
    void drag(const QPointF& from, const QPointF& to) {
        canvas().centerOn(from);
        QWidget* port = canvas().viewport();
        const QPoint start = canvas().mapFromScene(from), end = canvas().mapFromScene(to);
        QTest::mouseMove(port, start);
        QTest::mousePress(port, Qt::LeftButton, {}, start);
        for (const QPoint& at : {(start + end) / 2, end}) {
            QMouseEvent event(QEvent::MouseMove, at, port->mapToGlobal(at), Qt::NoButton, Qt::LeftButton, {});
            QApplication::sendEvent(port, &event);
        }
        QTest::mouseRelease(port, Qt::LeftButton, {}, end);
        QTest::qWait(10);
    }
    std::string bytes() {
        return model::writeProject(window.document().project()) +
               model::writeLayout(window.document().layout());
    }

    MainWindow window{Scheme::Light};
};

QString step(int index) {
    return QStringLiteral("step:%1/order.place-order").arg(index);
}

}  // namespace

/// What an operation does, as a sequence diagram that is edited directly.
class SequenceTest : public QObject {
    Q_OBJECT

private slots:
    void initTestCase() {
        QCoreApplication::setOrganizationName("lintel-test");
        QCoreApplication::setApplicationName("lintel-test");
        QSettings::setPath(QSettings::NativeFormat, QSettings::UserScope, m_settings.path());
    }

    void samplesAreShownWhole() {
        for (const Sample& sample : samples()) {
            const auto loaded = loadSample(sample.id);
            QVERIFY2(loaded, qPrintable(sample.id));
            verifyAllOperations(loaded->project);
        }
    }

    void everyKindOfStepIsShown() { verifyAllOperations(full::project()); }

    void messagesRunFromWhoCallsToWhatIsUsed() {
        const Diagram diagram = sequenceDiagram(shop::project(), {}, placeOrder);
        QStringList heads;
        for (const DiagramNode& node : diagram.nodes)
            if (!isRow(node)) heads << node.key;
        QCOMPARE(heads.front(), QString("caller"));
        QCOMPARE(heads.at(1), "service:order@" + placeOrder);
        const QRectF self = placeOf(diagram, "service:order");
        const QRectF first = placeOf(diagram, step(0));
        QCOMPARE(first.left(), self.center().x());
        QVERIFY(first.right() > first.left());
        QCOMPARE(diagram.name, "behaviour/" + placeOrder);
    }

    void anOperationThatIsGoneIsEmpty() {
        for (const char* root : {"operation:nothing", "service:order", "", "operation:"})
            QVERIFY2(sequenceDiagram(shop::project(), {}, root).nodes.empty(), root);
    }

    void keysOfStepsAreNoOtherKeys() {
        for (const char* key : {"step:", "step:1", "step:x/order", "step:-1/order", "service:order", ""})
            QVERIFY2(!stepFromKey(key), key);
        QVERIFY(stepFromKey("step:/order.place-order")->isList());
        QVERIFY(!stepFromKey("step:3.1.0/order.place-order")->isList());
    }

    void movedStepsKeepEverything() {
        for (unsigned seed = 1; seed <= 300; ++seed) {
            RandomBehaviour random(seed);
            const model::Behaviour before = random.make();
            const auto paths = pathsIn(before);
            const StepPath moved = paths[std::size_t(random.pick(int(paths.size())))];
            const StepPath beside = paths[std::size_t(random.pick(int(paths.size())))];
            const StepGap gap{listOf(beside), beside.back() + random.pick(2)};
            model::Behaviour behaviour = before;
            const auto target = moveSteps(behaviour, {moved}, gap);
            QCOMPARE(target.has_value(), !isWithin(gap.list, moved));
            if (!target) {
                QCOMPARE(behaviour, before);
                continue;
            }
            const model::Step step = copyAt(before, moved);
            QCOMPARE(copyAt(behaviour, *target), step);
            QCOMPARE(without(numbersIn(behaviour), step), without(numbersIn(before), step));
            QCOMPARE(numbersIn(behaviour).size(), numbersIn(before).size());
        }
    }

    void severalStepsMoveTogether() {
        model::Behaviour behaviour{numbered(1), numbered(2), numbered(3), numbered(4)};
        const auto target = moveSteps(behaviour, {{0}, {2}}, {{}, 4});
        QCOMPARE(target, model::Result<StepPath>(StepPath{2}));
        const model::Behaviour expected{numbered(2), numbered(4), numbered(1), numbered(3)};
        QCOMPARE(behaviour, expected);
    }

    void nudgedStepsLeaveTheirLoopAtItsEnds() {
        model::Operation operation;
        operation.behaviour = {numbered(1), {model::Loop{2, {numbered(2), numbered(3)}}, {}}};
        QCOMPARE(gapBeside(operation, {1, 0, 1}, true), (StepGap{{}, 2}));
        QCOMPARE(gapBeside(operation, {1, 0, 0}, false), (StepGap{{}, 1}));
        QCOMPARE(gapBeside(operation, {1, 0, 0}, true), (StepGap{{1, 0}, 2}));
        QCOMPARE(gapBeside(operation, {0}, false), (StepGap{{}, 0}));
    }

    void connectingAddsAMessage() {
        const Version before = versionOf(shop::project());
        const std::size_t count = behaviourIn(*before.project, placeOrder).size();
        const auto last = connectSteps(before, "service:order@" + placeOrder, "store:orders");
        QVERIFY2(last, last ? "" : last.error().message.c_str());
        const model::Behaviour& behaviour = behaviourIn(last->project, placeOrder);
        QCOMPARE(behaviour.size(), count + 1);
        QVERIFY(std::holds_alternative<model::StoreQuery>(behaviour.back().action));
        QCOMPARE(last->select, QStringList(step(int(count))));
        const auto second = connectSteps(before, step(0), "channel:order-placed");
        QVERIFY(second);
        QVERIFY(
            std::holds_alternative<model::Publish>(behaviourIn(second->project, placeOrder).at(1).action));
    }

    void othersAreToldWhyTheyCannotConnect() {
        const Version version = versionOf(shop::project());
        QVERIFY(!connectSteps(version, "service:payment", "store:orders"));
        QVERIFY(!connectSteps(version, "caller", "service:payment"));
        QVERIFY(!connectSteps(version, step(0), "caller"));
    }

    void whatIsTypedAtAStepChangesIt() {
        Version version = versionOf(full::project());
        const QString operation = "operation:payment.charge";
        int times = 0, names = 0;
        for (const StepPath& path : pathsIn(behaviourIn(*version.project, operation))) {
            const QString key = stepKey({model::OperationId("payment.charge"), path});
            model::Step step = copyAt(behaviourIn(*version.project, operation), path);
            if (std::holds_alternative<model::Compute>(step.action)) {
                const auto edit = renameStep(version, key, "42 ms");
                QVERIFY(edit);
                step = copyAt(behaviourIn(edit->project, operation), path);
                QCOMPARE(std::get<model::Compute>(step.action).time.mean, model::milliseconds(42));
                QVERIFY(!renameStep(version, key, "soon"));
                ++times;
            }
            if (std::holds_alternative<model::StoreQuery>(step.action)) {
                const auto edit = renameStep(version, key, "write");
                QVERIFY(edit);
                QVERIFY(!renameStep(version, key, "no such store"));
                ++names;
            }
            for (const QString& name : stepSuggestions(*version.project, key))
                QVERIFY2(renameStep(version, key, name), qPrintable(name));
        }
        QVERIFY(times > 0 && names > 0);
    }

    void stepsAreRemovedAndDuplicated() {
        const Version before = versionOf(shop::project());
        const model::Behaviour& steps = behaviourIn(*before.project, placeOrder);
        const auto removed = removeSteps(before, {step(0)});
        QVERIFY(removed);
        QCOMPARE(behaviourIn(removed->project, placeOrder).size(), steps.size() - 1);
        const auto twice = duplicateSteps(before, {step(0), step(1)});
        QVERIFY(twice);
        const model::Behaviour& doubled = behaviourIn(twice->project, placeOrder);
        QCOMPARE(doubled.size(), steps.size() + 2);
        QCOMPARE(doubled[0], doubled[1]);
        QCOMPARE(doubled[2], doubled[3]);
        QVERIFY(!removeSteps(before, {"service:payment"}));
        QVERIFY(model::parseProject(model::writeProject(twice->project)));
    }

    void everyToolMakesItsStep() {
        const Version before = versionOf(full::project());
        const QString diagram = "behaviour/operation:payment.charge";
        const std::size_t count = behaviourIn(*before.project, "operation:payment.charge").size();
        for (const DiagramTool& tool : diagramKind("behaviour").tools) {
            if (tool.look.id == "note") continue;
            const auto edit = tool.create(before, {diagram, {0, -100}, {}}, {});
            QVERIFY2(edit, qPrintable(tool.look.id));
            const model::Behaviour& behaviour = behaviourIn(edit->project, "operation:payment.charge");
            QCOMPARE(behaviour.size(), count + 1);
            QCOMPARE(edit->select, QStringList("step:0/payment.charge"));
        }
    }

    void aStepIsDraggedToItsPlace() {
        BehaviourWindow shown;
        const std::string before = shown.bytes();
        const model::Behaviour steps = shown.behaviour();
        QVERIFY(steps.size() > 2);
        const int last = int(steps.size()) - 1;
        shown.drag(shown.centre(step(0)), shown.centre(step(last)) + QPointF(0, 30));
        QCOMPARE(shown.behaviour().back(), steps.front());
        QCOMPARE(shown.behaviour().front(), steps.at(1));
        QCOMPARE(shown.canvas().selection(), QStringList(step(last)));
        shown.window.document().undoStack().undo();
        QCOMPARE(shown.bytes(), before);
    }

    void aFrameIsDraggedWithAllInIt() {
        const model::OperationId charge("payment.charge");
        const Version before = versionOf(full::project());
        const QString root = "operation:payment.charge";
        const model::Behaviour steps = behaviourIn(*before.project, root);
        const Diagram diagram = sequenceDiagram(*before.project, {}, root);
        for (int index = 1; index < int(steps.size()); ++index) {
            const QString key = stepKey({charge, {index}});
            if (isPlain(steps[std::size_t(index)])) continue;
            const QPointF way = placeOf(diagram, "step:0/payment.charge").center() - QPointF(0, 20) -
                                placeOf(diagram, key).center();
            const auto edit = rearrangeSteps(before, root, {key}, way);
            QVERIFY(edit);
            QCOMPARE(behaviourIn(edit->project, root).front(), steps[std::size_t(index)]);
            QCOMPARE(behaviourIn(edit->project, root).size(), steps.size());
        }
    }

    void keysMoveAStep() {
        BehaviourWindow shown;
        const model::Behaviour steps = shown.behaviour();
        shown.canvas().setSelection({step(0)});
        shown.canvas().setFocus();
        QTest::keyClick(&shown.canvas(), Qt::Key_Down);
        QCOMPARE(shown.behaviour().at(1), steps.front());
        QTest::keyClick(&shown.canvas(), Qt::Key_Up);
        QCOMPARE(shown.behaviour(), steps);
    }

    void columnsKeepTheOrderOfTheirHeads() {
        BehaviourWindow shown;
        const model::Behaviour steps = shown.behaviour();
        QString head;
        double right = 0;
        for (const DiagramNode& node : shown.canvas().diagram().nodes)
            if (!isRow(node) && node.centre.x() > right) {
                head = node.key;
                right = node.centre.x();
            }
        shown.drag(shown.centre(head), shown.centre("caller") - QPointF(60, 0));
        QVERIFY(shown.centre(head).x() < shown.centre("caller").x());
        QCOMPARE(shown.behaviour(), steps);
        verifyRows(shown.canvas().diagram());
        verifyHeads(shown.canvas().diagram());
    }

    void aCallOpensWhatItCalls() {
        BehaviourWindow shown;
        const auto& call = std::get<model::Call>(shown.behaviour().front().action);
        const QString called = QString::fromStdString(model::elementKey(call.operation));
        shown.canvas().setSelection({step(0)});
        shown.canvas().setFocus();
        QTest::keyClick(&shown.canvas(), Qt::Key_Return);
        QTest::qWait(20);
        QCOMPARE(shown.canvas().diagram().name, "behaviour/" + called);
    }

    void theInspectorShowsOneStep() {
        const model::Project project = shop::project();
        const Inspection one = inspect(project, {step(0)});
        const Inspection all = inspect(project, {placeOrder});
        QVERIFY(one.rows.size() > 2);
        QVERIFY(one.rows.size() < all.rows.size());
        QCOMPARE(one.kind, QString("step"));
        for (const Row& row : one.rows)
            if (row.kind == Row::Kind::Choice && row.write) QVERIFY(row.write(project, *row.value));
    }

private:
    QTemporaryDir m_settings;
};

QTEST_MAIN(SequenceTest)
#include "sequence_test.moc"
