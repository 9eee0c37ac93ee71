#include "app/simulate/chart_ticks.h"

#include <qcustomplot.h>

#include <cmath>

namespace app {
namespace {

class FigureTicker : public QCPAxisTicker {
public:
    explicit FigureTicker(FigureKind kind) : m_kind(kind) { setTickCount(4); }

protected:
    QString getTickLabel(double tick, const QLocale&, QChar, int) override {
        return std::abs(tick) < 1e-12 ? QStringLiteral("0") : withoutEmptyDecimals(valueText(tick, m_kind));
    }

private:
    static QString withoutEmptyDecimals(QString text) {
        const qsizetype end = text.indexOf(QLatin1Char(' '));
        const QString unit = end < 0 ? QString() : text.mid(end);
        QString number = end < 0 ? text : text.left(end);
        if (number.contains(QLatin1Char('.'))) {
            while (number.endsWith(QLatin1Char('0'))) number.chop(1);
            if (number.endsWith(QLatin1Char('.'))) number.chop(1);
        }
        return number + unit;
    }

    FigureKind m_kind;
};

class ClockTicker : public QCPAxisTicker {
public:
    ClockTicker() { setTickCount(6); }

protected:
    double getTickStep(const QCPRange& range) override {
        const double wanted = range.size() / 6;
        for (const double step :
             {0.1, 0.2, 0.5, 1.0, 2.0, 5.0, 10.0, 15.0, 30.0, 60.0, 120.0, 300.0, 600.0, 1200.0, 1800.0})
            if (step >= wanted) return step;
        return 3600 * std::ceil(wanted / 3600);
    }
    int getSubTickCount(double) override { return 0; }
    QString getTickLabel(double tick, const QLocale&, QChar, int) override {
        return clockText(tick, std::abs(tick - std::round(tick)) > 1e-6);
    }
};

}  // namespace

QSharedPointer<QCPAxisTicker> figureTicker(FigureKind kind) {
    return QSharedPointer<FigureTicker>::create(kind);
}
QSharedPointer<QCPAxisTicker> clockTicker() {
    return QSharedPointer<ClockTicker>::create();
}

}  // namespace app
