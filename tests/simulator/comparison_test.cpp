// Variants run with common random numbers.
#include <QTest>
#include <cmath>

#include "simulator/experiment/comparison.h"
#include "tests/simulator/short_run.h"

using namespace queueing;
using simulator::ComparedFigure;
using simulator::Comparison;
using simulator::ComparisonOptions;
using simulator::Preference;
using simulator::Variant;
using simulator::VariantComparison;

namespace {

const ScenarioId test("test");

Builder shop(std::int32_t workers, const std::string& load = "users") {
    Builder model;
    model.service("server", workers, {compute(exponentially(20))});
    model.load(load, PoissonArrivals{60}, {"server.do"});
    return model;
}

Variant variantOf(const std::string& name, Builder model, double length = 20) {
    return {name, model.build(length, 5.0), test};
}

Comparison compared(const std::vector<Variant>& variants, const ComparisonOptions& options = {}) {
    const auto comparison = simulator::compareVariants(variants, options);
    if (!comparison) qFatal("%s", comparison.error().text().c_str());
    return *comparison;
}

const ComparedFigure& figureOf(const VariantComparison& against, const std::string& subject,
                               const std::string& measure) {
    for (const ComparedFigure& figure : against.figures)
        if (figure.subject == subject && figure.measure == measure) return figure;
    qFatal("there is no %s of `%s`", measure.c_str(), subject.c_str());
}

std::string refusalOf(const std::vector<Variant>& variants, const ComparisonOptions& options = {}) {
    const auto comparison = simulator::compareVariants(variants, options);
    return comparison ? "no failure" : comparison.error().text();
}

}  // namespace

class ComparisonTest : public QObject {
    Q_OBJECT

private slots:
    void equalVariantsAreTheSame() {
        const Comparison comparison = compared({variantOf("one", shop(2)), variantOf("two", shop(2))});
        QVERIFY(!comparison.differs() && comparison.tested == 0);
        const VariantComparison& against = comparison.others.at(0);
        QCOMPARE(against.figures.size(), std::size_t{9});
        for (const ComparedFigure& figure : against.figures)
            QCOMPARE(int(figure.preference), int(Preference::Same));
        QCOMPARE(against.sharedStreams, against.streams);
    }

    // A third worker: every visit that waited is shorter, all else stays.
    void differencesAreFound() {
        const Comparison comparison = compared({variantOf("two", shop(2)), variantOf("three", shop(3))});
        const VariantComparison& against = comparison.others.at(0);
        for (const char* measure : {"mean", "p95", "p99"}) {
            const ComparedFigure& figure = figureOf(against, "users.journey", measure);
            QCOMPARE(int(figure.preference), int(Preference::Better));
            QVERIFY(figure.high < 0 && figure.low < figure.high);
            QVERIFY(figure.difference.gain.value_or(0) > 1);
        }
        QCOMPARE(int(figureOf(against, "users.journey", "failures").preference), int(Preference::Same));
        // M/M/2 and M/M/3 at 1.2 erlangs: W = 20 / (1 - 0.36) and 20 + 20 C / (3 - 1.2).
        const ComparedFigure& mean = figureOf(against, "users.journey", "mean");
        QVERIFY2(std::abs(mean.difference.base - 31.25) < 1.5,
                 qPrintable(QString::number(mean.difference.base)));
        const Comparison turned = compared({variantOf("three", shop(3)), variantOf("two", shop(2))});
        QCOMPARE(int(figureOf(turned.others.at(0), "users.journey", "mean").preference),
                 int(Preference::Worse));
        QVERIFY(turned.differs());
    }

    // So a verdict can be looked into with `simulate` and the same seed.
    void replicationsAreThoseOfASimulation() {
        const Variant two = variantOf("two", shop(2));
        simulator::RunOptions options;
        options.replications = 6;
        options.seed = 9;
        const auto result = simulator::run(**simulator::compile(two.project, test), options);
        ComparisonOptions comparing;
        comparing.replications = 6;
        comparing.seed = 9;
        const Comparison comparison = compared({two, variantOf("three", shop(3))}, comparing);
        const ComparedFigure& goodput = figureOf(comparison.others.at(0), "users.journey", "goodput");
        QVERIFY(std::abs(goodput.difference.base - *result.journeys.at(0).goodput.value) < 1e-9);
        QCOMPARE(comparison.longestWarmUp, result.warmUpSeconds);
    }

    void anyNumberOfThreadsGivesTheSame() {
        ComparisonOptions alone;
        alone.replications = 5;
        alone.experiment.threads = 1;
        ComparisonOptions many = alone;
        many.experiment.threads = 3;
        const std::vector<Variant> variants{variantOf("two", shop(2)), variantOf("three", shop(3)),
                                            variantOf("four", shop(4))};
        const Comparison first = compared(variants, alone);
        const Comparison second = compared(variants, many);
        QCOMPARE(first.others.size(), std::size_t{2});
        QCOMPARE(first.tested, second.tested);
        for (std::size_t other = 0; other < first.others.size(); ++other)
            for (std::size_t at = 0; at < first.others[other].figures.size(); ++at) {
                const ComparedFigure& one = first.others[other].figures[at];
                const ComparedFigure& two = second.others[other].figures[at];
                QVERIFY(one.difference.mean == two.difference.mean && one.low == two.low &&
                        one.pValue == two.pValue && one.preference == two.preference);
            }
    }

    // A stream belongs to its entity: what is added elsewhere in the model does not shift it.
    void whatIsAddedShiftsNoStream() {
        Builder more = shop(2);
        more.service("an-earlier-one", 2, {compute(exponentially(5))});
        more.load("a-few-more", PoissonArrivals{7}, {"an-earlier-one.do"});
        const Comparison comparison =
            compared({variantOf("one", shop(2)), variantOf("more", std::move(more))});
        const VariantComparison& against = comparison.others.at(0);
        for (const char* measure : {"mean", "p50", "p95", "p99", "goodput", "failures"})
            QCOMPARE(int(figureOf(against, "users.journey", measure).preference), int(Preference::Same));
        QCOMPARE(against.sharedArrivals, std::size_t{1});
        QVERIFY(against.streams > against.sharedStreams);
        QCOMPARE(against.leftOut, std::vector<std::string>{"journey a-few-more.journey"});
    }

    // Within one behaviour, steps number their streams: the one that is put first takes that of the next.
    void stepsOfOneBehaviourShift() {
        Builder longer;
        longer.service("server", 2, {compute(exponentially(1)), compute(exponentially(20))});
        longer.load("users", PoissonArrivals{60}, {"server.do"});
        const Comparison comparison =
            compared({variantOf("one", shop(2)), variantOf("longer", std::move(longer))});
        const VariantComparison& against = comparison.others.at(0);
        QCOMPARE(against.sharedArrivals, std::size_t{1});
        QCOMPARE(against.streams, against.sharedStreams + 1);
    }

    // Independent runs of one design: of sixty comparisons three or fewer are expected to err.
    void verdictsHoldTogether() {
        int wrong = 0;
        ComparisonOptions options;
        options.replications = 8;
        for (std::uint64_t seed = 1; seed <= 60; ++seed) {
            options.seed = seed;
            const Comparison comparison =
                compared({variantOf("one", shop(2)), variantOf("two", shop(2, "others"))}, options);
            QCOMPARE(comparison.others.at(0).sharedArrivals, std::size_t{0});
            QCOMPARE(comparison.tested, std::size_t{2});  // Mean and goodput of the whole system
            wrong += comparison.differs();
        }
        QVERIFY2(wrong <= 8, qPrintable(QString::number(wrong)));
    }

    // Each replication has a warm-up of its own; where some have none, it is said of how many.
    void warmUpsThatAreNotFoundAreCounted() {
        const auto noteOf = [](double length) {
            return compared({{"two", shop(2).build(length), test}, {"three", shop(3).build(length), test}})
                .warmUpNote;
        };
        QCOMPARE(noteOf(200), std::string("MSER-5 on the journeys' latencies"));
        const std::string some = noteOf(6);
        const std::size_t found = some.find(" of 20 replications: MSER-5 on the journeys' latencies");
        const std::size_t none = some.find(" of 20 replications: run too short");
        QVERIFY2(found != std::string::npos && none != std::string::npos, some.c_str());
    }

    void whatIsMissingIsTold() {
        ComparisonOptions options;
        options.replications = 3;
        options.length = seconds(9);
        const Comparison comparison =
            compared({variantOf("two", shop(2)), variantOf("three", shop(3))}, options);
        const ComparedFigure& tail = figureOf(comparison.others.at(0), "users.journey", "p99");
        QCOMPARE(int(tail.preference), int(Preference::Unknown));
        QVERIFY2(tail.why.starts_with("not enough data"), tail.why.c_str());
        QCOMPARE(comparison.simulatedSeconds, 9.0);
    }

    // Half a percent of each demand: what independent runs would hide.
    void smallDifferencesAreSeen() {
        ComparisonOptions options;
        options.replications = 4;
        Builder faster;
        faster.service("server", 2, {compute(exponentially(19.9))});
        faster.load("users", PoissonArrivals{60}, {"server.do"});
        const Comparison comparison =
            compared({variantOf("two", shop(2)), variantOf("a little faster", faster)}, options);
        const ComparedFigure& goodput = figureOf(comparison.others.at(0), "users.journey", "goodput");
        QVERIFY(goodput.preference != Preference::Better && goodput.preference != Preference::Worse);
        const ComparedFigure& mean = figureOf(comparison.others.at(0), "users.journey", "mean");
        QVERIFY(mean.difference.gain.value_or(0) > 10);
        QVERIFY(mean.difference.mean < 0 && mean.difference.mean > -2);
    }

    // The medians are constants in neighbouring buckets of the histogram, in every replication alike.
    void objectivesAreAsCoarseAsTheirHistograms() {
        const auto fixed = [](double time) {
            Builder model;
            const auto taking = [](double part) {
                return compute(Distribution::constant(milliseconds(part)));
            };
            model.service("server", 50,
                          {taking(10), branch(0.7, {taking(time - 10)}), branch(0.1, {taking(10)})});
            model.load("users", PoissonArrivals{60}, {"server.do"});
            Objective objective;
            objective.id = ObjectiveId("fast");
            objective.name = "Fast";
            objective.target = JourneyId("users.journey");
            objective.goal = LatencyObjective{0.5, seconds(1)};
            model.objectives.push_back(objective);
            return model;
        };
        const Comparison comparison =
            compared({variantOf("one", fixed(20)), variantOf("other", fixed(20.02))});
        const VariantComparison& against = comparison.others.at(0);
        const ComparedFigure& objective = figureOf(against, "fast", "observed");
        const ComparedFigure& journey = figureOf(against, "users.journey", "p50");
        QVERIFY2(journey.low < journey.high, journey.why.c_str());
        QCOMPARE(objective.low, journey.low);
        QCOMPARE(objective.high, journey.high);
    }

    void whatCannotBeComparedIsRefused() {
        const Variant two = variantOf("two", shop(2));
        const std::string lengths = refusalOf({two, variantOf("longer", shop(2), 30)});
        QVERIFY2(lengths.find("expected variants of the same length") != std::string::npos, lengths.c_str());
        QVERIFY(refusalOf({two}).find("at least two variants") != std::string::npos);
        ComparisonOptions options;
        options.replications = 1;
        QVERIFY(refusalOf({two, two}, options).find("at least two replications") != std::string::npos);
        const Variant unknown{"unknown", two.project, ScenarioId("nobody")};
        const std::string nobody = refusalOf({two, unknown});
        QVERIFY2(nobody.find("no scenario `nobody`") != std::string::npos &&
                     nobody.find("(unknown)") != std::string::npos,
                 nobody.c_str());
    }

    // Crowds that fit alone, and together; not 256 replications of all of them at a time.
    void memoryIsSharedByReplications() {
        std::vector<Variant> variants;
        for (const char* name : {"first", "second", "third", "fourth"}) {
            Builder crowd;
            crowd.service("server", 2, {compute(exponentially(20))});
            crowd.load("users", ClosedUsers{1'000'000, {}}, {"server.do"});
            variants.push_back(variantOf(name, std::move(crowd)));
        }
        std::stop_source stop;
        stop.request_stop();
        ComparisonOptions options;
        options.replications = 256;
        options.experiment.threads = 256;
        options.experiment.stop = stop.get_token();
        const std::string told = refusalOf(variants, options);
        QVERIFY2(told.starts_with("/workloads/users/arrivals/users: ") &&
                     told.find("256 are made at a time") != std::string::npos && told.ends_with("(first)"),
                 told.c_str());
        options.replications = 2;
        QCOMPARE(refusalOf(variants, options), std::string("no failure"));
    }

    void aStopEndsIt() {
        std::stop_source stop;
        stop.request_stop();
        ComparisonOptions options;
        options.experiment.stop = stop.get_token();
        const Comparison comparison =
            compared({variantOf("two", shop(2)), variantOf("three", shop(3))}, options);
        QVERIFY(comparison.cancelled && comparison.replications == 0);
    }
};

QTEST_APPLESS_MAIN(ComparisonTest)
#include "comparison_test.moc"
