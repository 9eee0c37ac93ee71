// The table of what the engine is held against names tests that are there.
#include <QFile>
#include <QRegularExpression>
#include <QtTest>
#include <algorithm>

namespace {

const QString root = LINTEL_SOURCE_DIR;

QString contentOf(const QString& path) {
    QFile file(root + "/" + path);
    return file.open(QIODevice::ReadOnly) ? QString::fromUtf8(file.readAll()) : QString();
}

/// The rows of all tables below a heading, up to the next heading of the first level, without their heads.
QStringList rowsBelow(const QString& text, const QString& heading) {
    const qsizetype from = text.indexOf("\n" + heading + "\n");
    if (from < 0) return {};
    const qsizetype to = text.indexOf("\n# ", from + 1);
    QStringList rows;
    for (const QString& line : text.mid(from + 1, to < 0 ? -1 : to - from).split('\n')) {
        const bool isRule = line.startsWith("|---");
        if (isRule) rows.removeLast();
        if (line.startsWith('|') && !isRule) rows.push_back(line);
    }
    return rows;
}

/// What stands between `...`.
QStringList codeIn(const QString& line) {
    static const QRegularExpression code("`([^`]+)`");
    QStringList found;
    for (auto match = code.globalMatch(line); match.hasNext();) found.push_back(match.next().captured(1));
    return found;
}

/// What is wrong with a test's name; empty when it is there.
QString problemOf(const QString& name) {
    static const QRegularExpression form("^(?:([a-z]+)/)?([a-z0-9_]+)::([A-Za-z0-9]+)$");
    const auto match = form.match(name);
    if (!match.hasMatch()) return name + ": expected `file::function`";
    const QString folder = match.captured(1).isEmpty() ? QStringLiteral("simulator") : match.captured(1);
    const QString path = QString("tests/%1/%2_test.cpp").arg(folder, match.captured(2));
    const QString source = contentOf(path);
    if (source.isEmpty()) return QString("%1: there is no %2").arg(name, path);
    // Declared among the slots, which is what the test program runs.
    const QRegularExpression slot(QString("^    void %1\\(\\)").arg(match.captured(3)),
                                  QRegularExpression::MultilineOption);
    return slot.match(source).hasMatch() ? QString() : QString("%1: not a test of %2").arg(name, path);
}

}  // namespace

class ConformanceHouseTest : public QObject {
    Q_OBJECT

private slots:
    void eachNamedTestIsThere() {
        const QString text = contentOf("tests/simulator/conformance.md");
        QVERIFY(!text.isEmpty());
        int names = 0;
        for (const QString& line : text.split('\n'))
            for (const QString& code : codeIn(line)) {
                if (!code.contains("::") || code == "file::function") continue;
                ++names;
                QVERIFY2(problemOf(code).isEmpty(), qPrintable(problemOf(code)));
            }
        QVERIFY(names > 200);
    }

    // A test, or the page that says that it is not modelled.
    void eachRowIsHeldToSomething_data() {
        QTest::addColumn<QString>("row");
        const QString text = contentOf("tests/simulator/conformance.md");
        for (const char* heading : {"# What the engine is held against", "# What carries a vendor's name",
                                    "# The ten cascades", "# What holds for any model"})
            for (const QString& row : rowsBelow("\n" + text, heading))
                QTest::newRow(qPrintable(row.left(60))) << row;
    }

    void eachRowIsHeldToSomething() {
        QFETCH(QString, row);
        const QStringList named = codeIn(row);
        QVERIFY2(!named.isEmpty(), qPrintable(row));
        const bool hasTest =
            std::ranges::any_of(named, [](const QString& code) { return code.contains("::"); });
        if (!hasTest) QVERIFY2(row.contains("not modelled: `"), qPrintable(row));
        for (const QString& code : named)
            if (code.endsWith(".md")) QVERIFY2(!contentOf(code).isEmpty(), qPrintable(code));
    }

    void allCascadesAreThere() {
        const QStringList rows =
            rowsBelow(contentOf("tests/simulator/conformance.md"), QStringLiteral("# The ten cascades"));
        QCOMPARE(rows.size(), 10);
        for (int number = 1; number <= 10; ++number)
            QVERIFY2(rows[number - 1].startsWith(QString("| %1 ").arg(number)), qPrintable(rows[number - 1]));
    }
};

QTEST_APPLESS_MAIN(ConformanceHouseTest)
#include "conformance_test.moc"
