#pragma once

#include <QString>
#include <vector>

#include "model/quantity.h"
#include "model/result.h"

namespace app {

/// Quantities as people write them. Reading accepts the units shown and says what was expected otherwise.

/// `0.25 ms`, `800 ms`, `1.5 s`, `2 min`; a bare number is read in the unit given. Reads sums, too: `1h
/// 30min`.
enum class TimeUnit { Milliseconds, Seconds };
QString durationText(model::Duration duration);
model::Result<model::Duration> readDuration(const QString& text, TimeUnit bare = TimeUnit::Milliseconds);

/// `1 ms, 2.5 ms, 4 s`; reads times parted by commas or blanks.
QString durationsText(const std::vector<model::Duration>& durations);
model::Result<std::vector<model::Duration>> readDurations(const QString& text,
                                                          TimeUnit bare = TimeUnit::Milliseconds);

/// A number that belongs to a time: a rate from a moment on, the weight above an edge.
struct TimedNumber {
    model::Duration time{};
    double number = 0;

    bool operator==(const TimedNumber&) const = default;
};
/// One on each line: `0 ms: 100`, `60 s: 300`; reads them with or without `/s`.
QString timedNumbersText(const std::vector<TimedNumber>& numbers);
model::Result<std::vector<TimedNumber>> readTimedNumbers(const QString& text, TimeUnit bare);

/// Reads thousands and millions, too: `1.5k`, `2M`.
QString numberText(double value);
model::Result<double> readNumber(const QString& text, double least, double most);
model::Result<std::int32_t> readCount(const QString& text, std::int32_t least, std::int32_t most);

/// A rate [1/s]; reads `300`, `1.5k rps`, `90 /min`.
model::Result<double> readRate(const QString& text, double most);

/// A share of one: `65 %`; reads `65 %`, `65` (when above one) and `0.65`.
QString shareText(double share);
model::Result<double> readShare(const QString& text);

/// `500 m`, `2 cores`; a bare number of at most 64 is in cores.
QString coresText(std::int32_t milli);
model::Result<std::int32_t> readCores(const QString& text);

/// `256 MiB`, `2 GiB`; a bare number is in MiB.
QString memoryText(std::int32_t mebibytes);
model::Result<std::int32_t> readMemory(const QString& text);

}  // namespace app
