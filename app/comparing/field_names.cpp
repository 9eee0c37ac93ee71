#include "app/comparing/field_names.h"

#include <QCoreApplication>
#include <QHash>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>

#include "app/studio/inspector/field_words.h"
#include "app/studio/quantity_text.h"
#include "model/json/json.h"

namespace app {

namespace {

QString comparingTr(const char* words) {
    return QCoreApplication::translate("Comparing", words);
}

struct KindWords {
    const char* kind;
    const char* definition;  ///< In the schema of the format
    const char* one;
    const char* many;
};

constexpr KindWords kindWordList[] = {
    {"service", "Service", QT_TRANSLATE_NOOP("Comparing", "Service"),
     QT_TRANSLATE_NOOP("Comparing", "Services")},
    {"operation", "Operation", QT_TRANSLATE_NOOP("Comparing", "Operation"),
     QT_TRANSLATE_NOOP("Comparing", "Operations")},
    {"channel", "Channel", QT_TRANSLATE_NOOP("Comparing", "Channel"),
     QT_TRANSLATE_NOOP("Comparing", "Channels")},
    {"store", "DataStore", QT_TRANSLATE_NOOP("Comparing", "Data store"),
     QT_TRANSLATE_NOOP("Comparing", "Data stores")},
    {"context", "BoundedContext", QT_TRANSLATE_NOOP("Comparing", "Context"),
     QT_TRANSLATE_NOOP("Comparing", "Contexts")},
    {"relationship", "ContextRelationship", QT_TRANSLATE_NOOP("Comparing", "Relationship of contexts"),
     QT_TRANSLATE_NOOP("Comparing", "Relationships of contexts")},
    {"team", "Team", QT_TRANSLATE_NOOP("Comparing", "Team"), QT_TRANSLATE_NOOP("Comparing", "Teams")},
    {"message", "Message", QT_TRANSLATE_NOOP("Comparing", "Message"),
     QT_TRANSLATE_NOOP("Comparing", "Messages")},
    {"policy", "CallPolicy", QT_TRANSLATE_NOOP("Comparing", "Policy"),
     QT_TRANSLATE_NOOP("Comparing", "Policies")},
    {"deployment", "Deployment", QT_TRANSLATE_NOOP("Comparing", "Deployment"),
     QT_TRANSLATE_NOOP("Comparing", "Deployments")},
    {"region", "Region", QT_TRANSLATE_NOOP("Comparing", "Region"), QT_TRANSLATE_NOOP("Comparing", "Regions")},
    {"zone", "Zone", QT_TRANSLATE_NOOP("Comparing", "Zone"), QT_TRANSLATE_NOOP("Comparing", "Zones")},
    {"node-pool", "NodePool", QT_TRANSLATE_NOOP("Comparing", "Node pool"),
     QT_TRANSLATE_NOOP("Comparing", "Node pools")},
    {"workload", "Workload", QT_TRANSLATE_NOOP("Comparing", "Workload"),
     QT_TRANSLATE_NOOP("Comparing", "Workloads")},
    {"journey", "Journey", QT_TRANSLATE_NOOP("Comparing", "Journey"),
     QT_TRANSLATE_NOOP("Comparing", "Journeys")},
    {"scenario", "Scenario", QT_TRANSLATE_NOOP("Comparing", "Scenario"),
     QT_TRANSLATE_NOOP("Comparing", "Scenarios")},
    {"objective", "Objective", QT_TRANSLATE_NOOP("Comparing", "Objective"),
     QT_TRANSLATE_NOOP("Comparing", "Objectives")},
    {"fault-plan", "FaultPlan", QT_TRANSLATE_NOOP("Comparing", "Fault plan"),
     QT_TRANSLATE_NOOP("Comparing", "Fault plans")}};

const KindWords* wordsOfKind(const QString& key) {
    const QString kind = key.section(u':', 0, 0);
    for (const KindWords& words : kindWordList)
        if (kind == QLatin1String(words.kind)) return &words;
    return nullptr;
}

/// The schema of the format as far as fields are named by it.
class FormatSchema {
public:
    static const FormatSchema& instance() {
        static const FormatSchema schema;
        return schema;
    }

    struct Field {
        QStringList labels;
        QJsonObject schema;
        QString name;  ///< The last key that is no number
    };

    Field follow(const QString& definition, const QString& pointer) const {
        Field field;
        field.schema = definition.isEmpty() ? m_root : m_definitions[definition].toObject();
        QString type = definition.isEmpty() ? QStringLiteral("Project") : definition;
        for (QString token : pointer.split(u'/').mid(1)) {
            token.replace(QStringLiteral("~1"), QStringLiteral("/")).replace(QStringLiteral("~0"), "~");
            step(field, type, token);
        }
        return field;
    }

private:
    FormatSchema() {
        m_root = QJsonDocument::fromJson(QByteArray::fromStdString(model::projectSchema())).object();
        m_definitions = m_root["$defs"].toObject();
    }

    void step(Field& field, QString& type, const QString& token) const {
        bool isNumber = false;
        const int index = token.toInt(&isNumber);
        if (isNumber && field.schema["type"] == "array") {
            if (!field.labels.isEmpty()) field.labels.last() += QStringLiteral(" %1").arg(index + 1);
            field.schema = field.schema["items"].toObject();
        } else if (const QJsonObject found = propertyOf(field.schema, token); !found.isEmpty()) {
            field.labels << fieldWords(type.toStdString(), token.toStdString()).label;
            field.name = token;
            field.schema = found;
        } else {
            field.labels << token;  // A key of a map, or what the format does not know
            field.schema = field.schema["additionalProperties"].toObject();
        }
        while (field.schema.contains("$ref")) {
            type = field.schema["$ref"].toString().section('/', -1);
            field.schema = m_definitions[type].toObject();
        }
    }

    static QJsonObject propertyOf(const QJsonObject& schema, const QString& key) {
        if (const QJsonValue found = schema["properties"].toObject()[key]; found.isObject())
            return found.toObject();
        for (const QJsonValue& one : schema["allOf"].toArray())
            if (const QJsonValue found = one["then"]["properties"][key]; found.isObject())
                return found.toObject();
        return {};
    }

    QJsonObject m_root;
    QJsonObject m_definitions;
};

FormatSchema::Field fieldAt(const QString& key, const QString& pointer) {
    const KindWords* words = wordsOfKind(key);
    return FormatSchema::instance().follow(words ? QString::fromLatin1(words->definition) : QString(),
                                           pointer);
}

/// The kind of the elements that a field of that name refers to; empty when it is no reference.
QString referredKind(const QString& field) {
    static const QHash<QString, QString> kinds{{"service", "service"},
                                               {"owner", "service"},
                                               {"peer", "service"},
                                               {"also", "service"},
                                               {"context", "context"},
                                               {"upstream", "context"},
                                               {"downstream", "context"},
                                               {"team", "team"},
                                               {"operation", "operation"},
                                               {"channel", "channel"},
                                               {"dead_letter", "channel"},
                                               {"projection", "channel"},
                                               {"store", "store"},
                                               {"policy", "policy"},
                                               {"message", "message"},
                                               {"request", "message"},
                                               {"response", "message"},
                                               {"zones", "zone"},
                                               {"zone", "zone"},
                                               {"peer_zone", "zone"},
                                               {"region", "region"},
                                               {"node_pool", "node-pool"},
                                               {"workloads", "workload"},
                                               {"workload", "workload"},
                                               {"objectives", "objective"},
                                               {"journey", "journey"},
                                               {"faults", "fault-plan"}};
    return kinds.value(field);
}

QString numberWords(const QString& name, const QJsonObject& schema, double number) {
    if (name.endsWith(QLatin1String("_per_s"))) return QStringLiteral("%1 /s").arg(numberText(number));
    if (name.endsWith(QLatin1String("_ms"))) return durationText(model::Duration(std::llround(number * 1e6)));
    if (name.endsWith(QLatin1String("_s"))) return durationText(model::Duration(std::llround(number * 1e9)));
    if (name.endsWith(QLatin1String("_mib"))) return memoryText(static_cast<std::int32_t>(number));
    if (name.endsWith(QLatin1String("_milli"))) return coresText(static_cast<std::int32_t>(number));
    const bool isShare = schema["type"] == "number" && schema["maximum"].toDouble(2) <= 1 &&
                         (schema["minimum"].isDouble() || schema["exclusiveMinimum"].isDouble());
    return isShare ? shareText(number) : numberText(number);
}

}  // namespace

QString fieldLabel(const QString& key, const QString& pointer) {
    if (pointer == QLatin1String("/service")) return comparingTr("Service");
    if (pointer == QLatin1String("/workload")) return comparingTr("Workload");
    return fieldAt(key, pointer).labels.join(QStringLiteral(" › "));
}

QString fieldValueText(const model::Project& project, const QString& key, const QString& pointer,
                       const QString& value) {
    if (value.isEmpty()) return {};
    const FormatSchema::Field field = fieldAt(key, pointer);
    const QString name = field.name.isEmpty() ? pointer.section(u'/', -1) : field.name;
    const QString kind = referredKind(name);
    if (!kind.isEmpty()) {
        const auto element = model::elementFromKey(QStringLiteral("%1:%2").arg(kind, value).toStdString());
        if (element && model::contains(project, *element))
            return QString::fromStdString(model::displayName(project, *element));
        return value;
    }
    if (value == QLatin1String("true")) return comparingTr("yes");
    if (value == QLatin1String("false")) return comparingTr("no");
    if (field.schema.contains("enum")) return valueWords(value.toStdString());
    bool isNumber = false;
    const double number = value.toDouble(&isNumber);
    const QString type = field.schema["type"].toString();
    if (isNumber && (type == QLatin1String("number") || type == QLatin1String("integer")))
        return numberWords(name, field.schema, number);
    return value;
}

QString kindTitle(const QString& key) {
    const KindWords* words = wordsOfKind(key);
    return words ? comparingTr(words->one) : key.section(u':', 0, 0);
}

QString kindTitles(const QString& key) {
    const KindWords* words = wordsOfKind(key);
    return words ? comparingTr(words->many) : key.section(u':', 0, 0);
}

}  // namespace app
