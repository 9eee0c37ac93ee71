#include <QDirIterator>
#include <QRegularExpression>
#include <QTemporaryDir>
#include <QtTest>
#include <map>
#include <random>
#include <set>

#include "exporters/exporter.h"
#include "exporters/proto/comment.h"
#include "exporters/proto/contract.h"
#include "exporters/proto/identifiers.h"
#include "model/json/json.h"
#include "tests/exporters/contract_projects.h"
#include "tests/exporters/tools.h"
#include "tests/exporters/written_files.h"

using namespace exporters;

namespace {

std::string pick(std::mt19937& random, const std::string& prefix, int count) {
    return prefix + std::to_string(random() % static_cast<unsigned>(count));
}

model::FieldType randomType(std::mt19937& random, int messages) {
    if (random() % 3 == 0) return projects::of(pick(random, "m", messages));
    return static_cast<model::ScalarType>(random() % 10);
}

/// A model whose contexts, services and messages refer to each other in every direction.
model::Project randomProject(unsigned seed) {
    std::mt19937 random(seed);
    const int contexts = 1 + static_cast<int>(random() % 5);
    const int messages = 1 + static_cast<int>(random() % 25);
    const char* names[] = {"Get", "GetRequest", "GetResponse", "Order", "order", "AsyncGet", "Service", "x"};
    model::Project project;
    for (int n = 0; n < contexts; ++n)
        project.contexts = project.contexts.with(projects::context("c" + std::to_string(n), "C"));
    const auto context = [&] { return random() % 4 ? pick(random, "c", contexts) : std::string(); };
    for (int n = 0; n < messages; ++n) {
        std::vector<model::Field> fields;
        for (int number = 1; number <= static_cast<int>(random() % 5); ++number)
            fields.push_back(projects::field(names[random() % 8], number, randomType(random, messages),
                                             random() % 2, random() % 2));
        project.messages = project.messages.with(
            projects::message("m" + std::to_string(n), names[random() % 8], context(), fields));
    }
    for (int n = 0; n < 6; ++n) {
        const std::string id = "s" + std::to_string(n);
        std::vector<model::Operation> operations;
        for (int k = 0; k < static_cast<int>(random() % 4); ++k)
            operations.push_back(projects::operation(id + ".o" + std::to_string(k), names[random() % 8],
                                                     random() % 4 ? pick(random, "m", messages) : "",
                                                     random() % 4 ? pick(random, "m", messages) : ""));
        project.services = project.services.with(projects::service(id, id, context(), operations));
    }
    return project;
}

Contract contractFor(const model::Project& project) {
    auto contract = contractOf(project, namesOf(project));
    if (!contract) qFatal("%s", contract.error().text().c_str());
    return *contract;
}

std::vector<File> protoFiles(const model::Project& project) {
    auto files = projects::exported(project, "proto");
    if (!files) qFatal("%s", files.error().text().c_str());
    return *files;
}

/// Whether `from` can be reached from itself.
bool isInCycle(const std::string& from, const std::map<std::string, std::set<std::string>>& edges) {
    std::set<std::string> reached;
    std::vector<std::string> open = {from};
    while (!open.empty()) {
        const auto found = edges.find(open.back());
        open.pop_back();
        if (found == edges.end()) continue;
        for (const std::string& next : found->second)
            if (reached.insert(next).second) open.push_back(next);
    }
    return reached.count(from) > 0;
}

std::string failureOf(const model::Project& project) {
    const auto contract = contractOf(project, namesOf(project));
    return contract ? "" : contract.error().text();
}

}  // namespace

class ProtoTest : public QObject {
    Q_OBJECT

    /// Runs a check by a tool over the files of several projects.
    void forEachProject(const std::function<void(const QString&, const QStringList&)>& check) {
        std::vector<model::Project> all = {projects::shop(), projects::hostile()};
        for (unsigned seed = 1; seed <= 3; ++seed) all.push_back(randomProject(seed));
        for (const model::Project& project : samples()) all.push_back(project);
        for (const model::Project& project : all) {
            const QTemporaryDir folder;
            QVERIFY(written::put(folder.path(), protoFiles(project)));
            const QString root = folder.path() + "/gen/proto";
            QStringList paths;
            QDirIterator found(root, {"*.proto"}, QDir::Files, QDirIterator::Subdirectories);
            while (found.hasNext()) paths << QDir(root).relativeFilePath(found.next());
            if (!paths.isEmpty()) check(root, paths);
            if (QTest::currentTestFailed()) return;
        }
    }

    static std::vector<model::Project> samples() {
        std::vector<model::Project> all;
        QDirIterator found(QString(LINTEL_SOURCE_DIR) + "/samples", {"*.lintel"}, QDir::Files,
                           QDirIterator::Subdirectories);
        while (found.hasNext())
            if (const auto parsed = model::parseProject(written::contentOf(found.next()).toStdString()))
                if (parsed->problems.empty()) all.push_back(parsed->project);
        return all;
    }

private slots:
    void protocAccepts() {
        REQUIRE_TOOL("protoc");
        REQUIRE_TOOL("grpc_cpp_plugin");
        forEachProject([](const QString& root, const QStringList& paths) {
            const QStringList options = {"-I" + root, "--cpp_out=" + root, "--grpc_out=" + root,
                                         "--plugin=protoc-gen-grpc=" + tools::find("grpc_cpp_plugin")};
            const auto answer = tools::run(tools::find("protoc"), options + paths, root);
            QVERIFY2(answer.code == 0, qPrintable(answer.output));
        });
    }

    void bufFindsNothing() {
        REQUIRE_TOOL("buf");
        forEachProject([](const QString& root, const QStringList&) {
            const auto lint = tools::run(tools::find("buf"), {"lint"}, root);
            QVERIFY2(lint.code == 0, qPrintable(lint.output));
            const auto format = tools::run(tools::find("buf"), {"format", "--diff", "--exit-code"}, root);
            QVERIFY2(format.code == 0, qPrintable(format.output));
        });
    }

    void addingKeepsContractsAndRemovingBreaksThem() {
        REQUIRE_TOOL("buf");
        const QTemporaryDir folder;
        model::Project project = projects::shop();
        QVERIFY(written::put(folder.path() + "/before", protoFiles(project)));
        model::Message line = *project.messages.find(model::MessageId("order-line"));
        line.fields.push_back(projects::field("weight", 3, model::ScalarType::Double));
        project.messages = project.messages.with(line);
        QVERIFY(written::put(folder.path() + "/added", protoFiles(project)));
        line.fields.erase(line.fields.begin());
        line.reserved = {{1, "sku", {}}};
        project.messages = project.messages.with(line);
        QVERIFY(written::put(folder.path() + "/removed", protoFiles(project)));
        const auto breaking = [&](const QString& now, const QString& against) {
            return tools::run(tools::find("buf"),
                              {"breaking", "--against", folder.path() + against + "/gen/proto"},
                              folder.path() + now + "/gen/proto");
        };
        const auto added = breaking("/added", "/before");
        QVERIFY2(added.code == 0, qPrintable(added.output));
        const auto removed = breaking("/removed", "/added");
        QVERIFY2(removed.code != 0 && removed.output.contains("sku"), qPrintable(removed.output));
    }

    void importsHaveNoCycle() {
        for (unsigned seed = 0; seed < 150; ++seed) {
            const Contract contract = contractFor(randomProject(seed));
            std::map<std::string, std::string> packages;
            for (const ContractFile& file : contract.files) packages[file.path] = file.package;
            std::map<std::string, std::set<std::string>> files;
            std::map<std::string, std::set<std::string>> edges;
            for (const ContractFile& file : contract.files)
                for (const std::string& path : file.imports) {
                    if (path.rfind("google/", 0) == 0) continue;
                    QVERIFY2(packages.count(path), path.c_str());
                    files[file.path].insert(path);
                    if (packages[path] != file.package) edges[file.package].insert(packages[path]);
                }
            for (const auto& [path, imports] : files) QVERIFY2(!isInCycle(path, files), path.c_str());
            for (const auto& [package, imports] : edges)
                QVERIFY2(!isInCycle(package, edges), package.c_str());
        }
    }

    void namesAreUniqueAndNothingIsLost() {
        for (unsigned seed = 0; seed < 150; ++seed) {
            const model::Project project = randomProject(seed);
            const Contract contract = contractFor(project);
            std::set<std::string> names;
            std::set<std::string> used;
            std::size_t methods = 0;
            for (const ContractFile& file : contract.files) {
                for (const ContractMessage& message : file.messages)
                    QVERIFY2(names.insert(file.package + "." + message.name).second, message.name.c_str());
                if (!file.service) continue;
                QVERIFY(names.insert(file.package + "." + file.service->name).second);
                for (const ContractMethod& method : file.service->methods) {
                    ++methods;
                    QVERIFY(used.insert(file.package + "." + method.request).second);
                    QVERIFY(used.insert(file.package + "." + method.response).second);
                }
            }
            std::size_t expected = 0;
            for (const model::Service& service : project.services) expected += service.operations.size();
            QCOMPARE(methods, expected);
            for (const std::string& name : used) QVERIFY2(names.count(name), name.c_str());
            QCOMPARE(contract.messages.size(), project.messages.size());
            for (const auto& [id, place] : contract.messages)
                QVERIFY(names.count(place.package + "." + place.name));
        }
    }

    void numbersAreThoseOfTheModel() {
        const model::Project project = projects::shop();
        const Contract contract = contractFor(project);
        std::size_t seen = 0;
        for (const ContractFile& file : contract.files)
            for (const ContractMessage& message : file.messages)
                for (const model::Message& original : project.messages) {
                    if (contract.messages.at(original.id).name != message.name) continue;
                    QCOMPARE(message.fields.size(), original.fields.size());
                    for (std::size_t n = 0; n < original.fields.size(); ++n)
                        QCOMPARE(message.fields[n].number, original.fields[n].number);
                    ++seen;
                }
        QCOMPARE(seen, project.messages.size());
    }

    void theSameModelGivesTheSameBytes() {
        QCOMPARE(protoFiles(projects::hostile()), protoFiles(projects::hostile()));
        for (unsigned seed = 0; seed < 20; ++seed)
            QCOMPARE(protoFiles(randomProject(seed)), protoFiles(randomProject(seed)));
    }

    /// Whatever names and descriptions hold, each line is a comment or one of the few forms that are written.
    void hostileTextStaysInComments() {
        const QRegularExpression form(
            R"(^(\s*//.*|syntax = "proto3";|package [a-z0-9_.]+;|import "[a-z0-9_/]+\.proto";|)"
            R"(service \w+ \{|  rpc \w+\(\w+\) returns \(\w+\)( \{|;)|    option idempotency_level = IDEMPOTENT;|)"
            R"(message \w+ \{\}?|  reserved (\d+|"[a-z0-9_]+");|)"
            R"(  (repeated |optional )?[\w.]+ [a-z][a-z0-9_]* = \d+;|  \}|\}|)$)");
        for (const File& file : protoFiles(projects::hostile())) {
            if (file.path.find(".proto") == std::string::npos) continue;
            for (const QString& line : QString::fromStdString(file.content).split('\n'))
                QVERIFY2(form.match(line).hasMatch(), qPrintable(line.left(200)));
        }
    }

    void directMessagesAreNotWrapped() {
        const Contract contract = contractFor(projects::shop());
        const ContractFile* orders = contract.fileOf(model::ServiceId("orders"));
        QVERIFY(orders);
        QCOMPARE(orders->path, std::string("acme/ordering/v1/orders.proto"));
        QCOMPARE(orders->service->methods[0].request, std::string("PlaceOrderRequest"));
        QCOMPARE(contract.messages.at(model::MessageId("place-order-request")).name,
                 std::string("PlaceOrderRequest"));
        QCOMPARE(contract.messages.at(model::MessageId("order-placed")).path,
                 std::string("acme/ordering/v1/messages.proto"));
        QVERIFY(!contract.fileOf(model::ServiceId("shipping")));
    }

    void contractsThatCannotBeAreRefused() {
        model::Project project = projects::shop();
        const auto withFields = [&](std::vector<model::Field> fields) {
            model::Project changed = project;
            changed.messages =
                changed.messages.with(projects::message("order-line", "OrderLine", "", fields));
            return failureOf(changed);
        };
        using projects::field;
        const model::FieldType text = model::ScalarType::String;
        QVERIFY(withFields({field("a", 1, text)}).empty());
        QCOMPARE(
            withFields({field("a", 0, text)}),
            std::string("messages/order-line/fields/0: found field number 0, should be from 1 to 536870911"));
        QVERIFY(withFields({field("a", 19500, text)}).find("19000") != std::string::npos);
        QVERIFY(withFields({field("a", 2, text), field("b", 2, text)}).find("fields/1") != std::string::npos);
        QVERIFY(withFields({field("a", 1, projects::of("nothing"))}).find("'nothing'") != std::string::npos);
        project.messages = project.messages.without(model::MessageId("reservation"));
        QCOMPARE(failureOf(project), std::string("services/inventory/operations/inventory.reserve: found "
                                                 "'reservation', should be a message of the model"));
    }

    void identifiers_data() {
        QTest::addColumn<QString>("text");
        QTest::addColumn<QString>("pascal");
        QTest::addColumn<QString>("snake");
        QTest::newRow("words") << "place order"
                               << "PlaceOrder"
                               << "place_order";
        QTest::newRow("camel") << "placeOrder"
                               << "PlaceOrder"
                               << "place_order";
        QTest::newRow("pascal") << "PlaceOrder"
                                << "PlaceOrder"
                                << "place_order";
        QTest::newRow("acronym") << "HTTPStatus code"
                                 << "HttpStatusCode"
                                 << "http_status_code";
        QTest::newRow("slug") << "order-line-2"
                              << "OrderLine2"
                              << "order_line_2";
        QTest::newRow("digit") << "3D view"
                               << "N3DView"
                               << "n3_d_view";
        QTest::newRow("nothing") << "\xE6\xB3\xA8 !"
                                 << "Thing"
                                 << "thing";
    }

    void identifiers() {
        QFETCH(QString, text);
        QTEST(QString::fromStdString(pascalIdentifier(text.toStdString(), "Thing")), "pascal");
        QTEST(QString::fromStdString(snakeIdentifier(text.toStdString(), "thing")), "snake");
    }

    void accessorsOfFieldsDoNotMeet() {
        FieldScope scope;
        QCOMPARE(scope.take("name"), std::string("name"));
        QCOMPARE(scope.take("has_name"), std::string("has_name_2"));
        QCOMPARE(scope.take("line_1"), std::string("line_1"));
        QCOMPARE(scope.take("line1"), std::string("line1_2"));
        QCOMPARE(scope.take("items_size"), std::string("items_size"));
        QCOMPARE(scope.take("items"), std::string("items_2"));
        QCOMPARE(scope.take("descriptor"), std::string("descriptor_value"));
    }

    void commentsHoldEveryText() {
        for (const std::string& text : projects::hostileTexts()) {
            const QString comment = QString::fromStdString(lineComment(text, "  "));
            for (const QString& line : comment.split('\n', Qt::SkipEmptyParts)) {
                QVERIFY2(line.startsWith("  // ") && !line.contains('$'), qPrintable(line));
                QVERIFY2(!line.endsWith('\\') && !line.contains(QChar(0x2028)), qPrintable(line));
            }
            QVERIFY(oneLine(text).find_first_of("\n\r\v\f") == std::string::npos);
        }
        QCOMPARE(lineComment(" \t\n "), std::string());
        QCOMPARE(lineComment("a\nb"), std::string("// a\n// b\n"));
        QCOMPARE(lineComment("path \\"), std::string("// path \\.\n"));
    }
};

QTEST_GUILESS_MAIN(ProtoTest)
#include "proto_test.moc"
