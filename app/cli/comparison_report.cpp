#include "app/cli/comparison_report.h"

#include <fmt/format.h>

#include <algorithm>

#include "app/cli/json_writer.h"
#include "app/cli/table.h"

namespace app {

namespace {

using simulator::ComparedFigure;
using simulator::Comparison;
using simulator::Preference;
using simulator::VariantComparison;

std::string figureName(const ComparedFigure& figure) {
    return (figure.subject.empty() ? "all journeys" : figure.subject) + " " +
           (figure.kind == "objective" ? "(objective)" : figure.measure);
}

/// Values of a share in percent.
std::string valueText(const ComparedFigure& figure, double value) {
    return figure.unit == "share" ? numberText(100 * value) : numberText(value);
}

std::string unitText(const ComparedFigure& figure) {
    return figure.unit == "share" ? "%" : figure.unit;
}

std::string signedText(const ComparedFigure& figure, double value) {
    return (value > 0 ? "+" : "") + valueText(figure, value);
}

std::string moreText(const ComparedFigure& figure) {
    if (figure.moreReplications) return countText(static_cast<std::uint64_t>(*figure.moreReplications));
    return figure.preference == Preference::NotDistinguishable ? "never" : "";
}

std::string verdictText(const ComparedFigure& figure) {
    if (figure.preference == Preference::Better) return "BETTER";
    if (figure.preference == Preference::Worse) return "WORSE";
    if (figure.preference == Preference::Unknown) return figure.why;
    return simulator::preferenceName(figure.preference);
}

std::string tableOf(const VariantComparison& against) {
    Table table({{"FIGURE"},
                 {"UNIT"},
                 {"FIRST", rightAligned},
                 {"OTHER", rightAligned},
                 {"DIFFERENCE", rightAligned},
                 {"INTERVAL", rightAligned},
                 {"VERDICT"},
                 {"MORE REPLICATIONS", rightAligned},
                 {"GAIN", rightAligned}});
    for (const ComparedFigure& figure : against.figures) {
        if (figure.preference == Preference::Unknown) {
            table.addRow(
                {figureName(figure), unitText(figure), "-", "-", "-", "-", verdictText(figure), "", ""});
            continue;
        }
        table.addRow(
            {figureName(figure), unitText(figure), valueText(figure, figure.difference.base),
             valueText(figure, figure.difference.other), signedText(figure, figure.difference.mean),
             fmt::format("{} .. {}", signedText(figure, figure.low), signedText(figure, figure.high)),
             verdictText(figure), moreText(figure),
             figure.difference.gain ? fmt::format("{} x", numberText(*figure.difference.gain)) : ""});
    }
    return table.text();
}

/// The middle one of the gains, or 0 without any.
double medianGain(const VariantComparison& against) {
    std::vector<double> gains;
    for (const ComparedFigure& figure : against.figures)
        if (figure.difference.gain) gains.push_back(*figure.difference.gain);
    if (gains.empty()) return 0;
    const auto middle = gains.begin() + static_cast<std::ptrdiff_t>(gains.size() / 2);
    std::nth_element(gains.begin(), middle, gains.end());
    return *middle;
}

std::string streamsText(const VariantComparison& against) {
    std::string text = fmt::format("Common random numbers: {} of {} streams are shared",
                                   against.sharedStreams, against.streams);
    if (against.sharedArrivals == 0)
        text +=
            ", none of them of arrivals: the variants share no workload, so that their journeys start at "
            "different moments";
    const double gain = medianGain(against);
    if (gain > 0)
        text += fmt::format(
            "; for the middle one of the figures independent runs would take {} times the "
            "replications",
            numberText(gain));
    return wrapped(text + ".", 0);
}

std::string leftOutText(const VariantComparison& against) {
    std::string text;
    for (const std::string& what : against.leftOut) text += (text.empty() ? "" : ", ") + what;
    return text.empty() ? "" : wrapped("Not compared, only one of the two has it: " + text + ".", 0);
}

std::string countsText(const VariantComparison& against) {
    std::size_t better = 0;
    std::size_t worse = 0;
    for (const ComparedFigure& figure : against.figures) {
        better += figure.preference == Preference::Better;
        worse += figure.preference == Preference::Worse;
    }
    if (better + worse == 0) return "no difference found";
    return fmt::format("better in {}, worse in {}", countOf(better, "figure"), countOf(worse, "figure"));
}

std::string headText(const Comparison& comparison) {
    std::string text = fmt::format("{} replications of {} s each, seed {}; warm-up ", comparison.replications,
                                   numberText(comparison.simulatedSeconds), comparison.seed);
    text += comparison.shortestWarmUp == comparison.longestWarmUp
                ? fmt::format("{} s", numberText(comparison.longestWarmUp))
                : fmt::format("{} to {} s", numberText(comparison.shortestWarmUp),
                              numberText(comparison.longestWarmUp));
    text += fmt::format(", the same in all variants ({})\n", comparison.warmUpNote);
    if (comparison.tested == 0)
        return text + "No figure differs in a way that varies: there is nothing to test\n";
    const auto figures = static_cast<double>(comparison.tested);
    return text + fmt::format(
                      "Paired t: all {} intervals together hold with {:.6g} % confidence (Bonferroni: "
                      "each with {:.6g} %)\n",
                      comparison.tested, 100 * (1 - comparison.significance),
                      100 * (1 - comparison.significance / figures));
}

void writeDifference(JsonWriter& json, const ComparedFigure& figure) {
    json.member("first", figure.difference.base).member("other", figure.difference.other);
    json.key("difference").beginObject().member("value", figure.difference.mean);
    json.member("low", figure.low).member("high", figure.high).endObject();
    json.member("standard_deviation", figure.difference.deviation).member("p_value", figure.pValue);
    json.key("variance_gain");
    figure.difference.gain ? json.value(*figure.difference.gain) : json.null();
    json.key("more_replications");
    figure.moreReplications ? json.value(static_cast<std::uint64_t>(*figure.moreReplications)) : json.null();
}

void writeFigures(JsonWriter& json, const VariantComparison& against) {
    json.key("figures").beginArray();
    for (const ComparedFigure& figure : against.figures) {
        json.beginObject().member("kind", figure.kind).member("id", figure.subject);
        json.member("measure", figure.measure).member("unit", figure.unit);
        json.member("better", figure.lowerIsBetter ? "lower" : "higher");
        json.member("verdict", simulator::preferenceName(figure.preference));
        if (figure.preference == Preference::Unknown)
            json.member("why", figure.why);
        else
            writeDifference(json, figure);
        json.endObject();
    }
    json.endArray();
}

void writeStrings(JsonWriter& json, const char* name, const std::vector<std::string>& texts) {
    json.key(name).beginArray();
    for (const std::string& text : texts) json.value(text);
    json.endArray();
}

}  // namespace

std::string comparisonReport(const Comparison& comparison) {
    std::string text = headText(comparison);
    for (const VariantComparison& against : comparison.others) {
        text += fmt::format("\n{}, against the first, {}: {}\n", against.other, comparison.variants.front(),
                            countsText(against));
        text += tableOf(against) + streamsText(against) + leftOutText(against);
    }
    return text;
}

std::string comparisonDocument(const Comparison& comparison) {
    JsonWriter json;
    json.beginObject();
    writeStrings(json, "variants", comparison.variants);
    json.member("seed", comparison.seed).member("replications", comparison.replications);
    json.member("simulated_s", comparison.simulatedSeconds);
    json.member("warmup_shortest_s", comparison.shortestWarmUp);
    json.member("warmup_longest_s", comparison.longestWarmUp).member("warmup_note", comparison.warmUpNote);
    json.member("cancelled", comparison.cancelled);
    json.member("method", "paired t on common random numbers; intervals together by Bonferroni");
    json.member("confidence", 1 - comparison.significance);
    json.member("tested_figures", static_cast<std::uint64_t>(comparison.tested));
    json.member("difference_found", comparison.differs()).key("comparisons").beginArray();
    for (const VariantComparison& against : comparison.others) {
        json.beginObject().member("first", comparison.variants.front()).member("other", against.other);
        json.member("difference_found", against.differs());
        json.member("shared_streams", static_cast<std::uint64_t>(against.sharedStreams));
        json.member("streams", static_cast<std::uint64_t>(against.streams));
        json.member("shared_arrivals", static_cast<std::uint64_t>(against.sharedArrivals));
        writeFigures(json, against);
        writeStrings(json, "not_compared", against.leftOut);
        json.endObject();
    }
    return json.endArray().endObject().text();
}

}  // namespace app
