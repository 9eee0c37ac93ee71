// The queue of pending events against an ordered set: the same order, whatever is scheduled, moved and
// cancelled.
#include <QtTest>
#include <array>
#include <map>
#include <set>
#include <tuple>

#include "simulator/kernel/event_queue.h"
#include "simulator/random/philox.h"

using simulator::EventQueue;
using simulator::RandomStream;
using Priority = EventQueue::Priority;

namespace {

/// The queue, and beside it what it must do, said plainly.
class Twin {
public:
    void schedule(std::uint32_t owner, std::int64_t time, Priority priority) {
        const EventQueue::Timer timer = m_queue.schedule(owner, time, priority);
        QVERIFY(!m_ranks.contains(timer));
        insert(timer, owner, time, priority);
    }
    void move(EventQueue::Timer timer, std::int64_t time, Priority priority) {
        QCOMPARE(m_queue.timeOf(timer), std::get<0>(m_ranks.at(timer)));
        const EventQueue::Timer moved = m_queue.move(timer, time, priority);
        replace(timer, moved, time, priority);
    }
    void scheduleInLane(std::size_t lane, std::uint32_t owner, std::int64_t time) {
        const EventQueue::Timer timer = m_queue.scheduleInLane(lane, owner, time);
        QVERIFY(!m_ranks.contains(timer));
        insert(timer, owner, time, Priority::Timeout);
    }
    void moveToLane(std::size_t lane, EventQueue::Timer timer, std::int64_t time) {
        const EventQueue::Timer moved = m_queue.moveToLane(lane, timer, time);
        replace(timer, moved, time, Priority::Timeout);
    }
    void cancel(EventQueue::Timer timer) {
        QCOMPARE(m_queue.timeOf(timer), std::get<0>(m_ranks.at(timer)));
        m_queue.cancel(timer);
        erase(timer);
    }
    /// Takes the earliest, which both must agree upon; its time.
    std::int64_t take() {
        const EventQueue::Key key = m_queue.first();
        if (m_order.empty()) return key.isNothing() ? -1 : -2;
        const Rank rank = *m_order.begin();
        const bool same = std::get<0>(rank) == static_cast<std::int64_t>(key.time) &&
                          std::get<3>(rank) == m_queue.owner(key.timer());
        m_queue.take(key);
        erase(key.timer());
        return same ? std::get<0>(rank) : -2;
    }
    void addLanes(std::size_t lanes) { m_queue.addLanes(lanes); }
    std::size_t size() const { return m_order.size(); }
    std::uint64_t pending() const { return m_queue.pending(); }
    EventQueue::Timer any(RandomStream& random) const {
        auto at = m_ranks.lower_bound(random.below(static_cast<std::uint32_t>(2 * m_ranks.size())));
        return at == m_ranks.end() ? m_ranks.begin()->first : at->first;
    }

    /// A copy of the queue takes its place.
    void continueAsCopy() {
        EventQueue copy(m_queue);
        m_queue = std::move(copy);
    }

private:
    using Rank = std::tuple<std::int64_t, Priority, std::uint64_t, std::uint32_t>;  ///< The last is the owner
    void insert(EventQueue::Timer timer, std::uint32_t owner, std::int64_t time, Priority priority) {
        const Rank rank{time, priority, m_sequence++, owner};
        m_ranks[timer] = rank;
        m_order.insert(rank);
    }
    void replace(EventQueue::Timer timer, EventQueue::Timer by, std::int64_t time, Priority priority) {
        const std::uint32_t owner = std::get<3>(m_ranks.at(timer));
        erase(timer);
        QVERIFY(!m_ranks.contains(by));
        insert(by, owner, time, priority);
    }
    void erase(EventQueue::Timer timer) {
        m_order.erase(m_ranks.at(timer));
        m_ranks.erase(timer);
    }

    EventQueue m_queue;
    std::map<EventQueue::Timer, Rank> m_ranks;
    std::set<Rank> m_order;
    std::uint64_t m_sequence = 0;
};

using Spans = std::array<std::int64_t, 5>;
/// At once, soon, in seconds, in hours, or never.
constexpr Spans anyTime{1, 1'000'000, 30'000'000'000, 40'000'000'000'000, std::int64_t{1} << 60};
/// Many in each microsecond, and many at the same nanosecond.
constexpr Spans veryBusy{1, 10, 300, 5'000, 70'000};

/// A time from now on.
std::int64_t someTime(const Spans& spans, RandomStream& random, std::int64_t now) {
    const auto wait = random.uniform() * static_cast<double>(spans[random.below(5)]);
    constexpr std::int64_t latest = std::numeric_limits<std::int64_t>::max();
    return wait < static_cast<double>(latest - now) ? now + static_cast<std::int64_t>(wait) : latest;
}

}  // namespace

class EventQueueTest : public QObject {
    Q_OBJECT
private slots:
    void keepsTheOrderOfAnOrderedSet_data();
    void keepsTheOrderOfAnOrderedSet();
    void isEmptyAtFirst();
    void breaksTiesByPriorityThenBySequence();
    void leavesNothingBehindOfCancelledTimeouts();
    void keepsTheOrderOfTimeoutsThatAreMoved_data();
    void keepsTheOrderOfTimeoutsThatAreMoved();
    void keepsTheOrderOfLanes_data();
    void keepsTheOrderOfLanes();
    void forgetsWhatWasCancelledInLanes();
};

void EventQueueTest::keepsTheOrderOfAnOrderedSet_data() {
    QTest::addColumn<int>("most");
    QTest::addColumn<bool>("busy");
    QTest::newRow("a few") << 12 << false;
    QTest::newRow("as many as the tree takes") << static_cast<int>(EventQueue::nearLimit) << false;
    QTest::newRow("many more") << 30'000 << false;
    QTest::newRow("some more, at the same time") << 2 * static_cast<int>(EventQueue::nearLimit) << true;
    QTest::newRow("many more, at the same time") << 30'000 << true;
}

void EventQueueTest::keepsTheOrderOfAnOrderedSet() {
    QFETCH(int, most);
    QFETCH(bool, busy);
    const Spans& spans = busy ? veryBusy : anyTime;
    RandomStream random(7, static_cast<std::uint64_t>(most), simulator::Purpose::Test, 0);
    Twin twin;
    std::int64_t now = 0;
    for (int step = 0; step < 200'000; ++step) {
        const std::uint32_t dice = random.below(100);
        const auto priority = static_cast<Priority>(random.below(3));
        // It grows to its most, and shrinks to nothing in between.
        const bool grows = step / 50'000 % 2 == 0;
        if (twin.size() == 0 ||
            (dice < (grows ? 60u : 20u) && twin.size() < static_cast<std::size_t>(most))) {
            twin.schedule(random.below(1000), someTime(spans, random, now), priority);
        } else if (dice < 70) {
            now = twin.take();
            QVERIFY2(now >= 0, qPrintable(QString("step %1").arg(step)));
        } else if (dice < 85) {
            twin.cancel(twin.any(random));
        } else {
            twin.move(twin.any(random), someTime(spans, random, now), priority);
        }
        QCOMPARE(twin.pending(), twin.size());
    }
    while (twin.size()) QVERIFY(twin.take() >= 0);
    QCOMPARE(twin.take(), -1);
}

void EventQueueTest::isEmptyAtFirst() {
    EventQueue queue;
    QVERIFY(queue.first().isNothing());
    QCOMPARE(queue.pending(), 0u);
}

void EventQueueTest::breaksTiesByPriorityThenBySequence() {
    EventQueue queue;
    queue.schedule(0, 5, Priority::Timeout);
    queue.schedule(1, 5, Priority::Work);
    queue.schedule(2, 5, Priority::Work);
    queue.schedule(3, 5, Priority::Fault);
    for (const std::uint32_t expected : {3u, 1u, 2u, 0u}) {
        const EventQueue::Key key = queue.first();
        QCOMPARE(queue.owner(key.timer()), expected);
        queue.take(key);
    }
}

// Services of a millisecond beside timeouts of half a minute that are cancelled: at any time as many events
// as owners and timeouts, and as many timers.
void EventQueueTest::leavesNothingBehindOfCancelledTimeouts() {
    EventQueue queue;
    constexpr std::uint32_t owners = 5000;
    std::vector<EventQueue::Timer> timeouts;
    for (std::uint32_t owner = 0; owner < owners; ++owner) {
        queue.schedule(owner, owner, Priority::Work);
        timeouts.push_back(queue.schedule(owner, 30'000'000'000, Priority::Timeout));
    }
    for (int step = 0; step < 200'000; ++step) {
        const EventQueue::Key key = queue.first();
        const std::uint32_t owner = queue.owner(key.timer());
        const auto now = static_cast<std::int64_t>(key.time);
        queue.take(key);
        queue.cancel(timeouts[owner]);
        queue.schedule(owner, now + 1'000'000, Priority::Work);
        timeouts[owner] = queue.schedule(owner, now + 30'000'000'000, Priority::Timeout);
        QCOMPARE(queue.pending(), 2u * owners);
        QVERIFY(timeouts[owner] < 2 * owners + 2);
    }
}

void EventQueueTest::keepsTheOrderOfTimeoutsThatAreMoved_data() {
    QTest::addColumn<int>("direction");
    QTest::newRow("later") << 1;
    QTest::newRow("earlier") << -1;
    QTest::newRow("anywhere") << 0;
}

// Far timers that are moved and set anew again and again while time goes on, a service at a time.
void EventQueueTest::keepsTheOrderOfTimeoutsThatAreMoved() {
    QFETCH(int, direction);
    RandomStream random(8, 0, simulator::Purpose::Test, 0);
    Twin twin;
    constexpr int timeouts = 2000;
    std::int64_t now = 0;
    std::int64_t patience = 60'000'000'000;
    for (int owner = 0; owner < timeouts; ++owner)
        twin.schedule(static_cast<std::uint32_t>(owner), patience + owner, Priority::Timeout);
    for (int step = 0; step < 100'000; ++step) {
        patience += direction * 300'000;
        const std::int64_t wait = direction ? patience : random.below(1'000'000'000);
        const EventQueue::Timer timer = twin.any(random);
        if (step % 3) {
            twin.move(timer, now + wait, Priority::Timeout);
        } else {
            twin.cancel(timer);
            twin.schedule(random.below(timeouts), now + wait, Priority::Timeout);
        }
        if (step % 7 == 0) twin.schedule(0, now + random.below(2'000'000), Priority::Work);
        if (step % 7 == 6) now = twin.take();
        QVERIFY2(now >= 0, qPrintable(QString("step %1").arg(step)));
        QCOMPARE(twin.pending(), twin.size());
    }
    while (twin.size()) QVERIFY(twin.take() >= 0);
}

void EventQueueTest::keepsTheOrderOfLanes_data() {
    QTest::addColumn<int>("most");
    QTest::addColumn<int>("outOfTurn");
    QTest::newRow("a few") << 12 << 0;
    QTest::newRow("as many as the tree takes") << static_cast<int>(EventQueue::nearLimit) << 5;
    QTest::newRow("many more") << 30'000 << 5;
    QTest::newRow("many more, in any order") << 30'000 << 60;
}

// Timeouts of three lengths, which are cancelled, moved and come up, beside all else; in percent, some of
// them end out of turn.
void EventQueueTest::keepsTheOrderOfLanes() {
    QFETCH(int, most);
    QFETCH(int, outOfTurn);
    constexpr std::array<std::int64_t, 3> lengths{400'000, 2'000'000, 30'000'000};
    RandomStream random(9, static_cast<std::uint64_t>(most + outOfTurn), simulator::Purpose::Test, 0);
    Twin twin;
    twin.addLanes(lengths.size());
    std::int64_t now = 0;
    for (int step = 0; step < 200'000; ++step) {
        const std::uint32_t dice = random.below(100);
        const std::size_t lane = random.below(3);
        const bool inTurn = random.below(100) >= static_cast<std::uint32_t>(outOfTurn);
        const std::int64_t end = now + (inTurn ? lengths[lane] : random.below(3'000'000));
        const bool grows = step / 50'000 % 2 == 0 && twin.size() < static_cast<std::size_t>(most);
        if (twin.size() == 0 || (grows && dice < 20)) {
            twin.schedule(random.below(1000), now + random.below(1'000'000), Priority::Work);
        } else if (grows && dice < 55) {
            twin.scheduleInLane(lane, random.below(1000), end);
        } else if (dice < 75) {
            now = twin.take();
            QVERIFY2(now >= 0, qPrintable(QString("step %1").arg(step)));
        } else if (dice < 88) {
            twin.cancel(twin.any(random));
        } else if (dice < 94) {
            twin.moveToLane(lane, twin.any(random), end);
        } else {
            twin.move(twin.any(random), now + random.below(1'000'000), Priority::Work);
        }
        if (step % 20'000 == 0) twin.continueAsCopy();
        QCOMPARE(twin.pending(), twin.size());
    }
    while (twin.size()) QVERIFY(twin.take() >= 0);
    QCOMPARE(twin.take(), -1);
}

// At any time as many timers as events, however many timeouts there were.
void EventQueueTest::forgetsWhatWasCancelledInLanes() {
    EventQueue queue;
    queue.addLanes(1);
    constexpr std::uint32_t owners = 100;
    std::array<EventQueue::Timer, owners> timeouts{};
    for (std::uint32_t owner = 0; owner < owners; ++owner) {
        queue.schedule(owner, owner, Priority::Work);
        timeouts[owner] = queue.scheduleInLane(0, owner, 30'000'000'000);
    }
    for (int step = 0; step < 200'000; ++step) {
        const EventQueue::Key key = queue.first();
        const std::uint32_t owner = queue.owner(key.timer());
        const auto now = static_cast<std::int64_t>(key.time);
        queue.take(key);
        queue.cancel(timeouts[owner]);
        queue.schedule(owner, now + 1'000, Priority::Work);
        timeouts[owner] = queue.scheduleInLane(0, owner, now + 30'000'000'000);
        QCOMPARE(queue.pending(), 2u * owners);
        QVERIFY(timeouts[owner] < 2 * owners + 2);
    }
}

QTEST_APPLESS_MAIN(EventQueueTest)
#include "event_queue_test.moc"
