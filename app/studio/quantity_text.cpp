#include "app/studio/quantity_text.h"

#include <QCoreApplication>
#include <QLocale>
#include <QRegularExpression>
#include <cmath>

namespace app {

namespace {

struct Amount {
    double number = 0;
    QString unit;
};

QString quantityTr(const char* text) {
    return QCoreApplication::translate("Quantity", text);
}

tl::unexpected<model::Error> expected(const QString& what) {
    return model::failure({}, what.toStdString());
}

/// A number and the word behind it; nothing when the text is something else.
std::optional<Amount> readAmount(const QString& text) {
    static const QRegularExpression pattern(
        QStringLiteral("^\\s*([+-]?[0-9]*[.,]?[0-9]+(?:[eE][+-]?[0-9]{1,3})?)\\s*([a-zA-Z%µ]*)\\s*$"));
    const auto match = pattern.match(text);
    if (!match.hasMatch()) return std::nullopt;
    bool read = false;
    const double number = QLocale::c().toDouble(match.captured(1).replace(',', '.'), &read);
    if (!read || !std::isfinite(number)) return std::nullopt;
    return Amount{number, match.captured(2).toLower()};
}

}  // namespace

QString numberText(double value) {
    return QLocale::c().toString(value, 'g', QLocale::FloatingPointShortest);
}

QString durationText(model::Duration duration) {
    const double ms = model::inMilliseconds(duration);
    const double size = std::abs(ms);
    if (size != 0 && size < 0.001) return QStringLiteral("%1 ns").arg(duration.count());
    if (size >= 3'600'000 && std::fmod(size, 3'600'000) == 0)
        return QStringLiteral("%1 h").arg(numberText(ms / 3'600'000));
    if (size >= 120'000 && std::fmod(size, 60'000) == 0)
        return QStringLiteral("%1 min").arg(numberText(ms / 60'000));
    if (size >= 1000) return QStringLiteral("%1 s").arg(numberText(ms / 1000));
    return QStringLiteral("%1 ms").arg(numberText(ms));
}

namespace {

/// Milliseconds of one amount; nothing when its unit is none of time.
std::optional<double> millisecondsOf(const Amount& amount, TimeUnit bare) {
    static const std::pair<const char*, double> units[] = {
        {"ns", 1e-6},     {"us", 1e-3},      {"µs", 1e-3},     {"ms", 1},        {"s", 1e3},
        {"sec", 1e3},     {"second", 1e3},   {"seconds", 1e3}, {"min", 60e3},    {"m", 60e3},
        {"minute", 60e3}, {"minutes", 60e3}, {"h", 3600e3},    {"hour", 3600e3}, {"hours", 3600e3},
        {"d", 86400e3},   {"day", 86400e3},  {"days", 86400e3}};
    if (amount.unit.isEmpty()) return amount.number * (bare == TimeUnit::Seconds ? 1e3 : 1);
    for (const auto& [word, scale] : units)
        if (amount.unit == QString::fromUtf8(word)) return amount.number * scale;
    return std::nullopt;
}

/// `1h 30min`: several amounts, each with its unit.
std::optional<double> sumOfMilliseconds(const QString& text) {
    static const QRegularExpression part(QStringLiteral("\\G\\s*([0-9]*[.,]?[0-9]+\\s*[a-zA-Zµ]+)"));
    double sum = 0;
    qsizetype end = 0;
    for (auto matches = part.globalMatch(text.trimmed()); matches.hasNext();) {
        const auto match = matches.next();
        const auto amount = readAmount(match.captured(1));
        const auto ms = amount ? millisecondsOf(*amount, TimeUnit::Milliseconds) : std::nullopt;
        if (!ms) return std::nullopt;
        sum += *ms;
        end = match.capturedEnd();
    }
    return end > 0 && end == text.trimmed().size() ? std::optional<double>(sum) : std::nullopt;
}

}  // namespace

model::Result<model::Duration> readDuration(const QString& text, TimeUnit bare) {
    const auto amount = readAmount(text);
    const auto ms = amount ? millisecondsOf(*amount, bare) : sumOfMilliseconds(text);
    if (ms && *ms >= 0 && *ms <= 1e12) return model::milliseconds(*ms);
    return expected(quantityTr("A time of zero or more is expected, such as 800 ms, 1.5 s or 2 min."));
}

QString durationsText(const std::vector<model::Duration>& durations) {
    QStringList words;
    for (const model::Duration duration : durations) words << durationText(duration);
    return words.join(QStringLiteral(", "));
}

model::Result<std::vector<model::Duration>> readDurations(const QString& text, TimeUnit bare) {
    // A blank before a unit parts nothing.
    static const QRegularExpression separator(QStringLiteral("\\s*[,;\\n]\\s*|\\s+(?=[0-9.+-])"));
    std::vector<model::Duration> durations;
    for (const QString& word : text.trimmed().split(separator, Qt::SkipEmptyParts)) {
        const auto duration = readDuration(word, bare);
        if (!duration)
            return expected(quantityTr("\"%1\" is no time; times such as 800 ms, 1.5 s are expected.")
                                .arg(word.left(40)));
        durations.push_back(*duration);
    }
    return durations;
}

QString timedNumbersText(const std::vector<TimedNumber>& numbers) {
    QStringList lines;
    for (const TimedNumber& number : numbers)
        lines << QStringLiteral("%1: %2").arg(durationText(number.time), numberText(number.number));
    return lines.join('\n');
}

model::Result<std::vector<TimedNumber>> readTimedNumbers(const QString& text, TimeUnit bare) {
    static const QRegularExpression separator(QStringLiteral("[,;\\n]"));
    std::vector<TimedNumber> numbers;
    for (const QString& line : text.split(separator, Qt::SkipEmptyParts)) {
        if (line.trimmed().isEmpty()) continue;
        QString number = line.section(':', 1).trimmed();
        if (number.endsWith(QLatin1String("/s"))) number.chop(2);
        const auto time = readDuration(line.section(':', 0, 0), bare);
        const auto amount = readAmount(number);
        if (!time || !amount || !amount->unit.isEmpty())
            return expected(quantityTr("\"%1\" is not understood; lines such as 60 s: 300 are expected.")
                                .arg(line.trimmed().left(40)));
        numbers.push_back({*time, amount->number});
    }
    return numbers;
}

namespace {

/// `100,000`.
QString groupedText(qint64 number) {
    QLocale locale = QLocale::c();
    locale.setNumberOptions({});
    return locale.toString(number);
}

/// A plain number, or one of thousands or millions: `1.5k`. Nothing when a unit follows.
std::optional<double> readScaled(const QString& text) {
    static const std::pair<QChar, double> scales[] = {{'k', 1e3}, {'K', 1e3}, {'M', 1e6}, {'G', 1e9}};
    QString number = text.trimmed();
    double scale = 1;
    for (const auto& [letter, factor] : scales) {
        if (!number.endsWith(letter)) continue;
        number.chop(1);
        scale = factor;
        break;
    }
    const auto amount = readAmount(number);
    return amount && amount->unit.isEmpty() ? std::optional<double>(amount->number * scale) : std::nullopt;
}

}  // namespace

model::Result<double> readNumber(const QString& text, double least, double most) {
    const auto number = readScaled(text);
    if (number && *number >= least && *number <= most) return *number;
    return expected(
        quantityTr("A number from %1 to %2 is expected.").arg(numberText(least), numberText(most)));
}

model::Result<std::int32_t> readCount(const QString& text, std::int32_t least, std::int32_t most) {
    bool read = false;
    const QString digits = text.trimmed().remove(',').remove(' ');
    int count = digits.toInt(&read);
    // Only thousands and millions may have a point: 1.5k.
    const bool scaled = !digits.isEmpty() && digits.back().isLetter();
    if (const auto number = scaled ? readScaled(text) : std::nullopt;
        number && *number == std::round(*number) && std::abs(*number) < 2e9) {
        count = static_cast<int>(*number);
        read = true;
    }
    if (read && count >= least && count <= most) return count;
    return expected(
        quantityTr("A whole number from %1 to %2 is expected.").arg(groupedText(least), groupedText(most)));
}

model::Result<double> readRate(const QString& text, double most) {
    static const QRegularExpression pattern(
        QStringLiteral("^\\s*([0-9.,eE+-]+\\s*[kKMG]?)\\s*(?:(rps|hz|(?:[a-z]+)?\\s*/\\s*s(?:ec)?)|"
                       "(rpm|(?:[a-z]+)?\\s*/\\s*min)|((?:[a-z]+)?\\s*/\\s*h))?\\s*$"),
        QRegularExpression::CaseInsensitiveOption);
    const auto match = pattern.match(text);
    const auto number = match.hasMatch() ? readScaled(match.captured(1)) : std::nullopt;
    const double seconds = !match.captured(3).isEmpty() ? 60 : !match.captured(4).isEmpty() ? 3600 : 1;
    if (number && *number >= 0 && *number / seconds <= most) return *number / seconds;
    return expected(quantityTr("A rate from 0 to %1 a second is expected, such as 300, 1.5k rps or 90 /min.")
                        .arg(groupedText(std::llround(most))));
}

QString shareText(double share) {
    return QStringLiteral("%1 %").arg(numberText(share * 100));
}

model::Result<double> readShare(const QString& text) {
    const auto amount = readAmount(text);
    if (amount && (amount->unit.isEmpty() || amount->unit == "%")) {
        const bool percent = amount->unit == "%" || amount->number > 1;
        // A hundredth of 99.9 is not quite 0.999, of which it was written.
        const double share = percent ? std::round(amount->number * 1e10) / 1e12 : amount->number;
        if (share >= 0 && share <= 1) return share;
    }
    return expected(quantityTr("A share from 0 % to 100 % is expected."));
}

QString coresText(std::int32_t milli) {
    if (milli == 1000) return quantityTr("1 core");
    return milli % 1000 == 0 && milli > 0 ? quantityTr("%1 cores").arg(milli / 1000)
                                          : QStringLiteral("%1 m").arg(milli);
}

model::Result<std::int32_t> readCores(const QString& text) {
    const auto amount = readAmount(text);
    if (amount) {
        const bool milli = amount->unit == "m" || (amount->unit.isEmpty() && amount->number > 64);
        const bool cores = amount->unit.isEmpty() || amount->unit == "core" || amount->unit == "cores";
        const double value = milli ? amount->number : amount->number * 1000;
        if ((milli || cores) && value >= 1 && value <= 1e6)
            return static_cast<std::int32_t>(std::lround(value));
    }
    return expected(quantityTr("A part of a processor is expected, such as 500 m or 2 cores."));
}

QString memoryText(std::int32_t mebibytes) {
    return mebibytes % 1024 == 0 && mebibytes > 0 ? QStringLiteral("%1 GiB").arg(mebibytes / 1024)
                                                  : QStringLiteral("%1 MiB").arg(mebibytes);
}

model::Result<std::int32_t> readMemory(const QString& text) {
    const auto amount = readAmount(text);
    if (amount) {
        double factor = 0;
        if (amount->unit.isEmpty() || amount->unit == "mib" || amount->unit == "mi") factor = 1;
        if (amount->unit == "gib" || amount->unit == "gi") factor = 1024;
        const double value = amount->number * factor;
        if (value >= 1 && value <= 1 << 24) return static_cast<std::int32_t>(std::lround(value));
    }
    return expected(quantityTr("An amount of memory is expected, such as 256 MiB or 2 GiB."));
}

}  // namespace app
