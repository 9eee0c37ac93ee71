// Equal models have equal digests, and whatever differs in a file differs in the digest.
#include <QTest>
#include <set>

#include "model/digest.h"
#include "model/json/json.h"
#include "tests/model/example_project.h"

class DigestTest : public QObject {
    Q_OBJECT

private slots:
    void readAndWrittenModelsAreEqual() {
        const model::Project project = examples::shop();
        const auto again = model::parseProject(model::writeProject(project));
        QVERIFY(again);
        QCOMPARE(model::digest(again->project), model::digest(project));
    }

    // The digits and capital letters of the written model, each changed by itself.
    void everyFactCounts() {
        const std::string text = model::writeProject(examples::shop());
        std::set<std::uint64_t> digests{model::digest(examples::shop())};
        std::size_t models = 1;
        for (std::size_t at = 0; at < text.size(); ++at) {
            // A digit becomes a 9, a letter of a description an x.
            const bool digit = text[at] >= '1' && text[at] <= '8';
            const bool letter = text[at] >= 'A' && text[at] <= 'Z';
            if (!digit && !letter) continue;
            std::string changed = text;
            changed[at] = digit ? '9' : 'x';
            const auto parsed = model::parseProject(changed);
            if (!parsed || model::writeProject(parsed->project) != changed) continue;
            digests.insert(model::digest(parsed->project));
            ++models;
        }
        QVERIFY2(models > 50, qPrintable(QString::number(models)));
        QCOMPARE(digests.size(), models);
    }
};

QTEST_GUILESS_MAIN(DigestTest)
#include "digest_test.moc"
