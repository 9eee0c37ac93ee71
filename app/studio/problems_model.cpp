#include "app/studio/problems_model.h"

#include <algorithm>

#include "model/check.h"

namespace app {

namespace {

QString words(const std::string& text) {
    return QString::fromStdString(text);
}

/// The element that a JSON pointer such as `/services/orders/...` leads to.
QString keyOfPlace(const model::Project& project, const QString& place) {
    static const std::pair<const char*, const char*> kinds[] = {
        {"services", "service"},   {"stores", "store"},
        {"channels", "channel"},   {"contexts", "context"},
        {"teams", "team"},         {"messages", "message"},
        {"policies", "policy"},    {"relationships", "relationship"},
        {"scenarios", "scenario"}, {"workloads", "workload"}};
    const QStringList parts = place.split('/', Qt::SkipEmptyParts);
    if (parts.size() < 2) return {};
    for (const auto& [plural, kind] : kinds) {
        if (parts[0] != QLatin1String(plural)) continue;
        const QString key = QStringLiteral("%1:%2").arg(QLatin1String(kind), parts[1]);
        const auto element = model::elementFromKey(key.toStdString());
        if (element && model::contains(project, *element)) return key;
    }
    return {};
}

}  // namespace

std::vector<Problem> findProblems(const model::Project& project) {
    std::vector<Problem> problems;
    for (const model::Error& error : model::check(project))
        problems.push_back({model::Severity::Error,
                            words(error.message),
                            words(error.place),
                            {},
                            keyOfPlace(project, words(error.place)),
                            QStringLiteral("check")});
    if (const auto findings = model::lint(project))
        for (const model::Finding& finding : *findings)
            problems.push_back({finding.severity, words(finding.message),
                                words(model::displayName(project, finding.element)), words(finding.fix),
                                words(model::elementKey(finding.element)), words(finding.rule)});
    std::stable_sort(problems.begin(), problems.end(), [](const Problem& left, const Problem& right) {
        return left.severity > right.severity;
    });
    return problems;
}

void ProblemsModel::setProblems(std::vector<Problem> problems) {
    if (problems == m_problems) return;
    beginResetModel();
    m_problems = std::move(problems);
    endResetModel();
}

int ProblemsModel::count(model::Severity severity) const {
    return static_cast<int>(
        std::count_if(m_problems.begin(), m_problems.end(),
                      [severity](const Problem& problem) { return problem.severity == severity; }));
}

int ProblemsModel::rowCount(const QModelIndex& parent) const {
    return parent.isValid() ? 0 : static_cast<int>(m_problems.size());
}

int ProblemsModel::columnCount(const QModelIndex& parent) const {
    return parent.isValid() ? 0 : ColumnCount;
}

QVariant ProblemsModel::data(const QModelIndex& index, int role) const {
    if (!index.isValid()) return {};
    const Problem& problem = m_problems[static_cast<std::size_t>(index.row())];
    if (role == KeyRole) return problem.key;
    if (role == SeverityRole) return static_cast<int>(problem.severity);
    if (role != Qt::DisplayRole && role != Qt::ToolTipRole) return {};
    switch (index.column()) {
        case MessageColumn:
            return problem.message;
        case PlaceColumn:
            return problem.place;
        case FixColumn:
            return problem.fix;
        default:
            return {};
    }
}

QVariant ProblemsModel::headerData(int section, Qt::Orientation orientation, int role) const {
    if (orientation != Qt::Horizontal || role != Qt::DisplayRole) return {};
    return section == MessageColumn ? tr("Problem") : section == PlaceColumn ? tr("Where") : tr("What to do");
}

}  // namespace app
