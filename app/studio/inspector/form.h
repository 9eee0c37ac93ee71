#pragma once

#include "app/studio/inspector/entity_fields.h"
#include "app/studio/inspector/row_makers.h"

#include <QSet>

namespace app {

/// Changes one entity of the kind of the form.
using FormChange =
    std::function<model::Result<void>(void* entity, const QString& entered, const model::Project& before)>;

/// The entities that a form shows, of one kind that it does not name, and the way to change them.
struct Form {
    const model::Project& project;
    QString name;                              ///< Of the entity, for the undo step
    std::vector<std::shared_ptr<void>> shown;  ///< The first is the example that lists are taken from
    std::function<std::shared_ptr<void>(const void*)> copy;
    std::function<RowWrite(FormChange)> edit;

    bool isOfOne() const { return shown.size() == 1; }
};

/// The form of what rows by hand read and write.
template <class Value, class Key>
Form formOf(const Subject<Value, Key>& subject) {
    Form form{subject.project, subject.name, {}, {}, {}};
    for (const Key& key : subject.keys)
        if (auto value = subject.get(subject.project, key))
            form.shown.push_back(std::make_shared<Value>(std::move(*value)));
    form.copy = [](const void* value) { return std::make_shared<Value>(*static_cast<const Value*>(value)); };
    form.edit = [keys = subject.keys, get = subject.get, put = subject.put](FormChange change) -> RowWrite {
        return [=](const model::Project& before, const QString& entered) {
            model::Result<model::Project> after = before;
            for (const Key& key : keys) {
                std::optional<Value> value = get(*after, key);
                if (!value) continue;
                if (auto changed = change(&*value, entered, *after); !changed)
                    return model::Result<model::Project>(tl::unexpected<model::Error>(changed.error()));
                after = put(*after, std::move(*value), key);
                if (!after) break;
            }
            return after;
        };
    };
    return form;
}

/// How a form looks.
struct FormStyle {
    QString fold;        ///< Begins the names of its sections: `Deployment`
    QSet<QString> skip;  ///< Paths of fields that have rows of their own
    QString rest;        ///< The head of a closed section for the fields that lie in no part; none when empty
    bool openUsed = false;  ///< Parts that are there start open
    int indent = 0;
    int depth = 0;
};

/// Makes the rows of all fields that a walk finds.
class FormRows : public FieldSink {
public:
    FormRows(std::vector<Row>& rows, Form form, FormStyle style);
    ~FormRows() override;
    FormRows(const FormRows&) = delete;
    FormRows& operator=(const FormRows&) = delete;

    bool skips(const QString& path) const override;
    void value(DescribedField field) override;
    void distribution(const QString& path, const FieldWords& words,
                      PartPlace<model::Distribution> place) override;
    bool enter(const PartHead& head) override;
    void leave() override;
    bool enterList(const ListHead& head) override;
    void item(int index, const QString& title) override;
    void leaveList() override;

private:
    /// A part under way: its values come before the parts in it.
    struct Level {
        std::vector<Row> values;
        std::vector<Row> parts;
        std::optional<Row> add;                      ///< At the end of a list
        std::function<void(Row& step, int)> asItem;  ///< Of a list: what makes a row its head of an element
        bool isItem = false;
    };

    int depth() const;
    Row row(Row::Kind kind, const QString& label) const;
    void open(Row head);
    void close();
    void closeItem();

    std::vector<Row>& m_rows;
    Form m_form;
    FormStyle m_style;
    std::vector<Level> m_levels;
    int m_sections = 0;  ///< That are open around the place that the walk is at
};

/// The rows of all fields of the entities, by the walk through the first one.
template <class Value, class Key>
void appendFormRows(std::vector<Row>& rows, const Subject<Value, Key>& subject, const FormStyle& style) {
    Form form = formOf(subject);
    if (form.shown.empty()) return;
    const std::shared_ptr<void> example = form.shown.front();
    FormRows sink(rows, std::move(form), style);
    walkFields(subject.project, *static_cast<const Value*>(example.get()), sink);
}

}  // namespace app
