#include "app/overlays/filter_menu.h"

#include <QCoreApplication>
#include <QMenu>
#include <algorithm>

#include "app/finding/folded_text.h"
#include "app/studio/inspector/row_makers.h"

namespace app {
namespace {

/// A menu does not show more than this.
constexpr int mostValues = 40;

QString filterTr(const char* words) {
    return QCoreApplication::translate("FilterMenu", words);
}

QString fieldTitle(FindField field) {
    switch (field) {
        case FindField::Kind:
            return filterTr("Kind");
        case FindField::Team:
            return filterTr("Team");
        case FindField::Technology:
            return filterTr("Technology");
        case FindField::Tag:
            return filterTr("Tag");
        case FindField::Context:
            break;
    }
    return filterTr("Context");
}

bool isIn(const FindQuery& query, const FindTerm& term, const ElementIndex& index) {
    return std::any_of(query.terms.begin(), query.terms.end(), [&](const FindTerm& other) {
        return other.field == term.field && folded(index.kept(other).value) == folded(index.kept(term).value);
    });
}

QString valueTitle(FindField field, const QString& value) {
    return field == FindField::Kind ? kindWord(value.toStdString()) : value;
}

}  // namespace

QString termTitle(const FindTerm& term, const model::Project& project) {
    const auto element = model::elementFromKey(term.value.toStdString());
    const QString value = element && model::contains(project, *element)
                              ? text(model::displayName(project, *element))
                              : valueTitle(term.field, term.value);
    const QString words = QStringLiteral("%1: %2").arg(fieldTitle(term.field), value);
    return term.excluded ? filterTr("not %1").arg(words) : words;
}

void fillTermMenu(QMenu& menu, const ElementIndex& index, const FindQuery& query,
                  const std::function<void(const FindTerm&)>& chosen) {
    for (const FindField field : findFields) {
        const QStringList values = index.valuesOf(field);
        if (values.isEmpty()) continue;
        QMenu* sub = menu.addMenu(fieldTitle(field));
        for (const QString& value : values.mid(0, mostValues)) {
            const FindTerm term{field, value};
            QAction* action = sub->addAction(valueTitle(field, value).replace(u'&', QStringLiteral("&&")));
            action->setCheckable(true);
            action->setChecked(isIn(query, term, index));
            QObject::connect(action, &QAction::triggered, sub, [chosen, term] { chosen(term); });
        }
        if (values.size() <= mostValues) continue;
        sub->addSeparator();
        QAction* more = sub->addAction(
            filterTr("%1 more: type %2: and a name").arg(values.size() - mostValues).arg(fieldWord(field)));
        more->setEnabled(false);
    }
}

}  // namespace app
