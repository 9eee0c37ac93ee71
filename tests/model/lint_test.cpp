#include <QDir>
#include <QFile>
#include <QTest>

#include "model/check.h"
#include "model/json/json.h"
#include "model/lint/rule.h"

namespace {

const QString lintFolder = QStringLiteral(LINTEL_SOURCE_DIR "/tests/model/lint/");

std::string contentOf(const QString& path) {
    QFile file(path);
    return file.open(QIODevice::ReadOnly) ? file.readAll().toStdString() : std::string();
}

std::string severityWordOf(model::Severity severity) {
    return severity == model::Severity::Error     ? "error"
           : severity == model::Severity::Warning ? "warning"
                                                  : "hint";
}

/// Three lines a finding: severity and element, what is wrong, what to do.
std::string textOf(const std::vector<model::Finding>& findings) {
    std::string text;
    for (const model::Finding& finding : findings)
        text += severityWordOf(finding.severity) + " " + model::elementKey(finding.element) + "\n" +
                finding.message + "\n" + finding.fix + "\n";
    return text;
}

}  // namespace

class LintTest : public QObject {
    Q_OBJECT

private slots:
    void rules_data() {
        QTest::addColumn<QString>("rule");
        for (const model::LintRule& rule : model::lintRules())
            QTest::newRow(rule.id.c_str()) << QString::fromStdString(rule.id);
    }

    void rules() {
        QFETCH(QString, rule);
        const QString folder = lintFolder + rule + "/";
        QVERIFY2(QDir(folder).exists(),
                 "every rule has a folder with trips.lintel, clean.lintel, expected.txt");
        const auto trips = model::parseProject(contentOf(folder + "trips.lintel"));
        QVERIFY2(trips.has_value(), trips ? "" : trips.error().text().c_str());
        QVERIFY2(trips->problems.empty(), trips->problems.empty() ? "" : trips->problems[0].text().c_str());
        const auto found = model::lint(trips->project, {rule.toStdString()});
        QVERIFY(found.has_value());
        QCOMPARE(QString::fromStdString(textOf(*found)),
                 QString::fromStdString(contentOf(folder + "expected.txt")));
        for (const model::Finding& finding : *found) {
            QCOMPARE(QString::fromStdString(finding.rule), rule);
            QVERIFY(model::contains(trips->project, finding.element));
        }
        const auto clean = model::parseProject(contentOf(folder + "clean.lintel"));
        QVERIFY2(clean.has_value(), clean ? "" : clean.error().text().c_str());
        QVERIFY2(clean->problems.empty(), clean->problems.empty() ? "" : clean->problems[0].text().c_str());
        QCOMPARE(QString::fromStdString(textOf(*model::lint(clean->project, {rule.toStdString()}))),
                 QString());
    }

    void rulesExplainThemselves() {
        QVERIFY(model::lintRules().size() >= 5);
        for (const model::LintRule& rule : model::lintRules()) {
            QVERIFY(model::isValidId(rule.id));
            QVERIFY(!rule.title.empty());
            QVERIFY(rule.explanation.size() > 40);
        }
    }

    void theWorstComesFirstAndAllRulesTogetherFindWhatEachFinds() {
        for (const model::LintRule& rule : model::lintRules()) {
            const auto parsed = model::parseProject(
                contentOf(lintFolder + QString::fromStdString(rule.id) + "/trips.lintel"));
            const auto together = model::lint(parsed->project);
            QVERIFY(std::is_sorted(
                together->begin(), together->end(),
                [](const auto& left, const auto& right) { return left.severity > right.severity; }));
            std::size_t expected = 0;
            for (const model::LintRule& each : model::lintRules())
                expected += model::lint(parsed->project, {each.id})->size();
            QCOMPARE(together->size(), expected);
            QVERIFY(*together == *model::lint(parsed->project));
        }
    }

    void anUnknownRuleIsNamedWithThoseThatExist() {
        const auto refused = model::lint({}, {"shared-database", "no-such-rule"});
        QVERIFY(!refused);
        const QString text = QString::fromStdString(refused.error().text());
        QVERIFY(text.contains("no-such-rule"));
        for (const model::LintRule& rule : model::lintRules())
            QVERIFY(text.contains(QString::fromStdString(rule.id)));
    }
};

QTEST_APPLESS_MAIN(LintTest)
#include "lint_test.moc"
