#include "app/studio/inspector/policy_difference.h"

#include <algorithm>

#include "app/studio/inspector/entity_fields.h"
#include "app/studio/inspector/row_makers.h"
#include "model/description/words.h"
#include "model/policy_presets.h"

namespace app {

namespace {

/// Holds the fields of one policy against those of another while the walk finds them.
class PolicyComparison : public FieldSink {
public:
    PolicyComparison(const model::CallPolicy& own, const model::CallPolicy& other)
        : m_own(own), m_other(other) {}
    std::vector<PolicyDifference> differences;

    bool skips(const QString& path) const override {
        return path == QLatin1String("name") || path == QLatin1String("description") ||
               path == QLatin1String("order");
    }
    void value(DescribedField field) override {
        const auto own = field.read(&m_own);
        const auto other = field.read(&m_other);
        if (own == other) return;
        differences.push_back({field.path, labelled(field.words.label), shown(field, own.value_or(QString())),
                               shown(field, other.value_or(QString()))});
    }
    void distribution(const QString&, const FieldWords&, PartPlace<model::Distribution>) override {}
    bool enter(const PartHead& head) override {
        const bool own = head.present(&m_own);
        const bool other = head.present(&m_other);
        if (own != other)
            differences.push_back({head.path, labelled(head.words.label),
                                   own ? inspectorTr("on") : inspectorTr("off"),
                                   other ? inspectorTr("on") : inspectorTr("off")});
        if (!own || !other) return false;
        m_parts << head.words.label;
        return true;
    }
    void leave() override { m_parts.removeLast(); }
    bool enterList(const ListHead&) override { return false; }
    void item(int, const QString&) override {}
    void leaveList() override {}

private:
    QString labelled(const QString& label) const {
        return m_parts.isEmpty() ? label
                                 : QStringLiteral("%1: %2").arg(m_parts.join(QStringLiteral(": ")), label);
    }
    static QString shown(const DescribedField& field, const QString& value) {
        if (value.isEmpty()) return field.words.empty.isEmpty() ? inspectorTr("none") : field.words.empty;
        if (field.kind == Row::Kind::Switch)
            return value == QLatin1String("1") ? inspectorTr("yes") : inspectorTr("no");
        for (const Choice& choice : field.choices)
            if (choice.id == value) return choice.text;
        return field.unit.isEmpty() ? value : QStringLiteral("%1 %2").arg(value, field.unit);
    }

    const model::CallPolicy& m_own;
    const model::CallPolicy& m_other;
    QStringList m_parts;
};

QString orderWords(const model::CallPolicy& policy) {
    QStringList words;
    for (const model::PolicyLayer layer : model::layersOf(policy)) words << valueWords(model::word(layer));
    return words.join(QStringLiteral(", "));
}

}  // namespace

std::vector<PolicyDifference> policyDifference(const model::Project& project, const model::CallPolicy& own,
                                               const model::CallPolicy& other) {
    PolicyComparison comparison(own, other);
    walkFields(project, own, comparison);
    if (model::layersOf(own) != model::layersOf(other))
        comparison.differences.push_back({QStringLiteral("order"), inspectorTr("Order of the layers"),
                                          orderWords(own), orderWords(other)});
    return std::move(comparison.differences);
}

}  // namespace app
