#include "app/studio/inspector/distribution_curve.h"

#include <QMouseEvent>
#include <QPainter>
#include <QPainterPath>
#include <algorithm>
#include <cmath>
#include <numeric>
#include <utility>

#include "app/studio/inspector/distribution_drag.h"
#include "app/studio/quantity_text.h"
#include "model/probability/special_functions.h"
#include "model/probability/unit_quantile.h"

namespace app {

namespace {

using model::DistributionKind;

constexpr int sampleBuckets = 40;

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
    const double shape = model::weibullShape(cv);
    const double scale = std::exp(-model::logGamma(1 + 1 / shape));
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

TimeDensity::TimeDensity(const model::Distribution& distribution)
    : m_shape(model::shapeOf(distribution).value_or(model::TimeShape{})) {
    if (distribution.kind != DistributionKind::Empirical || !(m_shape.mean > 0)) return;
    const auto inMeans = [&](model::Duration time) {
        return static_cast<double>(time.count()) / m_shape.mean;
    };
    if (distribution.histogram) {
        for (const model::Duration edge : distribution.histogram->edges) m_edges.push_back(inMeans(edge));
        m_weights = distribution.histogram->weights;
    } else {
        const auto [least, most] =
            std::minmax_element(distribution.samples.begin(), distribution.samples.end());
        const double from = inMeans(*least);
        const double width = (inMeans(*most) - from) / sampleBuckets;
        if (!(width > 0)) return;
        for (int edge = 0; edge <= sampleBuckets; ++edge) m_edges.push_back(from + edge * width);
        m_weights.assign(sampleBuckets, 0);
        for (const model::Duration sample : distribution.samples)
            m_weights[static_cast<std::size_t>(
                std::min<double>((inMeans(sample) - from) / width, sampleBuckets - 1))] += 1;
    }
    const double sum = std::accumulate(m_weights.begin(), m_weights.end(), 0.0);
    for (double& weight : m_weights) weight /= sum;
}

double TimeDensity::measured(double x) const {
    const auto end = std::upper_bound(m_edges.begin(), m_edges.end(), x);
    if (end == m_edges.begin() || end == m_edges.end()) return 0;
    const auto bucket = static_cast<std::size_t>(end - m_edges.begin()) - 1;
    return m_weights[bucket] / (m_edges[bucket + 1] - m_edges[bucket]);
}

double TimeDensity::at(double x) const {
    const double cv = std::clamp(m_shape.cv, 0.01, 1000.0);
    switch (m_shape.kind) {
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
        case DistributionKind::Empirical:
            return measured(x);
    }
    return 0;
}

double TimeDensity::p99() const {
    if (m_shape.kind == DistributionKind::Empirical) {
        double below = 0;
        for (std::size_t bucket = 0; bucket < m_weights.size(); ++bucket) {
            if (below + m_weights[bucket] >= 0.99)
                return m_edges[bucket] +
                       (0.99 - below) / m_weights[bucket] * (m_edges[bucket + 1] - m_edges[bucket]);
            below += m_weights[bucket];
        }
        return 1;
    }
    return m_shape.mean > 0 ? model::unitQuantile(m_shape.kind, std::max(m_shape.cv, 0.01), 0.99) : 1;
}

DistributionCurve::DistributionCurve(const Theme& theme, QWidget* parent) : QWidget(parent), m_theme(theme) {
    setFixedHeight(84);
}

void DistributionCurve::setDistribution(const model::Distribution& distribution) {
    if (m_mark || (distribution == m_distribution && m_p99 != 1)) return;
    show(distribution, std::clamp(TimeDensity(distribution).p99() * 1.35, 2.5, 12.0));
}

void DistributionCurve::show(const model::Distribution& distribution, double range) {
    m_distribution = distribution;
    m_density = TimeDensity(distribution);
    m_p99 = m_density.p99();
    m_range = range;
    m_highest = 0;
    for (int point = 1; point < 200; ++point)
        m_highest = std::max(m_highest, m_density.at(point * m_range / 200));
    const auto time = [&](double means) {
        return durationText(model::Duration(static_cast<std::int64_t>(means * m_density.mean())));
    };
    setAccessibleName(tr("Density: mean %1, p99 %2").arg(time(1), time(m_p99)));
    update();
}

void DistributionCurve::setEditable(bool editable) {
    m_editable = editable;
    setMouseTracking(editable);
    setToolTip(editable ? tr("Drag the mean or the p99") : QString());
}

double DistributionCurve::placeOf(Mark mark) const {
    const QRectF area = plot();
    return area.left() + std::min((mark == Mark::Mean ? 1 : m_p99) / m_range, 1.0) * area.width();
}

std::optional<DistributionCurve::Mark> DistributionCurve::markAt(double x) const {
    constexpr double reach = 8;
    const double toMean = std::abs(x - placeOf(Mark::Mean));
    const double toP99 = m_highest > 0 ? std::abs(x - placeOf(Mark::P99)) : reach + 1;
    if (!m_editable || m_density.mean() <= 0 || std::min(toMean, toP99) > reach) return std::nullopt;
    return toMean <= toP99 ? Mark::Mean : Mark::P99;
}

/// To two digits, as people would say it.
model::Duration DistributionCurve::timeAt(double x) const {
    const QRectF area = plot();
    const double share = std::clamp((x - area.left()) / area.width(), 0.005, 1.0);
    const double time = std::max(1.0, share * m_frozen);
    const double digit = std::pow(10, std::floor(std::log10(time)) - 1);
    return model::Duration(std::llround(std::round(time / digit) * digit));
}

void DistributionCurve::mousePressEvent(QMouseEvent* event) {
    m_mark = markAt(event->position().x());
    m_original = m_distribution;
    m_frozen = m_range * m_density.mean();
    if (!m_mark) QWidget::mousePressEvent(event);
}

void DistributionCurve::mouseMoveEvent(QMouseEvent* event) {
    if (!m_mark) {
        setCursor(markAt(event->position().x()) ? Qt::SizeHorCursor : Qt::ArrowCursor);
        return;
    }
    const model::Duration time = timeAt(event->position().x());
    const model::Distribution shown =
        *m_mark == Mark::Mean ? withMean(m_original, time) : withP99(m_original, time);
    show(shown, m_frozen / std::max(1.0, TimeDensity(shown).mean()));
}

void DistributionCurve::mouseReleaseEvent(QMouseEvent* event) {
    if (!m_mark) return QWidget::mouseReleaseEvent(event);
    const Mark mark = *std::exchange(m_mark, std::nullopt);
    const bool same = m_distribution == m_original;
    const model::Duration time = timeAt(event->position().x());
    // What the model takes comes back as the distribution to show; what it refuses is as it was.
    m_p99 = 1;
    setDistribution(m_original);
    if (!same) emit dragged(mark, time);
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
            const double height = std::min(1.0, m_density.at(point * m_range / 200) / m_highest);
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
        const double ms = m_density.mean() / 1e6 * factor;
        const double digits = std::pow(10, std::max(0.0, 2 - std::floor(std::log10(std::max(ms, 1e-3)))));
        return durationText(model::milliseconds(std::round(ms * digits) / digits));
    };
    paintMark(painter, 1, tr("mean %1").arg(times(1)), 0);
    if (m_highest > 0) paintMark(painter, m_p99, QStringLiteral("p99 %1").arg(times(m_p99)), 1);
}

}  // namespace app
