// Editing on the canvas: the clipboard, sizes, snapping, what is hidden, frames, notes, keys, menus.
#include <QClipboard>
#include <QMenu>
#include <QMimeData>
#include <QPlainTextEdit>
#include <QPushButton>
#include <QSettings>
#include <QSignalSpy>
#include <QTemporaryDir>
#include <QTest>

#include "app/canvas/diagram_geometry.h"
#include "app/canvas/resizing.h"
#include "app/canvas/snapping.h"
#include "app/design/arrange_bar.h"
#include "app/design/canvas_commands.h"
#include "app/design/clip.h"
#include "app/design/note_edit.h"
#include "app/design/view_edit.h"
#include "app/diagram/appearance.h"
#include "app/studio/main_window.h"
#include "app/studio/workbench.h"
#include "model/check.h"
#include "model/edit/adopt.h"
#include "model/json/json.h"
#include "model/references.h"
#include "tests/app/big_models.h"
#include "tests/app/desk.h"
#include "tests/app/shop_project.h"

using namespace app;

namespace {

Version versionOf(const model::Project& project, const model::Layout& layout = {}) {
    return {std::make_shared<const model::Project>(project), std::make_shared<const model::Layout>(layout)};
}

/// With places for all that the diagram shows.
Version placedShop() {
    const model::Project project = shop::project();
    QHash<QString, QPointF> centres;
    for (const DiagramNode& node : serviceDiagram(project, {}).nodes) centres.insert(node.key, node.centre);
    return versionOf(project, withPlaces({}, "services", centres));
}

Diagram shown(const DiagramEditResult& edit) {
    return makeDiagram({"services", {}}, edit->project, edit->layout);
}
const DiagramNode* nodeOf(const Diagram& diagram, const QString& key) {
    for (const DiagramNode& node : diagram.nodes)
        if (node.key == key) return &node;
    return nullptr;
}

/// A window on the shop.
struct EditedShop {
    EditedShop() {
        window.resize(1400, 900);
        window.show();
        window.document().reset(shop::project(), *placedShop().layout, {});
        window.setMode(Mode::Design);
        QCoreApplication::processEvents();
        canvas().fitAll();
        canvas().setZoom(1);
        canvas().setFocus();
    }
    CanvasView& canvas() { return window.workbench().current().canvas(); }
    void key(Qt::Key pressed, Qt::KeyboardModifiers modifiers = {}) {
        QTest::keyClick(&canvas(), pressed, modifiers);
    }
    std::string bytes() {
        return model::writeProject(window.document().project()) +
               model::writeLayout(window.document().layout());
    }
    void select(const QStringList& keys) { canvas().setSelection(keys); }
    QRectF rect(const QString& key) { return canvas().geometry().rectOf(key); }

    MainWindow window{Scheme::Light};
};

}  // namespace

class EditingTest : public QObject {
    Q_OBJECT

private slots:
    void initTestCase() {
        QCoreApplication::setOrganizationName("lintel-test");
        QCoreApplication::setApplicationName("lintel-test");
        QSettings::setPath(QSettings::NativeFormat, QSettings::UserScope, m_settings.path());
        qputenv("XDG_STATE_HOME", m_settings.path().toUtf8());
    }

    /// Whatever is taken out of a model can be taken into it again, and into an empty one; what was there
    /// stays.
    void excerptsAreAdoptedWhole() {
        const model::Project big = big::project(68);
        for (const model::Project& source : {shop::project(), big}) {
            std::vector<model::ElementId> all;
            for (const auto& each : source.services) all.push_back(each.id);
            for (const auto& each : source.contexts) all.push_back(each.id);
            for (const auto& each : source.channels) all.push_back(each.id);
            for (const auto& each : source.stores) all.push_back(each.id);
            for (std::size_t from = 0; from < all.size(); from += 3) {
                const std::vector<model::ElementId> some(all.begin() + long(from),
                                                         all.begin() + long(std::min(all.size(), from + 4)));
                const model::Project part = model::excerptOf(source, some);
                for (const model::Project& target : {source, model::emptyProject()}) {
                    const auto adoption = model::adopt(target, part);
                    QVERIFY2(adoption, adoption ? "" : adoption.error().text().c_str());
                    QVERIFY(model::check(adoption->project).empty() || !model::check(target).empty());
                    for (const auto& service : target.services)
                        QVERIFY(*adoption->project.services.find(service.id) == service);
                    QCOMPARE(adoption->project.services.size(),
                             target.services.size() + part.services.size());
                    for (const model::ElementId& element : some)
                        QVERIFY(adoption->keys.contains(model::elementKey(element)));
                }
            }
        }
    }

    void relationsAmongTheCopiedAreCopied() {
        const Version version = placedShop();
        const auto edit = duplicateElements(version, "services", {"service:order", "service:payment"});
        QVERIFY(edit);
        QCOMPARE(edit->select.size(), 2);
        const QString order = edit->select[0], payment = edit->select[1];
        int between = 0, outside = 0;
        for (const DiagramEdge& edge : shown(edit).edges) {
            between += edge.from == order && edge.to == payment;
            outside += edge.from == order && edge.to == "service:inventory";
            QVERIFY(!(edge.from == order && edge.to == "service:payment"));
        }
        QCOMPARE(between, 1);
        QCOMPARE(outside, 1);
        QVERIFY(nodeOf(shown(edit), order)->centre != nodeOf(shown(edit), "service:order")->centre);
        QVERIFY(model::check(edit->project).empty());
    }

    void aFrameIsCopiedWithWhatIsInIt() {
        const auto edit = duplicateElements(placedShop(), "services", {"context:b-ordering"});
        QVERIFY(edit);
        QCOMPARE(edit->project.contexts.size(), shop::project().contexts.size() + 1);
        QCOMPARE(edit->project.services.size(), shop::project().services.size() + 2);
    }

    void clipsSurviveTheClipboard() {
        Clip clip = clipOf(placedShop(), "services", {"service:order", "store:orders"});
        clip.origin = "/tmp/shop.lintel";
        const auto read = clipFrom(clipBytes(clip));
        QVERIFY2(read, read ? "" : read.error().text().c_str());
        QVERIFY(read->project == clip.project && read->look == clip.look);
        QCOMPARE(read->keys, clip.keys);
        QCOMPARE(read->origin, clip.origin);
        QCOMPARE(clipText(*read), QString("order\norders"));
    }

    /// What comes from elsewhere is refused or whole, never worse.
    void hostileClipsDoNoHarm() {
        const QByteArray good = clipBytes(clipOf(placedShop(), "services", {"service:order"}));
        QVERIFY(!clipFrom({}));
        QVERIFY(!clipFrom("{}"));
        QVERIFY(!clipFrom(QByteArray(largestClip + 1, ' ')));
        QVERIFY(!clipFrom("{\"lintel_excerpt\":1,\"model\":\"[[[\",\"layout\":\"{}\",\"keys\":[\"x\"]}"));
        std::mt19937 random(7);
        for (int turn = 0; turn < 300; ++turn) {
            QByteArray bytes = good;
            for (int change = 0; change < 3; ++change)
                bytes[qsizetype(random() % std::size_t(bytes.size()))] = char(32 + random() % 90);
            const auto clip = clipFrom(bytes);
            if (!clip) continue;
            const auto edit = pasteCopy(placedShop(), *clip, {"services", {}, {}});
            QVERIFY(!edit || model::check(edit->project).empty());
        }
    }

    void pastingGoesToThePlaceAndItsContext() {
        const Version version = placedShop();
        const Clip clip = clipOf(version, "services", {"service:order"});
        const auto edit = pasteCopy(version, clip, {"services", {4000, 800}, "context:d-payment"});
        QVERIFY(edit);
        QCOMPARE(nodeOf(shown(edit), edit->select.first())->centre, QPointF(4000, 800));
        QCOMPARE(nodeOf(shown(edit), edit->select.first())->region, QString("context:d-payment"));
        QCOMPARE(edit->label, QString("Paste order copy"));
    }

    void linksShowTheSameOrStandForOthers() {
        const Version version = placedShop();
        Clip clip = clipOf(version, "services", {"service:order"});
        clip.origin = "/a.lintel";
        const auto hidden = hideElements(version, "services", {"service:order"});
        QVERIFY(hidden && !nodeOf(shown(hidden), "service:order"));
        const auto same = pasteLink(versionOf(hidden->project, hidden->layout), clip,
                                    {"services", {800, 1600}, {}}, "/a.lintel");
        QVERIFY(same && same->project == shop::project());
        QCOMPARE(nodeOf(shown(same), "service:order")->centre, QPointF(800, 1600));
        const auto other =
            pasteLink(versionOf(model::emptyProject()), clip, {"services", {0, 0}, {}}, "/b.lintel");
        QVERIFY(other);
        QCOMPARE(other->project.services.size(), std::size_t(1));
        const model::Service& link = *other->project.services.begin();
        QCOMPARE(link.kind, model::ServiceKind::External);
        QVERIFY(link.description.find("/a.lintel") != std::string::npos);
    }

    void theClipboardLeadsFromWindowToWindow() {
        EditedShop one;
        one.select({"service:order"});
        one.key(Qt::Key_C, Qt::ControlModifier);
        QCOMPARE(QGuiApplication::clipboard()->text(), QString("order"));
        const std::string before = one.bytes();
        one.key(Qt::Key_V, Qt::ControlModifier);
        QCOMPARE(one.window.document().project().services.size(), shop::project().services.size() + 1);
        QCOMPARE(one.window.document().undoStack().count(), 1);
        one.window.action("edit.undo")->trigger();
        QVERIFY(one.bytes() == before);
        one.select({"service:cart"});
        one.key(Qt::Key_X, Qt::ControlModifier);
        QVERIFY(!one.window.document().project().services.contains(model::ServiceId("cart")));
        EditedShop two;
        two.window.document().reset(model::emptyProject(), {}, {});
        two.canvas().setFocus();
        two.key(Qt::Key_V, Qt::ControlModifier);
        QCOMPARE(two.window.document().project().services.begin()->name, std::string("cart"));
        QVERIFY(model::check(two.window.document().project()).empty());
    }

    /// Never smaller than allowed; the border opposite to the grip stays, or the middle.
    void sizesFollowTheGrip() {
        const QRectF before(100, 50, 160, 60);
        std::mt19937 random(3);
        for (int turn = 0; turn < 2000; ++turn) {
            const Resizing how{allGrips()[random() % 8], {80, 40}, random() % 2 == 0, random() % 2 == 0};
            const QPointF shift(double(random() % 600) - 300, double(random() % 600) - 300);
            const QRectF after = resized(before, how, shift);
            QVERIFY(after.width() >= 80 - 1e-9 && after.height() >= 40 - 1e-9);
            if (how.fromCentre) QVERIFY(QLineF(after.center(), before.center()).length() < 1e-6);
            if (how.keepsRatio) QVERIFY(std::abs(after.width() / after.height() - 160.0 / 60) < 1e-6);
            if (how.fromCentre) continue;
            if (how.grip.across < 0) QCOMPARE(after.right(), before.right());
            if (how.grip.across > 0) QCOMPARE(after.left(), before.left());
            if (how.grip.down > 0) QCOMPARE(after.top(), before.top());
        }
    }

    void gripsResizeAndTheSizeCanBeReset() {
        EditedShop shop;
        shop.select({"service:order"});
        const QRectF before = shop.rect("service:order");
        shop.canvas().centerOn(before.center());
        const QPoint from = shop.canvas().mapFromScene(before.bottomRight());
        QTest::mousePress(shop.canvas().viewport(), Qt::LeftButton, {}, from);
        QMouseEvent move(QEvent::MouseMove, from + QPoint(60, 30), QCursor::pos(), Qt::NoButton,
                         Qt::LeftButton, {});
        QApplication::sendEvent(shop.canvas().viewport(), &move);
        QTest::mouseRelease(shop.canvas().viewport(), Qt::LeftButton, {}, from + QPoint(60, 30));
        const QRectF after = shop.rect("service:order");
        QVERIFY(after.width() > before.width() + 40 && after.height() > before.height() + 20);
        QCOMPARE(after.topLeft(), before.topLeft());
        QCOMPARE(shop.window.document().undoStack().undoText(), QString("Resize order"));
        shop.key(Qt::Key_Right, Qt::ControlModifier | Qt::AltModifier);
        QCOMPARE(shop.rect("service:order").width(), after.width() + gridStep);
        QVERIFY(shop.window.workbench().current().editor().commands().canRun("edit.resetSize"));
        shop.window.action("edit.resetSize")->trigger();
        QCOMPARE(shop.rect("service:order").size(), before.size());
    }

    void whatIsDraggedSnapsToBordersAndGaps() {
        DiagramGeometry geometry;
        Diagram row;
        row.nodes = {card("n:a", {0, 0}), card("n:b", {264, 0})};
        geometry.setDiagram(row);
        const QRectF size({}, cardSize);
        QRectF rect = size;
        rect.moveCenter({531, 2});  // as far from b as b from a, nearly
        const Snap gap = snapped({geometry, {}, 5}, rect);
        QCOMPARE(rect.translated(gap.shift).center(), QPointF(528, 0));
        QCOMPARE(gap.gaps.size(), std::size_t(2));
        rect.moveCenter({3, 300});
        const Snap line = snapped({geometry, {}, 5}, rect);
        QCOMPARE(line.shift, QPointF(-3, 0));
        QVERIFY(line.across && !line.down && !line.guides.empty());
        rect.moveCenter({3, 5000});  // too far away to matter
        QCOMPARE(snapped({geometry, {}, 5}, rect).shift, QPointF());
        const QRectF wider(0, 300, 167, 58);
        QCOMPARE(snappedSize({geometry, {}, 5}, wider).width(), cardSize.width());
    }

    void hidingIsOfTheViewAlone() {
        EditedShop shop;
        const std::string model = model::writeProject(shop.window.document().project());
        shop.select({"service:order"});
        shop.key(Qt::Key_Delete);
        QVERIFY(!nodeOf(shop.canvas().diagram(), "service:order"));
        QVERIFY(model::writeProject(shop.window.document().project()) == model);
        auto* show = shop.window.findChild<QPushButton*>("hiddenElements");
        QVERIFY(show && show->isVisible());
        QCOMPARE(show->text(), QString("1 hidden – show all"));
        show->click();
        QVERIFY(nodeOf(shop.canvas().diagram(), "service:order"));
        QVERIFY(!show->isVisible());
        shop.select({"service:order"});
        shop.key(Qt::Key_Delete, Qt::ShiftModifier);
        QVERIFY(!shop.window.document().project().services.contains(model::ServiceId("order")));
    }

    void anEdgeIsHiddenOrRemoved() {
        EditedShop shop;
        const QString edge = "service:order>service:payment";
        shop.select({edge});
        shop.key(Qt::Key_Delete);
        QCOMPARE(shop.canvas().geometry().edgeIndex(edge), -1);
        QVERIFY(shop.canvas().hint().contains("Shift+Del"));
        shop.key(Qt::Key_H, Qt::ShiftModifier);
        QVERIFY(shop.canvas().geometry().edgeIndex(edge) >= 0);
        const auto calls = model::interactionsOf(shop.window.document().project()).size();
        shop.select({edge});
        shop.key(Qt::Key_Delete, Qt::ShiftModifier);
        QCOMPARE(model::interactionsOf(shop.window.document().project()).size(), calls - 1);
    }

    void edgesOfComponentsAreRemovedToo() {
        const Version version = placedShop();
        const auto edit = removeElements(version, {"operation:order.place-order>service:payment"});
        QVERIFY(edit);
        QCOMPARE(model::interactionsOf(edit->project).size(),
                 model::interactionsOf(*version.project).size() - 1);
        const auto consumer = removeElements(version, {"channel:order-placed>operation:shipping.ship"});
        QVERIFY(consumer && consumer->project != *version.project);
    }

    /// For every kind: a collapsed frame is one node, its connections are rolled up, and nothing inside
    /// moves.
    void framesCollapseInEveryKind() {
        const model::Project project = big::project(68);
        for (const DiagramKind& kind : diagramKinds()) {
            if (!kind.rootKind.isEmpty()) continue;
            const Diagram open = kind.make(project, {}, {});
            QHash<QString, QPointF> centres;
            for (const DiagramNode& node : open.nodes) centres.insert(node.key, node.centre);
            const Version version = versionOf(project, withPlaces({}, open.name, centres));
            const Diagram before = kind.make(project, *version.layout, {});
            for (const DiagramRegion& region : before.regions) {
                const auto edit = collapseFrames(version, open.name, {region.key}, true);
                const Diagram closed = kind.make(edit->project, edit->layout, {});
                const DiagramNode* group = nodeOf(closed, region.key);
                QVERIFY2(group && group->folded, qPrintable(kind.id + ": " + region.key));
                QSet<QString> ends;
                for (const DiagramNode& node : closed.nodes) ends.insert(node.key);
                for (const DiagramRegion& each : closed.regions) ends.insert(each.key);
                for (const DiagramEdge& edge : closed.edges)
                    QVERIFY(ends.contains(edge.from) && ends.contains(edge.to) && edge.from != edge.to);
                const auto back =
                    collapseFrames(versionOf(edit->project, edit->layout), open.name, {region.key}, false);
                QVERIFY(kind.make(back->project, back->layout, {}) == before);
            }
        }
    }

    void theGroupMovesWithItsContent() {
        EditedShop shop;
        shop.select({"context:b-ordering"});
        const QPointF order = nodeOf(shop.canvas().diagram(), "service:order")->centre;
        shop.key(Qt::Key_Minus);
        const DiagramNode* group = nodeOf(shop.canvas().diagram(), "context:b-ordering");
        QVERIFY(group && group->folded);
        QVERIFY(!nodeOf(shop.canvas().diagram(), "service:order"));
        int rolled = 0;
        for (const DiagramEdge& edge : shop.canvas().diagram().edges) rolled += edge.count > 1;
        QVERIFY(rolled > 0);
        shop.key(Qt::Key_Right, Qt::ShiftModifier);
        shop.key(Qt::Key_Plus);
        QCOMPARE(nodeOf(shop.canvas().diagram(), "service:order")->centre, order + QPointF(4 * gridStep, 0));
        QCOMPARE(shop.window.document().undoStack().count(), 3);
    }

    void notesAreWrittenAttachedCopiedAndRemoved() {
        EditedShop shop;
        const std::string before = shop.bytes();
        shop.key(Qt::Key_N);
        auto* field = shop.canvas().findChild<QPlainTextEdit*>();
        QVERIFY(field && field->isVisible());
        field->setPlainText("Two lines\nof text");
        QTest::keyClick(field, Qt::Key_Return, Qt::ControlModifier);
        const auto& notes = [&]() -> const model::Collection<model::Note>& {
            return appearanceOf(shop.window.document().layout(), "services").notes;
        };
        QCOMPARE(notes().size(), std::size_t(1));
        QCOMPARE(notes().begin()->text, std::string("Two lines\nof text"));
        QCOMPARE(shop.window.document().undoStack().count(), 1);
        const QString key = noteKey(notes().begin()->id);
        emit shop.canvas().connectRequested(key, "service:order");
        QCOMPARE(notes().begin()->anchor, std::string("service:order"));
        QVERIFY(shop.canvas().geometry().edgeIndex(key + ">service:order") >= 0);
        shop.select({key});
        shop.key(Qt::Key_D, Qt::ControlModifier);
        QCOMPARE(notes().size(), std::size_t(2));
        shop.key(Qt::Key_Right);
        shop.key(Qt::Key_Down, Qt::ControlModifier | Qt::AltModifier);
        QVERIFY(notes().at(1).size.has_value());
        shop.key(Qt::Key_Delete);
        QCOMPARE(notes().size(), std::size_t(1));
        shop.window.document().undoStack().setIndex(0);
        QVERIFY(shop.bytes() == before);
    }

    void lockedPlacesStay() {
        EditedShop shop;
        shop.select({"service:order"});
        const QPointF at = shop.rect("service:order").center();
        shop.key(Qt::Key_L, Qt::ControlModifier | Qt::AltModifier);
        shop.key(Qt::Key_Right);
        QCOMPARE(shop.rect("service:order").center(), at);
        const model::Layout moved =
            withPlaces(shop.window.document().layout(), "services", {{"service:order", {0, 0}}});
        QVERIFY(moved == shop.window.document().layout());
        shop.key(Qt::Key_L, Qt::ControlModifier | Qt::AltModifier);
        shop.key(Qt::Key_Right);
        QCOMPARE(shop.rect("service:order").center(), at + QPointF(gridStep, 0));
    }

    void keysConnect() {
        EditedShop shop;
        shop.select({"service:user"});
        shop.key(Qt::Key_C);
        QTest::keyClicks(&shop.canvas(), "ship");
        QVERIFY2(shop.canvas().hint().contains("Connect user to shipping"), qPrintable(shop.canvas().hint()));
        shop.key(Qt::Key_Return);
        QVERIFY(shop.canvas().geometry().edgeIndex("service:user>service:shipping") >= 0);
        const auto steps = shop.window.document().undoStack().count();
        shop.select({"store:orders"});
        shop.key(Qt::Key_C);
        QTest::keyClicks(&shop.canvas(), "ledger");
        QVERIFY(shop.canvas().hint().contains("cannot be connected"));
        shop.key(Qt::Key_Escape);
        QCOMPARE(shop.window.document().undoStack().count(), steps);
        QVERIFY(shop.canvas().hint().isEmpty());
    }

    void ctrlArrowsFollowEdges() {
        Desk desk;
        desk.view.setSelection({"service:a"});
        QTest::keyClick(&desk.view, Qt::Key_Right, Qt::ControlModifier);
        QCOMPARE(desk.view.selection(), QStringList{"service:c"});
        QTest::keyClick(&desk.view, Qt::Key_Left, Qt::ControlModifier);
        QCOMPARE(desk.view.selection(), QStringList{"service:a"});
        QTest::keyClick(&desk.view, Qt::Key_Down, Qt::ControlModifier);
        QCOMPARE(desk.view.selection(), QStringList{"service:b"});
    }

    void edgeEndsAreLedElsewhere() {
        EditedShop shop;
        const auto calls = model::interactionsOf(shop.window.document().project()).size();
        emit shop.canvas().reattachRequested("service:order>service:payment", "service:order",
                                             "service:user");
        QVERIFY(shop.canvas().geometry().edgeIndex("service:order>service:user") >= 0);
        QCOMPARE(shop.canvas().geometry().edgeIndex("service:order>service:payment"), -1);
        QCOMPARE(model::interactionsOf(shop.window.document().project()).size(), calls);
        QCOMPARE(shop.window.document().undoStack().count(), 1);
    }

    void severalAreArrangedAndGrouped() {
        EditedShop shop;
        auto* bar = shop.window.findChild<ArrangeBar*>();
        QVERIFY(bar && !bar->isVisible());
        shop.canvas().fitAll();
        shop.select({"service:order", "service:payment"});
        QVERIFY(bar->isVisible());
        shop.key(Qt::Key_G, Qt::ControlModifier);
        const auto& project = shop.window.document().project();
        QCOMPARE(project.contexts.size(), shop::project().contexts.size() + 1);
        QCOMPARE(project.services.find(model::ServiceId("order"))->context,
                 project.services.find(model::ServiceId("payment"))->context);
        QCOMPARE(shop.window.document().undoStack().count(), 1);
    }

    void menusFitWhatIsSelected() {
        EditedShop shop;
        const auto menuOf = [&](const QStringList& keys) {
            shop.select(keys);
            shop.key(Qt::Key_F10, Qt::ShiftModifier);
            QStringList ids;
            auto* menu = qobject_cast<QMenu*>(QApplication::activePopupWidget());
            if (!menu) return ids;
            for (const QAction* line : menu->actions()) {
                ids << line->objectName();
                if (line->objectName() == "edit.duplicate" && !line->text().contains("\tCtrl+D"))
                    ids << "no key";
            }
            menu->close();
            QCoreApplication::sendPostedEvents(nullptr, QEvent::DeferredDelete);
            return ids;
        };
        const QStringList node = menuOf({"service:order"});
        QVERIFY(node.contains("edit.duplicate") && node.contains("edit.hide") && !node.contains("no key"));
        const QStringList edge = menuOf({"service:order>service:payment"});
        QVERIFY(edge.contains("edit.remove") && !edge.contains("edit.duplicate"));
        QVERIFY(menuOf({"context:b-ordering"}).contains("view.collapse"));
        QVERIFY(menuOf({"service:order", "service:cart"}).contains("edit.arrange0"));
        const QStringList empty = menuOf({});
        QVERIFY(empty.contains("add.service") && empty.contains("add.note") && !empty.contains("edit.cut"));
    }

private:
    QTemporaryDir m_settings;
};

int main(int argc, char** argv) {
    if (qEnvironmentVariableIsEmpty("QT_QPA_PLATFORM")) qputenv("QT_QPA_PLATFORM", "offscreen");
    QApplication application(argc, argv);
    EditingTest test;
    return QTest::qExec(&test, argc, argv);
}
#include "editing_test.moc"
