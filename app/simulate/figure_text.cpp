#include "app/simulate/figure_text.h"

#include <QCoreApplication>
#include <QLocale>
#include <algorithm>
#include <cmath>

#include "app/preferences/unit_choices.h"

namespace app {
namespace {

QString figureTr(const char* text) {
    return QCoreApplication::translate("Figures", text);
}

QString grouped(double value, int decimals) {
    return chosenNumber(value, decimals);
}

/// Hundreds need no decimals, tenths need two.
int decimalsFor(double value) {
    const double size = std::abs(value);
    if (size >= 99.95) return 0;
    return size >= 0.995 || size == 0 ? 1 : 2;
}

/// How a quantity is shown: what it is divided by, and the unit behind it.
struct Scale {
    double divisor;
    const char* unit;
};

Scale latencyScale(double milliseconds) {
    const double size = std::abs(milliseconds);
    if (timesStayInMilliseconds()) return {1, " ms"};
    if (size >= 119'950) return {60'000, " min"};
    return size >= 999.5 ? Scale{1000, " s"} : Scale{1, " ms"};
}

Scale scaleOf(double value, FigureKind kind) {
    switch (kind) {
        case FigureKind::Rate:
            return {1, " rps"};
        case FigureKind::Latency:
            return latencyScale(value);
        case FigureKind::Share:
            return {0.01, " %"};
        case FigureKind::Plain:
        case FigureKind::Amount:
            return {1, ""};
    }
    return {1, ""};
}

/// Shares near 0 and near 1 are told apart by decimals: 99.95 % is not 100 %.
int shareDecimals(double percent) {
    const double fromEnd = std::min(std::abs(percent), std::abs(100 - percent));
    if (fromEnd == 0) return 0;
    if (fromEnd < 0.1) return 2;
    return fromEnd < 1 ? 1 : 0;
}

/// So that three digits are shown.
int amountDecimals(double amount) {
    const double size = std::abs(amount);
    if (size == 0 || size >= 99.95) return 0;
    return std::clamp(2 - static_cast<int>(std::floor(std::log10(size))), 0, 12);
}

int decimalsOf(double value, FigureKind kind) {
    if (kind == FigureKind::Share) return shareDecimals(value);
    return kind == FigureKind::Amount ? amountDecimals(value) : decimalsFor(value);
}

QString scaledNumber(double value, FigureKind kind, const Scale& scale) {
    const double scaled = value / scale.divisor;
    return grouped(scaled, decimalsOf(scaled, kind));
}

}  // namespace

QString valueText(double value, FigureKind kind) {
    if (!std::isfinite(value)) return QStringLiteral("–");
    const Scale scale = scaleOf(value, kind);
    return scaledNumber(value, kind, scale) + QLatin1String(scale.unit);
}

QString rateText(double perSecond) {
    return valueText(perSecond, FigureKind::Rate);
}
QString latencyText(double milliseconds) {
    return valueText(milliseconds, FigureKind::Latency);
}
QString percentText(double share) {
    return valueText(share, FigureKind::Share);
}
QString plainText(double value) {
    return valueText(value, FigureKind::Plain);
}
QString countText(std::uint64_t count) {
    return QLocale(QLocale::English, QLocale::UnitedStates).toString(static_cast<qulonglong>(count));
}

QString largeCountText(double count) {
    if (count >= 999'500) return grouped(count / 1e6, decimalsFor(count / 1e6)) + QStringLiteral(" M");
    if (count >= 9'999.5) return grouped(count / 1e3, 0) + QStringLiteral(" k");
    return grouped(count, 0);
}

QString clockText(double seconds, bool tenths) {
    const auto total = static_cast<qint64>(std::floor(std::max(0.0, seconds) * 10 + 1e-6));
    const qint64 whole = total / 10;
    const QString text = QStringLiteral("%1:%2").arg(whole / 60).arg(whole % 60, 2, 10, QLatin1Char('0'));
    return tenths ? text + QStringLiteral(".%1").arg(total % 10) : text;
}

QString waitText(double seconds) {
    if (seconds < 1) return figureTr("under 1 s");
    if (seconds < 100) return figureTr("%1 s").arg(std::lround(seconds));
    return figureTr("%1 min").arg(std::lround(seconds / 60));
}

double halfWidth(const simulator::Figure& figure) {
    if (!figure.value) return 0;
    return std::max({figure.high - *figure.value, *figure.value - figure.low, 0.0});
}

QString figureText(const simulator::Figure& figure, FigureKind kind) {
    if (!figure.value) return figure.why.empty() ? QStringLiteral("–") : figureTr("not enough data");
    const double half = halfWidth(figure);
    if (half <= 0) return valueText(*figure.value, kind);
    const Scale scale = scaleOf(*figure.value, kind);
    const double value = *figure.value / scale.divisor;
    const int decimals = kind == FigureKind::Share ? std::max(shareDecimals(value), half < 0.01 ? 1 : 0)
                                                   : decimalsOf(value, kind);
    const bool wide = half / scale.divisor >= 999.5 && kind == FigureKind::Latency;
    return grouped(value, decimals) + QLatin1String(scale.unit) + QStringLiteral(" ± ") +
           (wide ? valueText(half, kind) : grouped(half / scale.divisor, decimals));
}

QString figureTip(const simulator::Figure& figure, FigureKind kind) {
    if (!figure.value) return QString::fromStdString(figure.why);
    if (halfWidth(figure) <= 0) return figureTr("exact: %1").arg(valueText(*figure.value, kind));
    return figureTr("95 % interval: %1 to %2").arg(valueText(figure.low, kind), valueText(figure.high, kind));
}

}  // namespace app
