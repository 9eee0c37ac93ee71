#pragma once

#include <QAbstractSlider>
#include <optional>
#include <vector>

#include "app/simulate/time_marks.h"
#include "app/theme/theme.h"

namespace app {

/// The simulated time of a run: warm-up, faults, spikes, and the moment that all views look at. Dragging or
/// the arrow keys move the moment; the end of the line stands for the whole run.
class Timeline : public QAbstractSlider {
    Q_OBJECT

public:
    explicit Timeline(QWidget* parent = nullptr);

    void setTheme(const Theme& theme);
    void setTimes(double length, double warmUp, double interval, std::vector<TimeMark> marks);
    /// Looks at a moment, or at the whole run.
    void setMoment(std::optional<double> seconds);
    std::optional<double> moment() const;
    QSize sizeHint() const override { return {400, 46}; }

signals:
    void momentChanged(std::optional<double> seconds);

protected:
    void paintEvent(QPaintEvent* event) override;
    void mousePressEvent(QMouseEvent* event) override;
    void mouseMoveEvent(QMouseEvent* event) override;
    void sliderChange(SliderChange change) override;
    bool event(QEvent* event) override;

private:
    QRectF bar() const;
    double xOf(double seconds) const;
    void lookAt(double x);
    void paintBar(QPainter& painter) const;
    void paintMarks(QPainter& painter) const;
    void paintEnds(QPainter& painter) const;
    void paintHandle(QPainter& painter) const;

    Theme m_theme;
    double m_length = 0;
    double m_warmUp = 0;
    double m_interval = 1;
    std::vector<TimeMark> m_marks;
};

}  // namespace app
