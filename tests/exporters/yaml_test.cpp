#include "exporters/yaml/yaml.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QTemporaryDir>
#include <QtTest>
#include <random>

#include "exporters/yaml/utf8.h"
#include "tests/exporters/python.h"

using exporters::Yaml;
using exporters::YamlEntry;

namespace {

/// What parsers of YAML 1.1 read as something else than a string, or what could break out of it.
const std::vector<std::string> tortures = {"",
                                           " ",
                                           "  ",
                                           "\t",
                                           "\n",
                                           "\r\n",
                                           "a ",
                                           " a",
                                           "a\n",
                                           "\na",
                                           "a\n\n",
                                           "yes",
                                           "Yes",
                                           "YES",
                                           "no",
                                           "NO",
                                           "on",
                                           "On",
                                           "off",
                                           "OFF",
                                           "y",
                                           "Y",
                                           "n",
                                           "N",
                                           "true",
                                           "TRUE",
                                           "True",
                                           "false",
                                           "null",
                                           "Null",
                                           "NULL",
                                           "~",
                                           "1",
                                           "-1",
                                           "+1",
                                           "0",
                                           "00",
                                           "0123",
                                           "0o17",
                                           "0x1F",
                                           "0b101",
                                           "1_000",
                                           "1.20",
                                           "1.",
                                           ".5",
                                           "-.5",
                                           "1e3",
                                           "1E3",
                                           "1.0e+3",
                                           "1e-3",
                                           ".inf",
                                           "-.INF",
                                           "+.inf",
                                           ".nan",
                                           ".NaN",
                                           "inf",
                                           "nan",
                                           "12:30",
                                           "12:30:45",
                                           "190:20:30.15",
                                           "2001-12-14",
                                           "2001-12-14t21:59:43.10-05:00",
                                           "2001-12-14 21:59:43.10 -5",
                                           "=",
                                           "<<",
                                           "<<: x",
                                           "-",
                                           "- a",
                                           "--",
                                           "---",
                                           "--- a",
                                           "...",
                                           "?",
                                           "? a",
                                           ":",
                                           ": a",
                                           "a:",
                                           "a: b",
                                           "a:b",
                                           "a :b",
                                           "a#b",
                                           "a #b",
                                           "#a",
                                           "&a",
                                           "*a",
                                           "!a",
                                           "!!str a",
                                           "|",
                                           "|-",
                                           ">",
                                           ">+",
                                           "%a",
                                           "%YAML 1.1",
                                           "@a",
                                           "`a",
                                           "'",
                                           "''",
                                           "'a'",
                                           "\"",
                                           "\"a\"",
                                           "a\"b",
                                           "a'b",
                                           "\\",
                                           "\\n",
                                           "a\\",
                                           "[",
                                           "]",
                                           "[]",
                                           "[a]",
                                           "{",
                                           "}",
                                           "{}",
                                           "{a: b}",
                                           "{{",
                                           "{{ .Values.x }}",
                                           "$(HOME)",
                                           "${HOME}",
                                           "`id`",
                                           "../../etc/passwd",
                                           ",",
                                           "a,b",
                                           "a, b",
                                           std::string("\0", 1),
                                           std::string("a\0b", 3),
                                           "\x01",
                                           "\x07",
                                           "\x1b[31m",
                                           "\x7f",
                                           "\u0080",
                                           "\u0085",
                                           "a\u0085b",
                                           "\u00a0",
                                           "\u00ad",
                                           "\u2028",
                                           "a\u2028b",
                                           "\u2029",
                                           "\ufeff",
                                           "\ufeffa",
                                           "\u200b",
                                           "\u202e",
                                           "\u2066",
                                           "\uffff",
                                           "\ufffe",
                                           "\ufffd",
                                           "Größe",
                                           "日本語",
                                           "😀",
                                           "\U0010ffff",
                                           "\U000e0001",
                                           "e\u0301",
                                           "apps/v1",
                                           "acme/orders:0.1.0",
                                           "registry:5000/a@sha256:0",
                                           "app.kubernetes.io/name",
                                           "250m",
                                           "64Mi",
                                           "25%",
                                           "0.0.0.0/0",
                                           "::/0",
                                           "a.b-c_d",
                                           "_a",
                                           "-a",
                                           ".a",
                                           "/a",
                                           "x-",
                                           "yes please",
                                           "1.2.3",
                                           "0.1.0",
                                           "v1",
                                           "OrdersService",
                                           "acme.ordering.v1.OrdersService",
                                           std::string(500, 'x'),
                                           std::string(5000, '"'),
                                           std::string(2000, '\x01'),
                                           "key: |\n  block\nother: 1",
                                           "a\n---\nb",
                                           "a\n...\nb",
                                           "\u0000"};

std::string randomText(std::mt19937& random) {
    static const std::vector<std::string> pieces = {
        "a", "Z", "0",      "9",      " ", "\n", "\t", ":",    "-",      "#", "\"", "'",  "\\", "{", "[",
        "&", "*", "!",      "%",      "@", ",",  "?",  "|",    ">",      "=", "<",  "~",  ".",  "_", "/",
        "e", "x", "\u0085", "\u2028", "ä", "漢", "😀",  "\x02", "\ufeff", "y", "no", "\r", "+"};
    std::string text;
    for (auto left = std::uniform_int_distribution<int>(0, 12)(random); left > 0; --left)
        text += pieces[std::uniform_int_distribution<std::size_t>(0, pieces.size() - 1)(random)];
    return text;
}

QString jsonText(const std::string& text) {
    return QString::fromUtf8(("x" + text).c_str(), qsizetype(text.size()) + 1)
        .mid(1);  // keeps a byte order mark
}

/// Each text as a document, an item of a list, a key and a value of a map.
void checkThatPythonReads(const std::vector<std::string>& texts) {
    std::vector<Yaml> documents;
    QJsonArray expected;
    Yaml::List list;
    Yaml::Map map;
    QJsonArray jsonList;
    QJsonObject jsonMap;
    for (const std::string& text : texts) {
        documents.push_back(text);
        expected.append(jsonText(text));
        list.push_back(Yaml::Map{{text, Yaml::List{text, Yaml::List{text}}}});
        jsonList.append(
            QJsonObject{{jsonText(text), QJsonArray{jsonText(text), QJsonArray{jsonText(text)}}}});
        if (jsonMap.contains(jsonText(text))) continue;
        map.push_back({text, Yaml::Map{{text, text}, {text + "+", Yaml::List{}}, {text + "-", Yaml::Map{}}}});
        jsonMap[jsonText(text)] = QJsonObject{{jsonText(text), jsonText(text)},
                                              {jsonText(text + "+"), QJsonArray{}},
                                              {jsonText(text + "-"), QJsonObject{}}};
    }
    documents.push_back(list);
    documents.push_back(map);
    expected.append(jsonList);
    expected.append(jsonMap);
    QTemporaryDir folder;
    QFile yaml(folder.filePath("texts.yaml"));
    QVERIFY(yaml.open(QIODevice::WriteOnly));
    yaml.write(QByteArray::fromStdString(exporters::writeYaml(documents)));
    yaml.close();
    QFile json(folder.filePath("texts.json"));
    QVERIFY(json.open(QIODevice::WriteOnly));
    json.write(QJsonDocument(expected).toJson());
    json.close();
    const python::Answer answer = python::run("read_yaml.py", {yaml.fileName(), json.fileName()});
    if (answer.code == 77) QSKIP(qPrintable("YAML cannot be read back: " + answer.output));
    QVERIFY2(answer.code == 0, qPrintable(answer.output.left(2000)));
}

}  // namespace

class YamlTest : public QObject {
    Q_OBJECT

private slots:
    void readsTorturesBack() { checkThatPythonReads(tortures); }

    void readsRandomTextsBack() {
        std::mt19937 random(20);
        std::vector<std::string> texts;
        for (int i = 0; i < 600; ++i) texts.push_back(randomText(random));
        checkThatPythonReads(texts);
    }

    void keepsPlainWhatIsPlain() {
        for (const char* text :
             {"apps/v1", "grpc", "OrdersService", "app.kubernetes.io/name", "acme/orders:0.1.0"})
            QCOMPARE(exporters::yamlScalar(text), std::string(text));
    }

    void quotesOnOneLine() {
        for (const std::string& text : tortures) {
            const std::string scalar = exporters::yamlScalar(text);
            QVERIFY(scalar.find_first_of(std::string("\n\r\t\0", 4)) == std::string::npos);
        }
    }

    void replacesBytesThatAreNotUtf8() {
        for (const char* bytes : {"\x80", "\xc0", "\xff", "\xed\xa0", "\xf5"})
            QVERIFY(exporters::yamlScalar(bytes).find("\ufffd") != std::string::npos);
        QCOMPARE(exporters::yamlScalar("a\xe4z"), std::string("\"a\ufffdz\""));
        QCOMPARE(exporters::yamlScalar("\xed\xa0\x80"), std::string("\"\ufffd\ufffd\ufffd\""));
    }

    void writesBlocks() {
        const Yaml value = Yaml::Map{
            {"name", "orders"},
            {"count", 3},
            {"on", true},
            {"nothing", Yaml()},
            {"empty", Yaml::List{}},
            {"list", Yaml::List{"a", Yaml::Map{{"b", 1}, {"c", Yaml::List{"yes"}}}, Yaml::List{"x", "y"}}}};
        QCOMPARE(exporters::writeYaml(value), std::string("name: orders\n"
                                                          "count: 3\n"
                                                          "\"on\": true\n"
                                                          "nothing: null\n"
                                                          "empty: []\n"
                                                          "list:\n"
                                                          "  - a\n"
                                                          "  - b: 1\n"
                                                          "    c:\n"
                                                          "      - \"yes\"\n"
                                                          "  - - x\n"
                                                          "    - \"y\"\n"));
    }

    void shortensBetweenCodePoints() {
        QCOMPARE(exporters::shortened("abc", 3), std::string("abc"));
        QCOMPARE(exporters::shortened("äöüä", 7), std::string("äö\u2026"));
        QVERIFY(exporters::shortened(std::string(10000, 'x'), 100).size() <= 100);
    }
};

QTEST_APPLESS_MAIN(YamlTest)
#include "yaml_test.moc"
