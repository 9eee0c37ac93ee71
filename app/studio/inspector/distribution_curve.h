#pragma once

#include <QWidget>
#include <vector>

#include "app/theme/theme.h"
#include "model/distribution.h"

namespace app {

/// The density of a distribution with the mean at 1, at `x`.
double density(const model::Distribution& distribution, double x);
/// The time that 99 % of the samples stay below, in means.
double upperPercentile(const model::Distribution& distribution);

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
    double m_p99 = 1;
    double m_range = 4;
    double m_highest = 1;
};

}  // namespace app
