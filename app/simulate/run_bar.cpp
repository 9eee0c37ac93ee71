#include "app/simulate/run_bar.h"

#include <QAction>
#include <QGraphicsDropShadowEffect>
#include <QHBoxLayout>
#include <QProgressBar>
#include <QToolButton>
#include <cmath>

#include "app/simulate/figure_text.h"
#include "app/theme/icon.h"
#include "app/theme/widgets.h"

namespace app {
namespace {

QToolButton* barButton(QAction* action, QWidget* parent) {
    auto* button = new QToolButton(parent);
    button->setDefaultAction(action);
    button->setIconSize({20, 20});
    button->setToolButtonStyle(Qt::ToolButtonTextBesideIcon);
    button->setFont(interFont(12, QFont::Medium));
    return button;
}

QString speedText(double events, double seconds) {
    return seconds > 0 ? RunBar::tr("%1 events/s").arg(largeCountText(events / seconds)) : QString();
}

}  // namespace

RunBar::RunBar(QWidget* parent)
    : QFrame(parent),
      m_run(new QAction(tr("Run"), this)),
      m_cancel(new QAction(tr("Cancel"), this)),
      m_progress(new QProgressBar(this)),
      m_text(new QLabel(this)),
      m_speed(secondaryLabel({}, this)) {
    setProperty("look", QStringLiteral("floating"));
    m_run->setShortcuts({QKeySequence(Qt::Key_F5), QKeySequence(Qt::CTRL | Qt::Key_R)});
    m_run->setToolTip(tr("Simulate the scenario (F5)"));
    m_cancel->setShortcut(QKeySequence(Qt::Key_Escape));
    m_cancel->setToolTip(tr("Stop and show what was run so far (Esc)"));
    for (QAction* action : {m_run, m_cancel}) action->setShortcutContext(Qt::WidgetWithChildrenShortcut);
    m_runButton = barButton(m_run, this);
    m_cancelButton = barButton(m_cancel, this);
    m_progress->setTextVisible(false);
    m_progress->setRange(0, 1000);
    m_progress->setFixedWidth(120);
    m_progress->setAccessibleName(tr("Progress of the run"));
    m_text->setFont(interFont(12));
    auto* layout = new QHBoxLayout(this);
    layout->setContentsMargins(4, 4, 12, 4);
    layout->setSpacing(10);
    layout->addWidget(m_runButton);
    layout->addWidget(m_cancelButton);
    layout->addWidget(m_progress);
    layout->addWidget(m_text);
    layout->addWidget(m_speed);
    auto* shadow = new QGraphicsDropShadowEffect(this);
    shadow->setBlurRadius(16);
    shadow->setOffset(0, 2);
    shadow->setColor(QColor(0, 0, 0, 40));
    setGraphicsEffect(shadow);
    showReady({}, false);
}

void RunBar::setTheme(const Theme& theme) {
    m_run->setIcon(icon(QStringLiteral("play"), theme.accent));
    m_cancel->setIcon(icon(QStringLiteral("stop"), theme.bad));
}

void RunBar::setRunning(bool running) {
    m_runButton->setVisible(!running);
    m_cancelButton->setVisible(running);
    m_cancel->setEnabled(running);
    m_progress->setVisible(running);
    m_text->setMinimumWidth(0);
    m_speed->setMinimumWidth(0);
}

void RunBar::showReady(const QString& sentence, bool canRun) {
    setRunning(false);
    m_run->setEnabled(canRun);
    m_run->setText(tr("Run"));
    m_text->setText(sentence);
    m_text->setVisible(!sentence.isEmpty());
    m_speed->hide();
}

void RunBar::showRunning() {
    setRunning(true);
    m_progress->setValue(0);
    // What changes many times a second keeps its place.
    m_text->setMinimumWidth(QFontMetrics(m_text->font()).horizontalAdvance(tr("88.8 % · 88 min left")));
    m_speed->setMinimumWidth(QFontMetrics(m_speed->font()).horizontalAdvance(tr("88.8 M events/s")));
    m_text->setText(tr("preparing"));
    m_text->show();
    m_speed->clear();
    m_speed->show();
}

void RunBar::showProgress(const simulator::Progress& progress) {
    const QString percent = tr("%1 %").arg(static_cast<int>(progress.share * 100));
    m_progress->setValue(static_cast<int>(std::lround(progress.share * 1000)));
    m_text->setText(tr("%1 · %2 left").arg(percent, waitText(progress.secondsLeft)));
    m_speed->setText(speedText(static_cast<double>(progress.events), progress.wallSeconds));
}

void RunBar::showFinished(const simulator::RunResult& result) {
    setRunning(false);
    m_run->setEnabled(true);
    m_run->setText(tr("Run again"));
    const QString runs =
        result.replications == 1 ? tr("1 replication") : tr("%1 replications").arg(result.replications);
    const QString what = tr("%1 simulated · %2").arg(clockText(result.simulatedSeconds), runs);
    if (!result.limitReached.empty())
        m_text->setText(tr("partial · %1").arg(what));
    else
        m_text->setText(result.cancelled ? tr("cancelled · %1").arg(what) : what);
    m_text->setToolTip(QString::fromStdString(result.limitReached));
    m_text->show();
    m_speed->setText(speedText(static_cast<double>(result.engine.events), result.engine.wallSeconds));
    m_speed->show();
}

}  // namespace app
