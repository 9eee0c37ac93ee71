// The text beside the picture: it follows the model and the selection, and the model follows what is typed.
#include "app/text/text_pane.h"

#include <QApplication>
#include <QSignalSpy>
#include <QTest>
#include <QTextBlock>

#include "app/document/document.h"
#include "model/edit.h"
#include "model/json/json.h"
#include "tests/app/big_models.h"
#include "tests/app/full_project.h"
#include "tests/app/random_session.h"
#include "tests/app/shop_project.h"
#include "tests/model/random_edits.h"

using namespace app;

namespace {

/// A pane with the shop.
struct Bench {
    explicit Bench(const model::Project& project = shop::project()) {
        document.reset(project, {}, {});
        pane = std::make_unique<TextPane>(document, selection, Theme::of(Scheme::Light), nullptr);
        pane->resize(700, 600);
        pane->show();
        pane->activateWindow();
        pane->editor().setFocus();
    }
    void replace(const QString& from, const QString& to) {
        QTextCursor cursor = pane->editor().document()->find(from);
        QVERIFY2(!cursor.isNull(), qPrintable(from));
        cursor.insertText(to);
    }
    bool settles() {
        return QTest::qWaitFor([this] { return !pane->isBusy(); }, 10'000);
    }
    const model::Service& service(const char* id) const {
        return *document.project().services.find(model::ServiceId(id));
    }

    Document document;
    Selection selection;
    std::unique_ptr<TextPane> pane;
};

}  // namespace

class TextPaneTest : public QObject {
    Q_OBJECT

private slots:
    void itFollowsTheSelection() {
        Bench bench;
        QVERIFY(bench.pane->editor().toPlainText().isEmpty());
        bench.selection.set({"service:cart"});
        QVERIFY(bench.pane->editor().toPlainText().contains("\"technology\": \"Quarkus\""));
        bench.selection.set({"service:cart>service:order"});
        QVERIFY(!bench.pane->isDirty());
        bench.selection.set({"store:stock"});
        QVERIFY(bench.pane->editor().toPlainText().contains("redis"));
    }

    void itShowsEveryElementAndReadsItAgain() {
        const model::Project project = full::project();
        for (const model::ElementId& element : examples::allElements(project)) {
            const TextSubject subject{QString::fromStdString(model::elementKey(element))};
            const auto text = textOf(project, subject);
            QVERIFY2(text, qPrintable(subject.key));
            const ReadText read = readText(project, subject, *text);
            QVERIFY2(read.project && *read.project == project, qPrintable(subject.key));
        }
        const ReadText all = readText(project, {}, *textOf(project, {}));
        QVERIFY(all.project && *all.project == project);
    }

    void typingIsOneStep() {
        Bench bench;
        bench.selection.set({"service:cart"});
        bench.replace("Quarkus", "Go");
        QVERIFY(bench.settles());
        QCOMPARE(bench.service("cart").technology, std::string("Go"));
        bench.replace("\"Go\"", "\"Rust\"");
        QVERIFY(bench.settles());
        QCOMPARE(bench.service("cart").technology, std::string("Rust"));
        QCOMPARE(bench.document.undoStack().count(), 1);
        QVERIFY(bench.document.undoStack().undoText().contains("cart"));
        bench.document.undoStack().undo();
        QVERIFY(bench.pane->editor().toPlainText().contains("Quarkus"));
        QVERIFY(!bench.pane->isDirty());
    }

    void theEditorUndoesWhatWasTyped() {
        Bench bench;
        bench.selection.set({"service:cart"});
        bench.replace("Quarkus", "Go");
        QVERIFY(bench.settles());
        bench.pane->editor().undo();
        QVERIFY(bench.settles());
        QCOMPARE(bench.service("cart").technology, std::string("Quarkus"));
    }

    void invalidTextKeepsTheModelAndSaysWhy() {
        Bench bench;
        bench.selection.set({"service:cart"});
        const model::Project before = bench.document.project();
        bench.replace("\"Quarkus\"", "12");
        QVERIFY(bench.settles());
        QVERIFY(bench.document.project() == before);
        QCOMPARE(bench.pane->editor().marks().size(), 1u);
        const LineMark mark = bench.pane->editor().marks()[0];
        const QString line = bench.pane->editor().document()->findBlockByNumber(mark.line).text();
        QVERIFY2(line.contains("technology"), qPrintable(line));
        QVERIFY2(bench.pane->message().contains("expected a text, found the number 12"),
                 qPrintable(bench.pane->message()));
        QTest::keyClick(&bench.pane->editor(), Qt::Key_Escape);
        QVERIFY(!bench.pane->isDirty() && bench.pane->editor().marks().empty());
    }

    void brokenJsonIsMarkedWhereItBreaks() {
        Bench bench;
        bench.selection.set({"service:cart"});
        bench.replace("\"Quarkus\"", "Quarkus");
        QVERIFY(bench.settles());
        QCOMPARE(bench.pane->editor().marks().size(), 1u);
        const LineMark mark = bench.pane->editor().marks()[0];
        QVERIFY(bench.pane->editor().document()->findBlockByNumber(mark.line).text().contains("Quarkus"));
        bench.pane->editor().moveCursor(QTextCursor::Start);
        bench.pane->editor().goToNextMark();
        QCOMPARE(bench.pane->editor().cursorLine(), mark.line);
    }

    void whatWouldDangleIsRefused() {
        Bench bench;
        bench.selection.set({"service:cart"});
        const model::Project before = bench.document.project();
        bench.replace("b-ordering", "nowhere");
        QVERIFY(bench.settles());
        QVERIFY(bench.document.project() == before);
        QVERIFY2(bench.pane->message().contains("nowhere"), qPrintable(bench.pane->message()));
    }

    void unfinishedTextIsKeptForLater() {
        Bench bench;
        bench.selection.set({"service:cart"});
        bench.replace("\"Quarkus\"", "\"Quark");
        bench.selection.set({"service:order"});
        QVERIFY(!bench.pane->isDirty());
        bench.selection.set({"service:cart"});
        QVERIFY(bench.pane->editor().toPlainText().contains("\"Quark,"));
        QVERIFY(bench.settles());
        QVERIFY(!bench.pane->editor().marks().empty());
    }

    void changesElsewhereAndWhatWasTypedComeTogether() {
        Bench bench;
        bench.selection.set({"service:cart"});
        bench.replace("Quarkus", "Go");
        model::Service cart = bench.service("cart");
        cart.description = "Keeps what is wanted";
        bench.document.apply(model::put(bench.document.project(), cart), "Describe");
        QVERIFY(bench.settles());
        QCOMPARE(bench.service("cart").technology, std::string("Go"));
        QCOMPARE(bench.service("cart").description, std::string("Keeps what is wanted"));
        QVERIFY(bench.pane->editor().toPlainText().contains("Keeps what is wanted"));
    }

    void whatBothChangedIsAsked() {
        Bench bench;
        bench.selection.set({"service:cart"});
        bench.replace("Quarkus", "Go");
        model::Service cart = bench.service("cart");
        cart.technology = "Rust";
        bench.document.apply(model::put(bench.document.project(), cart), "Change");
        QVERIFY(bench.settles());
        QCOMPARE(bench.service("cart").technology, std::string("Rust"));
        QVERIFY(bench.pane->editor().toPlainText().contains("\"Go\""));
        QVERIFY(bench.pane->message().contains("elsewhere"));
        bench.pane->revert();
        QVERIFY(bench.pane->editor().toPlainText().contains("Rust"));
    }

    void theWholeFileSelectsWhatTheCursorIsIn() {
        Bench bench;
        bench.selection.set({"service:order"});
        bench.pane->showFile(true);
        QVERIFY(bench.pane->editor().toPlainText().startsWith("{\n  \"lintel\""));
        QVERIFY(bench.pane->editor()
                    .document()
                    ->findBlockByNumber(bench.pane->editor().cursorLine())
                    .text()
                    .contains("\"order\""));
        if (!QTest::qWaitFor([&] { return bench.pane->editor().hasFocus(); }, 2000))
            QSKIP("this platform gives no focus");
        bench.pane->editor().setTextCursor(bench.pane->editor().document()->find("Quarkus"));
        QCOMPARE(bench.selection.keys(), QStringList{"service:cart"});
        QVERIFY(bench.pane->subject().isFile());
    }

    void theWholeFileIsEditedToo() {
        Bench bench;
        bench.pane->showFile(true);
        bench.replace("Quarkus", "Go");
        QVERIFY(bench.settles());
        QCOMPARE(bench.service("cart").technology, std::string("Go"));
        QCOMPARE(bench.document.undoStack().count(), 1);
    }

    void findingsStandAtTheirLines() {
        Bench bench;
        bench.selection.set({"service:cart"});
        ProblemFinder::Found found;
        found.problems = {{model::Severity::Warning, "Too slow", {}, {}, "operation:cart.get", {}},
                          {model::Severity::Warning, "Elsewhere", {}, {}, "service:order", {}}};
        bench.pane->setFindings(found);
        QCOMPARE(bench.pane->editor().marks().size(), 1u);
        const LineMark mark = bench.pane->editor().marks()[0];
        QVERIFY(!mark.underlined && mark.message == "Too slow");
        QVERIFY(bench.pane->editor().document()->findBlockByNumber(mark.line).text().contains("cart.get"));
    }

    /// Whatever happens, the text is that of the model as long as nothing is typed.
    void itIsAlwaysWhatTheModelSays() {
        Bench bench(model::emptyProject());
        RandomSession session(bench.document, 11);
        bench.pane->showFile(true);
        for (int step = 0; step < 120; ++step) {
            session.act();
            QCOMPARE(bench.pane->editor().toPlainText().toStdString(),
                     model::writeProject(bench.document.project()));
        }
    }

    void signsOfTheEditorAreNotLost() {
        model::Project project = shop::project();
        model::Service cart = *project.services.find(model::ServiceId("cart"));
        cart.description = "10\u00a0ms\u2028next\u2029last";
        Bench bench(*model::put(project, cart));
        bench.selection.set({"service:cart"});
        QVERIFY(!bench.pane->isDirty());
        bench.replace("Quarkus", "Go");
        QVERIFY(bench.settles());
        QCOMPARE(bench.service("cart").technology, std::string("Go"));
        QCOMPARE(bench.service("cart").description, cart.description);
    }

    void longFilesAreNotShownAsAWhole() {
        model::Project project = model::emptyProject();
        project.description = std::string(longestShownFile, 'x');
        Bench bench(project);
        bench.pane->showFile(true);
        QVERIFY(bench.pane->editor().toPlainText().isEmpty());
        QVERIFY(!bench.pane->isDirty());
    }
};

QTEST_MAIN(TextPaneTest)
#include "text_pane_test.moc"
