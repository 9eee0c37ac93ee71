// Three-way merges: what only one side changed is taken, what both changed is asked.
#include "model/json/merge.h"

#include <QtTest>
#include <set>

#include "model/check.h"
#include "model/diff.h"
#include "model/json/json.h"
#include "tests/model/example_project.h"
#include "tests/model/random_edits.h"

using namespace model;

namespace {

constexpr unsigned seeds = 120;

struct Three {
    Project base, ours, theirs;
};

Three three(unsigned seed) {
    examples::RandomEdits edits(seed);
    const Project base = edits.edited(examples::shop(), 4);
    return {base, edits.edited(base, 1 + static_cast<int>(seed % 12)),
            edits.edited(base, 1 + static_cast<int>(seed % 9))};
}

MergeChoices choose(const std::vector<MergeConflict>& conflicts, unsigned seed) {
    MergeChoices choices;
    for (std::size_t at = 0; at < conflicts.size(); ++at)
        choices[conflicts[at].place] = (seed + at) % 2 == 0 ? Side::Ours : Side::Theirs;
    return choices;
}

MergeChoices swapped(MergeChoices choices) {
    for (auto& [place, side] : choices) side = side == Side::Ours ? Side::Theirs : Side::Ours;
    return choices;
}

/// Chooses until the choices name every conflict that they lead to.
MergeChoices settled(const Three& all, unsigned seed) {
    MergeChoices choices;
    for (int round = 0; round < 8; ++round) {
        const auto conflicts = merge(all.base, all.ours, all.theirs, choices).conflicts;
        MergeChoices next = choose(conflicts, seed);
        next.merge(choices);
        if (next.size() == choices.size()) break;
        choices = std::move(next);
    }
    return choices;
}

const MergeConflict* conflictAt(const Merge& merge, const char* place) {
    for (const MergeConflict& conflict : merge.conflicts)
        if (conflict.place == place) return &conflict;
    return nullptr;
}

Service serviceIn(const Project& project, const char* id) {
    return *project.services.find(ServiceId(id));
}

Project described(const Project& project, const char* id, const char* description) {
    Service service = serviceIn(project, id);
    service.description = description;
    return *put(project, service);
}

}  // namespace

class MergeTest : public QObject {
    Q_OBJECT

private slots:
    void aSideThatChangedNothingGivesWay() {
        for (unsigned seed = 0; seed < seeds; ++seed) {
            const Three all = three(seed);
            QVERIFY(merge(all.base, all.base, all.theirs).project == all.theirs);
            QVERIFY(merge(all.base, all.ours, all.base).project == all.ours);
            QVERIFY(merge(all.base, all.ours, all.ours).project == all.ours);
            QVERIFY(merge(all.base, all.base, all.theirs).conflicts.empty());
        }
    }

    void theResultIsWhole() {
        std::size_t conflicts = 0;
        for (unsigned seed = 0; seed < seeds; ++seed) {
            const Three all = three(seed);
            const Merge first = merge(all.base, all.ours, all.theirs);
            conflicts += first.conflicts.size();
            for (const unsigned way : {0u, 1u}) {
                const Merge merged =
                    merge(all.base, all.ours, all.theirs, choose(first.conflicts, seed + way));
                const auto problems = check(merged.project);
                QVERIFY2(problems.empty(),
                         qPrintable(QString("seed %1: %2")
                                        .arg(seed)
                                        .arg(problems.empty() ? "" : problems[0].text().c_str())));
            }
        }
        QVERIFY2(conflicts > 20, "the random models do not clash enough to show anything");
    }

    void whoIsWhoDoesNotMatter() {
        for (unsigned seed = 0; seed < seeds; ++seed) {
            const Three all = three(seed);
            const MergeChoices choices = settled(all, seed);
            const Merge one = merge(all.base, all.ours, all.theirs, choices);
            const Merge other = merge(all.base, all.theirs, all.ours, swapped(choices));
            QVERIFY2(one.project == other.project, qPrintable(QString("seed %1").arg(seed)));
            QCOMPARE(one.conflicts.size(), other.conflicts.size());
            for (std::size_t at = 0; at < one.conflicts.size(); ++at) {
                QCOMPARE(one.conflicts[at].place, other.conflicts[at].place);
                QCOMPARE(one.conflicts[at].ours, other.conflicts[at].theirs);
            }
        }
    }

    /// Where both sides changed different elements, each element is as the side that changed it has it.
    void changesOfDifferentElementsAllArrive() {
        for (unsigned seed = 0; seed < seeds; ++seed) {
            const Three all = three(seed);
            const Merge merged = merge(all.base, all.ours, all.theirs);
            if (!merged.conflicts.empty()) continue;
            std::set<std::string> mine, other;
            for (const Change& change : diff(all.base, all.ours).changes)
                mine.insert(elementKey(change.element));
            for (const Change& change : diff(all.base, all.theirs).changes)
                other.insert(elementKey(change.element));
            for (const Change& change : diff(all.ours, merged.project).changes)
                QVERIFY2(other.contains(elementKey(change.element)), elementKey(change.element).c_str());
            for (const Change& change : diff(all.theirs, merged.project).changes)
                QVERIFY2(mine.contains(elementKey(change.element)), elementKey(change.element).c_str());
        }
    }

    void fieldsOfOneElementAreMergedOneByOne() {
        const Project base = examples::shop();
        Service service = serviceIn(base, "order");
        service.technology = "Go";
        const Project ours = *put(base, service);
        const Project theirs = described(base, "order", "Takes orders");
        const Merge merged = merge(base, ours, theirs);
        QVERIFY(merged.conflicts.empty());
        QCOMPARE(serviceIn(merged.project, "order").technology, std::string("Go"));
        QCOMPARE(serviceIn(merged.project, "order").description, std::string("Takes orders"));
    }

    void whatBothChangedIsAsked() {
        const Project base = examples::shop();
        const Project ours = described(base, "order", "Mine"), theirs = described(base, "order", "Other");
        const Merge merged = merge(base, ours, theirs);
        QCOMPARE(merged.conflicts.size(), 1u);
        const MergeConflict& conflict = merged.conflicts[0];
        QCOMPARE(conflict.place, std::string("/services/order/description"));
        QCOMPARE(conflict.ours, std::string("\"Mine\""));
        QCOMPARE(conflict.theirs, std::string("\"Other\""));
        QVERIFY(merged.project == ours);
        QVERIFY(merge(base, ours, theirs, {{conflict.place, Side::Theirs}}).project == theirs);
    }

    void removalAgainstChangeIsAsked() {
        const Project base = examples::shop();
        const Project ours = *remove(base, ServiceId("shipping"));
        const Project theirs = described(base, "shipping", "Ships");
        const Merge merged = merge(base, ours, theirs);
        const MergeConflict* conflict = conflictAt(merged, "/services/shipping");
        QVERIFY(conflict && conflict->kind == ConflictKind::RemovedAndChanged);
        QVERIFY(conflict->ours.empty() && !conflict->theirs.empty());
        QVERIFY(!contains(merged.project, ServiceId("shipping")));
        const Merge kept = merge(base, ours, theirs, {{"/services/shipping", Side::Theirs}});
        QCOMPARE(serviceIn(kept.project, "shipping").description, std::string("Ships"));
        QVERIFY(check(kept.project).empty());
    }

    void whatWouldDangleIsAsked() {
        const Project base = *put(examples::shop(), [] {
            Service fresh;
            fresh.id = ServiceId("gifts");
            fresh.name = "gifts";
            fresh.operations = fresh.operations.with(examples::operation("gifts.wrap", "Wrap", {}));
            return fresh;
        }());
        const Project ours = *remove(base, ServiceId("gifts"));
        const Project theirs = *connectCall(base, ServiceId("order"), ServiceId("gifts"));
        const Merge merged = merge(base, ours, theirs);
        const MergeConflict* conflict = conflictAt(merged, "/services/gifts");
        QVERIFY(conflict && conflict->kind == ConflictKind::RemovedAndUsed);
        QVERIFY(merged.project == ours);  // Gone, and with it the call of what is gone
        QVERIFY(merge(base, ours, theirs, {{"/services/gifts", Side::Theirs}}).project == theirs);
    }

    void namesOfTheModelAreMergedToo() {
        const Project base = examples::shop();
        const Project ours = *renameProject(base, "Mine"), theirs = *renameProject(base, "Other");
        const Merge merged = merge(base, ours, theirs, {{"/name", Side::Theirs}});
        QCOMPARE(merged.conflicts.size(), 1u);
        QCOMPARE(merged.project.name, std::string("Other"));
    }

    void appearanceAsksNothing() {
        Layout base;
        base.diagrams["services"].nodes = base.diagrams["services"].nodes.with("service:a", {1, 1});
        Layout ours = base, theirs = base;
        auto& mine = ours.diagrams["services"].nodes;
        mine = mine.with("service:a", {2, 2}).with("service:b", {5, 5});
        auto& other = theirs.diagrams["services"].nodes;
        other = other.with("service:a", {3, 4}).with("service:c", {6, 6});
        theirs.diagrams["contexts"].edges = EdgeShape::Straight;
        const Layout merged = merge(base, ours, theirs);
        const auto& nodes = merged.diagrams.at("services").nodes;
        QVERIFY(*nodes.find("service:a") == (NodePlace{2, 2}));
        QVERIFY(nodes.find("service:b") && nodes.find("service:c"));
        QVERIFY(merged.diagrams.at("contexts").edges == EdgeShape::Straight);
        QVERIFY(merge(base, base, theirs) == theirs && merge(base, ours, base) == ours);
    }

    void placesNameTheirElements() {
        QCOMPARE(elementKeyAt("/services/order/technology"), std::string("service:order"));
        QCOMPARE(elementKeyAt("/services/order/operations/order.place/behaviour"),
                 std::string("operation:order.place"));
        QCOMPARE(elementKeyAt("/network/zones/east-1/name"), std::string("zone:east-1"));
        QCOMPARE(elementKeyAt("/rates/currency"), std::string());
        QCOMPARE(elementKeyAt(""), std::string());
    }
};

QTEST_APPLESS_MAIN(MergeTest)
#include "merge_test.moc"
