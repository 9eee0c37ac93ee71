// The samples with a few numbers or words made extreme: whatever a file says, it is refused with a reason, or
// simulated and estimated as far as it goes. Nothing crashes, nothing hangs.
#include <QDirIterator>
#include <QTest>
#include <cctype>
#include <fstream>
#include <random>
#include <sstream>

#include "model/check.h"
#include "model/json/json.h"
#include "simulator/estimate/estimate.h"
#include "simulator/simulate.h"
#include "simulator/steered_run.h"

namespace {

constexpr const char* extremes[] = {"0",
                                    "-1",
                                    "1",
                                    "-0.0",
                                    "0.5",
                                    "3",
                                    "1e-300",
                                    "1e-9",
                                    "64",
                                    "1000",
                                    "65536",
                                    "100000",
                                    "1000000",
                                    "10000000",
                                    "100000000",
                                    "2147483647",
                                    "2147483648",
                                    "-2147483649",
                                    "1e12",
                                    "1e18",
                                    "9223372036854775807",
                                    "18446744073709551615",
                                    "1e300",
                                    "1e999",
                                    "null",
                                    "[]",
                                    "\"x\""};

struct Span {
    std::size_t from, length;
};

/// Where the numbers and the texts of a file are.
class Words {
public:
    explicit Words(const std::string& text) {
        for (std::size_t at = 0; at < text.size(); ++at) {
            if (text[at] == '"') {
                const std::size_t end = text.find('"', at + 1);
                if (end == std::string::npos) return;
                texts.push_back({at, end + 1 - at});
                at = end;
            } else if (std::isdigit(static_cast<unsigned char>(text[at])) || text[at] == '-') {
                const std::size_t end = std::min(text.find_first_not_of("0123456789.eE+-", at), text.size());
                numbers.push_back({at, end - at});
                at = end - 1;
            }
        }
    }
    std::vector<Span> numbers;
    std::vector<Span> texts;
};

class Mutation {
public:
    Mutation(std::string text, std::uint32_t seed) : m_text(std::move(text)), m_random(seed) {}

    std::string text() {
        const int changes = 1 + below(3);
        for (int change = 0; change < changes; ++change) {
            const Words words(m_text);
            if (below(5) > 0 && !words.numbers.empty())
                replace(words.numbers, extremes[below(std::size(extremes))]);
            else if (!words.texts.empty())
                replace(words.texts, of(words.texts[below(words.texts.size())]));
        }
        return m_text;
    }

private:
    std::size_t below(std::size_t bound) { return m_random() % bound; }
    int below(int bound) { return static_cast<int>(m_random() % static_cast<unsigned>(bound)); }
    std::string of(const Span& span) const { return m_text.substr(span.from, span.length); }
    void replace(const std::vector<Span>& places, const std::string& by) {
        const Span place = places[below(places.size())];
        m_text.replace(place.from, place.length, by);
    }

    std::string m_text;
    std::mt19937 m_random;
};

std::string contentOf(const QString& path) {
    std::ifstream file(path.toStdString());
    std::stringstream text;
    text << file.rdbuf();
    return text.str();
}

enum class Fate { Unreadable, NotWhole, Refused, Simulated };

/// How far a text gets; empty reasons are failures.
Fate fateOf(const std::string& text) {
    const auto parsed = model::parseProject(text);
    if (!parsed) {
        if (parsed.error().message.empty()) qFatal("refused without a reason");
        return Fate::Unreadable;
    }
    Fate fate = parsed->problems.empty() ? Fate::Refused : Fate::NotWhole;
    for (const model::Scenario& scenario : parsed->project.scenarios) {
        simulator::RunOptions options;
        options.replications = 1;
        options.mostMemoryMb = 200;
        const auto plan = simulator::compile(parsed->project, scenario.id, options);
        if (!plan) {
            if (plan.error().message.empty() || plan.error().place.empty()) qFatal("refused without a place");
            continue;
        }
        if (fate == Fate::NotWhole) qFatal("what is not whole was compiled");
        simulator::SteeredRun run(*plan);
        run.step(3000);
        const simulator::RunResult result = run.result();
        if (!result.conservation.holds) qFatal("requests are lost or invented: %s", text.c_str());
        const auto estimate = simulator::estimate(parsed->project, scenario.id);
        if (!estimate && estimate.error().message.empty()) qFatal("not estimated without a reason");
        fate = Fate::Simulated;
    }
    return fate;
}

}  // namespace

class FuzzTest : public QObject {
    Q_OBJECT

private slots:
    void nothingCrashes_data();
    void nothingCrashes();
    void mostFatesAreMet();

private:
    int m_fates[4] = {};
};

void FuzzTest::nothingCrashes_data() {
    QTest::addColumn<QString>("path");
    QDirIterator samples(LINTEL_SOURCE_DIR "/samples", {"*.lintel"}, QDir::Files,
                         QDirIterator::Subdirectories);
    QStringList paths;
    while (samples.hasNext()) paths << samples.next();
    paths.sort();
    for (const QString& path : paths) QTest::newRow(qPrintable(QFileInfo(path).baseName())) << path;
}

// LINTEL_FUZZ=N makes it N times as long, with other changes.
void FuzzTest::nothingCrashes() {
    QFETCH(QString, path);
    const std::string text = contentOf(path);
    const int times = std::max(1, qEnvironmentVariableIntValue("LINTEL_FUZZ"));
    const int changes = (text.size() > 30'000 ? 40 : 60) * times;
    for (int seed = 0; seed < changes; ++seed) {
        const std::string mutated = Mutation(text, static_cast<std::uint32_t>(seed)).text();
        ++m_fates[static_cast<int>(fateOf(mutated))];
    }
}

void FuzzTest::mostFatesAreMet() {
    qInfo("%d unreadable, %d not whole, %d refused, %d simulated", m_fates[0], m_fates[1], m_fates[2],
          m_fates[3]);
    for (const int count : m_fates) QVERIFY(count > 0);
}

QTEST_GUILESS_MAIN(FuzzTest)
#include "fuzz_test.moc"
