#include <QDirIterator>
#include <QRegularExpression>
#include <QtTest>

namespace {

const QString root = LINTEL_SOURCE_DIR;

/// What a place may include of the outside: prefixes of headers, besides the standard library.
struct Rule {
    QString place;        ///< Path prefix of the including file
    QStringList own;      ///< Folders of ours that it may include
    QStringList outside;  ///< Prefixes of libraries' headers
};

/// The longest matching place decides.
const std::vector<Rule> rules = {
    {"model/", {"model/"}, {"fmt/", "tl/"}},
    {"model/json/", {"model/"}, {"fmt/", "tl/", "nlohmann/"}},
    {"model/graph/", {"model/"}, {"fmt/", "tl/", "boost/"}},
    {"simulator/",
     {"model/", "simulator/"},
     {"fmt/", "tl/", "sys/", "unistd.h", "time.h", "x86intrin.h", "emmintrin.h", "immintrin.h"}},
    {"simulator/store/",
     {"model/", "simulator/"},
     {"fmt/", "tl/", "sqlite3.h", "sys/", "unistd.h", "fcntl.h"}},
    {"simulator/cluster/", {"model/", "simulator/"}, {"fmt/", "tl/", "mpi.h"}},
    {"simulator/trace/", {"model/", "simulator/"}, {"fmt/", "tl/", "nlohmann/"}},
    {"exporters/", {"model/", "exporters/"}, {"fmt/", "tl/"}},
    {"app/", {"model/", "simulator/", "exporters/", "app/"}, {"*"}},
    {"app/layout/", {"app/layout/"}, {"gvc.h", "cgraph.h", "graphviz/", "unistd.h", "sys/", "signal.h"}},
};

const Rule& ruleFor(const QString& file) {
    const Rule* best = nullptr;
    for (const Rule& rule : rules)
        if (file.startsWith(rule.place) && (!best || rule.place.size() > best->place.size())) best = &rule;
    return *best;
}

bool startsWithAny(const QString& header, const QStringList& prefixes) {
    return std::any_of(prefixes.begin(), prefixes.end(),
                       [&](const QString& p) { return p == "*" || header.startsWith(p); });
}

bool isStandard(const QString& header) {
    static const QRegularExpression word("^[a-z_0-9]+$");
    return word.match(header).hasMatch() && !header.endsWith(".h");
}

struct Include {
    QString file;
    int line;
    QString header;
    bool quoted;
};

/// Passes over the lines inside raw string literals: texts of other programs.
class RawStrings {
public:
    bool contains(const QString& line) {
        static const QRegularExpression start("R\"([^\\s()\\\\]{0,16})\\(");
        const bool inside = !m_end.isEmpty();
        qsizetype at = 0;
        while (true) {
            if (!m_end.isEmpty()) {
                const qsizetype end = line.indexOf(m_end, at);
                if (end < 0) return inside;
                at = end + m_end.size();
                m_end.clear();
            }
            const auto match = start.match(line, at);
            if (!match.hasMatch()) return inside;
            m_end = ")" + match.captured(1) + "\"";
            at = match.capturedEnd();
        }
    }

private:
    QString m_end;
};

std::vector<Include> includesOf(const QString& folder) {
    static const QRegularExpression pattern("^\\s*#\\s*include\\s*([<\"])([^>\"]+)[>\"]");
    std::vector<Include> list;
    QDirIterator files(root + "/" + folder, {"*.h", "*.cpp"}, QDir::Files, QDirIterator::Subdirectories);
    while (files.hasNext()) {
        QFile file(files.next());
        if (!file.open(QIODevice::ReadOnly)) continue;
        int number = 0;
        RawStrings rawStrings;
        while (!file.atEnd()) {
            ++number;
            const QString line = QString::fromUtf8(file.readLine());
            const auto match = pattern.match(line);
            if (!rawStrings.contains(line) && match.hasMatch())
                list.push_back({QDir(root).relativeFilePath(file.fileName()), number, match.captured(2),
                                match.captured(1) == "\""});
        }
    }
    return list;
}

}  // namespace

class LayeringTest : public QObject {
    Q_OBJECT

private slots:
    void layersIncludeOnlyWhatTheyMay_data() {
        QTest::addColumn<QString>("folder");
        for (const char* folder : {"model", "simulator", "exporters", "app"}) QTest::newRow(folder) << folder;
    }
    void layersIncludeOnlyWhatTheyMay() {
        QFETCH(QString, folder);
        QStringList offences;
        const auto includes = includesOf(folder);
        QVERIFY(includes.size() > 10);
        for (const Include& include : includes) {
            const Rule& rule = ruleFor(include.file);
            const bool ours = include.quoted && include.header.contains('/');
            const bool mocFile =
                include.quoted && (include.header.endsWith(".moc") || include.header.startsWith("moc_"));
            const bool allowed =
                ours      ? startsWithAny(include.header, rule.own)
                : mocFile ? true
                          : isStandard(include.header) || startsWithAny(include.header, rule.outside);
            if (!allowed)
                offences
                    << QString("%1:%2 includes %3").arg(include.file).arg(include.line).arg(include.header);
        }
        QVERIFY2(offences.isEmpty(), qPrintable(offences.join('\n')));
    }

    void graphvizLivesInOnePlace() {
        for (const Include& include : includesOf("app"))
            if (include.header.startsWith("graphviz/") || include.header == "gvc.h" ||
                include.header == "cgraph.h")
                QVERIFY2(include.file.startsWith("app/layout/"), qPrintable(include.file));
    }

    void heavyHeadersStayOutOfPublicHeaders() {
        const QStringList heavy{"nlohmann/json.hpp", "boost/"};
        const QStringList internal{"model/json/reader.h", "model/json/writer.h", "model/json/pretty.h"};
        for (const char* folder : {"model", "simulator", "exporters", "app"})
            for (const Include& include : includesOf(folder))
                if (include.file.endsWith(".h") && startsWithAny(include.header, heavy))
                    QVERIFY2(internal.contains(include.file), qPrintable(include.file));
    }

    void headersAreGuarded() {
        for (const char* folder : {"model", "simulator", "exporters", "app"}) {
            QDirIterator files(root + "/" + folder, {"*.h"}, QDir::Files, QDirIterator::Subdirectories);
            while (files.hasNext()) {
                QFile file(files.next());
                QVERIFY(file.open(QIODevice::ReadOnly));
                QVERIFY2(file.readAll().contains("#pragma once"), qPrintable(file.fileName()));
            }
        }
    }

    void theTopLevelIsFixed() {
        const QStringList allowed{"CMakeLists.txt", "CMakePresets.json", "LICENSE", "README.md", "app",
                                  "build",          "exporters",         "model",   "samples",   "simulator",
                                  "tests"};
        for (const QString& entry : QDir(root).entryList(QDir::AllEntries | QDir::NoDotAndDotDot))
            QVERIFY2(allowed.contains(entry), qPrintable(entry));
    }
};

QTEST_APPLESS_MAIN(LayeringTest)
#include "layering_test.moc"
