#pragma once

#include <QLineEdit>
#include <QTest>

#include "app/file/file.h"
#include "app/studio/inspector/inspector.h"
#include "app/studio/inspector/row_widget.h"

/// What the inspector shows of a project, and what comes of entering something there.
namespace inspected {

inline void openShop(app::Document& document) {
    auto file = app::loadSample("shop");
    document.reset(std::move(file->project), std::move(file->layout), {});
}

inline const app::Row* rowOf(const app::Inspection& inspection, const QString& label) {
    for (const app::Row& row : inspection.rows)
        if (row.label == label) return &row;
    return nullptr;
}

inline const app::Row& row(const app::Inspection& inspection, const QString& label) {
    const app::Row* found = rowOf(inspection, label);
    if (!found) qFatal("no row %s", qPrintable(label));
    return *found;
}

/// The project after the row was given that.
inline model::Project after(const model::Project& project, const QString& key, const QString& label,
                            const QString& entered) {
    const auto next = row(app::inspect(project, {key}), label).write(project, entered);
    if (!next) qFatal("%s: %s", qPrintable(label), next.error().text().c_str());
    return *next;
}

inline QString refusal(const model::Project& project, const QString& key, const QString& label,
                       const QString& entered) {
    const auto next = row(app::inspect(project, {key}), label).write(project, entered);
    return next ? QString("taken") : QString::fromStdString(next.error().text());
}

/// What each field shows, it reads: entering it again changes nothing.
inline bool showsWhatItReads(const model::Project& project, const QString& key) {
    for (const app::Row& shown : app::inspect(project, {key}).rows) {
        if (!shown.write || !shown.value || shown.kind == app::Row::Kind::Action) continue;
        const auto again = shown.write(project, *shown.value);
        if (again && *again == project) continue;
        qWarning("%s: %s", qPrintable(shown.label), again ? "changes" : again.error().text().c_str());
        return false;
    }
    return true;
}

/// Types into the field of that row, as a person does.
inline void enter(app::Inspector& inspector, const QString& label, const QString& text) {
    auto* field = inspector.find(label)->findChild<QLineEdit*>();
    field->setFocus();
    field->selectAll();
    QTest::keyClicks(field, text);
    QTest::keyClick(field, Qt::Key_Return);
}

}  // namespace inspected
