#pragma once

#include <QWidget>
#include <optional>
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

/// Shows the shape of a distribution of times, with its mean and its p99, which can be dragged.
class DistributionCurve : public QWidget {
    Q_OBJECT

public:
    enum class Mark { Mean, P99 };

    DistributionCurve(const Theme& theme, QWidget* parent);
    void setDistribution(const model::Distribution& distribution);
    /// Whether the marks can be dragged.
    void setEditable(bool editable);
    /// Where the mark is [px from the left].
    double placeOf(Mark mark) const;

signals:
    /// The user has dragged the mark to that time.
    void dragged(DistributionCurve::Mark mark, model::Duration time);

protected:
    void paintEvent(QPaintEvent* event) override;
    void mousePressEvent(QMouseEvent* event) override;
    void mouseMoveEvent(QMouseEvent* event) override;
    void mouseReleaseEvent(QMouseEvent* event) override;

private:
    void show(const model::Distribution& distribution, double range);
    std::optional<Mark> markAt(double x) const;
    model::Duration timeAt(double x) const;
    QRectF plot() const;
    void paintMark(QPainter& painter, double at, const QString& words, int row) const;

    Theme m_theme;
    model::Distribution m_distribution;
    TimeDensity m_density;
    double m_p99 = 1;
    double m_range = 4;
    double m_highest = 1;
    bool m_editable = false;
    /// A mark under the mouse button, what it was dragged from, and the time at the right end meanwhile [ns].
    std::optional<Mark> m_mark;
    model::Distribution m_original;
    double m_frozen = 0;
};

}  // namespace app
