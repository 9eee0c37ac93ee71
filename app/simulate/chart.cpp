#include "app/simulate/chart.h"

#include <qcustomplot.h>

#include <QHBoxLayout>
#include <QToolTip>
#include <QVBoxLayout>
#include <cmath>

#include "app/simulate/chart_ticks.h"
#include "app/theme/widgets.h"

namespace app {
namespace {

QVector<double> intervalMiddles(std::size_t count, double interval) {
    QVector<double> times(static_cast<qsizetype>(count));
    for (qsizetype i = 0; i < times.size(); ++i) times[i] = (static_cast<double>(i) + 0.5) * interval;
    return times;
}

QVector<double> plotValues(const std::vector<double>& values) {
    return QVector<double>(values.begin(), values.end());
}

double highestValue(const ChartContent& content) {
    double highest = content.highestAtLeast;
    for (const ChartLine& line : content.lines)
        for (const std::vector<double>* values : {&line.values, &line.high})
            for (const double value : *values)
                if (std::isfinite(value)) highest = std::max(highest, value);
    return highest;
}

bool hasValues(const ChartContent& content) {
    for (const ChartLine& line : content.lines)
        for (const double value : line.values)
            if (std::isfinite(value)) return true;
    return false;
}

QColor faded(QColor colour, double alpha) {
    colour.setAlphaF(static_cast<float>(alpha));
    return colour;
}

}  // namespace

Chart::Chart(QWidget* parent)
    : QFrame(parent),
      m_theme(Theme::of(Scheme::Light)),
      m_title(nameLabel({}, this)),
      m_legend(new QLabel(this)),
      m_plot(new QCustomPlot(this)) {
    setProperty("look", QStringLiteral("card"));
    m_title->setFont(interFont(12, QFont::DemiBold));
    m_legend->setTextFormat(Qt::RichText);
    m_legend->setFont(interFont(12));
    m_legend->setAlignment(Qt::AlignRight | Qt::AlignVCenter);
    m_empty = secondaryLabel({}, m_plot);
    m_empty->setAlignment(Qt::AlignCenter);
    m_empty->setAttribute(Qt::WA_TransparentForMouseEvents);
    auto* head = new QHBoxLayout;
    head->addWidget(m_title);
    head->addStretch();
    head->addWidget(m_legend);
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(12, 7, 4, 2);
    layout->setSpacing(0);
    head->setContentsMargins(0, 0, 8, 0);
    layout->addLayout(head);
    layout->addWidget(m_plot, 1);
    setUpPlot();
    applyColours();
}

void Chart::setUpPlot() {
    m_plot->setMinimumHeight(72);
    m_plot->setNoAntialiasingOnDrag(true);
    m_plot->setInteractions(QCP::iRangeDrag | QCP::iRangeZoom);
    m_plot->axisRect()->setRangeDrag(Qt::Horizontal);
    m_plot->axisRect()->setRangeZoom(Qt::Horizontal);
    m_plot->axisRect()->setAutoMargins(QCP::msNone);
    m_plot->axisRect()->setMargins(QMargins(58, 6, 8, 18));
    m_plot->xAxis->setTicker(clockTicker());
    m_plot->xAxis->setTickLabelFont(interFont(11));
    m_plot->yAxis->setTickLabelFont(interFont(11));
    for (QCPAxis* axis : {m_plot->xAxis, m_plot->yAxis}) {
        axis->setTickLength(0);
        axis->setSubTicks(false);
        axis->grid()->setZeroLinePen(Qt::NoPen);
    }
    m_plot->yAxis->setBasePen(Qt::NoPen);
    m_plot->xAxis->grid()->setVisible(false);
    m_plot->setMouseTracking(true);
    m_plot->installEventFilter(this);
    m_plot->setFocusPolicy(Qt::NoFocus);
    connect(m_plot->xAxis, qOverload<const QCPRange&>(&QCPAxis::rangeChanged), this,
            [this](const QCPRange& range) {
                if (m_settingRange) return;
                const double from = std::max(0.0, range.lower);
                emit timeRangeChanged(from, std::min(m_time.length, from + range.size()));
            });
}

void Chart::setTheme(const Theme& theme) {
    m_theme = theme;
    applyColours();
    rebuild();
}

void Chart::applyColours() {
    m_plot->setBackground(QBrush(m_theme.raised));
    for (QCPAxis* axis : {m_plot->xAxis, m_plot->yAxis}) {
        axis->setTickLabelColor(m_theme.secondary);
        axis->grid()->setPen(QPen(m_theme.line, 0));
    }
    m_plot->xAxis->setBasePen(QPen(m_theme.strongLine, 0));
}

void Chart::setContent(const ChartContent& content, const ChartTime& time) {
    m_content = content;
    m_time = time;
    m_title->setText(content.title);
    setAccessibleName(content.title);
    rebuild();
}

void Chart::rebuild() {
    m_plot->clearItems();
    m_plot->clearGraphs();
    m_plot->yAxis->setTicker(figureTicker(m_content.kind));
    const bool empty = !hasValues(m_content);
    if (!empty) addMarks();
    for (const ChartLine& line : m_content.lines) addLine(line);
    const double highest = highestValue(m_content);
    m_plot->yAxis->setRange(0, highest > 0 ? highest * 1.08 : 1);
    m_cursorLine = new QCPItemLine(m_plot);
    m_cursorLine->setPen(QPen(m_theme.accent, 1));
    m_pointedLine = new QCPItemLine(m_plot);
    m_pointedLine->setPen(QPen(m_theme.secondary, 1, Qt::DotLine));
    m_empty->setVisible(empty);
    m_empty->setText(m_content.empty);
    m_plot->xAxis->setVisible(!empty);
    m_plot->yAxis->setVisible(!empty);
    setCursor(m_cursor);
    setPointed(m_pointed);
}

void Chart::addLine(const ChartLine& line) {
    const QVector<double> times = intervalMiddles(line.values.size(), m_time.interval);
    if (line.low.size() == line.values.size() && line.high.size() == line.values.size()) {
        QCPGraph* low = m_plot->addGraph();
        low->setPen(Qt::NoPen);
        low->setData(times, plotValues(line.low), true);
        QCPGraph* high = m_plot->addGraph();
        high->setPen(Qt::NoPen);
        high->setData(times, plotValues(line.high), true);
        high->setBrush(faded(line.colour, 0.22));
        high->setChannelFillGraph(low);
    }
    QCPGraph* graph = m_plot->addGraph();
    graph->setPen(
        QPen(line.colour, 1.5, line.dashed ? Qt::DashLine : Qt::SolidLine, Qt::RoundCap, Qt::RoundJoin));
    graph->setData(times, plotValues(line.values), true);
}

void Chart::addMarks() {
    const auto band = [this](double from, double to, const QColor& colour) {
        auto* rect = new QCPItemRect(m_plot);
        rect->topLeft->setTypeY(QCPItemPosition::ptAxisRectRatio);
        rect->bottomRight->setTypeY(QCPItemPosition::ptAxisRectRatio);
        rect->topLeft->setCoords(from, 0);
        rect->bottomRight->setCoords(to, 1);
        rect->setPen(Qt::NoPen);
        rect->setBrush(colour);
        rect->setLayer(QStringLiteral("grid"));
    };
    if (m_time.warmUp > 0) band(0, m_time.warmUp, faded(m_theme.secondary, 0.10));
    for (const TimeMark& mark : m_time.marks) {
        const QColor colour = mark.isFault ? m_theme.bad : m_theme.warning;
        band(mark.start, mark.end, faded(colour, 0.08));
        auto* line = new QCPItemLine(m_plot);
        line->setPen(QPen(colour, 1, Qt::DashLine));
        placeLine(line, mark.start);
    }
}

void Chart::placeLine(QCPItemLine* line, std::optional<double> seconds) {
    line->setVisible(seconds.has_value());
    if (!seconds) return;
    line->start->setTypeY(QCPItemPosition::ptAxisRectRatio);
    line->end->setTypeY(QCPItemPosition::ptAxisRectRatio);
    line->start->setCoords(*seconds, 0);
    line->end->setCoords(*seconds, 1);
}

void Chart::setCursor(std::optional<double> seconds) {
    m_cursor = seconds;
    placeLine(m_cursorLine, hasValues(m_content) ? seconds : std::nullopt);
    updateLegend();
    m_plot->replot(QCustomPlot::rpQueuedReplot);
}

void Chart::setPointed(std::optional<double> seconds) {
    m_pointed = seconds;
    placeLine(m_pointedLine, hasValues(m_content) ? seconds : std::nullopt);
    updateLegend();
    m_plot->replot(QCustomPlot::rpQueuedReplot);
}

void Chart::setTimeRange(double from, double to) {
    m_settingRange = true;
    m_plot->xAxis->setRange(from, to);
    m_settingRange = false;
    m_plot->replot(QCustomPlot::rpQueuedReplot);
}

void Chart::setTimeLabelsVisible(bool visible) {
    m_plot->xAxis->setTickLabels(visible);
    QMargins margins = m_plot->axisRect()->margins();
    margins.setBottom(visible ? 18 : 8);
    m_plot->axisRect()->setMargins(margins);
}

void Chart::updateLegend() {
    const std::optional<double> at = m_pointed ? m_pointed : m_cursor;
    QStringList parts;
    for (const ChartLine& line : m_content.lines) {
        QString value;
        if (at && m_time.interval > 0) {
            const auto index = static_cast<std::size_t>(std::max(0.0, *at / m_time.interval));
            value =
                QLatin1Char(' ') + (index < line.values.size() ? valueText(line.values[index], m_content.kind)
                                                               : QStringLiteral("–"));
        }
        parts << QStringLiteral("<span style=\"color:%1\">%2%3</span>")
                     .arg(line.colour.name(), line.name.toHtmlEscaped(), value);
    }
    m_legend->setText(
        parts.join(QStringLiteral("<span style=\"color:%1\"> · </span>").arg(m_theme.faint.name())));
}

void Chart::showTip(const QPoint& global, double seconds) {
    QStringList lines{clockText(seconds, true)};
    const auto index = static_cast<std::size_t>(std::max(0.0, seconds / m_time.interval));
    for (const ChartLine& line : m_content.lines) {
        if (index >= line.values.size()) continue;
        QString text = line.name + QLatin1Char(' ') + valueText(line.values[index], m_content.kind);
        if (index < line.low.size() && index < line.high.size() && std::isfinite(line.low[index]))
            text += QStringLiteral("  (%1 to %2)")
                        .arg(valueText(line.low[index], m_content.kind),
                             valueText(line.high[index], m_content.kind));
        lines << text;
    }
    for (const TimeMark& mark : m_time.marks)
        if (seconds >= mark.start && seconds <= mark.end) lines << mark.label;
    QToolTip::showText(global + QPoint(12, 8), lines.join(QLatin1Char('\n')), m_plot);
}

bool Chart::eventFilter(QObject* watched, QEvent* event) {
    if (watched == m_plot && m_time.length > 0) {
        if (event->type() == QEvent::Leave) {
            emit pointed(std::nullopt);
        } else if (event->type() == QEvent::Resize) {
            m_empty->setGeometry(m_plot->rect());
        } else if (event->type() == QEvent::MouseMove || event->type() == QEvent::MouseButtonPress) {
            const auto* mouse = static_cast<QMouseEvent*>(event);
            const double seconds =
                std::clamp(m_plot->xAxis->pixelToCoord(mouse->position().x()), 0.0, m_time.length);
            if (event->type() == QEvent::MouseButtonPress && mouse->button() == Qt::LeftButton)
                emit picked(seconds);
            emit pointed(seconds);
            if (hasValues(m_content) && mouse->buttons() == Qt::NoButton)
                showTip(mouse->globalPosition().toPoint(), seconds);
        } else if (event->type() == QEvent::MouseButtonDblClick) {
            emit timeRangeChanged(0, m_time.length);
        }
    } else if (watched == m_plot && event->type() == QEvent::Resize) {
        m_empty->setGeometry(m_plot->rect());
    }
    return QFrame::eventFilter(watched, event);
}

}  // namespace app
