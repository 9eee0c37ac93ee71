#include "app/simulate/heat_legend.h"

#include <QLinearGradient>
#include <QPainter>

namespace app {
namespace {

QStringList legendNumbers(HeatQuantity quantity) {
    switch (quantity) {
        case HeatQuantity::Utilisation:
            return {QStringLiteral("0 %"), QStringLiteral("50 %"), QStringLiteral("100 %")};
        case HeatQuantity::Latency:
            return {QStringLiteral("1 ms"), QStringLiteral("100 ms"), QStringLiteral("10 s")};
        case HeatQuantity::Errors:
            return {QStringLiteral("0.01 %"), QStringLiteral("1 %"), QStringLiteral("100 %")};
    }
    return {};
}

}  // namespace

HeatLegend::HeatLegend(QWidget* parent) : QWidget(parent), m_theme(Theme::of(Scheme::Light)) {
    setFixedHeight(30);
    setFont(interFont(11));
    setQuantity(m_quantity);
}

void HeatLegend::setTheme(const Theme& theme) {
    m_theme = theme;
    update();
}

void HeatLegend::setQuantity(HeatQuantity quantity) {
    m_quantity = quantity;
    setAccessibleName(
        tr("Heat scale from %1 to %2").arg(legendNumbers(quantity).first(), legendNumbers(quantity).last()));
    update();
}

void HeatLegend::paintEvent(QPaintEvent*) {
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    QLinearGradient scale(0, 0, width(), 0);
    for (const double share : {0.0, 0.40, 0.65, 0.95, 1.0}) scale.setColorAt(share, m_theme.heat(share));
    painter.setPen(Qt::NoPen);
    painter.setBrush(scale);
    painter.drawRoundedRect(QRectF(0, 2, width(), 8), 4, 4);
    painter.setPen(m_theme.secondary);
    const QRect words(0, 14, width(), 16);
    const QStringList numbers = legendNumbers(m_quantity);
    painter.drawText(words, Qt::AlignLeft | Qt::AlignVCenter, numbers[0]);
    painter.drawText(words, Qt::AlignHCenter | Qt::AlignVCenter, numbers[1]);
    painter.drawText(words, Qt::AlignRight | Qt::AlignVCenter, numbers[2]);
}

}  // namespace app
