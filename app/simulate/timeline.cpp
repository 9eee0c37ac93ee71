#include "app/simulate/timeline.h"

#include <QHelpEvent>
#include <QMouseEvent>
#include <QPainter>
#include <QToolTip>
#include <algorithm>
#include <cmath>

#include "app/simulate/figure_text.h"

namespace app {

Timeline::Timeline(QWidget* parent) : QAbstractSlider(parent), m_theme(Theme::of(Scheme::Light)) {
    setOrientation(Qt::Horizontal);
    setFixedHeight(46);
    setFocusPolicy(Qt::StrongFocus);
    setCursor(Qt::PointingHandCursor);
    setFont(interFont(11));
    setAccessibleName(tr("Simulated time"));
    setTimes(0, 0, 1, {});
}

void Timeline::setTheme(const Theme& theme) {
    m_theme = theme;
    update();
}

void Timeline::setTimes(double length, double warmUp, double interval, std::vector<TimeMark> marks) {
    m_length = length;
    m_warmUp = warmUp;
    m_interval = interval > 0 ? interval : 1;
    m_marks = std::move(marks);
    const QSignalBlocker quiet(this);
    setRange(0, static_cast<int>(std::ceil(m_length / m_interval)));
    setPageStep(std::max(1, maximum() / 10));
    setValue(maximum());
    update();
}

std::optional<double> Timeline::moment() const {
    if (value() >= maximum()) return std::nullopt;
    return (value() + 0.5) * m_interval;
}

void Timeline::setMoment(std::optional<double> seconds) {
    setValue(seconds ? static_cast<int>(*seconds / m_interval) : maximum());
}

void Timeline::sliderChange(SliderChange change) {
    QAbstractSlider::sliderChange(change);
    if (change != SliderValueChange) return;
    setAccessibleDescription(moment() ? clockText(*moment(), true) : tr("the whole run"));
    emit momentChanged(moment());
}

QRectF Timeline::bar() const {
    return {12.0, 24.0, width() - 24.0, 4.0};
}

double Timeline::xOf(double seconds) const {
    return bar().left() + (m_length > 0 ? seconds / m_length : 1.0) * bar().width();
}

void Timeline::lookAt(double x) {
    if (m_length <= 0) return;
    const double share = std::clamp((x - bar().left()) / bar().width(), 0.0, 1.0);
    setValue(static_cast<int>(share * maximum()));
}

void Timeline::mousePressEvent(QMouseEvent* event) {
    if (event->button() == Qt::LeftButton) lookAt(event->position().x());
}

void Timeline::mouseMoveEvent(QMouseEvent* event) {
    if (event->buttons().testFlag(Qt::LeftButton)) lookAt(event->position().x());
}

bool Timeline::event(QEvent* event) {
    if (event->type() == QEvent::ToolTip && m_length > 0) {
        const auto* help = static_cast<QHelpEvent*>(event);
        const double seconds = std::clamp((help->x() - bar().left()) / bar().width(), 0.0, 1.0) * m_length;
        QStringList lines{clockText(seconds, true)};
        if (seconds < m_warmUp) lines << tr("warm-up, not counted");
        for (const TimeMark& mark : m_marks)
            if (seconds >= mark.start && seconds <= mark.end) lines << mark.label;
        QToolTip::showText(help->globalPos(), lines.join(QLatin1Char('\n')), this);
        return true;
    }
    return QAbstractSlider::event(event);
}

void Timeline::paintEvent(QPaintEvent*) {
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    painter.fillRect(rect(), m_theme.panel);
    painter.setFont(font());
    paintBar(painter);
    paintMarks(painter);
    paintEnds(painter);
    if (m_length > 0 && isEnabled()) paintHandle(painter);
}

void Timeline::paintBar(QPainter& painter) const {
    painter.setPen(Qt::NoPen);
    painter.setBrush(m_theme.strongLine);
    painter.drawRoundedRect(bar(), 2, 2);
    if (m_length <= 0 || !isEnabled()) return;
    QRectF seen = bar();
    seen.setRight(moment() ? xOf(*moment()) : bar().right());
    painter.setBrush(m_theme.accent);
    painter.drawRoundedRect(seen, 2, 2);
    if (m_warmUp <= 0) return;
    QRectF warmUp = bar();
    warmUp.setRight(xOf(std::min(m_warmUp, m_length)));
    painter.setBrush(m_theme.faint);
    painter.drawRoundedRect(warmUp, 2, 2);
}

void Timeline::paintMarks(QPainter& painter) const {
    const QFontMetricsF metrics(font());
    double freeAbove = 48;  // The words of a mark never cover those of the one before
    double freeBelow = 12;
    for (const TimeMark& mark : m_marks) {
        const double left = xOf(mark.start);
        const QRectF block(left, bar().center().y() - 5, std::max(6.0, xOf(mark.end) - left), 10);
        painter.setPen(Qt::NoPen);
        QColor fill = mark.isFault ? m_theme.bad : m_theme.warning;
        painter.setBrush(fill);
        painter.drawRoundedRect(block, 3, 3);
        const QString words = mark.label + QStringLiteral(", ") + clockText(mark.start) +
                              QStringLiteral(" – ") + clockText(mark.end);
        const double wordWidth = metrics.horizontalAdvance(words);
        const double x =
            std::clamp(block.center().x() - wordWidth / 2, 12.0, std::max(12.0, width() - 60 - wordWidth));
        double& free = mark.isFault ? freeAbove : freeBelow;
        if (x < free) continue;
        free = x + wordWidth + 12;
        painter.setPen(m_theme.secondary);
        painter.drawText(QPointF(x, mark.isFault ? 15.0 : 42.0), words);
    }
}

void Timeline::paintEnds(QPainter& painter) const {
    painter.setPen(m_theme.secondary);
    painter.drawText(QPointF(12, 15), clockText(0));
    const QString end = m_length > 0 ? clockText(m_length) : QStringLiteral("–:––");
    const QRectF right(width() - 112, 2, 100, 16);
    painter.drawText(right, Qt::AlignRight | Qt::AlignVCenter, end);
}

void Timeline::paintHandle(QPainter& painter) const {
    const double x = moment() ? xOf(*moment()) : bar().right();
    const QPointF centre(x, bar().center().y());
    painter.setPen(QPen(m_theme.panel, 2));
    painter.setBrush(m_theme.accent);
    painter.drawEllipse(centre, 7, 7);
    if (hasFocus()) {
        painter.setPen(QPen(m_theme.accent, 1.5));
        painter.setBrush(Qt::NoBrush);
        painter.drawEllipse(centre, 9.5, 9.5);
    }
    if (!moment()) return;
    painter.setPen(m_theme.accent);
    const QString text = clockText(*moment(), true);
    const double wordWidth = QFontMetricsF(font()).horizontalAdvance(text);
    painter.drawText(QPointF(std::clamp(x - wordWidth / 2, 12.0, width() - 12.0 - wordWidth), 42), text);
}

}  // namespace app
