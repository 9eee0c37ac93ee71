#include "model/layout.h"

#include <QProcess>
#include <QTemporaryDir>
#include <QtTest>
#include <random>
#include <set>

#include "model/json/json.h"

using namespace model;

namespace {

std::string keyOf(int number) {
    return "service:service-" + std::to_string(number);
}

SharedMap<NodePlace> manyPlaces(int count) {
    std::vector<SharedMap<NodePlace>::Entry> entries;
    for (int number = 0; number < count; ++number)
        entries.emplace_back(keyOf(number), NodePlace{8.0 * number, -1});
    return SharedMap<NodePlace>(std::move(entries));
}

/// How many values of the one are not those of the other.
int valuesOfItsOwn(const SharedMap<NodePlace>& one, const SharedMap<NodePlace>& other) {
    std::set<const NodePlace*> shared;
    for (const auto& item : other) shared.insert(&item.value);
    int own = 0;
    for (const auto& item : one) own += shared.contains(&item.value) ? 0 : 1;
    return own;
}

View everythingView() {
    View view;
    view.id = ViewId("checkout");
    view.name = "Checkout and its neighbours";
    view.kind = "components";
    view.root = "service:order";
    view.filter = ViewFilter{"ord", {"service"}, {"context:sales"}, {"team:web"}, {"Go"}, {"pci"}, {}};
    view.focus = ViewFocus{{"service:order", "service:cart"}, 2, FocusDirection::Callers, {}};
    view.overlay = "utilisation";
    view.camera = Camera{12.5, -8, 0.75};
    return view;
}

/// A layout in which every member differs from its default.
Layout everythingLayout() {
    DiagramLayout diagram;
    diagram.nodes = manyPlaces(3);
    diagram.sizes = diagram.sizes.with("service:service-1", {240, 96.5});
    diagram.ways = diagram.ways.with("service:a>service:b", {EdgeShape::Straight, {{1, 2}, {3, -4}}, {}});
    diagram.edges = EdgeShape::Orthogonal;
    diagram.collapsed = diagram.collapsed.with("context:sales");
    diagram.locked = diagram.locked.with("service:b").with("service:a");
    diagram.hidden = diagram.hidden.with("store:ledger");
    diagram.notes = diagram.notes.with(
        Note{NoteId("why"), "Why two?\nAsk the bank.", {40, 80}, NodeSize{160, 48}, "service:b", {}});
    Layout layout;
    layout.diagrams["components/service:order"] = diagram;
    layout.views = layout.views.with(everythingView());
    layout.bookmarks = {{"Till", "contexts", "", "context:sales", Camera{1, 2, 3}, {}}};
    layout.slides = {{ViewId("checkout"), "The peak", "What happens at noon", {}}};
    return layout;
}

}  // namespace

class LayoutTest : public QObject {
    Q_OBJECT

private slots:
    /// Whatever is done to it in whatever order, a shared map holds what a plain map holds.
    void sharedMapIsAMap() {
        std::mt19937 random(5);
        const auto upTo = [&random](int limit) { return int(random() % unsigned(limit)); };
        for (int round = 0; round < 40; ++round) {
            std::map<std::string, NodePlace> plain;
            SharedMap<NodePlace> shared;
            const int keys = 1 + upTo(400);
            for (int step = 0; step < 60; ++step) {
                const SharedMap<NodePlace> before = shared;
                const std::map<std::string, NodePlace> plainBefore = plain;
                std::vector<SharedMap<NodePlace>::Entry> changes;
                for (int count = upTo(step % 9 == 0 ? 300 : 4); count > 0; --count) {
                    changes.emplace_back(keyOf(upTo(keys)), NodePlace{double(upTo(50)), double(step)});
                    plain[changes.back().first] = changes.back().second;
                }
                shared = shared.with(changes);
                const std::string gone = keyOf(upTo(keys));
                plain.erase(gone);
                shared = shared.without(gone);
                QCOMPARE(shared.size(), plain.size());
                auto expected = plain.begin();
                for (const auto& [key, value] : shared) {
                    QCOMPARE(key, expected->first);
                    QVERIFY(value == expected->second);
                    QVERIFY(shared.find(key) == &value);
                    ++expected;
                }
                QVERIFY(!shared.contains(gone));
                QCOMPARE(shared == before, plain == plainBefore);
                const SharedMap<NodePlace> anew(
                    std::vector<SharedMap<NodePlace>::Entry>(plain.begin(), plain.end()));
                QVERIFY(anew == shared);
            }
        }
    }

    void ofEqualKeysTheLastRemains() {
        const KeySet set(std::vector<KeySet::Entry>{{"b", {}}, {"a", {}}, {"b", {}}});
        QCOMPARE(set.size(), std::size_t(2));
        const auto map = SharedMap<NodeSize>().with({{"a", {1, 1}}, {"b", {2, 2}}, {"a", {3, 3}}});
        QCOMPARE(map.find("a")->width, 3.0);
        QVERIFY(!SharedMap<NodeSize>().find("a"));
        QVERIFY(SharedMap<NodeSize>().begin() == SharedMap<NodeSize>().end());
    }

    /// What undo remembers of a move among ten thousand is the part around it.
    void movingOneOfManySharesTheRest() {
        const SharedMap<NodePlace> before = manyPlaces(10'000);
        const SharedMap<NodePlace> moved = before.with(keyOf(4711), {1, 2});
        QVERIFY(valuesOfItsOwn(moved, before) <= 64);
        const SharedMap<NodePlace> grown = before.with("service:new", {1, 2});
        QVERIFY(valuesOfItsOwn(grown, before) <= 65);
        QVERIFY(valuesOfItsOwn(before.without(keyOf(1)), before) <= 63);
        QVERIFY(moved != before);
        QVERIFY(moved.with(keyOf(4711), *before.find(keyOf(4711))) == before);
        QVERIFY(before.without("nobody").sharesAllWith(before));
    }

    void everyMemberSurvivesTheFile() {
        const Layout layout = everythingLayout();
        const std::string text = writeLayout(layout);
        const auto parsed = parseLayout(text);
        QVERIFY2(parsed, parsed ? "" : parsed.error().text().c_str());
        QVERIFY(*parsed == layout);
        QCOMPARE(writeLayout(*parsed), text);
    }

    void filesOfTheFirstVersionAreRead() {
        const auto parsed = parseLayout(
            R"({"lintel_layout": 1, "diagrams": {"services": {"nodes": {"service:cart": {"x": 120, "y": -48.5}}}}})");
        QVERIFY2(parsed, parsed ? "" : parsed.error().text().c_str());
        QVERIFY(*parsed->diagrams.at("services").nodes.find("service:cart") == (NodePlace{120, -48.5}));
        QVERIFY(parsed->views.empty() && parsed->slides.empty());
        QVERIFY(!parseLayout(R"({"lintel": 1, "name": "A model"})"));
    }

    void unknownMembersAreKept() {
        const char* const text = R"({
  "lintel_layout": 1,
  "diagrams": {
    "services": {
      "ways": {"a>b": {"shape": "curved", "later": 1}},
      "notes": {"n": {"place": {"x": 0, "y": 0}, "later": 2}},
      "later": 3
    }
  },
  "views": {"v": {"name": "V", "kind": "later", "filter": {"later": 4}, "focus": {"elements": [], "later": 5}, "later": 6}},
  "bookmarks": [{"name": "B", "kind": "services", "later": 7}],
  "slides": [{"view": "v", "later": 8}],
  "later": 9
})";
        const auto parsed = parseLayout(text);
        QVERIFY2(parsed, parsed ? "" : parsed.error().text().c_str());
        const QByteArray written = QByteArray::fromStdString(writeLayout(*parsed));
        QCOMPARE(QJsonDocument::fromJson(written), QJsonDocument::fromJson(text));
    }

    void wrongMembersAreTold_data() {
        QTest::addColumn<QString>("member");
        QTest::addColumn<QString>("place");
        QTest::newRow("shape") << R"("ways": {"a>b": {"shape": "zigzag"}})"
                               << "/diagrams/services/ways/a>b/shape";
        QTest::newRow("size") << R"("sizes": {"a": {"width": 3}})"
                              << "/diagrams/services/sizes/a";
        QTest::newRow("set") << R"("hidden": {"a": true})"
                             << "/diagrams/services/hidden";
        QTest::newRow("key") << R"("locked": ["a", 5])"
                             << "/diagrams/services/locked/1";
        QTest::newRow("note") << R"("notes": {"n": {"text": "x"}})"
                              << "/diagrams/services/notes/n";
    }
    void wrongMembersAreTold() {
        QFETCH(QString, member);
        QFETCH(QString, place);
        const QString text = R"({"lintel_layout": 1, "diagrams": {"services": {%1}}})";
        const auto parsed = parseLayout(text.arg(member).toStdString());
        QVERIFY(!parsed);
        QCOMPARE(QString::fromStdString(parsed.error().place), place);
        QVERIFY(!parsed.error().message.empty());
    }

    void theSchemaAcceptsWhatIsWritten() {
        if (QProcess::execute("/usr/bin/python3", {"-c", "import jsonschema"}) != 0) {
            if (qEnvironmentVariableIsSet("CI")) QFAIL("python3-jsonschema is not installed");
            QSKIP("python3-jsonschema is not installed");
        }
        QTemporaryDir folder;
        const auto put = [&](const QString& name, const std::string& text) {
            QFile file(folder.filePath(name));
            QVERIFY(file.open(QIODevice::WriteOnly));
            file.write(text.data(), qint64(text.size()));
        };
        put("schema.json", layoutSchema());
        put("good.json", writeLayout(everythingLayout()));
        put("bad.json", R"({"lintel_layout": 1, "diagrams": {"services": {"edges": "zigzag"}}})");
        const char* const program =
            "import json,sys,jsonschema\n"
            "schema,good,bad=(json.load(open(sys.argv[1]+'/'+n)) for n in "
            "('schema.json','good.json','bad.json'))\n"
            "jsonschema.Draft202012Validator.check_schema(schema)\n"
            "check=jsonschema.Draft202012Validator(schema)\n"
            "check.validate(good)\n"
            "sys.exit(0 if list(check.iter_errors(bad)) else 3)\n";
        QCOMPARE(QProcess::execute("/usr/bin/python3", {"-c", program, folder.path()}), 0);
    }
};

QTEST_APPLESS_MAIN(LayoutTest)
#include "layout_test.moc"
