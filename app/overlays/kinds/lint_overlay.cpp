#include <QCoreApplication>
#include <algorithm>
#include <array>

#include "app/finding/element_place.h"
#include "app/overlays/overlay_kind.h"

namespace app {

namespace {

QString lintTr(const char* words, int count = -1) {
    return QCoreApplication::translate("LintOverlay", words, nullptr, count);
}

/// How many findings of each severity an element has.
using FindingCounts = std::array<int, 3>;

int countOfFindings(const FindingCounts& counts, model::Severity severity) {
    return counts[std::size_t(severity)];
}

QString wordsOfFindings(const FindingCounts& counts) {
    QStringList parts;
    const auto add = [&](model::Severity severity, const QString& one, const QString& many) {
        const int count = countOfFindings(counts, severity);
        if (count > 0) parts << QStringLiteral("%1 %2").arg(count).arg(count == 1 ? one : many);
    };
    add(model::Severity::Error, lintTr("error"), lintTr("errors"));
    add(model::Severity::Warning, lintTr("warning"), lintTr("warnings"));
    add(model::Severity::Hint, lintTr("hint"), lintTr("hints"));
    return parts.join(QStringLiteral(" · "));
}

QHash<QString, FindingCounts> findingsByHost(const OverlaySubject& subject) {
    QHash<QString, FindingCounts> counts;
    for (const Problem& problem : subject.problems) {
        if (problem.key.isEmpty()) continue;
        QSet<QString> keys{problem.key, hostOf(subject.project, problem.key)};
        for (const QString& key : keys) {
            auto at = counts.find(key);
            if (at == counts.end()) at = counts.insert(key, FindingCounts{});
            ++(*at)[std::size_t(problem.severity)];
        }
    }
    return counts;
}

model::Severity worstOf(const FindingCounts& counts) {
    if (countOfFindings(counts, model::Severity::Error) > 0) return model::Severity::Error;
    return countOfFindings(counts, model::Severity::Warning) > 0 ? model::Severity::Warning
                                                                 : model::Severity::Hint;
}

struct SeverityLook {
    QColor colour;
    std::optional<DiagramSign> sign;
    QString text;
};

SeverityLook lookOfSeverity(model::Severity severity, const Theme& theme) {
    switch (severity) {
        case model::Severity::Error:
            return {theme.bad, DiagramSign::Error, lintTr("errors")};
        case model::Severity::Warning:
            return {theme.warning, DiagramSign::Warning, lintTr("warnings at worst")};
        case model::Severity::Hint:
            break;
    }
    return {theme.accent, std::nullopt, lintTr("hints only")};
}

OverlayPicture findingsOn(const OverlaySubject& subject) {
    OverlayPicture picture;
    const QHash<QString, FindingCounts> counts = findingsByHost(subject);
    std::array<int, 3> nodes{};
    const auto mark = [&](const QString& key, bool isNode) {
        const auto found = counts.constFind(elementOfKey(key));
        if (found == counts.constEnd()) return;
        const SeverityLook look = lookOfSeverity(worstOf(*found), subject.theme);
        if (look.sign) picture.layer.signs.insert(key, *look.sign);
        if (!isNode) return;
        picture.layer.tints.insert(key, look.colour);
        NodeHeat words;
        words.text = words.brief = wordsOfFindings(*found);
        picture.figures.nodes.insert(key, words);
        ++nodes[std::size_t(worstOf(*found))];
    };
    for (const DiagramNode& node : subject.diagram.nodes) mark(node.key, true);
    for (const DiagramRegion& region : subject.diagram.regions) mark(region.key, false);
    for (const DiagramEdge& edge : subject.diagram.edges) mark(edge.key, false);
    for (const model::Severity severity :
         {model::Severity::Error, model::Severity::Warning, model::Severity::Hint}) {
        const int count = nodes[std::size_t(severity)];
        const SeverityLook look = lookOfSeverity(severity, subject.theme);
        if (count > 0) picture.lines.push_back({look.colour, look.sign, look.text, count});
    }
    if (picture.layer.signs.isEmpty() && picture.lines.empty())
        picture.missing = lintTr("The checks found nothing to mend on this diagram.");
    return picture;
}

}  // namespace

OverlayKind lintOverlay() {
    return {"lint",
            lintTr("Findings"),
            "warning",
            3,
            lintTr("The worst that the checks found of each element"),
            findingsOn};
}

}  // namespace app
