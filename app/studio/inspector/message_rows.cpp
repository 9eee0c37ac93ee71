#include <algorithm>

#include "app/studio/inspector/row_makers.h"
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

using FieldChange = std::function<void(Field&, const QString&)>;

RowWrite changeField(const model::MessageId& id, std::int32_t number, FieldChange change) {
    return [=](const model::Project& before, const QString& entered) -> model::Result<model::Project> {
        const Message* found = before.messages.find(id);
        if (!found) return before;
        Message message = *found;
        for (Field& field : message.fields)
            if (field.number == number) change(field, entered);
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
    Row name;
    name.label = inspectorTr("Name");
    name.value = text(field.name);
    name.undo = inspectorTr("Rename field %1").arg(text(field.name));
    name.write = changeField(message.id, field.number, [](Field& changed, const QString& entered) {
        changed.name = entered.trimmed().toStdString();
    });
    rows.push_back(std::move(name));
    Row type;
    type.kind = Row::Kind::Choice;
    type.label = inspectorTr("Type");
    type.value = typeId(field.type);
    type.choices = typeChoices(project);
    type.undo = inspectorTr("Change type of field %1").arg(text(field.name));
    type.write = changeField(message.id, field.number, [](Field& changed, const QString& chosenId) {
        changed.type = chosenType(chosenId);
    });
    rows.push_back(std::move(type));
}

std::int32_t nextNumber(const Message& message) {
    std::int32_t highest = 0;
    for (const Field& field : message.fields) highest = std::max(highest, field.number);
    for (const model::ReservedField& field : message.reserved) highest = std::max(highest, field.number);
    // Protocol Buffers keeps 19000 to 19999 for itself.
    return highest + 1 >= 19'000 && highest + 1 < 20'000 ? 20'000 : highest + 1;
}

}  // namespace

void appendMessageRows(std::vector<Row>& rows, const model::Project& project, const model::MessageId& id) {
    const auto messages = entitySubject(project, std::vector{id}, &model::Project::messages);
    const Message& message = *project.messages.find(id);
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
    rows.push_back(sectionRow(inspectorTr("Fields"), QString::number(message.fields.size())));
    for (const Field& field : message.fields) appendField(rows, project, message, field);
    rows.push_back(actionRow(
        inspectorTr("Add field"),
        [id](const model::Project& before, const QString&) -> model::Result<model::Project> {
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
}

}  // namespace app
