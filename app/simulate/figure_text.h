#pragma once

#include <QString>

#include "simulator/run_result.h"

/// Figures of results as people read them: with units, with as many digits as they deserve, with their
/// interval.
namespace app {

/// `280 rps`, `12.4 rps`, `2,400 rps`.
QString rateText(double perSecond);
/// `0.45 ms`, `18.2 ms`, `214 ms`, `3.0 s`, `2.5 min`.
QString latencyText(double milliseconds);
/// `97 %`, `61.2 %`, `0.04 %`, `0 %`.
QString percentText(double share);
/// `1,842`.
QString countText(std::uint64_t count);
/// `22.4 M`, `980 k`, `312`.
QString largeCountText(double count);
/// `1:14.6` minutes and seconds of simulated time; without tenths `1:14`.
QString clockText(double seconds, bool tenths = false);
/// `12 s`, `2 min`: what is left of a wait.
QString waitText(double seconds);
/// `4.0`: a plain number with digits that fit its size.
QString plainText(double value);

/// An amount is a plain number of which three digits count, however small it is.
enum class FigureKind { Rate, Latency, Share, Plain, Amount };
/// The value alone.
QString valueText(double value, FigureKind kind);
/// `3.0 s ± 0.1`, the value alone when it is exact, `not enough data` when there is none.
QString figureText(const simulator::Figure& figure, FigureKind kind);
/// `95 % interval 2.9 s to 3.1 s`, `exact`, or why there is no value.
QString figureTip(const simulator::Figure& figure, FigureKind kind);
/// Half the width of the interval: the larger of its two sides.
double halfWidth(const simulator::Figure& figure);

}  // namespace app
