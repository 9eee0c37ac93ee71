#include <QRegularExpression>
#include <QTest>

#include "app/diagram/diagram.h"
#include "app/file/file.h"
#include "exporters/exporter.h"
#include "model/lint/rule.h"
#include "model/references.h"
#include "simulator/simulate.h"

namespace {

/// `rule element` of each finding.
QStringList findingsIn(const model::Project& project) {
    QStringList found;
    const auto findings = model::lint(project);
    for (const model::Finding& finding : *findings)
        found << QString::fromStdString(finding.rule + " " + model::elementKey(finding.element));
    return found;
}

}  // namespace

class SamplesTest : public QObject {
    Q_OBJECT

private slots:
    void samples_data() {
        QTest::addColumn<QString>("id");
        for (const app::Sample& sample : app::samples()) QTest::newRow(qPrintable(sample.id)) << sample.id;
    }

    void samples() {
        QFETCH(QString, id);
        const auto text = app::sampleText(id);
        const auto loaded = app::loadSample(id);
        QVERIFY2(loaded.has_value(), loaded ? "" : loaded.error().text().c_str());
        QVERIFY2(loaded->problems.empty(),
                 loaded->problems.empty() ? "" : loaded->problems[0].text().c_str());
        QVERIFY2(model::writeProject(loaded->project) == text->first, "the sample is in canonical form");
        if (!text->second.empty()) QVERIFY(model::writeLayout(loaded->layout) == text->second);
        QVERIFY(!loaded->project.description.empty());
        QVERIFY(!loaded->project.scenarios.empty());
        for (const model::Scenario& scenario : loaded->project.scenarios) {
            const auto plan = simulator::compile(loaded->project, scenario.id);
            QVERIFY2(plan.has_value(), plan ? "" : plan.error().text().c_str());
        }
    }

    void everyNodeHasItsPlace_data() {
        QTest::addColumn<QString>("id");
        QTest::newRow("online-boutique") << "online-boutique";
        QTest::newRow("retail-bank") << "retail-bank";
        QTest::newRow("shop") << "shop";
    }

    void everyNodeHasItsPlace() {
        QFETCH(QString, id);
        const auto loaded = app::loadSample(id);
        for (const app::Diagram& diagram : {app::serviceDiagram(loaded->project, loaded->layout),
                                            app::contextMap(loaded->project, loaded->layout)}) {
            for (std::size_t at = 0; at < diagram.nodes.size(); ++at) {
                QVERIFY2(diagram.nodes[at].placed, qPrintable(diagram.nodes[at].key));
                for (std::size_t other = 0; other < at; ++other)
                    QVERIFY2(!diagram.nodes[at].rect().intersects(diagram.nodes[other].rect()),
                             qPrintable(diagram.nodes[at].key + " lies on " + diagram.nodes[other].key));
            }
            for (std::size_t at = 0; at < diagram.regions.size(); ++at)
                for (std::size_t other = 0; other < at; ++other)
                    QVERIFY2(!diagram.regions[at].rect.intersects(diagram.regions[other].rect),
                             qPrintable(diagram.regions[at].key + " lies on " + diagram.regions[other].key));
        }
    }

    void bothExport_data() { everyNodeHasItsPlace_data(); }

    void bothExport() {
        QFETCH(QString, id);
        const auto files = exporters::render(app::loadSample(id)->project);
        QVERIFY2(files.has_value(), files ? "" : files.error().text().c_str());
        QVERIFY(files->size() > 50);
    }

    void onlyTheShopHasFlaws() {
        QCOMPARE(findingsIn(app::loadSample("online-boutique")->project), QStringList());
        QCOMPARE(findingsIn(app::loadSample("retail-bank")->project), QStringList());
        QCOMPARE(findingsIn(app::loadSample("shop")->project),
                 (QStringList{"call-without-timeout operation:notification.confirm-order",
                              "shared-database store:orders"}));
    }

    void theBankIsLarge() {
        const model::Project bank = app::loadSample("retail-bank")->project;
        QCOMPARE(bank.services.size(), std::size_t(68));
        QCOMPARE(bank.contexts.size(), std::size_t(10));
    }

    void theBoutiqueIsTheRealOne() {
        const QString manifests =
            QStringLiteral(LINTEL_SOURCE_DIR "/../shared/inputs/online-boutique/kubernetes-manifests.yaml");
        QFile file(manifests);
        if (!file.open(QIODevice::ReadOnly)) QSKIP("the manifests of the Online Boutique are not there");
        const QStringList documents = QString::fromUtf8(file.readAll()).split("\n---\n");
        const model::Project project = app::loadSample("online-boutique")->project;
        int deployments = 0;
        for (const QString& document : documents) {
            if (!document.contains("\nkind: Deployment\n") && !document.startsWith("kind: Deployment\n"))
                continue;
            const auto name = QRegularExpression("\nmetadata:\n  name: (\\S+)").match(document).captured(1);
            ++deployments;
            if (name == "redis-cart" || name == "loadgenerator") continue;
            const model::ServiceId id(name.toStdString());
            const model::Deployment* deployment = model::deploymentOf(project, id);
            QVERIFY2(deployment, qPrintable(name));
            const auto resources = QRegularExpression(
                "requests:\\s+cpu: (\\d+)m\\s+memory: (\\d+)Mi\\s+limits:\\s+cpu: (\\d+)m\\s+memory: "
                "(\\d+)Mi");
            const auto stated = resources.match(document);
            QVERIFY2(stated.hasMatch(), qPrintable(name));
            QCOMPARE(deployment->cpuRequest(), stated.captured(1).toInt());
            QCOMPARE(deployment->memoryRequestMib, stated.captured(2).toInt());
            QCOMPARE(deployment->cpuLimitMilli, stated.captured(3).toInt());
            QCOMPARE(deployment->memoryLimitMib, stated.captured(4).toInt());
            QVERIFY(document.contains(QString("containerPort: %1").arg(deployment->port)));
            QCOMPARE(calleesOf(project, id), addressesIn(document));
        }
        QCOMPARE(deployments, 12);
    }

private:
    static QStringList calleesOf(const model::Project& project, const model::ServiceId& service) {
        QStringList callees;
        for (const model::Interaction& interaction : model::interactionsOf(project)) {
            if (interaction.service != service) continue;
            if (interaction.kind == model::Interaction::Kind::Call)
                callees << QString::fromStdString(model::serviceOf(project, interaction.callee)->id.value());
            if (interaction.kind == model::Interaction::Kind::Query)
                callees << QString::fromStdString(interaction.store.value());
        }
        callees.sort();
        callees.removeDuplicates();
        return callees;
    }

    /// The services that the environment of a deployment points to; the assistant is not deployed.
    static QStringList addressesIn(const QString& document) {
        QStringList names;
        auto addresses = QRegularExpression("_ADDR\n\\s+value: \"([^:\"]+):").globalMatch(document);
        while (addresses.hasNext()) {
            const QString name = addresses.next().captured(1);
            if (name != "shoppingassistantservice") names << name;
        }
        names.sort();
        return names;
    }
};

QTEST_GUILESS_MAIN(SamplesTest)
#include "samples_test.moc"
