#include "app/studio/inspector/distribution_curve.h"

#include <QPainter>
#include <QPainterPath>
#include <algorithm>
#include <cmath>

#include "app/studio/quantity_text.h"

namespace app {

namespace {

using model::DistributionKind;

double gammaDensity(double shape, double x) {
    const double logarithm =
        shape * std::log(shape) + (shape - 1) * std::log(x) - shape * x - std::lgamma(shape);
    return std::exp(logarithm);
}

double logNormalDensity(double cv, double x) {
    const double variance = std::log1p(cv * cv);
    if (variance < 1e-9) return 0;
    const double from = std::log(x) + variance / 2;
    return std::exp(-from * from / (2 * variance)) / (x * std::sqrt(2 * M_PI * variance));
}

/// Two phases with balanced means.
double hyperExponentialDensity(double cv, double x) {
    const double square = std::max(1.0, cv * cv);
    const double share = (1 + std::sqrt((square - 1) / (square + 1))) / 2;
    const double fast = 2 * share;
    const double slow = 2 * (1 - share);
    return share * fast * std::exp(-fast * x) + (1 - share) * slow * std::exp(-slow * x);
}

double weibullDensity(double cv, double x) {
    double low = 0.1;
    double high = 50;
    for (int round = 0; round < 60; ++round) {
        const double shape = (low + high) / 2;
        const double first = std::tgamma(1 + 1 / shape);
        const double spread = std::sqrt(std::max(0.0, std::tgamma(1 + 2 / shape) / (first * first) - 1));
        (spread > cv ? low : high) = shape;
    }
    const double shape = (low + high) / 2;
    const double scale = 1 / std::tgamma(1 + 1 / shape);
    return shape / scale * std::pow(x / scale, shape - 1) * std::exp(-std::pow(x / scale, shape));
}

double lomaxDensity(double cv, double x) {
    const double square = std::max(1.0001, cv * cv);
    const double shape = 2 * square / (square - 1);
    const double scale = shape - 1;
    return shape / scale * std::pow(1 + x / scale, -shape - 1);
}

double uniformDensity(double cv, double x) {
    const double half = std::clamp(std::sqrt(3.0) * cv, 1e-6, 1.0);
    return std::abs(x - 1) <= half ? 1 / (2 * half) : 0;
}

}  // namespace

double density(const model::Distribution& distribution, double x) {
    const double cv = std::clamp(distribution.cv, 0.01, 1000.0);
    switch (distribution.kind) {
        case DistributionKind::Constant:
            return 0;
        case DistributionKind::Uniform:
            return uniformDensity(cv, x);
        case DistributionKind::Exponential:
            return std::exp(-x);
        case DistributionKind::Erlang:
            return gammaDensity(std::max(1.0, std::round(1 / (cv * cv))), x);
        case DistributionKind::Gamma:
            return gammaDensity(1 / (cv * cv), x);
        case DistributionKind::HyperExponential:
            return hyperExponentialDensity(cv, x);
        case DistributionKind::LogNormal:
            return logNormalDensity(cv, x);
        case DistributionKind::Weibull:
            return weibullDensity(cv, x);
        case DistributionKind::Pareto:
            return lomaxDensity(cv, x);
    }
    return 0;
}

double upperPercentile(const model::Distribution& distribution) {
    if (distribution.kind == DistributionKind::Constant) return 1;
    // On a logarithmic grid, so that heavy tails and peaks near zero are both seen.
    constexpr int points = 3000;
    const double low = std::log(1e-6);
    const double step = (std::log(1e4) - low) / points;
    double below = 0;
    double total = 0;
    const auto mass = [&](int point) {
        const double x = std::exp(low + (point + 0.5) * step);
        return density(distribution, x) * x * step;
    };
    for (int point = 0; point < points; ++point) total += mass(point);
    for (int point = 0; point < points; ++point) {
        below += mass(point);
        if (below >= 0.99 * total) return std::exp(low + (point + 1) * step);
    }
    return 1;
}

DistributionCurve::DistributionCurve(const Theme& theme, QWidget* parent) : QWidget(parent), m_theme(theme) {
    setFixedHeight(84);
}

void DistributionCurve::setDistribution(const model::Distribution& distribution) {
    if (distribution == m_distribution && m_p99 != 1) return;
    m_distribution = distribution;
    m_p99 = upperPercentile(distribution);
    m_range = std::clamp(m_p99 * 1.35, 2.5, 12.0);
    m_highest = 0;
    for (int point = 1; point < 200; ++point)
        m_highest = std::max(m_highest, density(distribution, point * m_range / 200));
    const QString mean = durationText(distribution.mean);
    setAccessibleName(tr("Density: mean %1, p99 %2")
                          .arg(mean, durationText(model::Duration(static_cast<std::int64_t>(
                                         m_p99 * static_cast<double>(distribution.mean.count()))))));
    update();
}

QRectF DistributionCurve::plot() const {
    return QRectF(rect()).adjusted(0, 14, 0, -4);
}

void DistributionCurve::paintMark(QPainter& painter, double at, const QString& words, int row) const {
    const QRectF area = plot();
    const double x = area.left() + std::min(at / m_range, 1.0) * area.width();
    painter.setPen(QPen(m_theme.secondary, 1, Qt::DotLine));
    painter.drawLine(QPointF(x, area.top() + row * 26), QPointF(x, area.bottom()));
    painter.setPen(m_theme.secondary);
    const double width = painter.fontMetrics().horizontalAdvance(words);
    const double left = x + 4 + width > area.right() ? x - 4 - width : x + 4;
    painter.drawText(QPointF(left, area.top() + row * 26 + 9), words);
}

void DistributionCurve::paintEvent(QPaintEvent*) {
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setFont(interFont(11));
    const QRectF area = plot();
    if (m_highest > 0) {
        QPainterPath curve(area.bottomLeft());
        for (int point = 1; point <= 200; ++point) {
            const double height = std::min(1.0, density(m_distribution, point * m_range / 200) / m_highest);
            curve.lineTo(area.left() + area.width() * point / 200, area.bottom() - height * area.height());
        }
        QPainterPath filled = curve;
        filled.lineTo(area.bottomRight());
        filled.closeSubpath();
        painter.fillPath(filled, m_theme.accentSurface);
        painter.strokePath(curve, QPen(m_theme.accent, 1.5));
    }
    painter.setPen(QPen(m_theme.accent, 1));
    painter.drawLine(area.bottomLeft(), area.bottomRight());
    const auto times = [&](double factor) {
        const double ms = model::inMilliseconds(m_distribution.mean) * factor;
        const double digits = std::pow(10, std::max(0.0, 2 - std::floor(std::log10(std::max(ms, 1e-3)))));
        return durationText(model::milliseconds(std::round(ms * digits) / digits));
    };
    paintMark(painter, 1, tr("mean %1").arg(times(1)), 0);
    if (m_highest > 0) paintMark(painter, m_p99, QStringLiteral("p99 %1").arg(times(m_p99)), 1);
}

}  // namespace app
