// What `lintel cascade` tells of the sample cascades, whole: one must understand it without the model. With
// LINTEL_WRITE_STORIES=1 the texts are written anew instead: read them before they are committed.
#include <QTest>

#include "tests/app/cli_program.h"

namespace {

constexpr const char* cascades[] = {"retry-storm", "overload-growth", "cache-flush", "hot-key-stampede",
                                    "gc-spiral",   "pool-exhaustion", "black-hole",  "autoscaler-thrash",
                                    "zone-loss",   "broker-backlog"};

QString fileOf(const QString& cascade, const QString& scenario) {
    return QStringLiteral(LINTEL_SOURCE_DIR "/tests/app/stories/%1-%2.txt").arg(cascade, scenario);
}

/// The first line that differs, as it is and as it should be.
QByteArray difference(const QByteArray& told, const QByteArray& expected) {
    const QList<QByteArray> is = told.split('\n');
    const QList<QByteArray> should = expected.split('\n');
    for (int at = 0; at < std::max(is.size(), should.size()); ++at)
        if (is.value(at) != should.value(at))
            return "line " + QByteArray::number(at + 1) + "\n  is       " + is.value(at) + "\n  expected " +
                   should.value(at);
    return {};
}

}  // namespace

class CliStoriesTest : public QObject {
    Q_OBJECT

private slots:
    void storiesAreToldAsTheyWereRead_data() {
        QTest::addColumn<QString>("cascade");
        QTest::addColumn<QString>("scenario");
        for (const char* cascade : cascades)
            for (const char* scenario : {"incident", "healed"})
                QTest::addRow("%s %s", cascade, scenario) << cascade << scenario;
    }
    void storiesAreToldAsTheyWereRead() {
        QFETCH(QString, cascade);
        QFETCH(QString, scenario);
        const Ran ran = runLintel({"cascade", "sample:cascades/" + cascade, "--scenario", scenario});
        QVERIFY2(ran.exit == 0 || ran.exit == 1, ran.told());
        const QString file = fileOf(cascade, scenario);
        if (qEnvironmentVariableIsSet("LINTEL_WRITE_STORIES")) QVERIFY(putFile(file, ran.out));
        const QByteArray expected = contentOfFile(file);
        QVERIFY2(!expected.isEmpty(), qPrintable(file));
        QVERIFY2(ran.out == expected, difference(ran.out, expected));
        for (const QByteArray& line : ran.out.split('\n')) QVERIFY2(line.size() <= 100, line);
    }
};

QTEST_APPLESS_MAIN(CliStoriesTest)
#include "cli_stories_test.moc"
