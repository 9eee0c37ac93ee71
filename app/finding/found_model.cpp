#include "app/finding/found_model.h"

#include <algorithm>
#include <map>

#include "app/finding/kind_look.h"

namespace app {
namespace {

/// What tells elements of one name apart: the service of an operation, else context, technology, team.
QString detailOf(const ElementIndex& index, const IndexedElement& element) {
    QStringList parts;
    if (element.host != element.key)
        if (const int host = index.indexOf(element.host); host >= 0) parts << index.at(host).name;
    if (element.kind != QLatin1String("context") && parts.isEmpty()) parts << element.context;
    if (parts.join(QString()).isEmpty()) parts << element.technology;
    if (element.kind != QLatin1String("team")) parts << element.team;
    parts.removeAll(QString());
    return parts.join(QStringLiteral(" · "));
}

}  // namespace

void FoundModel::addKind(const ElementIndex& index, const QString& kind, const std::vector<int>& elements) {
    m_kinds.emplace_back(kind, int(elements.size()));
    m_rows.push_back({pluralOfKind(kind), {}, kind, -1, int(elements.size())});
    int listed = 0;
    for (const int number : elements) {
        const IndexedElement& element = index.at(number);
        if (listed++ < mostOfKind)
            m_rows.push_back({element.name, detailOf(index, element), kind, int(m_keys.size()), 0});
        m_keys << element.key;
        m_hosts << element.host;
    }
}

void FoundModel::show(const ElementIndex& index, const FindQuery& query) {
    beginResetModel();
    m_rows.clear();
    m_keys.clear();
    m_hosts.clear();
    m_kinds.clear();
    m_words = query.words;
    std::vector<QString> order;
    std::map<QString, std::vector<int>> byKind;
    for (const FoundElement& found : index.find(query)) {
        std::vector<int>& elements = byKind[index.at(found.element).kind];
        if (elements.empty()) order.push_back(index.at(found.element).kind);
        elements.push_back(found.element);
    }
    for (const QString& kind : order) addKind(index, kind, byKind[kind]);
    endResetModel();
}

int FoundModel::rowOf(int hit) const {
    const auto found =
        std::find_if(m_rows.begin(), m_rows.end(), [hit](const Row& row) { return row.hit == hit; });
    return hit < 0 || found == m_rows.end() ? -1 : int(found - m_rows.begin());
}

int FoundModel::hitAt(int row) const {
    return row >= 0 && row < rowCount() ? m_rows[std::size_t(row)].hit : -1;
}

std::vector<TextSpan> FoundModel::spansAt(int row) const {
    if (hitAt(row) < 0) return {};
    const QString& name = m_rows[std::size_t(row)].name;
    // What was typed as a whole, where the name has it, is what is meant.
    const QString phrase = m_words.join(u' ');
    if (m_words.size() > 1 && folded(name).contains(folded(phrase))) return spansOf(name, {phrase});
    return spansOf(name, m_words);
}

int FoundModel::rowCount(const QModelIndex& parent) const {
    return parent.isValid() ? 0 : int(m_rows.size());
}

QVariant FoundModel::data(const QModelIndex& index, int role) const {
    if (!index.isValid() || index.row() >= rowCount()) return {};
    const Row& row = m_rows[std::size_t(index.row())];
    switch (role) {
        case Qt::DisplayRole:
            return row.name;
        case HeadRole:
            return row.hit < 0;
        case DetailRole:
            return row.detail;
        case IconRole:
            return iconOfKind(row.kind);
        case CountRole:
            return row.count;
        case ListedRole:
            return std::min(row.count, mostOfKind);
        case SpansRole:
            return QVariant::fromValue(spansAt(index.row()));
        case Qt::AccessibleTextRole:
            return row.hit < 0 ? tr("%1, %2").arg(row.name).arg(row.count)
                               : QStringLiteral("%1, %2").arg(row.name, row.detail);
        default:
            return {};
    }
}

Qt::ItemFlags FoundModel::flags(const QModelIndex& index) const {
    if (!index.isValid()) return Qt::NoItemFlags;
    return hitAt(index.row()) < 0 ? Qt::ItemIsEnabled | Qt::ItemNeverHasChildren
                                  : Qt::ItemIsEnabled | Qt::ItemIsSelectable | Qt::ItemNeverHasChildren;
}

}  // namespace app
