#pragma once

#include <QWidget>
#include <vector>

#include "app/theme/theme.h"
#include "model/distribution.h"
#include "model/probability/time_shape.h"

namespace app {

/// The density of a distribution of times, in means: what the curve draws.
class TimeDensity {
public:
    TimeDensity() = default;
    explicit TimeDensity(const model::Distribution& distribution);

    double mean() const { return m_shape.mean; }  ///< [ns]
    double at(double x) const;
    /// What 99 % of the times do not exceed.
    double p99() const;

private:
    double measured(double x) const;

    model::TimeShape m_shape;
    std::vector<double> m_edges;  ///< Of an empirical distribution; samples are counted in buckets
    std::vector<double> m_weights;
};

/// Shows the shape of a distribution of times, with its mean and its p99.
class DistributionCurve : public QWidget {
    Q_OBJECT

public:
    DistributionCurve(const Theme& theme, QWidget* parent);
    void setDistribution(const model::Distribution& distribution);

protected:
    void paintEvent(QPaintEvent* event) override;

private:
    QRectF plot() const;
    void paintMark(QPainter& painter, double at, const QString& words, int row) const;

    Theme m_theme;
    model::Distribution m_distribution;
    TimeDensity m_density;
    double m_p99 = 1;
    double m_range = 4;
    double m_highest = 1;
};

}  // namespace app
