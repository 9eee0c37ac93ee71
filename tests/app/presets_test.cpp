// Presets of call policies: taken over, and held against what a policy has.
#include <QTest>

#include "app/studio/inspector/policy_difference.h"
#include "model/policy_presets.h"
#include "tests/app/full_project.h"
#include "tests/app/inspected.h"

using namespace inspected;

namespace {

const model::CallPolicy& policyOf(const model::Project& project, const char* id) {
    return *project.policies.find(model::CallPolicyId(id));
}

std::vector<app::PolicyDifference> differenceTo(const model::Project& project, const char* id,
                                                const std::string& preset) {
    return app::policyDifference(project, policyOf(project, id), *model::policyPreset(preset));
}

class PresetsTest : public QObject {
    Q_OBJECT

private slots:
    /// Whatever the policy was: afterwards it is the preset, under its own name and id.
    void aPresetIsTakenOverWhole() {
        const model::Project project = full::project();
        for (const model::CallPolicy& policy : project.policies)
            for (const std::string& preset : model::policyPresetNames()) {
                const QString key = QString::fromStdString(model::elementKey(policy.id));
                const model::Project taken = after(project, key, "Preset", QString::fromStdString(preset));
                const model::CallPolicy& now = *taken.policies.find(policy.id);
                QVERIFY(app::policyDifference(taken, now, *model::policyPreset(preset)).empty());
                QCOMPARE(now.name, policy.name);
                QCOMPARE(row(app::inspect(taken, {key}), "Preset").value, QString::fromStdString(preset));
                QVERIFY(model::check(taken).empty());
            }
    }

    /// A policy differs from itself in nothing, and from another in as much as the other from it.
    void differencesAreOfBothSides() {
        const model::Project project = full::project();
        for (const model::CallPolicy& one : project.policies) {
            QVERIFY(app::policyDifference(project, one, one).empty());
            for (const model::CallPolicy& other : project.policies) {
                const auto there = app::policyDifference(project, one, other);
                const auto back = app::policyDifference(project, other, one);
                QCOMPARE(there.size(), back.size());
                for (std::size_t at = 0; at < there.size(); ++at) {
                    QCOMPARE(there[at].path, back[at].path);
                    QCOMPARE(there[at].own, back[at].other);
                    QVERIFY(there[at].own != there[at].other);
                }
            }
        }
    }

    void aDifferenceIsToldInWords() {
        model::Project project = full::project();
        project = after(project, "policy:quick", "Preset", "envoy");
        project = after(project, "policy:quick", "Timeout", "250 ms");
        const auto differences = differenceTo(project, "quick", "envoy");
        QCOMPARE(differences.size(), std::size_t(1));
        QCOMPARE(differences.front().label, QString("Timeout"));
        QCOMPARE(differences.front().own, QString("250 ms"));
        QCOMPARE(differences.front().other, QString("waits for ever"));  // 15 s are for all attempts
        // The nearest preset is told first.
        const app::Inspection inspection = app::inspect(project, {"policy:quick"});
        QCOMPARE(row(inspection, "Beside Envoy").hint, QString("1 differ"));
        QCOMPARE(row(inspection, "Preset").value, QString());
    }

    void partsAreSwitchedOnAndOff() {
        const model::Project project = full::project();
        const auto partOf = [&](const model::Project& shown, const QString& label) {
            const app::Inspection inspection = app::inspect(shown, {"policy:quick"});
            for (std::size_t at = 0; at + 1 < inspection.rows.size(); ++at)
                if (inspection.rows[at].label == label) return inspection.rows[at + 1];
            return app::Row();
        };
        const app::Row breaker = partOf(project, "Circuit breaker");
        QCOMPARE(breaker.value, QString("0"));
        const auto with = breaker.write(project, "1");
        QVERIFY(with && policyOf(*with, "quick").circuitBreaker);
        QCOMPARE(*policyOf(*with, "quick").circuitBreaker, model::CircuitBreakerPolicy());
        const auto without = partOf(*with, "Circuit breaker").write(*with, "0");
        QVERIFY(without && *without == project);
        // What excludes each other is refused, with what is expected.
        const auto both = partOf(project, "Hedging").write(project, "1");
        QVERIFY(!both);
        QCOMPARE(both.error().message, std::string("both retry and hedging, expected one of them"));
    }

    /// Moving a layer outwards and back is no change at all.
    void layersMove() {
        const model::Project project = full::project();
        const auto layer = [&](const model::Project& shown, int place) {
            const app::Inspection inspection = app::inspect(shown, {"policy:quick"});
            for (const app::Row& each : inspection.rows)
                if (each.kind == app::Row::Kind::Step && each.label.startsWith(QString::number(place) + ' '))
                    return each;
            return app::Row();
        };
        for (int place = 1; place < 7; ++place) {
            const auto moved = layer(project, place).write(project, "down");
            QVERIFY(moved.has_value());
            const auto& order = policyOf(*moved, "quick").order;
            QCOMPARE(order.size(), std::size_t(7));
            QVERIFY(order != model::defaultPolicyOrder());
            const auto back = layer(*moved, place + 1).write(*moved, "up");
            QVERIFY(back && *back == project);
        }
    }
};

}  // namespace

QTEST_MAIN(PresetsTest)
#include "presets_test.moc"
