#pragma once

#include <QWidget>
#include <array>
#include <memory>
#include <optional>

#include "app/simulate/chart.h"
#include "app/simulate/run_names.h"

namespace app {

/// The four charts of a run; they share the time axis, the cursor and what the mouse points at.
class ChartGrid : public QWidget {
    Q_OBJECT

public:
    explicit ChartGrid(QWidget* parent = nullptr);

    void setTheme(const Theme& theme);
    /// Null empties the charts and says what to do.
    void setResult(std::shared_ptr<const simulator::RunResult> result, const RunNames& names,
                   std::vector<TimeMark> marks);
    /// The journey or operation that the charts are about; all journeys when empty.
    void setFlow(const std::string& id);
    void setCursor(std::optional<double> seconds);

signals:
    void picked(double seconds);

private:
    void refresh();
    void setTimeRange(double from, double to);

    std::shared_ptr<const simulator::RunResult> m_result;
    RunNames m_names;
    std::vector<TimeMark> m_marks;
    std::string m_flow;
    Theme m_theme;
    std::array<Chart*, 4> m_charts{};
};

}  // namespace app
