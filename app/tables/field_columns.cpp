#include "app/tables/field_columns.h"

#include "app/studio/inspector/row_makers.h"
#include "app/studio/quantity_text.h"

namespace app {

FieldColumns::FieldColumns(std::vector<TableColumn>& columns, std::function<void*(void*)> place,
                           QString prefix, QStringList skip)
    : m_columns(columns), m_place(std::move(place)), m_prefix(std::move(prefix)), m_skip(std::move(skip)) {}

bool FieldColumns::skips(const QString& path) const {
    return m_skip.contains(m_prefix + path);
}

TableColumn FieldColumns::columnOf(const QString& path, const FieldWords& words, Row::Kind kind) const {
    TableColumn column;
    column.id = m_prefix + path;
    const QStringList parts = words.label.isEmpty() ? m_parts : m_parts + QStringList{words.label};
    column.title = parts.join(QStringLiteral(": "));
    column.tip = words.tip;
    column.kind = kind;
    column.number = [](const void*) { return std::optional<double>(); };
    return column;
}

void FieldColumns::value(DescribedField field) {
    TableColumn column =
        columnOf(field.path, field.words, field.kind == Row::Kind::Note ? Row::Kind::Text : field.kind);
    if (!field.range.isEmpty())
        column.tip += (column.tip.isEmpty() ? QString() : QStringLiteral("\n")) +
                      field.range.left(1).toUpper() + field.range.mid(1);
    column.unit = field.unit;
    column.choices = std::move(field.choices);
    const auto place = m_place;
    column.read = [place, read = field.read](const void* line) {
        return read(place(const_cast<void*>(line)));
    };
    column.set = [place, set = field.set](void* line, const QString& value, const model::Project& project) {
        return set(place(line), value, &project);
    };
    column.number = [place, number = field.number](const void* line) {
        return number(place(const_cast<void*>(line)));
    };
    m_columns.push_back(std::move(column));
}

// In a cell a distribution is its mean; its kind and spread stay.
void FieldColumns::distribution(const QString& path, const FieldWords& words,
                                PartPlace<model::Distribution> place) {
    TableColumn column = columnOf(path + QStringLiteral("/mean"), words, Row::Kind::Text);
    column.tip = inspectorTr("The mean");
    const auto inLine = m_place;
    column.read = [inLine, place](const void* line) -> std::optional<QString> {
        const model::Distribution* time = place(inLine(const_cast<void*>(line)), nullptr);
        return time ? std::optional<QString>(durationText(meanOf(*time))) : std::nullopt;
    };
    column.set = [inLine, place](void* line, const QString& value,
                                 const model::Project& project) -> model::Result<void> {
        const auto mean = readDuration(value);
        if (!mean) return tl::unexpected<model::Error>(mean.error());
        model::Distribution* time = place(inLine(line), &project);
        if (!time) return {};
        std::optional<model::Distribution> changed = *time;
        if (durationText(meanOf(*time)) == value.trimmed()) return {};
        auto taken = takeMean(changed, value);
        if (taken) *time = *changed;
        return taken;
    };
    column.number = [inLine, place](const void* line) -> std::optional<double> {
        const model::Distribution* time = place(inLine(const_cast<void*>(line)), nullptr);
        return time ? std::optional<double>(static_cast<double>(meanOf(*time).count())) : std::nullopt;
    };
    m_columns.push_back(std::move(column));
}

bool FieldColumns::enter(const PartHead& head) {
    if (head.optional) {
        TableColumn column = columnOf(head.path, head.words, Row::Kind::Switch);
        const auto place = m_place;
        column.read = [place, present = head.present](const void* line) {
            return std::optional<QString>(present(place(const_cast<void*>(line))) ? "1" : "0");
        };
        column.set = [place, use = head.use](void* line, const QString& value,
                                             const model::Project& project) {
            return use(place(line), value == QLatin1String("1"), project);
        };
        m_columns.push_back(std::move(column));
    }
    m_parts << head.words.label;
    return true;
}

void FieldColumns::leave() {
    m_parts.removeLast();
}

}  // namespace app
