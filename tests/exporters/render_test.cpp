#include <QtTest>

#include "exporters/exporter.h"
#include "exporters/paths.h"
#include "tests/exporters/shop_project.h"

using namespace exporters;

namespace {

File generated(const std::string& path, const std::string& content = "") {
    return {path, content};
}

/// The message of the failure, or nothing.
std::string failureOf(const std::vector<RenderedTarget>& targets) {
    const auto files = joined(targets);
    return files ? std::string() : files.error().text();
}

}  // namespace

class RenderTest : public QObject {
    Q_OBJECT

private slots:
    void listsTargetsWhenOneIsUnknown() {
        const auto files = render(shop::project(), {"kubernetes", "cobol"});
        QVERIFY(!files);
        QVERIFY(files.error().message.find("cobol") != std::string::npos);
        QVERIFY(files.error().message.find("kubernetes") != std::string::npos);
    }

    void rendersInOrderAndTheSameTwice() {
        const auto files = render(shop::project(), {"kubernetes", "kubernetes"});
        QVERIFY2(files.has_value(), files ? "" : files.error().text().c_str());
        QVERIFY(!files->empty());
        QVERIFY(std::is_sorted(files->begin(), files->end(),
                               [](const File& left, const File& right) { return left.path < right.path; }));
        QCOMPARE(*render(shop::project(), {"kubernetes"}), *files);
        for (const File& file : *files) QCOMPARE(pathProblem(file), std::string());
    }

    void rendersEveryTargetTogether() {
        const auto files = render(shop::project());
        QVERIFY2(files.has_value(), files ? "" : files.error().text().c_str());
        QCOMPARE(*render(shop::project()), *files);
    }

    void refusesModelsThatAreNotWhole() {
        model::Project project = shop::project();
        project.services = project.services.without(model::ServiceId("payment"));
        const auto files = render(project, {"kubernetes"});
        QVERIFY(!files);
        QVERIFY(!files.error().message.empty());
    }

    void refusesUnsafePaths() {
        for (const std::string& path :
             {std::string(), std::string("/etc/passwd"), std::string("gen/../../x"), std::string("gen//x"),
              std::string("gen/./x"), std::string("gen/x/"), std::string("gen\\x"), std::string("gen/a\nb"),
              std::string("gen/a\0b", 7), std::string("gen/c:"), std::string("gen/dot."),
              std::string("gen/space "), std::string("gen/\xff"), "gen/" + std::string(201, 'x'),
              std::string("gen"), std::string("x")})
            QVERIFY2(!failureOf({{"t", {generated(path)}}}).empty(), path.c_str());
        QVERIFY(!failureOf({{"t", {{"gen/x", "", Ownership::Scaffold}}}}).empty());
        QVERIFY(!failureOf({{"t", {{"GEN/x", "", Ownership::Scaffold}}}}).empty());
        QCOMPARE(failureOf({{"t", {generated("gen/a b/ü.yaml"), {"src/x.cpp", "", Ownership::Scaffold}}}}),
                 std::string());
    }

    void refusesCollisions() {
        QCOMPARE(failureOf({{"a", {generated("gen/x", "1")}}, {"b", {generated("gen/x", "1")}}}),
                 std::string());
        QVERIFY(failureOf({{"a", {generated("gen/x", "1")}}, {"b", {generated("gen/x", "2")}}})
                    .find("`a` and `b`") != std::string::npos);
        QVERIFY(!failureOf({{"a", {generated("gen/x"), generated("gen/X")}}}).empty());
        QVERIFY(!failureOf({{"a", {generated("gen/x"), generated("gen/x/y")}}}).empty());
        QVERIFY(!failureOf({{"a", {generated("gen/X/y"), generated("gen/x")}}}).empty());
    }
};

QTEST_APPLESS_MAIN(RenderTest)
#include "render_test.moc"
