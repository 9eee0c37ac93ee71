#include "tests/app/big_models.h"

#include <QTest>

#include "app/diagram/diagram.h"
#include "model/check.h"

/// The models that crowd the canvas in tests, pictures and measurements.
class BigModelsTest : public QObject {
    Q_OBJECT

private slots:
    void areWhole_data() {
        QTest::addColumn<int>("services");
        for (const int services : {1, 5, 68, 500, 2'000}) QTest::addRow("%d", services) << services;
    }
    void areWhole() {
        QFETCH(int, services);
        const model::Project project = big::project(services);
        const auto problems = model::check(project);
        QVERIFY2(problems.empty(), problems.empty() ? "" : problems.front().text().c_str());
        const app::Diagram diagram = app::serviceDiagram(project, {});
        QCOMPARE(int(diagram.nodes.size()), services);
        if (services >= 68) QCOMPARE(int(diagram.edges.size()), big::callsOfEach * services);
    }

    void theSeedDecides() {
        QVERIFY(big::project(68, 7) == big::project(68, 7));
        QVERIFY(big::project(68, 7) != big::project(68, 8));
    }

    /// The same services in every place where Lintel is built.
    void areTheSameEverywhere() {
        const model::Project project = big::project(68);
        const model::Service& first = *project.services.find(model::ServiceId("service-0"));
        QCOMPARE(first.name, std::string("catalog-api"));
        QCOMPARE(first.operations.begin()->behaviour.size(), std::size_t(9));
    }
};

QTEST_GUILESS_MAIN(BigModelsTest)
#include "big_models_test.moc"
