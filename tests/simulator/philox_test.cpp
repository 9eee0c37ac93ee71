#include <QTest>
#include <cmath>
#include <set>

#include "simulator/random/philox.h"

using namespace simulator;

class PhiloxTest : public QObject {
    Q_OBJECT

private slots:
    void givesTheKnownAnswers();
    void blocksAreBufferedInOrder();
    void seekingGivesTheSameNumbers();
    void streamsDiffer();
    void uniformNumbersAreUniform();
    void belowStaysBelow();
};

// The vectors that the authors publish with Random123 (kat_vectors).
void PhiloxTest::givesTheKnownAnswers() {
    using Block = std::array<std::uint32_t, 4>;
    constexpr std::uint32_t ones = 0xFFFFFFFF;
    QCOMPARE(philox({0, 0, 0, 0}, {0, 0}), (Block{0x6627e8d5, 0xe169c58d, 0xbc57ac4c, 0x9b00dbd8}));
    QCOMPARE(philox({ones, ones, ones, ones}, {ones, ones}),
             (Block{0x408f276d, 0x41c83b0e, 0xa20bc7c6, 0x6d5451fd}));
    QCOMPARE(philox({0x243f6a88, 0x85a308d3, 0x13198a2e, 0x03707344}, {0xa4093822, 0x299f31d0}),
             (Block{0xd16cfe09, 0x94fdcceb, 0x5001e420, 0x24126ea1}));
}

void PhiloxTest::blocksAreBufferedInOrder() {
    const std::uint64_t seed = 0x0123456789abcdef;
    const std::uint64_t entity = entityKey("orders.place");
    const auto purpose = static_cast<std::uint32_t>(Purpose::Service);
    const auto key = philox(
        {static_cast<std::uint32_t>(entity), static_cast<std::uint32_t>(entity >> 32), purpose, 0x4C494E54},
        {0x89abcdef, 0x01234567});
    RandomStream stream(seed, entity, Purpose::Service, 7);
    for (std::uint32_t block = 0; block < 100; ++block) {
        const auto words = philox({block, 0, 7, 0}, {key[0], key[1]});
        QCOMPARE(stream.next64(), std::uint64_t{words[1]} << 32 | words[0]);
        QCOMPARE(stream.next64(), std::uint64_t{words[3]} << 32 | words[2]);
    }
}

void PhiloxTest::seekingGivesTheSameNumbers() {
    RandomStream stream(3, 4, Purpose::Arrival, 0);
    std::vector<std::uint64_t> numbers;
    for (int i = 0; i < 200; ++i) {
        QCOMPARE(stream.draws(), static_cast<std::uint64_t>(i));
        numbers.push_back(stream.next64());
    }
    for (const std::uint64_t draw : {0u, 1u, 15u, 16u, 17u, 99u, 150u, 199u}) {
        RandomStream other(3, 4, Purpose::Arrival, 0);
        other.seek(draw);
        QCOMPARE(other.draws(), draw);
        QCOMPARE(other.next64(), numbers[draw]);
    }
}

void PhiloxTest::streamsDiffer() {
    std::set<std::uint64_t> first;
    int streams = 0;
    for (std::uint64_t seed = 0; seed < 10; ++seed)
        for (std::uint64_t entity = 0; entity < 10; ++entity)
            for (const Purpose purpose : {Purpose::Arrival, Purpose::Service, Purpose::Network})
                for (std::uint32_t replication = 0; replication < 10; ++replication, ++streams)
                    first.insert(RandomStream(seed, entity, purpose, replication).next64());
    QCOMPARE(static_cast<int>(first.size()), streams);
    QVERIFY(entityKey("a") != entityKey("b"));
    QCOMPARE(entityKey(""), 0xCBF29CE484222325u);
    QCOMPARE(entityKey("#7", entityKey("orders")), entityKey("orders#7"));
}

void PhiloxTest::uniformNumbersAreUniform() {
    constexpr int cells = 1000;
    constexpr int draws = 1'000'000;
    RandomStream stream(42, 0, Purpose::Test, 0);
    std::vector<int> counts(cells);
    double sum = 0;
    for (int i = 0; i < draws; ++i) {
        const double value = stream.uniform();
        QVERIFY(value >= 0 && value < 1);
        sum += value;
        ++counts[static_cast<std::size_t>(value * cells)];
    }
    double chiSquare = 0;
    for (const int count : counts) chiSquare += std::pow(count - draws / cells, 2) / (double(draws) / cells);
    const double deviations = (chiSquare - (cells - 1)) / std::sqrt(2.0 * (cells - 1));
    QVERIFY2(std::abs(deviations) < 4, qPrintable(QString::number(deviations)));
    QVERIFY(std::abs(sum / draws - 0.5) < 4 * std::sqrt(1.0 / 12 / draws));
}

void PhiloxTest::belowStaysBelow() {
    RandomStream stream(1, 2, Purpose::Balance, 0);
    std::vector<int> counts(7);
    for (int i = 0; i < 70'000; ++i) ++counts.at(stream.below(7));
    for (const int count : counts) QVERIFY(std::abs(count - 10'000) < 400);
    QCOMPARE(stream.below(0), 0u);
    QCOMPARE(stream.below(1), 0u);
}

QTEST_GUILESS_MAIN(PhiloxTest)
#include "philox_test.moc"
