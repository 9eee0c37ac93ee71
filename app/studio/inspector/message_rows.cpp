#include <algorithm>

#include "app/studio/inspector/form.h"
#include "app/studio/quantity_text.h"

namespace app {

namespace {

using model::Field;
using model::Message;

const std::vector<Choice>& scalarChoices() {
    static const std::vector<Choice> choices = choicesOf(
        {"bool", "int32", "int64", "uint32", "uint64", "float", "double", "string", "bytes", "Timestamp"});
    return choices;
}

std::vector<Choice> typeChoices(const model::Project& project) {
    std::vector<Choice> choices = scalarChoices();
    for (const Message& message : project.messages)
        choices.push_back({QStringLiteral("message:") + text(message.id.value()), text(message.name)});
    return choices;
}

QString typeId(const model::FieldType& type) {
    if (const auto* message = std::get_if<model::MessageId>(&type))
        return QStringLiteral("message:") + text(message->value());
    return choiceId(std::get<model::ScalarType>(type));
}

model::FieldType chosenType(const QString& id) {
    if (id.startsWith(QStringLiteral("message:"))) return model::MessageId(id.mid(8).toStdString());
    return chosen<model::ScalarType>(id);
}

using FieldChange = std::function<model::Result<void>(Field&, const QString&)>;

RowWrite changeField(const model::MessageId& id, std::int32_t number, FieldChange change) {
    return [=](const model::Project& before, const QString& entered) -> model::Result<model::Project> {
        const Message* found = before.messages.find(id);
        if (!found) return before;
        Message message = *found;
        for (Field& field : message.fields) {
            if (field.number != number) continue;
            if (auto changed = change(field, entered); !changed)
                return tl::unexpected<model::Error>(changed.error());
            break;
        }
        return model::put(before, std::move(message));
    };
}

/// Removes, and reserves the number and the name, which may never be used again.
RowWrite removeField(const model::MessageId& id, std::int32_t number) {
    return [=](const model::Project& before, const QString&) -> model::Result<model::Project> {
        const Message* found = before.messages.find(id);
        if (!found) return before;
        Message message = *found;
        const auto field = std::find_if(message.fields.begin(), message.fields.end(),
                                        [&](const Field& candidate) { return candidate.number == number; });
        if (field == message.fields.end()) return before;
        message.reserved.push_back({field->number, field->name, {}});
        message.fields.erase(field);
        return model::put(before, std::move(message));
    };
}

void appendField(std::vector<Row>& rows, const model::Project& project, const Message& message,
                 const Field& field) {
    Row head;
    head.kind = Row::Kind::Step;
    head.label = QStringLiteral("%1  %2").arg(field.number).arg(text(field.name));
    head.choices = {{QStringLiteral("remove"), inspectorTr("Remove; its number stays reserved")}};
    head.undo = inspectorTr("Remove field %1").arg(text(field.name));
    head.write = removeField(message.id, field.number);
    rows.push_back(std::move(head));
    const auto row = [&](Row::Kind kind, const QString& label, const QString& value, FieldChange change) {
        Row made;
        made.kind = kind;
        made.label = label;
        made.value = value;
        made.undo = inspectorTr("Change %1 of field %2").arg(label.toLower(), text(field.name));
        made.write = changeField(message.id, field.number, std::move(change));
        rows.push_back(std::move(made));
    };
    row(Row::Kind::Text, inspectorTr("Name"), text(field.name), [](Field& changed, const QString& entered) {
        changed.name = entered.trimmed().toStdString();
        return model::Result<void>();
    });
    row(Row::Kind::Choice, inspectorTr("Type"), typeId(field.type), [](Field& changed, const QString& id) {
        changed.type = chosenType(id);
        return model::Result<void>();
    });
    rows.back().choices = typeChoices(project);
    row(Row::Kind::Choice, inspectorTr("Presence"),
        field.repeated   ? "2"
        : field.optional ? "1"
                         : "0",
        [](Field& changed, const QString& id) {
            changed.repeated = id == QLatin1String("2");
            changed.optional = id == QLatin1String("1");
            return model::Result<void>();
        });
    rows.back().choices = choicesOf({"Always", "Optional", "Repeated"});
    rows.back().tip = inspectorTr("One value, one that can be told to be missing, or a list");
    row(Row::Kind::Text, inspectorTr("Number"), QString::number(field.number),
        [](Field& changed, const QString& entered) {
            return take(changed.number, readCount(entered, 1, 536'870'911));
        });
    rows.back().tip = inspectorTr("Stored with the data: change it only before anything was");
    row(Row::Kind::Text, inspectorTr("Description"), text(field.description),
        [](Field& changed, const QString& entered) {
            changed.description = entered.toStdString();
            return model::Result<void>();
        });
}

std::int32_t nextNumber(const Message& message) {
    std::int32_t highest = 0;
    for (const Field& field : message.fields) highest = std::max(highest, field.number);
    for (const model::ReservedField& field : message.reserved) highest = std::max(highest, field.number);
    // Protocol Buffers keeps 19000 to 19999 for itself.
    return highest + 1 >= 19'000 && highest + 1 < 20'000 ? 20'000 : highest + 1;
}

}  // namespace

void appendMessageRows(std::vector<Row>& rows, const model::Project& project,
                       const std::vector<model::MessageId>& ids) {
    const auto messages = entitySubject(project, ids, &model::Project::messages);
    rows.push_back(sectionRow(inspectorTr("Message")));
    appendNameAndDescription<decltype(messages), Message>(rows, messages, &Message::description);
    Row context = messages.row(
        Row::Kind::Choice, inspectorTr("Context"),
        [](const Message& shown) { return optionalId(shown.context); },
        [](Message& changed, const QString& chosen) {
            changed.context = chosenId<model::BoundedContext>(chosen);
            return model::Result<void>();
        });
    context.choices = entityChoices(project.contexts, inspectorTr("None"));
    rows.push_back(std::move(context));
    if (ids.size() != 1) return;
    const Message& message = *project.messages.find(ids.front());
    rows.push_back(sectionRow(inspectorTr("Fields"), QString::number(message.fields.size())));
    for (const Field& field : message.fields) appendField(rows, project, message, field);
    rows.push_back(actionRow(
        inspectorTr("Add field"),
        [id = ids.front()](const model::Project& before, const QString&) -> model::Result<model::Project> {
            const Message* found = before.messages.find(id);
            if (!found) return before;
            Message changed = *found;
            Field field;
            field.number = nextNumber(changed);
            field.name = "field_" + std::to_string(field.number);
            changed.fields.push_back(std::move(field));
            return model::put(before, std::move(changed));
        },
        inspectorTr("Add field to %1").arg(text(message.name))));
    FormStyle style{QStringLiteral("Message"), {}, {}, false, 0, 0};
    style.skip = {"name", "description", "context", "fields"};
    appendFormRows(rows, messages, style);
}

}  // namespace app
