#include <QApplication>
#include <QTest>
#include <random>

#include "app/design/diagram_edit.h"
#include "app/diagram/regions.h"
#include "app/file/file.h"
#include "app/studio/inspector/row.h"
#include "model/check.h"
#include "model/edit.h"
#include "model/json/json.h"

using app::Document;

namespace {

/// Does what a person could do, at random: creates, connects, moves, renames, edits fields, removes, goes
/// back.
class RandomUser {
public:
    RandomUser(Document& document, unsigned seed) : m_document(document), m_random(seed) {}

    void act() {
        switch (pick(9)) {
            case 0:
                return apply(app::createElement(m_document.version(), tool(), place(), word()));
            case 1:
                return apply(app::connectElements(m_document.version(), anyKey(), anyKey()));
            case 2:
                return apply(app::renameElement(m_document.version(), anyKey(), word()));
            case 3:
                return apply(app::duplicateElements(m_document.version(), "services", {anyKey()}));
            case 4:
                return apply(app::assignToContext(m_document.version(), {anyKey()}, anyKey()));
            case 5:
                return move();
            case 6:
                return pick(4) == 0 ? apply(app::removeElements(m_document.version(), {anyKey()})) : move();
            default:
                return editField();
        }
    }

    int edits() const { return m_edits; }

private:
    std::size_t pick(std::size_t count) {
        return std::uniform_int_distribution<std::size_t>(0, count - 1)(m_random);
    }

    QString word() {
        static const QStringList words{"order", "payment", "Störung",     "a \"b\"", "cart",
                                       "x",     "",        "line\nbreak", "../up",   "日本"};
        return words[static_cast<qsizetype>(pick(static_cast<std::size_t>(words.size())))];
    }

    app::NewElement tool() {
        using Tool = app::NewElement;
        return std::array{Tool::Service, Tool::Store, Tool::Channel, Tool::Context}[pick(4)];
    }

    app::NewPlace place() { return {"services", QPointF(double(pick(2000)), double(pick(2000))), {}}; }

    QString anyKey() {
        QStringList keys{"service:nobody"};
        const auto all = [&](const auto& entities) {
            for (const auto& entity : entities) keys << QString::fromStdString(model::elementKey(entity.id));
        };
        const model::Project& project = m_document.project();
        all(project.services);
        all(project.stores);
        all(project.channels);
        all(project.contexts);
        all(project.policies);
        all(project.messages);
        all(project.relationships);
        for (const auto& service : project.services) all(service.operations);
        return keys[static_cast<qsizetype>(pick(static_cast<std::size_t>(keys.size())))];
    }

    void move() {
        const QString key = anyKey();
        m_document.apply(app::withPlaces(m_document.layout(), "services", {{key, place().centre}}),
                         "Move " + key);
        ++m_edits;
    }

    void editField() {
        const app::Inspection inspection = app::inspect(m_document.project(), {anyKey()});
        if (inspection.rows.empty()) return;
        const app::Row& row = inspection.rows[pick(inspection.rows.size())];
        if (!row.write) return;
        static const QStringList texts{"3",    "12 ms", "0.5",  "-1", "NaN",
                                       "65 %", "500 m", "name", "",   "1e400"};
        QString entered = texts[static_cast<qsizetype>(pick(static_cast<std::size_t>(texts.size())))];
        if (!row.choices.empty()) entered = row.choices[pick(row.choices.size())].id;
        if (auto next = row.write(m_document.project(), entered))
            m_document.apply(std::move(*next), row.undo);
        ++m_edits;
    }

    void apply(app::DiagramEditResult edit) {
        if (edit) m_document.apply(std::move(edit->project), std::move(edit->layout), edit->label);
        ++m_edits;
    }

    Document& m_document;
    std::mt19937 m_random;
    int m_edits = 0;
};

std::string bytes(const Document& document) {
    return model::writeProject(document.project()) + model::writeLayout(document.layout());
}

}  // namespace

class RandomUserTest : public QObject {
    Q_OBJECT

private slots:
    void undoAllGivesTheFirstBytesAndRedoAllTheLast_data();
    void undoAllGivesTheFirstBytesAndRedoAllTheLast();
};

void RandomUserTest::undoAllGivesTheFirstBytesAndRedoAllTheLast_data() {
    QTest::addColumn<QString>("sample");
    QTest::addColumn<unsigned>("seed");
    QTest::newRow("empty model") << QString() << 1u;
    QTest::newRow("shop") << QString("shop") << 2u;
}

void RandomUserTest::undoAllGivesTheFirstBytesAndRedoAllTheLast() {
    QFETCH(QString, sample);
    QFETCH(unsigned, seed);
    Document document;
    if (!sample.isEmpty()) {
        auto file = app::loadSample(sample);
        QVERIFY(file.has_value());
        document.reset(std::move(file->project), std::move(file->layout), {});
    }
    const std::string first = bytes(document);
    RandomUser user(document, seed);
    while (user.edits() < 2000) {
        user.act();
        if (user.edits() % 20 != 0) continue;
        const auto problems = model::check(document.project());
        QVERIFY2(problems.empty(), problems.empty() ? "" : problems.front().text().c_str());
    }
    QVERIFY(document.undoStack().count() > 500);
    const std::string last = bytes(document);
    const auto read = model::parseProject(model::writeProject(document.project()));
    QVERIFY(read.has_value());
    QVERIFY(read->project == document.project());
    document.undoStack().setIndex(0);
    QVERIFY(bytes(document) == first);
    document.undoStack().setIndex(document.undoStack().count());
    QVERIFY(bytes(document) == last);
}

int main(int argc, char** argv) {
    if (qEnvironmentVariableIsEmpty("QT_QPA_PLATFORM")) qputenv("QT_QPA_PLATFORM", "offscreen");
    QApplication application(argc, argv);
    RandomUserTest test;
    return QTest::qExec(&test, argc, argv);
}

#include "random_user_test.moc"
