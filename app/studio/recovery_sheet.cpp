#include "app/studio/recovery_sheet.h"

#include <QDir>
#include <QFileInfo>
#include <QHBoxLayout>
#include <QLabel>
#include <QLocale>
#include <QPushButton>
#include <QScrollArea>
#include <QStackedWidget>
#include <QVBoxLayout>

#include "app/theme/widgets.h"

namespace app {

namespace {

constexpr int sheetWidth = 660;
constexpr int mostRowsShown = 4;

QString whenText(const QDateTime& time) {
    const bool today = time.date() == QDate::currentDate();
    return today ? RecoverySheet::tr("today at %1").arg(QLocale().toString(time, QStringLiteral("HH:mm")))
                 : QLocale().toString(time, QStringLiteral("d MMM yyyy, HH:mm"));
}

QString stepsText(const History& history) {
    const int steps = std::abs(history.index - std::max(0, history.saved));
    if (steps == 0) return RecoverySheet::tr("A file that is gone");
    return steps == 1 ? RecoverySheet::tr("1 step") : RecoverySheet::tr("%1 steps").arg(steps);
}

/// What has become of the file since: empty when nothing has.
QString sinceThenText(const JournalContent& content) {
    if (content.path.isEmpty()) return {};
    if (!QFileInfo::exists(content.path)) return RecoverySheet::tr("Its file is not there any more.");
    if (!(fileState(content.path) == content.stored))
        return RecoverySheet::tr("Its file has been changed since. Recovering changes nothing there.");
    return {};
}

QString placeText(const JournalContent& content) {
    if (content.path.isEmpty()) return RecoverySheet::tr("Was never saved");
    const QString folder = QFileInfo(content.path).absolutePath();
    const QString home = QDir::homePath();
    return folder.startsWith(home + '/') ? "~" + folder.mid(home.size()) : folder;
}

QPushButton* choice(QPushButton* button, const char* id, QHBoxLayout* line) {
    button->setObjectName(QLatin1String(id));
    line->addWidget(button);
    return button;
}

}  // namespace

QString leftoverName(const JournalContent& content) {
    if (!content.path.isEmpty()) return QFileInfo(content.path).fileName();
    const QString name = QString::fromStdString(content.history.current.project->name).simplified();
    return name.isEmpty() ? RecoverySheet::tr("Untitled") : name;
}

QString leftoverText(const JournalContent& content) {
    const History& history = content.history;
    const QString when = whenText(content.last);
    if (history.index == 0) return RecoverySheet::tr("%1, %2").arg(stepsText(history), when);
    const QString label = history.steps[static_cast<std::size_t>(history.index - 1)].step.label.simplified();
    return RecoverySheet::tr("%1, the last %2: %3").arg(stepsText(history), when, label);
}

RecoverySheet::RecoverySheet(const std::vector<Leftover>& leftovers, QWidget* window)
    : Sheet(leftovers.size() == 1 ? tr("A model was not saved") : tr("Models were not saved"), sheetWidth,
            window) {
    QLabel* text = secondaryLabel(
        tr("The studio ended before these changes were saved. They were kept step by step, and nothing on "
           "the "
           "disk has been touched. Recovering opens the model with its history; looking opens a copy."),
        card());
    text->setWordWrap(true);
    content()->addWidget(text);
    content()->addSpacing(4);
    auto* scroll = new QScrollArea(card());
    scroll->setWidgetResizable(true);
    scroll->setFrameShape(QFrame::NoFrame);
    auto* list = new QWidget(scroll);
    m_rows = new QVBoxLayout(list);
    m_rows->setContentsMargins(0, 0, 0, 0);
    m_rows->setSpacing(8);
    for (const Leftover& leftover : leftovers) m_rows->addWidget(row(leftover));
    m_rows->addStretch();
    scroll->setWidget(list);
    const int height = list->sizeHint().height();
    const int all = static_cast<int>(leftovers.size());
    scroll->setFixedHeight(all <= mostRowsShown ? height : height * mostRowsShown / all);
    content()->addWidget(scroll);
    auto* later = new QPushButton(tr("Decide &later"), card());
    later->setObjectName(QStringLiteral("later"));
    later->setToolTip(tr("It is offered again at the next start"));
    connect(later, &QPushButton::clicked, this, &RecoverySheet::close);
    content()->addSpacing(4);
    content()->addWidget(later, 0, Qt::AlignRight);
    if (auto* first = findChild<QPushButton*>(QStringLiteral("recover"))) first->setFocus();
}

QWidget* RecoverySheet::row(const Leftover& leftover) {
    auto* row = new QFrame(card());
    row->setProperty("look", QStringLiteral("card"));
    auto* line = new QHBoxLayout(row);
    line->setContentsMargins(14, 10, 12, 10);
    line->setSpacing(12);
    line->addWidget(words(leftover, row), 1);
    line->addWidget(choices(leftover, row), 0, Qt::AlignVCenter);
    return row;
}

QWidget* RecoverySheet::words(const Leftover& leftover, QWidget* parent) {
    auto* words = new QWidget(parent);
    auto* column = new QVBoxLayout(words);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(2);
    const auto elided = [&](QLabel* label, const QString& text) {
        label->setText(label->fontMetrics().elidedText(text, Qt::ElideMiddle, 340));
        label->setToolTip(text);
        column->addWidget(label);
    };
    elided(nameLabel({}, words), leftoverName(leftover.content));
    elided(secondaryLabel({}, words), leftoverText(leftover.content));
    elided(secondaryLabel({}, words), placeText(leftover.content));
    if (const QString since = sinceThenText(leftover.content); !since.isEmpty()) {
        QLabel* warning = secondaryLabel(since, words);
        warning->setWordWrap(true);
        warning->setProperty("look", QVariant());
        setTone(warning, Tone::Warning);
        column->addWidget(warning);
    }
    return words;
}

/// Discarding is for good, so that it takes two clicks: the buttons make room for a question.
QWidget* RecoverySheet::choices(const Leftover& leftover, QWidget* row) {
    auto* pages = new QStackedWidget(row);
    const auto page = [&] {
        auto* widget = new QWidget(pages);
        auto* line = new QHBoxLayout(widget);
        line->setContentsMargins(0, 0, 0, 0);
        line->setSpacing(8);
        line->addStretch();
        pages->addWidget(widget);
        return line;
    };
    QHBoxLayout* offers = page();
    auto* discard = choice(new QPushButton(tr("Discard…")), "discard", offers);
    auto* look = choice(new QPushButton(tr("Look")), "look", offers);
    auto* recover = choice(primaryButton(tr("Recover")), "recover", offers);
    QHBoxLayout* question = page();
    question->addWidget(secondaryLabel(tr("For good?")));
    auto* keep = choice(new QPushButton(tr("Keep")), "keep", question);
    auto* sure = choice(new QPushButton(tr("Discard")), "discardForGood", question);
    connect(discard, &QPushButton::clicked, pages, [pages, keep] {
        pages->setCurrentIndex(1);
        keep->setFocus();
    });
    connect(keep, &QPushButton::clicked, pages, [pages, discard] {
        pages->setCurrentIndex(0);
        discard->setFocus();
    });
    connect(sure, &QPushButton::clicked, this, [this, leftover, row] {
        emit discardChosen(leftover);
        discarded(row);
    });
    connect(look, &QPushButton::clicked, this, [this, leftover] {
        close();
        emit lookChosen(leftover);
    });
    connect(recover, &QPushButton::clicked, this, [this, leftover] {
        close();
        emit recoverChosen(leftover);
    });
    return pages;
}

void RecoverySheet::discarded(QWidget* row) {
    m_rows->removeWidget(row);
    row->hide();
    row->deleteLater();
    if (m_rows->count() <= 1) close();  // Only the room below is left
}

}  // namespace app
