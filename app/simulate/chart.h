#pragma once

#include <QFrame>
#include <optional>
#include <vector>

#include "app/simulate/figure_text.h"
#include "app/simulate/time_marks.h"
#include "app/theme/theme.h"

class QCPAxis;
class QCPItemLine;
class QCustomPlot;
class QLabel;

namespace app {

/// One line of a chart: a value for each interval, perhaps with a band of its 95 % interval.
struct ChartLine {
    QString name;
    QColor colour;
    std::vector<double> values;
    std::vector<double> low = {};  ///< Of the band; empty without one
    std::vector<double> high = {};
    bool dashed = false;
};

/// What a chart shows.
struct ChartContent {
    QString title;
    FigureKind kind = FigureKind::Rate;
    std::vector<ChartLine> lines;
    QString empty;              ///< Said in the middle when there is nothing to draw
    double highestAtLeast = 0;  ///< The value axis reaches at least up to here
};

/// The time axis that all charts of a run share.
struct ChartTime {
    double interval = 1;  ///< Between two values [s]
    double length = 0;    ///< [s]
    double warmUp = 0;    ///< [s]
    std::vector<TimeMark> marks;
};

/// A card with lines over the simulated time, a legend with the values at the time that is pointed at (else
/// at the cursor), and the marks of faults and warm-up.
class Chart : public QFrame {
    Q_OBJECT

public:
    explicit Chart(QWidget* parent = nullptr);

    void setTheme(const Theme& theme);
    void setContent(const ChartContent& content, const ChartTime& time);
    /// The time on which the whole mode looks.
    void setCursor(std::optional<double> seconds);
    /// The time that the mouse points at, in this chart or a neighbour.
    void setPointed(std::optional<double> seconds);
    void setTimeRange(double from, double to);
    void setTimeLabelsVisible(bool visible);

signals:
    void pointed(std::optional<double> seconds);
    void picked(double seconds);
    void timeRangeChanged(double from, double to);

protected:
    bool eventFilter(QObject* watched, QEvent* event) override;

private:
    void setUpPlot();
    void applyColours();
    void rebuild();
    void addLine(const ChartLine& line);
    void addMarks();
    void updateLegend();
    void placeLine(QCPItemLine* line, std::optional<double> seconds);
    void showTip(const QPoint& global, double seconds);

    Theme m_theme;
    ChartContent m_content;
    ChartTime m_time;
    std::optional<double> m_cursor;
    std::optional<double> m_pointed;
    QLabel* m_title;
    QLabel* m_legend;
    QLabel* m_empty;
    QCustomPlot* m_plot;
    QCPItemLine* m_cursorLine = nullptr;
    QCPItemLine* m_pointedLine = nullptr;
    bool m_settingRange = false;
};

}  // namespace app
