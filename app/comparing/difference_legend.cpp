#include "app/comparing/difference_legend.h"

#include <QPainter>

#include "app/canvas/sign_painter.h"

namespace app {

DifferenceLegend::DifferenceLegend(const Theme& theme, QWidget* parent) : QWidget(parent), m_theme(theme) {
    setFixedHeight(32);
    setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
    setCounts({});
}

void DifferenceLegend::setTheme(const Theme& theme) {
    m_theme = theme;
    update();
}

void DifferenceLegend::setCounts(const ChangeCounts& counts) {
    m_counts = counts;
    setAccessibleName(tr("Legend: %1").arg(words()));
    update();
}

QString DifferenceLegend::words() const {
    return tr("%1 added, %2 removed, %3 changed, %4 moved")
        .arg(m_counts.added)
        .arg(m_counts.removed)
        .arg(m_counts.changed)
        .arg(m_counts.moved);
}

void DifferenceLegend::paintEvent(QPaintEvent*) {
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    painter.fillRect(rect(), m_theme.panel);
    painter.setFont(interFont(12));
    double x = 16;
    const double middle = height() / 2.0;
    const auto say = [&](const QString& text) {
        painter.setPen(m_theme.secondary);
        painter.drawText(QPointF(x, middle + painter.fontMetrics().ascent() / 2.0 - 1), text);
        x += painter.fontMetrics().horizontalAdvance(text) + 22;
    };
    const std::pair<DiagramSign, QString> signs[] = {
        {DiagramSign::Added, tr("%1 added").arg(m_counts.added)},
        {DiagramSign::Removed, tr("%1 removed: shown where it was").arg(m_counts.removed)},
        {DiagramSign::Changed, tr("%1 changed").arg(m_counts.changed)}};
    for (const auto& [sign, text] : signs) {
        paintSign(painter, sign, {x + 7, middle}, 7, m_theme);
        x += 20;
        say(text);
    }
    if (m_counts.moved > 0) say(tr("%1 moved").arg(m_counts.moved));
}

}  // namespace app
