#include "app/comparing/merge_sheet.h"

#include <QButtonGroup>
#include <QHBoxLayout>
#include <QLabel>
#include <QPushButton>
#include <QRadioButton>
#include <QScrollArea>
#include <QVBoxLayout>

#include "app/comparing/changes_view.h"
#include "app/comparing/field_names.h"
#include "app/theme/widgets.h"

namespace app {

namespace {

constexpr int mergeSheetWidth = 760;
constexpr int conflictsHeight = 250;
constexpr int previewHeight = 190;
constexpr qsizetype longestValue = 46;

/// The pointer of a conflict within its element.
QString pointerWithin(const std::string& place, const QString& key) {
    QString pointer = QString::fromStdString(place);
    if (key.isEmpty()) return pointer;
    const QString id = key.section(u':', 1);
    const qsizetype at = pointer.lastIndexOf(u'/' + id);
    return at < 0 ? pointer : pointer.mid(at + 1 + id.size());
}

QString conflictTitle(const model::Project& project, const model::MergeConflict& conflict) {
    if (conflict.place.empty()) return MergeSheet::tr("The whole model: the two do not go together");
    const QString key = QString::fromStdString(model::elementKeyAt(conflict.place));
    const QString label = fieldLabel(key, pointerWithin(conflict.place, key));
    if (key.isEmpty()) return label;
    const auto element = model::elementFromKey(key.toStdString());
    const QString name = QString::fromStdString(model::displayName(project, *element));
    const QString what = QStringLiteral("%1 %2").arg(kindTitle(key), name);
    return label.isEmpty() ? what : QStringLiteral("%1 › %2").arg(what, label);
}

QString conflictReason(model::ConflictKind kind) {
    switch (kind) {
        case model::ConflictKind::BothChanged:
            return MergeSheet::tr("Both changed it");
        case model::ConflictKind::RemovedAndChanged:
            return MergeSheet::tr("One removed what the other changed");
        case model::ConflictKind::RemovedAndUsed:
            return MergeSheet::tr("One removed what the other uses; removing it removes that use too");
    }
    return {};
}

}  // namespace

MergeSheet::MergeSheet(const QString& name, Version base, Version ours, Version theirs, const Theme& theme,
                       QWidget* window)
    : Sheet(tr("Merge the changes of %1").arg(name), mergeSheetWidth, window),
      m_base(std::move(base)),
      m_ours(std::move(ours)),
      m_theirs(std::move(theirs)),
      m_layout(model::merge(*m_base.layout, *m_ours.layout, *m_theirs.layout)),
      m_summary(secondaryLabel({}, card())),
      m_conflicts(new QScrollArea(card())),
      m_list(nullptr) {
    build(theme);
    remerge();
}

void MergeSheet::build(const Theme& theme) {
    m_summary->setWordWrap(true);
    content()->addWidget(m_summary);
    m_conflicts->setWidgetResizable(true);
    m_conflicts->setFrameShape(QFrame::NoFrame);
    m_conflicts->setAccessibleName(tr("What needs a choice"));
    content()->addWidget(m_conflicts);
    content()->addWidget(sectionHead(tr("What changes in the open model"), card()));
    m_list = new ChangesView(m_preview, theme, card());
    m_list->setFixedHeight(previewHeight);
    content()->addWidget(m_list);
    auto* line = new QHBoxLayout;
    auto* mine = new QPushButton(tr("All &mine"), card());
    auto* theirs = new QPushButton(tr("All of the &file"), card());
    auto* cancel = new QPushButton(tr("Cancel"), card());
    auto* merge = primaryButton(tr("&Merge"), card());
    mine->setObjectName(QStringLiteral("allMine"));
    theirs->setObjectName(QStringLiteral("allTheirs"));
    merge->setObjectName(QStringLiteral("merge"));
    merge->setToolTip(tr("One step of the history; nothing is written until you save"));
    line->addWidget(mine);
    line->addWidget(theirs);
    line->addStretch();
    line->addWidget(cancel);
    line->addWidget(merge);
    content()->addLayout(line);
    connect(mine, &QPushButton::clicked, this, [this] { chooseAll(model::Side::Ours); });
    connect(theirs, &QPushButton::clicked, this, [this] { chooseAll(model::Side::Theirs); });
    connect(cancel, &QPushButton::clicked, this, &MergeSheet::close);
    connect(merge, &QPushButton::clicked, this, &MergeSheet::accept);
    merge->setFocus();
}

void MergeSheet::accept() {
    close();
    emit merged(m_merge.project, m_layout);
}

void MergeSheet::choose(const std::string& place, model::Side side) {
    m_choices[place] = side;
    remerge();
}

void MergeSheet::chooseAll(model::Side side) {
    for (const model::MergeConflict& conflict : m_merge.conflicts) m_choices[conflict.place] = side;
    m_shown.clear();  // The buttons show it
    remerge();
}

void MergeSheet::remerge() {
    m_merge = model::merge(*m_base.project, *m_ours.project, *m_theirs.project, m_choices);
    m_summary->setText(summary());
    if (m_shown != m_merge.conflicts || m_shown.empty()) showConflicts();
    showPreview();
}

QString MergeSheet::summary() const {
    const auto theirs = model::diff(*m_base.project, *m_theirs.project).changes.size();
    const auto ours = model::diff(*m_base.project, *m_ours.project).changes.size();
    const QString counts =
        tr("The file has changes of %1 elements, the open model of %2.").arg(theirs).arg(ours);
    const QString rest =
        m_merge.conflicts.empty()
            ? tr("They go together: nothing needs a choice.")
            : tr("All goes together but what follows: %1 to be chosen.").arg(m_merge.conflicts.size());
    return QStringLiteral("%1 %2").arg(counts, rest);
}

void MergeSheet::showConflicts() {
    m_shown = m_merge.conflicts;
    auto* list = new QWidget(m_conflicts);
    auto* rows = new QVBoxLayout(list);
    rows->setContentsMargins(0, 0, 0, 0);
    rows->setSpacing(8);
    for (const model::MergeConflict& conflict : m_shown) rows->addWidget(conflictRow(conflict));
    rows->addStretch();
    // The button whose click leads here is among those that go.
    if (QWidget* before = m_conflicts->takeWidget()) before->deleteLater();
    m_conflicts->setWidget(list);
    m_conflicts->setVisible(!m_shown.empty());
    m_conflicts->setFixedHeight(std::min(conflictsHeight, list->sizeHint().height() + 2));
}

QWidget* MergeSheet::conflictRow(const model::MergeConflict& conflict) {
    auto* row = new QFrame(card());
    row->setProperty("look", QStringLiteral("card"));
    auto* column = new QVBoxLayout(row);
    column->setContentsMargins(14, 8, 12, 8);
    column->setSpacing(4);
    auto* title = nameLabel({}, row);
    const QString words = conflictTitle(*m_ours.project, conflict);
    title->setText(title->fontMetrics().elidedText(words, Qt::ElideMiddle, mergeSheetWidth - 110));
    title->setToolTip(QString::fromStdString(conflict.place));
    column->addWidget(title);
    column->addWidget(secondaryLabel(conflictReason(conflict.kind), row));
    column->addWidget(choices(conflict, row));
    return row;
}

QWidget* MergeSheet::choices(const model::MergeConflict& conflict, QWidget* row) {
    auto* both = new QWidget(row);
    auto* line = new QHBoxLayout(both);
    line->setContentsMargins(0, 0, 0, 0);
    line->setSpacing(16);
    auto* group = new QButtonGroup(both);
    const auto chosen = m_choices.find(conflict.place);
    const bool theirs = chosen != m_choices.end() && chosen->second == model::Side::Theirs;
    const auto add = [&](const QString& whose, const std::string& value, model::Side side, bool checked) {
        const QString words = valueText(conflict, value);
        auto* button = new QRadioButton(
            QStringLiteral("%1: %2")
                .arg(whose, words.left(longestValue) +
                                (words.size() > longestValue ? QStringLiteral("…") : QString()))
                .replace('&', QLatin1String("&&")),
            both);
        button->setToolTip(words.left(2000));
        button->setAccessibleName(QStringLiteral("%1, %2: %3")
                                      .arg(conflictTitle(*m_ours.project, conflict), whose, words.left(200)));
        button->setChecked(checked);
        group->addButton(button);
        line->addWidget(button, 1);
        connect(button, &QRadioButton::clicked, this,
                [this, place = conflict.place, side] { choose(place, side); });
    };
    add(tr("Mine"), conflict.ours, model::Side::Ours, !theirs);
    add(tr("File"), conflict.theirs, model::Side::Theirs, theirs);
    return both;
}

QString MergeSheet::valueText(const model::MergeConflict& conflict, const std::string& value) const {
    if (conflict.place.empty()) return tr("as it is there");
    if (value.empty()) {
        const bool element = conflict.kind != model::ConflictKind::BothChanged;
        return element ? tr("removed") : tr("none");
    }
    if (conflict.kind != model::ConflictKind::BothChanged) return tr("kept");
    QString words = QString::fromStdString(value);
    if (words.startsWith('"') && words.endsWith('"')) words = words.mid(1, words.size() - 2);
    const QString key = QString::fromStdString(model::elementKeyAt(conflict.place));
    return fieldValueText(*m_ours.project, key, pointerWithin(conflict.place, key), words);
}

void MergeSheet::showPreview() {
    const Version after{std::make_shared<const model::Project>(m_merge.project),
                        std::make_shared<const model::Layout>(m_layout)};
    m_preview.setEntries(changeEntries(m_ours, after, model::diff(*m_ours.project, m_merge.project)));
}

}  // namespace app
