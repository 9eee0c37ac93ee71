#include "app/studio/inspector/form.h"

namespace app {

namespace {

QString loweredLabel(const QString& label) {
    return label == label.toUpper() ? label : label.left(1).toLower() + label.mid(1);
}

QString tipOf(const DescribedField& field) {
    if (field.range.isEmpty()) return field.words.tip;
    const QString range = field.range.left(1).toUpper() + field.range.mid(1);
    return field.words.tip.isEmpty() ? range : QStringLiteral("%1\n%2").arg(field.words.tip, range);
}

}  // namespace

FormRows::FormRows(std::vector<Row>& rows, Form form, FormStyle style)
    : m_rows(rows), m_form(std::move(form)), m_style(std::move(style)), m_levels(1) {}

// The fields that lie in no part come first, in a section of their own where it has a head.
FormRows::~FormRows() {
    Level& top = m_levels.front();
    if (!m_style.rest.isEmpty() && !top.values.empty()) {
        Row head = sectionRow(m_style.rest);
        head.fold = m_style.fold + QStringLiteral("/rest");
        head.open = false;
        head.depth = m_style.depth;
        m_rows.push_back(std::move(head));
        for (Row& value : top.values) ++value.depth;
    }
    std::move(top.values.begin(), top.values.end(), std::back_inserter(m_rows));
    std::move(top.parts.begin(), top.parts.end(), std::back_inserter(m_rows));
}

int FormRows::depth() const {
    return m_style.depth + m_sections;
}

bool FormRows::skips(const QString& path) const {
    return m_style.skip.contains(path);
}

Row FormRows::row(Row::Kind kind, const QString& label) const {
    Row made;
    made.kind = kind;
    made.label = label;
    made.undo = inspectorTr("Change %1 of %2").arg(loweredLabel(label), m_form.name);
    made.depth = depth();
    made.indent = m_style.indent + std::max(0, m_sections - 1);
    return made;
}

void FormRows::value(DescribedField field) {
    Row made = row(field.kind, field.words.label);
    made.value = field.read(m_form.shown.front().get());
    for (const auto& entity : m_form.shown)
        if (made.value != field.read(entity.get())) made.value.reset();
    made.choices = std::move(field.choices);
    made.tip = tipOf(field);
    made.hint = made.value && made.value->isEmpty() ? field.words.empty : field.unit;
    made.write = m_form.edit([set = field.set](void* entity, const QString& entered, const model::Project&) {
        return set(entity, entered, nullptr);
    });
    if (field.kind == Row::Kind::Text)
        made.check = [copy = m_form.copy, example = m_form.shown.front(), set = field.set](
                         const QString& entered) { return set(copy(example.get()).get(), entered, nullptr); };
    m_levels.back().values.push_back(std::move(made));
}

void FormRows::distribution(const QString& path, const FieldWords& words,
                            PartPlace<model::Distribution> place) {
    const model::Distribution* shown = place(m_form.shown.front().get(), nullptr);
    if (!shown) return;
    // A distribution that is a part by itself has the head of the part.
    const bool hasHead = !words.label.isEmpty();
    if (hasHead) enter({path, words, false, [](const void*) { return true; }, {}});
    std::vector<Row>& values = m_levels.back().values;
    const std::size_t before = values.size();
    const auto edit = [edit = m_form.edit, place](const model::Project& project,
                                                  const DistributionChange& change) {
        return edit([&](void* entity, const QString&, const model::Project&) {
            model::Distribution* time = place(entity, nullptr);
            return time ? change(*time) : model::Result<void>();
        })(project, {});
    };
    const int indent = m_style.indent + std::max(0, m_sections - 1);
    appendDistributionRows(values, *shown, m_form.name, edit, indent);
    for (std::size_t at = before; at < values.size(); ++at) values[at].depth = depth();
    if (hasHead) leave();
}

void FormRows::open(Row head) {
    Level level;
    level.values.push_back(std::move(head));
    m_levels.push_back(std::move(level));
    ++m_sections;
}

void FormRows::close() {
    Level done = std::move(m_levels.back());
    m_levels.pop_back();
    --m_sections;
    if (done.add) done.parts.push_back(std::move(*done.add));
    std::vector<Row>& parts = m_levels.back().parts;
    std::move(done.values.begin(), done.values.end(), std::back_inserter(parts));
    std::move(done.parts.begin(), done.parts.end(), std::back_inserter(parts));
}

bool FormRows::enter(const PartHead& head) {
    bool present = true;
    bool same = true;
    for (const auto& entity : m_form.shown) {
        present &= head.present(entity.get());
        same &= head.present(entity.get()) == head.present(m_form.shown.front().get());
    }
    Row section = row(Row::Kind::Section, head.words.label);
    section.fold = QStringLiteral("%1/%2").arg(m_style.fold, head.path);
    section.open = m_style.openUsed && present;
    section.tip = head.words.tip;
    if (head.optional)
        section.hint = !same ? inspectorTr("on and off") : present ? inspectorTr("on") : inspectorTr("off");
    open(std::move(section));
    if (!head.optional) return true;
    Row use = row(Row::Kind::Switch, inspectorTr("In use"));
    if (same) use.value = QString(present ? "1" : "0");
    use.tip = head.words.tip;
    use.undo = inspectorTr("Change %1 of %2").arg(loweredLabel(head.words.label), m_form.name);
    use.write =
        m_form.edit([use = head.use](void* entity, const QString& entered, const model::Project& before) {
            return use(entity, entered == QLatin1String("1"), before);
        });
    m_levels.back().values.push_back(std::move(use));
    if (!present) close();
    return present;
}

void FormRows::leave() {
    close();
}

bool FormRows::enterList(const ListHead& head) {
    if (!m_form.isOfOne()) return false;
    const int count = head.size(m_form.shown.front().get());
    Row section = row(Row::Kind::Section, head.words.label);
    section.fold = QStringLiteral("%1/%2").arg(m_style.fold, head.path);
    section.open = m_style.openUsed && count > 0;
    section.hint = QString::number(count);
    section.tip = head.words.tip;
    open(std::move(section));
    Level& level = m_levels.back();
    level.add = actionRow(
        head.words.empty.isEmpty() ? inspectorTr("Add") : head.words.empty,
        m_form.edit([add = head.add](void* entity, const QString& choice, const model::Project& before) {
            return add(entity, choice, before);
        }),
        inspectorTr("Change %1 of %2").arg(loweredLabel(head.words.label), m_form.name), head.choices);
    level.add->depth = depth();
    level.add->indent = m_style.indent + std::max(0, m_sections - 1);
    level.asItem = [this, head, count](Row& step, int index) {
        if (head.ordered && index > 0) step.choices.push_back({QStringLiteral("up"), inspectorTr("Move up")});
        if (head.ordered && index + 1 < count)
            step.choices.push_back({QStringLiteral("down"), inspectorTr("Move down")});
        step.choices.push_back({QStringLiteral("remove"), inspectorTr("Remove")});
        step.write = m_form.edit(
            [arrange = head.arrange, index](void* entity, const QString& move, const model::Project&) {
                arrange(entity, index,
                        move == QLatin1String("up")     ? ListMove::Up
                        : move == QLatin1String("down") ? ListMove::Down
                                                        : ListMove::Remove);
                return model::Result<void>();
            });
        step.undo = inspectorTr("Change %1 of %2").arg(loweredLabel(head.words.label), m_form.name);
    };
    return true;
}

void FormRows::closeItem() {
    Level done = std::move(m_levels.back());
    m_levels.pop_back();
    Level& list = m_levels.back();
    std::move(done.values.begin(), done.values.end(), std::back_inserter(list.values));
    std::move(done.parts.begin(), done.parts.end(), std::back_inserter(list.values));
}

void FormRows::item(int index, const QString& title) {
    if (m_levels.back().isItem) closeItem();
    Row step = row(Row::Kind::Step, title);
    m_levels.back().asItem(step, index);
    Level level;
    level.isItem = true;
    level.values.push_back(std::move(step));
    m_levels.push_back(std::move(level));
}

void FormRows::leaveList() {
    if (m_levels.back().isItem) closeItem();
    close();
}

}  // namespace app
