// Single elements as text, and one model's elements taken into another.
#include "model/json/element_text.h"

#include <QtTest>

#include "model/diff.h"
#include "model/json/json.h"
#include "model/layout_diff.h"
#include "tests/model/example_project.h"
#include "tests/model/random_edits.h"

using namespace model;

namespace {

std::string linesOf(const std::string& text, const TextSpan& span) {
    const QStringList lines = QString::fromStdString(text).split('\n');
    return lines.mid(span.firstLine, span.lastLine - span.firstLine + 1).join('\n').toStdString();
}

}  // namespace

class ElementTextTest : public QObject {
    Q_OBJECT

private slots:
    void theTextOfAnElementIsThatOfTheFile() {
        const Project project = examples::shop();
        QString file = QString::fromStdString(writeProject(project));
        for (const ElementId& element : examples::allElements(project)) {
            const QString text = QString::fromStdString(writeElement(project, element));
            QVERIFY(text.startsWith('{') && text.endsWith("}\n"));
            if (std::holds_alternative<OperationId>(element) || std::holds_alternative<JourneyId>(element) ||
                placeOf(project, element).starts_with("/network"))
                continue;  // They stand deeper
            QString inside = text.trimmed();
            inside.replace('\n', "\n    ");
            QVERIFY2(file.contains(inside), elementKey(element).c_str());
        }
    }

    void readingTheTextChangesNothing() {
        const Project project = examples::shop();
        for (const ElementId& element : examples::allElements(project)) {
            const auto again = withElementText(project, element, writeElement(project, element));
            QVERIFY2(again.has_value(), again ? "" : again.error().text().c_str());
            QVERIFY2(*again == project, elementKey(element).c_str());
        }
    }

    void whatIsWrongIsTold() {
        const Project project = examples::shop();
        const ElementId order = ServiceId("order");
        const auto broken = withElementText(project, order, "{\n  \"name\": ,\n}");
        QVERIFY(!broken && broken.error().place.starts_with("line 2"));
        const auto typed = withElementText(project, order, "{\"name\": 5}");
        QCOMPARE(typed.error().place, std::string("/services/order/name"));
        QVERIFY(typed.error().message.find("expected a text") != std::string::npos);
        const auto dangling = withElementText(project, order, R"({"name": "o", "context": "nowhere"})");
        QVERIFY(!dangling && dangling.error().place.starts_with("/services/order"));
    }

    void spansLeadToTheirLines() {
        const std::string text =
            "{\n  \"a\": 1,\n  \"b/c\": {\n    \"d\": [true, {\"e\": \"}\\\"]\"}]\n  }\n}\n";
        const auto spans = spansOf(text);
        QCOMPARE(spans.front().pointer, std::string());
        QCOMPARE(spans.front().lastLine, 5);
        QCOMPARE(linesOf(text, *spanAt(spans, "/a")), std::string("  \"a\": 1,"));
        QCOMPARE(spanAt(spans, "/b~1c")->firstLine, 2);
        QCOMPARE(spanAt(spans, "/b~1c")->lastLine, 4);
        QCOMPARE(spanAt(spans, "/b~1c/d/1/e")->firstLine, 3);
        QCOMPARE(spanAt(spans, "/b~1c/x/y")->pointer, std::string("/b~1c"));
        QCOMPARE(spans.size(), 7u);
    }

    void everyElementOfAFileHasASpan() {
        const Project project = examples::shop();
        const auto spans = spansOf(writeProject(project));
        for (const ElementId& element : examples::allElements(project))
            QCOMPARE(spanAt(spans, placeOf(project, element))->pointer, placeOf(project, element));
    }

    /// Change by change, one model becomes the other.
    void takingAllChangesGivesTheOtherModel() {
        for (unsigned seed = 0; seed < 60; ++seed) {
            examples::RandomEdits edits(seed);
            const Project source = edits.edited(examples::shop(), 6);
            Project project = examples::shop();
            for (int round = 0; round < 6; ++round)
                for (const Change& change : byImportance(diff(project, source).changes))
                    if (auto next = withElementOf(project, source, change.element)) project = *next;
            project.name = source.name;
            const auto rest = diff(project, source);
            QVERIFY2(rest.empty(), qPrintable(QString("seed %1: %2")
                                                  .arg(seed)
                                                  .arg(rest.changes.empty()
                                                           ? "the model itself"
                                                           : elementKey(rest.changes[0].element).c_str())));
        }
    }

    void oneFieldIsTakenAlone() {
        const Project project = examples::shop();
        Service service = *project.services.find(ServiceId("order"));
        service.technology = "Go";
        service.description = "Takes orders";
        const Project source = *put(project, service);
        const auto taken = withFieldOf(project, source, ServiceId("order"), "technology");
        QVERIFY(taken.has_value());
        QCOMPARE(taken->services.find(ServiceId("order"))->technology, std::string("Go"));
        QCOMPARE(taken->services.find(ServiceId("order"))->description, std::string());
        QVERIFY(*withFieldOf(*taken, project, ServiceId("order"), "technology") == project);
    }

    void differencesKnowRenamesRelationsAndMoves() {
        const Project before = examples::shop();
        const Project after = *connectCall(*rename(before, ServiceId("payment"), "Pay"),
                                           ServiceId("shipping"), ServiceId("payment"));
        const Difference difference = diff(before, after);
        const auto renamed = std::find_if(difference.changes.begin(), difference.changes.end(),
                                          [](const Change& change) { return !change.formerName.empty(); });
        QVERIFY(renamed != difference.changes.end());
        QCOMPARE(renamed->formerName, std::string("payment"));
        QCOMPARE(renamed->name, std::string("Pay"));
        QCOMPARE(difference.relations.size(), 1u);
        const RelationChange expected{ChangeKind::Added, Interaction::Kind::Call, ServiceId("shipping"),
                                      ServiceId("payment")};
        QVERIFY(difference.relations[0] == expected);
        QVERIFY(diff(after, before).relations[0].kind == ChangeKind::Removed);
    }

    void anOperationInAnotherServiceHasMoved() {
        const Project before = examples::shop();
        Project after = before;
        Service from = *before.services.find(ServiceId("payment")),
                to = *before.services.find(ServiceId("order"));
        to.operations = to.operations.with(*from.operations.find(OperationId("payment.charge")));
        from.operations = {};
        after.services = after.services.with(from).with(to);
        const auto changes = diff(before, after).changes;
        QCOMPARE(changes.size(), 1u);
        QVERIFY(changes[0].kind == ChangeKind::Changed && changes[0].fields.size() == 1);
        QVERIFY(changes[0].fields[0] == (FieldChange{"/service", "payment", "order"}));
    }

    void importanceIsAnOrder() {
        examples::RandomEdits edits(7);
        const auto changes = diff(examples::shop(), edits.edited(examples::shop(), 40)).changes;
        auto reversed = changes;
        std::reverse(reversed.begin(), reversed.end());
        QVERIFY(byImportance(changes) == byImportance(reversed));
        QVERIFY(byImportance(changes).front().kind == ChangeKind::Removed);
    }

    void appearanceIsComparedApart() {
        Layout before, after;
        before.diagrams["services"].nodes = before.diagrams["services"].nodes.with("service:a", {1, 2});
        after = before;
        after.diagrams["services"].nodes =
            after.diagrams["services"].nodes.with("service:a", {1, 3}).with("service:b", {});
        after.diagrams["services"].hidden = after.diagrams["services"].hidden.with("service:b");
        const std::vector<LayoutChange> expected{
            {"services", LayoutPart::Place, ChangeKind::Changed, "service:a"},
            {"services", LayoutPart::Place, ChangeKind::Added, "service:b"},
            {"services", LayoutPart::Hidden, ChangeKind::Added, "service:b"}};
        QVERIFY(diff(before, after) == expected);
        QVERIFY(diff(after, after).empty());
    }
};

QTEST_APPLESS_MAIN(ElementTextTest)
#include "element_text_test.moc"
