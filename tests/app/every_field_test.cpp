#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QSet>
#include <QTest>

#include "app/studio/inspector/field_words.h"
#include "model/diff.h"
#include "model/json/json.h"
#include "tests/app/full_project.h"
#include "tests/app/inspected.h"

// Whatever the model can say can be said in the inspector.
namespace {

/// The schema of the format: what fields there are.
class Schema {
public:
    Schema() {
        m_root = QJsonDocument::fromJson(QByteArray::fromStdString(model::projectSchema())).object();
        m_definitions = m_root["$defs"].toObject();
    }

    /// `RetryPolicy/max_attempts` for each field that holds a value, or a list of values.
    QSet<QString> leaves() const {
        QSet<QString> found;
        collect(QStringLiteral("Project"), m_root, found);
        for (const QString& name : m_definitions.keys()) collect(name, m_definitions[name].toObject(), found);
        return found;
    }

    /// The leaf that a pointer within the definition leads to; empty for what the schema does not name.
    QString leafAt(QString definition, const QString& pointer) const {
        QJsonObject schema = definition == "Project" ? m_root : m_definitions[definition].toObject();
        QString leaf;
        for (const QString& token : pointer.split('/', Qt::SkipEmptyParts)) {
            if (schema.contains("items")) {
                schema = schema["items"].toObject();
            } else if (schema.contains("additionalProperties")) {
                schema = schema["additionalProperties"].toObject();
            } else {
                leaf = definition + '/' + token;
                schema = propertyOf(schema, token);
                if (schema.isEmpty()) return {};
                if (schema["type"] == "object" && !schema.contains("properties") &&
                    !schema.contains("additionalProperties"))
                    return leaf;  // Whatever stands in it
            }
            while (schema.contains("$ref")) {
                definition = schema["$ref"].toString().section('/', -1);
                schema = m_definitions[definition].toObject();
            }
        }
        return leaf;
    }

private:
    static QJsonObject propertyOf(const QJsonObject& schema, const QString& key) {
        if (const QJsonValue found = schema["properties"].toObject()[key]; found.isObject())
            return found.toObject();
        for (const QJsonValue& one : schema["allOf"].toArray())
            if (const QJsonValue found = one["then"]["properties"][key]; found.isObject())
                return found.toObject();
        return {};
    }

    static bool isLeaf(const QJsonObject& schema) {
        if (schema.contains("$ref") || schema.contains("additionalProperties")) return false;
        if (schema["type"] == "array") return isLeaf(schema["items"].toObject());
        return !schema.contains("properties") && !schema.contains("const");
    }

    static void collect(const QString& name, const QJsonObject& schema, QSet<QString>& found) {
        const auto add = [&](const QJsonObject& properties) {
            for (const QString& key : properties.keys()) {
                const QJsonObject property = properties[key].toObject();
                if (isLeaf(property)) found << name + '/' + key;
                if (property.contains("properties")) collect(name, property, found);
            }
        };
        add(schema["properties"].toObject());
        for (const QJsonValue& one : schema["allOf"].toArray()) add(one["then"]["properties"].toObject());
    }

    QJsonObject m_root;
    QJsonObject m_definitions;
};

QStringList keysOf(const model::Project& project) {
    QStringList keys{QString()};
    const auto all = [&](const auto& entities) {
        for (const auto& entity : entities) keys << QString::fromStdString(model::elementKey(entity.id));
    };
    all(project.teams), all(project.contexts), all(project.relationships), all(project.messages);
    all(project.services), all(project.channels), all(project.stores), all(project.policies);
    all(project.workloads), all(project.faultPlans), all(project.objectives), all(project.scenarios);
    all(project.network.regions), all(project.network.zones), all(project.network.nodePools);
    for (const auto& service : project.services) all(service.operations);
    for (const auto& workload : project.workloads) all(workload.journeys);
    return keys;
}

app::Inspection inspectionOf(const model::Project& project, const QString& key) {
    return app::inspect(project, key.isEmpty() ? QStringList() : QStringList{key});
}

/// What a person might enter there, of all kinds.
QStringList attempts(const app::Row& row) {
    QStringList tried;
    for (const app::Choice& choice : row.choices) tried << choice.id;
    if (row.kind == app::Row::Kind::Switch)
        tried << "0"
              << "1";
    if (row.kind == app::Row::Kind::Action && row.choices.empty()) tried << QString();
    if (row.kind == app::Row::Kind::Text || row.kind == app::Row::Kind::Note)
        tried << "1"
              << "2"
              << "0.7"
              << "3"
              << "11"
              << "60 %"
              << "250 ms"
              << "3 s"
              << "95 s"
              << "400 m"
              << "120"
              << "40"
              << "2 GiB"
              << "65539"
              << "1 ms, 3 ms"
              << "1 ms: 1\n3 ms: 0"
              << "5 s: 2"
              << "abc"
              << "EUR"
              << "/deployments/order/replicas: 6";
    return tried;
}

std::string definitionOf(const model::ElementId& element) {
    static const QHash<QString, QString> names{
        {"context", "BoundedContext"}, {"relationship", "ContextRelationship"},
        {"store", "DataStore"},        {"policy", "CallPolicy"},
        {"fault-plan", "FaultPlan"},   {"node-pool", "NodePool"}};
    const QString kind = QString::fromStdString(std::string(model::kindName(element)));
    return names.value(kind, kind.left(1).toUpper() + kind.mid(1)).toStdString();
}

class EveryFieldTest : public QObject {
    Q_OBJECT

private slots:
    void theProjectIsWhole() {
        const auto problems = model::check(full::project());
        QVERIFY2(problems.empty(), problems.empty() ? "" : problems.front().text().c_str());
    }

    /// Some row changes each field of the format, and nearly nothing else.
    void everyFieldCanBeChanged() {
        const Schema schema;
        const model::Project project = full::project();
        QSet<QString> missing = schema.leaves();
        QVERIFY(missing.size() > 250);
        for (const auto& [leaf, reason] : allowed()) missing.remove(leaf);
        for (const QString& key : keysOf(project)) {
            for (const app::Row& row : inspectionOf(project, key).rows) {
                if (!row.write || missing.isEmpty()) continue;
                for (const QString& entered : attempts(row))
                    if (const auto after = row.write(project, entered))
                        removeChanged(schema, model::diff(project, *after), missing);
            }
        }
        QStringList left(missing.begin(), missing.end());
        left.sort();
        QVERIFY2(left.isEmpty(), qPrintable("no row for " + left.join(", ")));
    }

    /// What a field shows is what it reads.
    void whatIsShownChangesNothing() {
        std::vector<model::Project> projects{full::project()};
        for (const char* sample : {"shop", "online-boutique"})
            projects.push_back(app::loadSample(sample)->project);
        int fields = 0;
        for (const model::Project& project : projects)
            for (const QString& key : keysOf(project))
                for (const app::Row& row : inspectionOf(project, key).rows) {
                    if (!row.write || !row.value || row.kind == app::Row::Kind::Action) continue;
                    const auto again = row.write(project, *row.value);
                    const QString where = key + ' ' + row.label + ' ' + *row.value;
                    QVERIFY2(again.has_value(),
                             qPrintable(where + (again ? "" : again.error().text().c_str())));
                    QVERIFY2(*again == project,
                             qPrintable(where + QString::fromStdString([&] {
                                            std::string text;
                                            for (const auto& change : model::diff(project, *again).changes)
                                                for (const auto& field : change.fields)
                                                    text += " " + model::elementKey(change.element) +
                                                            field.pointer;
                                            return text;
                                        }())));
                    if (row.check) QVERIFY2(row.check(*row.value).has_value(), qPrintable(where));
                    ++fields;
                }
        QVERIFY(fields > 1500);
    }

    /// A row that takes what is entered makes a whole model; the check while typing refuses nothing of it.
    void whatIsTakenIsWhole() {
        const model::Project project = full::project();
        int taken = 0;
        for (const QString& key : keysOf(project))
            for (const app::Row& row : inspectionOf(project, key).rows) {
                if (!row.write) continue;
                for (const QString& entered : attempts(row)) {
                    const auto after = row.write(project, entered);
                    if (!after) {
                        QVERIFY2(!after.error().message.empty(), qPrintable(key + ' ' + row.label));
                        continue;
                    }
                    const QString where = key + ' ' + row.label + " = " + entered;
                    if (row.check) QVERIFY2(row.check(entered).has_value(), qPrintable(where));
                    if (++taken % 7 != 0) continue;  // The check of all is the slow part
                    const auto problems = model::check(*after, 1);
                    QVERIFY2(
                        problems.empty(),
                        qPrintable(where + ": " + (problems.empty() ? "" : problems.front().text().c_str())));
                }
            }
        QVERIFY(taken > 3000);
    }

    /// Fields made by the walk have words that somebody chose.
    void fieldsHaveWords() {
        const Schema schema;
        QStringList without;
        for (const QString& leaf : schema.leaves()) {
            const QString type = leaf.section('/', 0, 0);
            if (byHand().contains(type)) continue;
            if (!app::hasFieldWords(type.toStdString(), leaf.section('/', 1).toStdString())) without << leaf;
        }
        without.sort();
        // Alternatives of a variant stand below their holder in the schema, but have words of their own.
        without.removeIf([](const QString& leaf) { return leaf.startsWith("Fault/"); });
        QVERIFY2(without.isEmpty(), qPrintable(without.join(", ")));
    }

private:
    /// Fields without a row, and why.
    static std::vector<std::pair<QString, QString>> allowed() {
        return {{"Project/lintel", "the version of the format"},
                {"Deployment/service", "a service has one deployment, which belongs to it"},
                {"RateLevel/at_s", "a line of the levels, which are one text"},
                {"RateLevel/rate_per_s", "a line of the levels, which are one text"},
                {"ModulatedState/mean_stay_s", "a line of the states, which are one text"},
                {"ModulatedState/rate_per_s", "a line of the states, which are one text"}};
    }

    /// Types whose fields have rows made one by one.
    static QStringList byHand() {
        return {"Project",       "Rates",       "Power",     "Distribution",   "TimeQuantile",
                "TimeHistogram", "Workload",    "RateLevel", "ModulatedState", "Objective",
                "Step",          "Alternative", "SagaStep"};
    }

    static void removeChanged(const Schema& schema, const model::Difference& difference,
                              QSet<QString>& missing) {
        std::size_t changed = difference.project.size();
        for (const model::Change& change : difference.changes) {
            changed += std::max<std::size_t>(1, change.fields.size());
        }
        if (changed > 3) return;
        const auto remove = [&](const std::string& definition, const model::FieldChange& field) {
            missing.remove(
                schema.leafAt(QString::fromStdString(definition), QString::fromStdString(field.pointer)));
        };
        for (const model::FieldChange& field : difference.project) remove("Project", field);
        for (const model::Change& change : difference.changes)
            for (const model::FieldChange& field : change.fields) remove(definitionOf(change.element), field);
    }
};

}  // namespace

QTEST_MAIN(EveryFieldTest)
#include "every_field_test.moc"
