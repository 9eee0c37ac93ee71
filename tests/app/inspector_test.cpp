#include "app/studio/inspector/inspector.h"

#include <QApplication>
#include <QLineEdit>
#include <QTest>
#include <cmath>

#include "app/studio/inspector/distribution_curve.h"
#include "app/studio/inspector/distribution_drag.h"
#include "app/studio/inspector/row_makers.h"
#include "app/studio/inspector/row_widget.h"
#include "app/studio/quantity_text.h"
#include "model/references.h"
#include "tests/app/inspected.h"

using namespace inspected;
using app::Document;
using app::Inspector;
using app::Selection;

class InspectorTest : public QObject {
    Q_OBJECT

private slots:
    void everyElementOfTheSamplesCanBeInspected();
    void aFieldMakesANamedVersion();
    void whatIsWrongIsSaidAtTheField();
    void severalServicesAreEditedAtOnce();
    void aCallGetsItsPolicy();
    void stepsAreAddedMovedAndRemoved();
    void curvesAreDensities();
    void marksOfCurvesAreDragged();
    void sectionsOpenAndClose();
    void typingIsChecked();
    void quantitiesAreReadAsTheyAreWritten();
    void rowsTakeNoMoreHeightThanTheyNeed();
    void quantitiesRefuseNonsense();
};

void InspectorTest::everyElementOfTheSamplesCanBeInspected() {
    for (const QString& id : {QString("shop"), QString("online-boutique")}) {
        const model::Project project = app::loadSample(id)->project;
        QStringList keys;
        const auto all = [&](const auto& entities) {
            for (const auto& entity : entities) keys << QString::fromStdString(model::elementKey(entity.id));
        };
        all(project.services);
        all(project.stores);
        all(project.channels);
        all(project.contexts);
        all(project.teams);
        all(project.messages);
        all(project.policies);
        all(project.relationships);
        all(project.scenarios);
        all(project.workloads);
        for (const auto& service : project.services) all(service.operations);
        for (const QString& key : keys) {
            const app::Inspection inspection = app::inspect(project, {key});
            QVERIFY2(!inspection.rows.empty() && !inspection.title.isEmpty(), qPrintable(key));
            // What a field shows is what it reads: entering it again changes nothing.
            for (const app::Row& row : inspection.rows) {
                QVERIFY2(!(" " + row.hint).endsWith(" 1 steps"), qPrintable(key + " " + row.hint));
                if (!row.write || !row.value || row.kind == app::Row::Kind::Action ||
                    row.kind == app::Row::Kind::Step)
                    continue;
                const auto again = row.write(project, *row.value);
                QVERIFY2(again.has_value(), qPrintable(key + " " + row.label));
                const bool creates =
                    row.label == "Attempts" || row.label == "Timeout" || key.startsWith("service:");
                if (!creates) QVERIFY2(*again == project, qPrintable(key + " " + row.label));
            }
        }
        QCOMPARE(app::inspect(project, {}).kind, QString("model"));
        QCOMPARE(app::inspect(project, {"service:nobody"}).kind, QString("model"));
    }
}

void InspectorTest::aFieldMakesANamedVersion() {
    Document document;
    openShop(document);
    Selection selection;
    Inspector inspector(document, selection, app::Theme::of(app::Scheme::Light));
    inspector.show();
    selection.set({"service:payment"});
    enter(inspector, "Replicas", "7");
    QCOMPARE(model::deploymentOf(document.project(), model::ServiceId("payment"))->replicas, 7);
    QCOMPARE(document.undoStack().undoText(), QString("Change replicas of payment"));
    enter(inspector, "Name", "Payments");
    QCOMPARE(document.undoStack().undoText(), QString("Rename payment"));
    document.undoStack().setIndex(0);
    QCOMPARE(inspector.find("Name")->findChild<QLineEdit*>()->text(), QString("payment"));
}

void InspectorTest::whatIsWrongIsSaidAtTheField() {
    Document document;
    openShop(document);
    Selection selection;
    Inspector inspector(document, selection, app::Theme::of(app::Scheme::Light));
    inspector.show();
    selection.set({"service:payment"});
    enter(inspector, "Replicas", "many");
    QVERIFY(inspector.find("Replicas")->error().contains("whole number"));
    QVERIFY(!document.isModified());
    enter(inspector, "Name", " ");
    QVERIFY(!inspector.find("Name")->error().isEmpty());
    QVERIFY(!document.isModified());
    enter(inspector, "Replicas", "5");
    QVERIFY(inspector.find("Replicas")->error().isEmpty());
    QVERIFY(document.isModified());
}

void InspectorTest::severalServicesAreEditedAtOnce() {
    Document document;
    openShop(document);
    Selection selection;
    Inspector inspector(document, selection, app::Theme::of(app::Scheme::Light));
    inspector.show();
    selection.set({"service:payment", "service:order"});
    QVERIFY(!inspector.find("Replicas")->row().value.has_value());
    enter(inspector, "Workers", "33");
    for (const char* id : {"payment", "order"})
        QCOMPARE(model::deploymentOf(document.project(), model::ServiceId(id))->workers, 33);
    QCOMPARE(document.undoStack().count(), 1);
}

void InspectorTest::aCallGetsItsPolicy() {
    model::Project project;
    for (const char* name : {"a", "b"}) {
        model::Service service;
        service.name = name;
        project = *model::put(project, std::move(service));
    }
    project = *model::connectCall(project, model::ServiceId("a"), model::ServiceId("b"));
    const app::Row* timeout = nullptr;
    const app::Inspection inspection = app::inspect(project, {"service:a>service:b"});
    timeout = rowOf(inspection, "Timeout");
    QVERIFY(timeout);
    const auto after = timeout->write(project, "800 ms");
    QVERIFY(after.has_value());
    QCOMPARE(after->policies.size(), std::size_t(1));
    QVERIFY(after->policies.begin()->timeout == model::milliseconds(800));
    QCOMPARE(rowOf(app::inspect(*after, {"service:a>service:b"}), "Timeout")->value,
             std::optional<QString>("800 ms"));
    QVERIFY(!timeout->write(project, "0").has_value());
}

void InspectorTest::stepsAreAddedMovedAndRemoved() {
    Document document;
    openShop(document);
    const QString key =
        "operation:" +
        QString::fromStdString(
            document.project().services.find(model::ServiceId("order"))->operations.begin()->id.value());
    const model::OperationId id(key.mid(10).toStdString());
    const auto steps = [&](const model::Project& project) {
        return model::findOperation(project, id)->behaviour.size();
    };
    const app::Inspection before = app::inspect(document.project(), {key});
    const app::Row* add = nullptr;
    for (const app::Row& row : before.rows)
        if (row.label == "Add step" && row.indent == 0) add = &row;
    QVERIFY(add);
    for (const app::Choice& kind : add->choices) {
        const auto after = add->write(document.project(), kind.id);
        QVERIFY2(after.has_value(), qPrintable(kind.text));
        QCOMPARE(steps(*after), steps(document.project()) + 1);
        const app::Inspection shown = app::inspect(*after, {key});
        const app::Row* last = nullptr;
        for (const app::Row& row : shown.rows)
            if (row.label.startsWith(QStringLiteral("%1  ").arg(steps(*after)))) last = &row;
        const auto moved = last->write(*after, "up");
        QVERIFY(moved.has_value());
        QCOMPARE(steps(*moved), steps(*after));
        const auto removed = last->write(*after, "remove");
        QVERIFY2(removed.has_value(), removed ? "" : removed.error().text().c_str());
        QVERIFY(*removed == document.project());
    }
}

void InspectorTest::curvesAreDensities() {
    using model::Distribution;
    using model::milliseconds;
    std::vector<model::Duration> samples;
    for (int at = 0; at < 1000; ++at) samples.push_back(milliseconds(1 + 0.01 * at));
    for (const Distribution& distribution :
         {Distribution::exponential(milliseconds(5)), Distribution::logNormal(milliseconds(5), 0.5),
          Distribution::byQuantiles(model::DistributionKind::Gamma,
                                    {{0.5, milliseconds(5), {}}, {0.99, milliseconds(20), {}}}),
          Distribution::ofSamples(samples),
          Distribution::ofHistogram({milliseconds(0), milliseconds(2), milliseconds(10)}, {1, 3})}) {
        const app::TimeDensity density(distribution);
        QVERIFY(density.mean() > 0);
        constexpr double step = 1e-4;
        double area = 0;
        double belowP99 = 0;
        double mean = 0;
        for (double x = step / 2; x < 20; x += step) {
            area += density.at(x) * step;
            mean += x * density.at(x) * step;
            if (x < density.p99()) belowP99 += density.at(x) * step;
        }
        QVERIFY(std::abs(area - 1) < 1e-3);
        QVERIFY(std::abs(mean - 1) < 1e-2);
        QVERIFY(std::abs(belowP99 - 0.99) < 1e-3);
    }
    QCOMPARE(app::TimeDensity(Distribution{}).p99(), 1.0);
    // What is not whole has none.
    const app::TimeDensity broken(Distribution::ofHistogram({milliseconds(1)}, {1, 2, 3}));
    QCOMPARE(broken.p99(), 1.0);
    QCOMPARE(broken.at(1), 0.0);
}

/// The mean and the p99 go where they are dragged; the mean stays where only the p99 moves.
void InspectorTest::marksOfCurvesAreDragged() {
    using model::Distribution;
    using model::milliseconds;
    const model::TimeQuantile half{0.5, milliseconds(5), {}};
    const model::TimeQuantile most{0.99, milliseconds(40), {}};
    for (const Distribution& distribution :
         {Distribution::exponential(milliseconds(5)), Distribution::logNormal(milliseconds(5), 0.5),
          Distribution::byQuantiles(model::DistributionKind::LogNormal, {half, most}),
          Distribution::ofHistogram({milliseconds(1), milliseconds(2), milliseconds(10)}, {1, 3})}) {
        const auto isNear = [](model::Duration one, model::Duration other) {
            return std::abs(model::inMilliseconds(one) / model::inMilliseconds(other) - 1) < 0.02;
        };
        QVERIFY(isNear(app::meanOf(app::withMean(distribution, milliseconds(12))), milliseconds(12)));
        const Distribution wider = app::withP99(distribution, milliseconds(20));
        QVERIFY(isNear(app::p99Of(wider), milliseconds(20)));
        if (distribution.kind == model::DistributionKind::LogNormal && distribution.isByMean())
            QCOMPARE(wider.mean, distribution.mean);
    }
    app::DistributionCurve curve(app::Theme::of(app::Scheme::Light), nullptr);
    curve.resize(240, 84);
    curve.setDistribution(Distribution::logNormal(milliseconds(5), 0.5));
    curve.setEditable(true);
    curve.QWidget::show();
    int dragged = 0;
    QObject::connect(&curve, &app::DistributionCurve::dragged, &curve,
                     [&](app::DistributionCurve::Mark mark, model::Duration time) {
                         QCOMPARE(mark, app::DistributionCurve::Mark::Mean);
                         QVERIFY(time > milliseconds(5));
                         ++dragged;
                     });
    const QPoint mark(static_cast<int>(curve.placeOf(app::DistributionCurve::Mark::Mean)), 40);
    QTest::mousePress(&curve, Qt::LeftButton, {}, mark);
    QTest::mouseMove(&curve, mark + QPoint(30, 0));
    QTest::mouseRelease(&curve, Qt::LeftButton, {}, mark + QPoint(30, 0));
    QTest::mousePress(&curve, Qt::LeftButton, {}, QPoint(3, 40));
    QTest::mouseRelease(&curve, Qt::LeftButton, {}, QPoint(3, 40));
    QCOMPARE(dragged, 1);
}

/// A closed section hides its rows, for all elements of the kind, until it is opened.
void InspectorTest::sectionsOpenAndClose() {
    Document document;
    openShop(document);
    Selection selection;
    Inspector inspector(document, selection, app::Theme::of(app::Scheme::Light));
    inspector.show();
    selection.set({"service:payment"});
    QVERIFY(inspector.find("More of the deployment"));
    QVERIFY(!inspector.find("Grace period"));
    inspector.setFold("Deployment/rest", true);
    QVERIFY(inspector.find("Grace period"));
    enter(inspector, "Grace period", "45 s");
    QCOMPARE(model::deploymentOf(document.project(), model::ServiceId("payment"))->gracePeriod,
             model::seconds(45));
    selection.set({"service:order"});
    QVERIFY(inspector.find("Grace period"));
    inspector.setFold("Deployment/rest", false);
    QVERIFY(!inspector.find("Grace period"));
}

/// What is wrong is said while it is typed, with what may be entered, and nothing is changed by it.
void InspectorTest::typingIsChecked() {
    Document document;
    openShop(document);
    Selection selection;
    Inspector inspector(document, selection, app::Theme::of(app::Scheme::Light));
    inspector.show();
    selection.set({"service:payment"});
    auto* field = inspector.find("Replicas")->findChild<QLineEdit*>();
    field->setFocus();
    field->selectAll();
    QTest::keyClicks(field, "0");
    QTRY_VERIFY(inspector.find("Replicas")->error().contains("from 1 to 10,000"));
    QCOMPARE(document.undoStack().count(), 0);
    field->selectAll();
    QTest::keyClicks(field, "5");
    QVERIFY(inspector.find("Replicas")->error().isEmpty());
}

void InspectorTest::quantitiesAreReadAsTheyAreWritten() {
    for (const double ms :
         {0.0, 0.000001, 0.25, 1.0, 800.0, 1500.0, 60'000.0, 120'000.0, 5'400'000.0, 18'000'000.0}) {
        const model::Duration duration = model::milliseconds(ms);
        QCOMPARE(app::readDuration(app::durationText(duration)).value(), duration);
    }
    QCOMPARE(app::durationText(model::milliseconds(18'000'000.0)), QString("5 h"));
    QCOMPARE(app::durationText(model::milliseconds(5'400'000.0)), QString("90 min"));
    QCOMPARE(app::readDuration("2").value(), model::milliseconds(2));
    QCOMPARE(app::readDuration("2", app::TimeUnit::Seconds).value(), model::seconds(2));
    QCOMPARE(app::readDuration(" 1,5 s ").value(), model::milliseconds(1500));
    for (const double share : {0.0, 0.005, 0.5, 0.999, 1.0})
        QCOMPARE(app::readShare(app::shareText(share)).value(), share);
    QVERIFY(app::readShare("99.9 %").value() == 0.999);
    for (const int milli : {1, 250, 1000, 2000, 64'000})
        QCOMPARE(app::readCores(app::coresText(milli)).value(), milli);
    for (const int mebibytes : {1, 128, 1024, 1500, 65'536})
        QCOMPARE(app::readMemory(app::memoryText(mebibytes)).value(), mebibytes);
    QCOMPARE(app::readCores("0.5").value(), 500);
    QCOMPARE(app::readDuration("2h").value(), model::seconds(7200));
    QCOMPARE(app::readDuration("1h 30min").value(), model::seconds(5400));
    QCOMPARE(app::readDuration("1 d").value(), model::seconds(86'400));
    QCOMPARE(app::readCount("1.5k", 1, 10'000).value(), 1500);
    QCOMPARE(app::readNumber("2M", 0, 1e9).value(), 2e6);
    for (const char* rate : {"1500", "1.5k", "1.5k rps", "1500 /s", "1500 req/s", "90k /min", "1.5 K / s"})
        QCOMPARE(app::readRate(rate, 1e6).value(), 1500.0);
}

void InspectorTest::rowsTakeNoMoreHeightThanTheyNeed() {
    Document document;
    openShop(document);
    Selection selection;
    Inspector inspector(document, selection, app::Theme::of(app::Scheme::Light));
    inspector.resize(300, 1600);
    inspector.show();
    for (const QString& key :
         {QString(), QString("service:payment"),
          QString::fromStdString(model::elementKey(document.project().contexts.begin()->id))}) {
        selection.set(key.isEmpty() ? QStringList() : QStringList{key});
        QTest::qWait(20);
        for (const app::RowWidget* row : inspector.findChildren<app::RowWidget*>())
            if (row->isVisible())
                QVERIFY2(
                    row->height() <= std::max(row->sizeHint().height(), row->heightForWidth(row->width())),
                    qPrintable(row->row().label));
    }
}

void InspectorTest::quantitiesRefuseNonsense() {
    for (const char* text : {"", "-1 ms", "NaN", "inf", "12 parsecs", "1e999", "ms", "1 2"})
        QVERIFY2(!app::readDuration(text).has_value(), text);
    for (const char* text : {"101 %", "-1", "half"}) QVERIFY2(!app::readShare(text).has_value(), text);
    for (const char* text : {"0", "1.5", "99999999999", "x", "", "1.5k", "0.0001k", "k"})
        QVERIFY2(!app::readCount(text, 1, 100).has_value(), text);
    for (const char* text : {"1h 30", "1h -30min", "1 h 2 parsecs"})
        QVERIFY2(!app::readDuration(text).has_value(), text);
    for (const char* text : {"-1", "2M", "fast", "10 /week", "k", ""})
        QVERIFY2(!app::readRate(text, 1e6).has_value(), text);
}

int main(int argc, char** argv) {
    if (qEnvironmentVariableIsEmpty("QT_QPA_PLATFORM")) qputenv("QT_QPA_PLATFORM", "offscreen");
    QApplication application(argc, argv);
    InspectorTest test;
    return QTest::qExec(&test, argc, argv);
}

#include "inspector_test.moc"
