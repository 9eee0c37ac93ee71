#include "app/finding/find_chips.h"

#include <QCoreApplication>
#include <QHBoxLayout>
#include <QPushButton>
#include <algorithm>

#include "app/finding/kind_look.h"
#include "app/overlays/filter_menu.h"
#include "app/theme/theme.h"

namespace app {
namespace {

/// That fit beside each other.
constexpr int mostFindChips = 3;

QPushButton* findChip(const QString& title, const QString& tip) {
    auto* chip = new QPushButton(title);
    chip->setObjectName(QStringLiteral("chip"));
    chip->setFont(interFont(12, QFont::Medium));
    chip->setToolTip(tip);
    chip->setFocusPolicy(Qt::TabFocus);
    return chip;
}

void emptyLine(QHBoxLayout& line) {
    while (QLayoutItem* item = line.takeAt(0)) {
        if (QWidget* chip = item->widget()) {
            chip->hide();
            chip->deleteLater();
        }
        delete item;
    }
}

}  // namespace

void fillFindChips(QHBoxLayout& line, const FindQuery& query, const FoundModel& found,
                   const model::Project& project, const std::function<void(const FindTerm&)>& toggled) {
    const auto chipTr = [](const char* words) { return QCoreApplication::translate("FindChips", words); };
    emptyLine(line);
    int room = mostFindChips;
    const auto add = [&](QPushButton* chip, const FindTerm& term) {
        QObject::connect(chip, &QPushButton::clicked, chip, [toggled, term] { toggled(term); });
        line.addWidget(chip);
        --room;
    };
    for (const FindTerm& term : query.terms)
        if (room > 0)
            add(findChip(termTitle(term, project) + QStringLiteral("  ✕"), chipTr("Take this away")), term);
    const bool narrowed = std::any_of(query.terms.begin(), query.terms.end(), [](const FindTerm& term) {
        return term.field == FindField::Kind && !term.excluded;
    });
    if (!narrowed && found.kinds().size() > 1)
        for (const auto& [kind, count] : found.kinds())
            if (room > 0)
                add(findChip(QStringLiteral("%1 %2").arg(pluralOfKind(kind)).arg(count),
                             chipTr("Only these")),
                    {FindField::Kind, kind});
    if (line.count() > 0) line.addStretch();
}

}  // namespace app
