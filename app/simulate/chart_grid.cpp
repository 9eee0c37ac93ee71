#include "app/simulate/chart_grid.h"

#include <QGridLayout>
#include <algorithm>

#include "app/simulate/chart_contents.h"

namespace app {

ChartGrid::ChartGrid(QWidget* parent) : QWidget(parent), m_theme(Theme::of(Scheme::Light)) {
    auto* layout = new QGridLayout(this);
    layout->setContentsMargins(12, 8, 12, 8);
    layout->setSpacing(8);
    for (int i = 0; i < 4; ++i) {
        auto* chart = new Chart(this);
        m_charts[static_cast<std::size_t>(i)] = chart;
        layout->addWidget(chart, i / 2, i % 2);
        chart->setTimeLabelsVisible(i >= 2);
        connect(chart, &Chart::pointed, this, [this](std::optional<double> seconds) {
            for (Chart* other : m_charts) other->setPointed(seconds);
        });
        connect(chart, &Chart::picked, this, &ChartGrid::picked);
        connect(chart, &Chart::timeRangeChanged, this, &ChartGrid::setTimeRange);
    }
    for (int i = 0; i < 2; ++i) {
        layout->setColumnStretch(i, 1);
        layout->setRowStretch(i, 1);
    }
    refresh();
}

void ChartGrid::setTheme(const Theme& theme) {
    m_theme = theme;
    for (Chart* chart : m_charts) chart->setTheme(theme);
    refresh();
}

void ChartGrid::setResult(std::shared_ptr<const simulator::RunResult> result, const RunNames& names,
                          std::vector<TimeMark> marks) {
    m_result = std::move(result);
    m_names = names;
    m_marks = std::move(marks);
    m_flow.clear();
    refresh();
    setTimeRange(0, m_result ? m_result->simulatedSeconds : 60);
}

void ChartGrid::setFlow(const std::string& id) {
    m_flow = id;
    refresh();
}

void ChartGrid::setCursor(std::optional<double> seconds) {
    for (Chart* chart : m_charts) chart->setCursor(seconds);
}

void ChartGrid::setTimeRange(double from, double to) {
    const double least = m_result ? std::max(m_result->seriesInterval * 4, 1e-3) : 1;
    for (Chart* chart : m_charts) chart->setTimeRange(from, std::max(to, from + least));
}

void ChartGrid::refresh() {
    std::array<ChartContent, 4> contents;
    ChartTime time;
    if (m_result) {
        time = {m_result->seriesInterval, m_result->simulatedSeconds, m_result->warmUpSeconds, m_marks};
        contents = {throughputContent(*m_result, m_names, m_flow, m_theme),
                    latencyContent(*m_result, m_names, m_flow, m_theme),
                    errorContent(*m_result, m_names, m_flow, m_theme),
                    utilisationContent(*m_result, m_names, m_theme)};
    } else {
        const std::array titles{tr("Throughput"), tr("Latency with 95 % intervals"), tr("Errors by cause"),
                                tr("Utilisation")};
        for (std::size_t i = 0; i < contents.size(); ++i) {
            contents[i].title = titles[i];
            contents[i].empty = tr("appears with the first run");
        }
    }
    for (std::size_t i = 0; i < contents.size(); ++i) m_charts[i]->setContent(contents[i], time);
}

}  // namespace app
