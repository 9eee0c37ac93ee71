#include "simulator/kernel/reserved_memory.h"

#include <sys/resource.h>

#include <QTest>
#include <algorithm>
#include <limits>
#include <new>

#include "simulator/engine/frame_arena.h"

using simulator::FrameArena;
using simulator::Index;
using simulator::ReservedMemory;

class ReservedMemoryTest : public QObject {
    Q_OBJECT

private slots:
    void growsInItsPlace();
    void tooManyAddressesAreAnError();
    void tellsWhenMemoryIsUsedUp();
    void arenasAreCopiedAsFarAsUsed();
};

namespace {

constexpr std::size_t megabyte = 1 << 20;

}  // namespace

void ReservedMemoryTest::growsInItsPlace() {
    ReservedMemory memory(256 * megabyte);
    auto* const bytes = static_cast<unsigned char*>(memory.begin());
    QVERIFY(memory.reach(0));
    QVERIFY(memory.reach(1));
    bytes[0] = 7;
    QVERIFY(memory.reach(64 * megabyte));
    QVERIFY(memory.begin() == bytes);
    QCOMPARE(bytes[0], 7);
    QVERIFY(std::all_of(bytes + 1, bytes + 64 * megabyte, [](unsigned char byte) { return byte == 0; }));
    bytes[64 * megabyte - 1] = 9;
    QVERIFY(memory.reach(256 * megabyte));
    QCOMPARE(bytes[64 * megabyte - 1], 9);
    const ReservedMemory moved = std::move(memory);
    QVERIFY(moved.begin() == bytes);
}

void ReservedMemoryTest::tooManyAddressesAreAnError() {
    QVERIFY_EXCEPTION_THROWN(ReservedMemory(std::numeric_limits<std::size_t>::max() / 4), std::bad_alloc);
}

// On Linux pages that can be written count as data; elsewhere the limit may be another one.
void ReservedMemoryTest::tellsWhenMemoryIsUsedUp() {
#ifdef __linux__
    ReservedMemory memory(1024 * megabyte);
    QVERIFY(memory.reach(megabyte));
    auto* const bytes = static_cast<unsigned char*>(memory.begin());
    bytes[0] = 7;
    rlimit before{};
    QCOMPARE(getrlimit(RLIMIT_DATA, &before), 0);
    rlimit little = before;
    little.rlim_cur = 4 * megabyte;
    QCOMPARE(setrlimit(RLIMIT_DATA, &little), 0);
    const bool reached = memory.reach(1024 * megabyte);
    QCOMPARE(setrlimit(RLIMIT_DATA, &before), 0);
    QVERIFY(!reached);
    QCOMPARE(bytes[0], 7);
    QVERIFY(memory.reach(1024 * megabyte));
#else
    QSKIP("no limit to set");
#endif
}

void ReservedMemoryTest::arenasAreCopiedAsFarAsUsed() {
    FrameArena arena;
    constexpr Index frames = 100'000;
    for (Index at = 0; at < frames; ++at) arena[arena.allocate()].since = at;
    arena.release(5);
    FrameArena copy = arena;
    QCOMPARE(copy.used(), frames);
    for (Index at = 0; at < frames; ++at)
        if (at != 5) QCOMPARE(copy[at].since, std::int64_t{at});
    QCOMPARE(copy.allocate(), Index{5});
    QCOMPARE(copy.allocate(), frames);
    copy[7].since = -1;
    QCOMPARE(arena[7].since, std::int64_t{7});
    FrameArena moved = std::move(copy);
    QCOMPARE(moved[7].since, std::int64_t{-1});
}

QTEST_GUILESS_MAIN(ReservedMemoryTest)
#include "reserved_memory_test.moc"
