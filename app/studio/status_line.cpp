#include "app/studio/status_line.h"

#include <QHBoxLayout>
#include <QLabel>
#include <QProgressBar>
#include <QPushButton>
#include <cmath>

#include "app/preferences/key_choices.h"
#include "app/studio/key_groups.h"
#include "app/theme/theme.h"

namespace app {

namespace {

QPushButton* flatButton(const QString& words, QWidget* parent) {
    auto* button = new QPushButton(words, parent);
    button->setFont(interFont(12));
    button->setCheckable(true);
    return button;
}

QString countOf(int count, const QString& one, const QString& many) {
    return QStringLiteral("%1 %2").arg(count).arg(count == 1 ? one : many);
}

}  // namespace

StatusLine::StatusLine(QWidget* parent)
    : QWidget(parent),
      m_figures(new QLabel(this)),
      m_task(new QLabel(this)),
      m_progress(new QProgressBar(this)),
      m_cancel(flatButton(tr("Cancel"), this)),
      m_problems(flatButton({}, this)),
      m_history(flatButton(tr("History"), this)),
      m_saved(new QLabel(this)),
      m_zoom(flatButton({}, this)) {
    setObjectName(QStringLiteral("statusLine"));
    setAttribute(Qt::WA_StyledBackground);
    setFixedHeight(24);
    m_figures->setFont(interFont(12));
    m_figures->setTextFormat(Qt::RichText);
    m_figures->setSizePolicy(QSizePolicy::Ignored, QSizePolicy::Preferred);
    m_saved->setFont(interFont(12));
    m_zoom->setCheckable(false);
    m_task->setFont(interFont(12));
    m_progress->setFixedSize(80, 6);
    m_progress->setTextVisible(false);
    m_progress->setAccessibleName(tr("Progress"));
    m_cancel->setCheckable(false);
    m_cancel->setToolTip(tr("Stop what is going on"));
    setTasks({});
    m_history->setObjectName(QStringLiteral("history"));
    showKeys();
    connect(&keyChoices(), &KeyChoices::changed, this, &StatusLine::showKeys);
    auto* layout = new QHBoxLayout(this);
    layout->setContentsMargins(12, 0, 8, 0);
    layout->setSpacing(10);
    layout->addWidget(m_figures, 1);
    for (QWidget* widget :
         {static_cast<QWidget*>(m_task), static_cast<QWidget*>(m_progress), static_cast<QWidget*>(m_cancel),
          static_cast<QWidget*>(m_problems), static_cast<QWidget*>(m_history), static_cast<QWidget*>(m_saved),
          static_cast<QWidget*>(m_zoom)})
        layout->addWidget(widget);
    connect(m_problems, &QPushButton::clicked, this, &StatusLine::problemsRequested);
    connect(m_history, &QPushButton::clicked, this, &StatusLine::historyRequested);
    connect(m_zoom, &QPushButton::clicked, this, &StatusLine::zoomRequested);
    connect(m_cancel, &QPushButton::clicked, this, [this] { emit cancelRequested(m_shownTask); });
}

void StatusLine::showKeys() {
    m_zoom->setToolTip(withKey(tr("Zoom to 100 %"), QStringLiteral("view.zoom")));
    m_problems->setToolTip(withKey(tr("What the checks found"), QStringLiteral("view.problems")));
    m_history->setToolTip(withKey(tr("All steps, to go back and forth"), QStringLiteral("view.history")));
}

void StatusLine::setFigures(const QString& richText) {
    m_figures->setText(richText);
}

void StatusLine::setProblems(int errors, int warnings) {
    QStringList words;
    if (errors > 0) words << countOf(errors, tr("error"), tr("errors"));
    if (warnings > 0) words << countOf(warnings, tr("warning"), tr("warnings"));
    m_problems->setText(words.isEmpty() ? tr("No problems") : words.join(QStringLiteral(" · ")));
}

void StatusLine::setModelOpen(bool open) {
    m_problems->setVisible(open);
    m_history->setVisible(open);
}

void StatusLine::setSaved(const QString& words) {
    m_saved->setText(words);
}

void StatusLine::setTasks(const std::vector<BusyTasks::Task>& tasks) {
    const bool any = !tasks.empty();
    m_task->setVisible(any);
    m_progress->setVisible(any);
    m_cancel->setVisible(any && tasks.back().cancel);
    if (!any) return;
    const BusyTasks::Task& latest = tasks.back();
    m_shownTask = latest.id;
    m_task->setText(tasks.size() == 1 ? latest.title
                                      : tr("%1, and %2 more").arg(latest.title).arg(int(tasks.size()) - 1));
    // Without a known share the bar moves to and fro.
    m_progress->setRange(0, latest.progress ? 1000 : 0);
    m_progress->setValue(latest.progress ? int(*latest.progress * 1000) : 0);
}

void StatusLine::setZoom(double factor) {
    m_zoom->setVisible(factor > 0);
    m_zoom->setText(QStringLiteral("%1 %").arg(std::lround(factor * 100)));
}

void StatusLine::setOpenPanel(const QString& panel) {
    m_problems->setChecked(panel == QLatin1String("problems"));
    m_history->setChecked(panel == QLatin1String("history"));
}

}  // namespace app
