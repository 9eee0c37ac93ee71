// Patches between versions of a model: what a journal and a long history are made of.
#include "model/json/patch.h"

#include <QDirIterator>
#include <QFile>
#include <QtTest>
#include <random>

#include "model/json/json.h"
#include "tests/model/example_project.h"

using namespace model;

namespace {

template <class Entity>
void withoutEach(const Project& project, Collection<Entity> Project::*collection,
                 std::vector<Project>& versions) {
    for (const Entity& entity : project.*collection) {
        Project less = project;
        less.*collection = (project.*collection).without(entity.id);
        versions.push_back(std::move(less));
    }
}

/// The model, and the model without each of its elements, with other facts, with fields of another program.
std::vector<Project> versionsOf(const Project& project) {
    std::vector<Project> versions{Project(), project};
    withoutEach(project, &Project::teams, versions);
    withoutEach(project, &Project::contexts, versions);
    withoutEach(project, &Project::relationships, versions);
    withoutEach(project, &Project::messages, versions);
    withoutEach(project, &Project::services, versions);
    withoutEach(project, &Project::channels, versions);
    withoutEach(project, &Project::stores, versions);
    withoutEach(project, &Project::policies, versions);
    withoutEach(project, &Project::deployments, versions);
    withoutEach(project, &Project::workloads, versions);
    withoutEach(project, &Project::faultPlans, versions);
    withoutEach(project, &Project::objectives, versions);
    withoutEach(project, &Project::scenarios, versions);
    Project other = project;
    other.name = "日本 \"quoted\"\n";
    other.network = {};
    other.rates = project.rates ? std::optional<Rates>() : Rates();
    other.unknown.json = R"({"services_of_others":{"x":null},"?":1})";
    versions.push_back(std::move(other));
    return versions;
}

Layout layoutOf(unsigned seed) {
    std::mt19937 random(seed);
    Layout layout;
    for (const char* name : {"services", "contexts"}) {
        if (random() % 4 == 0) continue;
        auto& diagram = layout.diagrams[name];
        for (int node = 0; node < 6; ++node)
            if (random() % 2 == 0)
                diagram.nodes =
                    diagram.nodes.with("service:" + std::to_string(node), {double(random() % 100) / 8, -1.5});
        if (random() % 2 == 0) diagram.hidden = diagram.hidden.with("store:" + std::to_string(random() % 3));
        if (random() % 2 == 0) diagram.edges = EdgeShape::Orthogonal;
        if (random() % 2 == 0) {
            Note note;
            note.id = NoteId(std::to_string(random() % 3));
            note.text = "Why?";
            diagram.notes = diagram.notes.with(note);
        }
        if (random() % 3 == 0) diagram.unknown.json = R"({"grid":true})";
    }
    if (random() % 3 == 0) layout.unknown.json = R"({"theme":"x"})";
    return layout;
}

template <class T>
void comesBack(const T& before, const T& after) {
    const std::string patch = patchBetween(before, after);
    QCOMPARE(patch.empty(), before == after);
    const auto result = patched(before, patch);
    QVERIFY2(result.has_value(), result ? "" : result.error().text().c_str());
    QVERIFY2(*result == after, patch.c_str());
    QVERIFY(patch.find('\n') == std::string::npos);
}

}  // namespace

class PatchTest : public QObject {
    Q_OBJECT

private slots:
    void aPatchLeadsFromAnyVersionToAnyOther() {
        const auto versions = versionsOf(examples::shop());
        QVERIFY(versions.size() > 25);
        for (const Project& before : versions)
            for (const Project& after : versions) comesBack(before, after);
    }

    void samplesComeFromNothing() {
        QDirIterator files(QStringLiteral(LINTEL_SOURCE_DIR) + "/samples", {"*.lintel"}, QDir::Files,
                           QDirIterator::Subdirectories);
        int count = 0;
        for (; files.hasNext(); ++count) {
            QFile file(files.next());
            QVERIFY(file.open(QIODevice::ReadOnly));
            const auto parsed = parseProject(file.readAll().toStdString());
            QVERIFY(parsed.has_value());
            comesBack(Project(), parsed->project);
            comesBack(parsed->project, Project());
        }
        QVERIFY(count > 5);
    }

    void layoutsToo() {
        for (unsigned seed = 0; seed < 200; ++seed) comesBack(layoutOf(seed), layoutOf(seed + 1));
    }

    void onlyWhatDiffersIsNamed() {
        const Project before = examples::shop();
        const Service first = *before.services.begin();
        Service renamed = first;
        renamed.name = "Other";
        Project after = before;
        after.services = before.services.with(renamed);
        const std::string patch = patchBetween(before, after);
        QVERIFY(patch.starts_with(R"({"services":{")" + first.id.value() + R"(":{"name":"Other")"));
        QVERIFY(patch.size() < writeProject(before).size() / 4);
        const auto result = patched(before, patch);
        QVERIFY(result->teams.sharesAllWith(before.teams));
        QCOMPARE(result->services.pointers().back(), before.services.pointers().back());
        after.services = before.services.without(first.id);
        QCOMPARE(patchBetween(before, after), R"({"services":{")" + first.id.value() + R"(":null}})");
    }

    // What stands in a scenario's changes as null takes a field of the model away: it must not be lost.
    void nullsWithinElementsStay() {
        Scenario scenario;
        scenario.id = ScenarioId("s");
        scenario.name = "S";
        scenario.changes.json = R"({"deployments":{"x":{"queue_limit":null}}})";
        Project after;
        after.scenarios = after.scenarios.with(scenario);
        comesBack(Project(), after);
    }

    void aDiagramWithoutPlacesIsOne() {
        Layout after;
        after.diagrams["services"];
        comesBack(Layout(), after);
        comesBack(after, Layout());
    }

    void noTextIsTakenForAPatchThatIsNone() {
        const Project project = examples::shop();
        const std::string patch = patchBetween(Project(), project);
        std::mt19937 random(1);
        for (std::size_t length = 1; length < patch.size(); length += 1 + random() % 97)
            QVERIFY(!patched(project, std::string_view(patch).substr(0, length)));
        for (const char* text :
             {"[]", "null", R"({"none":1})", R"({"services":[]})", R"({"services":{"a":3}})", R"({"?":3})",
              R"({"name":7})", R"({"services":{"a":{"name":"x"},"a":null}})"})
            QVERIFY2(!patched(project, text), text);
        const auto refused = patched(project, R"({"services":{"order":{"name":3}}})");
        QCOMPARE(refused.error().place, std::string("/services/order/name"));
        QVERIFY(!patched(Layout(), R"({"diagrams":{"services":{"nodes":{"a":{"x":1}}}}})"));
    }
};

QTEST_GUILESS_MAIN(PatchTest)
#include "patch_test.moc"
