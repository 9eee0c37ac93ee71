#include "app/tour/tour.h"

#include <QSettings>
#include <algorithm>

#include "app/document/document.h"
#include "app/studio/main_window.h"
#include "app/tour/coach_mark.h"

namespace app {

namespace {

constexpr int lookMilliseconds = 200;
const QString tourSample = QStringLiteral("shop");
const QString stepKey = QStringLiteral("tour/step");
const QString knownKey = QStringLiteral("tour/known");

}  // namespace

Tour::Tour(StudioContext& studio, MainWindow* window)
    : QObject(window),
      m_studio(studio),
      m_window(window),
      m_ring(new CoachRing(window)),
      m_mark(new CoachMark(window)),
      m_steps(tourSteps()) {
    m_looking.setInterval(lookMilliseconds);
    connect(&m_looking, &QTimer::timeout, this, &Tour::look);
    connect(m_mark, &CoachMark::nextRequested, this, [this] { show(m_at + 1); });
    connect(m_mark, &CoachMark::backRequested, this, [this] { show(std::max(0, m_at - 1)); });
    connect(m_mark, &CoachMark::endRequested, this, &Tour::end);
    connect(&studio, &StudioContext::themeChanged, m_ring, &CoachRing::setTheme);
    connect(&m_studio.files(), &ModelFiles::loaded, this, [this] {
        if (!m_starting) return;
        m_starting = false;
        m_window->setMode(Mode::Design);
        const QString left = QSettings().value(stepKey).toString();
        const auto at = std::find_if(m_steps.begin(), m_steps.end(),
                                     [&](const TourStep& step) { return step.id == left; });
        show(at == m_steps.end() ? 0 : int(at - m_steps.begin()));
    });
}

bool Tour::isKnown() {
    return QSettings().value(knownKey, false).toBool();
}

void Tour::makeKnown() {
    QSettings().setValue(knownKey, true);
}

void Tour::start() {
    makeKnown();
    m_starting = true;
    m_studio.files().openSample(tourSample);
}

void Tour::end() {
    m_at = -1;
    m_looking.stop();
    const bool hadFocus = m_mark->isAncestorOf(m_window->focusWidget());
    m_ring->hide();
    m_mark->hide();
    if (hadFocus) m_window->setMode(m_window->mode().value_or(Mode::Design));
}

QString Tour::step() const {
    return m_at < 0 ? QString() : m_steps[std::size_t(m_at)].id;
}

void Tour::show(int step) {
    if (step >= int(m_steps.size())) {
        QSettings().remove(stepKey);
        return end();
    }
    m_at = step;
    const TourStep& shown = m_steps[std::size_t(step)];
    QSettings().setValue(stepKey, shown.id);
    m_before = {m_studio.document().version(), m_studio.document().undoStack().index(),
                m_studio.views().current()};
    m_mark->setWords(tr("%1 of %2").arg(step + 1).arg(m_steps.size()), shown.title, shown.text);
    m_mark->setTask(bool(shown.isDone), step + 1 == int(m_steps.size()));
    m_ring->setTheme(m_studio.theme());
    place();
    m_ring->show();
    m_mark->show();
    m_ring->raise();
    m_mark->raise();
    m_looking.start();
}

/// Points at the step's part of the window, wherever that is by now.
void Tour::place() {
    QWidget* target = m_steps[std::size_t(m_at)].target(m_studio);
    const bool isThere = target && target->isVisible();
    const QRect area = isThere ? QRect(target->mapTo(m_window, QPoint()), target->size())
                               : QRect(m_window->rect().center(), QSize(1, 1));
    m_ring->setVisible(isThere);
    m_ring->surround(area);
    m_mark->placeBy(area);
}

/// What is done is seen a moment later, however the user did it.
void Tour::look() {
    const TourStep& step = m_steps[std::size_t(m_at)];
    if (step.isDone && step.isDone(m_studio, m_before)) return show(m_at + 1);
    place();
}

}  // namespace app
