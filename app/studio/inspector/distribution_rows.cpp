#include <cmath>

#include "app/studio/inspector/distribution_drag.h"
#include "app/studio/inspector/row_makers.h"
#include "app/studio/quantity_text.h"
#include "model/probability/time_shape.h"
#include "model/probability/unit_quantile.h"
#include "simulator/random/empirical_table.h"

namespace app {

namespace {

using model::Distribution;
using model::DistributionKind;
using Done = model::Result<void>;

/// Longer lists of samples or buckets are shown by their number only.
constexpr std::size_t mostSamples = 500;

enum class GivenBy { Mean, Quantiles };
enum class MeasuredAs { Samples, Histogram };

bool hasSpread(DistributionKind kind) {
    return kind != DistributionKind::Constant && kind != DistributionKind::Exponential;
}

/// A spread that the kind accepts, near the one it had.
double acceptableSpread(DistributionKind kind, double spread) {
    switch (kind) {
        case DistributionKind::Uniform:
            return std::min(spread, 0.5);
        case DistributionKind::Erlang:
            return std::clamp(spread, 0.1, 1.0);
        case DistributionKind::HyperExponential:
        case DistributionKind::Pareto:
            return std::max(spread, 1.5);
        case DistributionKind::Constant:
        case DistributionKind::Exponential:
        case DistributionKind::Empirical:
            return 1;
        default:
            return spread > 0 ? std::clamp(spread, 0.01, 100.0) : 1.0;
    }
}

/// By mean and spread, as near to the old one as the kind can be.
Distribution byMean(const Distribution& old, DistributionKind kind) {
    const double spread = model::shapeOf(old).value_or(model::TimeShape{}).cv;
    Distribution made;
    made.kind = kind;
    made.mean = meanOf(old);
    made.cv = acceptableSpread(kind, hasSpread(old.kind) ? spread : 1);
    made.unknown = old.unknown;
    return made;
}

/// The time that the share of the distribution's times stays below; never nothing.
model::Duration timeAt(const Distribution& byMean, double probability) {
    const double mean = std::max(1000.0, static_cast<double>(byMean.mean.count()));
    const double time = mean * model::unitQuantile(byMean.kind, byMean.cv, probability);
    return model::Duration(std::max<std::int64_t>(1, std::llround(time)));
}

Distribution byQuantiles(const Distribution& old, DistributionKind kind) {
    Distribution moments = byMean(old, kind);
    // Of a wider spread the median would be next to nothing.
    if (hasSpread(kind)) moments.cv = std::clamp(moments.cv, 0.02, 5.0);
    std::vector<model::TimeQuantile> quantiles{{0.5, timeAt(moments, 0.5), {}}};
    if (hasSpread(kind)) quantiles.push_back({0.99, timeAt(moments, 0.99), {}});
    Distribution made = Distribution::byQuantiles(kind, std::move(quantiles));
    made.unknown = old.unknown;
    return made;
}

/// The times that these shares of the distribution's times stay below, rising.
std::vector<model::Duration> timesAt(const Distribution& old, const std::vector<double>& shares) {
    std::vector<model::Duration> times;
    const bool isMeasured = old.kind == DistributionKind::Empirical;
    const Distribution moments =
        byMean(old, hasSpread(old.kind) && !isMeasured ? old.kind : DistributionKind::Gamma);
    std::optional<simulator::EmpiricalTable> table;
    if (isMeasured) table.emplace(old);
    for (const double share : shares) {
        const model::Duration time =
            table ? model::Duration(std::llround(table->quantile(share))) : timeAt(moments, share);
        times.push_back(times.empty() ? time : std::max(time, times.back() + model::Duration(1)));
    }
    return times;
}

/// Nine samples, or the buckets between eleven edges, that lie as the times of the old one do.
Distribution measured(const Distribution& old, MeasuredAs as) {
    std::vector<double> shares;
    for (int tenth = 1; tenth <= 9; ++tenth) shares.push_back(tenth / 10.0);
    Distribution made;
    if (as == MeasuredAs::Samples) {
        made = Distribution::ofSamples(timesAt(old, shares));
    } else {
        shares.insert(shares.begin(), 0.01);
        shares.push_back(0.99);
        std::vector<double> weights(shares.size() - 1, 10.0);
        weights.front() = weights.back() = 9;
        made = Distribution::ofHistogram(timesAt(old, shares), std::move(weights));
    }
    made.unknown = old.unknown;
    return made;
}

/// Quantiles stay where the new kind can have them.
Distribution withKind(const Distribution& old, DistributionKind kind) {
    if (kind == old.kind) return old;
    if (kind == DistributionKind::Empirical) return measured(old, MeasuredAs::Samples);
    if (old.quantiles.empty()) return byMean(old, kind);
    Distribution kept = old;
    kept.kind = kind;
    if (!hasSpread(kind)) kept.quantiles.resize(1);
    return model::shapeOf(kept) ? kept : byQuantiles(old, kind);
}

/// Makes the rows of one distribution.
class DistributionRows {
public:
    DistributionRows(std::vector<Row>& rows, const Distribution& distribution, const QString& what,
                     const DistributionEdit& edit, int indent)
        : m_rows(rows), m_distribution(distribution), m_what(what), m_edit(edit), m_indent(indent) {}

    void append() {
        Row& kind = field(Row::Kind::Choice, inspectorTr("Distribution"), choiceId(m_distribution.kind),
                          [](Distribution& changed, const QString& id) {
                              changed = withKind(changed, chosen<DistributionKind>(id));
                              return Done();
                          });
        kind.choices = choicesOf({"Constant", "Uniform", "Exponential", "Erlang", "Gamma",
                                  "Hyper-exponential", "Log-normal", "Weibull", "Pareto", "Empirical"});
        appendParameters();
        appendCurve();
    }

private:
    void appendParameters() {
        if (m_distribution.kind == DistributionKind::Empirical) return appendMeasured();
        const GivenBy by = m_distribution.quantiles.empty() ? GivenBy::Mean : GivenBy::Quantiles;
        Row& given = field(Row::Kind::Choice, inspectorTr("Given by"), choiceId(by),
                           [](Distribution& changed, const QString& id) {
                               const bool now = changed.quantiles.empty();
                               const bool wanted = chosen<GivenBy>(id) == GivenBy::Mean;
                               if (now != wanted)
                                   changed = wanted ? byMean(changed, changed.kind)
                                                    : byQuantiles(changed, changed.kind);
                               return Done();
                           });
        given.choices = choicesOf({"Mean", "Quantiles"});
        by == GivenBy::Mean ? appendMean() : appendQuantiles();
    }

    void appendCurve() {
        Row curve;
        curve.kind = Row::Kind::Curve;
        curve.curve = m_distribution;
        curve.indent = m_indent;
        curve.undo = inspectorTr("Change time of %1").arg(m_what);
        curve.write = [edit = m_edit](const model::Project& before,
                                      const QString& dragged) -> model::Result<model::Project> {
            const auto time = readDuration(dragged.section(' ', 1));
            if (!time) return tl::unexpected<model::Error>(time.error());
            const bool mean = dragged.startsWith(QLatin1String("mean"));
            return edit(before, [&](Distribution& changed) {
                changed = mean ? withMean(changed, *time) : withP99(changed, *time);
                return Done();
            });
        };
        m_rows.push_back(std::move(curve));
    }

    template <class Set>
    Row& field(Row::Kind kind, const QString& label, const QString& value, Set set) {
        Row row;
        row.kind = kind;
        row.label = label;
        row.value = value;
        row.indent = m_indent;
        row.undo = inspectorTr("Change %1 of %2").arg(label.left(1).toLower() + label.mid(1), m_what);
        row.write = [edit = m_edit, set](const model::Project& before, const QString& entered) {
            return edit(before, [&](Distribution& changed) { return set(changed, entered); });
        };
        m_rows.push_back(std::move(row));
        return m_rows.back();
    }

    void appendMean() {
        field(Row::Kind::Text, inspectorTr("Mean"), durationText(m_distribution.mean),
              [](Distribution& changed, const QString& entered) {
                  return take(changed.mean, readDuration(entered));
              });
        if (!hasSpread(m_distribution.kind)) return;
        Row& spread = field(Row::Kind::Text, inspectorTr("Spread"), numberText(m_distribution.cv),
                            [](Distribution& changed, const QString& entered) {
                                return take(changed.cv, readNumber(entered, 0, 1000));
                            });
        spread.hint = inspectorTr("deviation / mean");
    }

    void appendQuantiles() {
        const bool one = m_distribution.quantiles.size() == 1;
        for (std::size_t at = 0; at < m_distribution.quantiles.size(); ++at) {
            const model::TimeQuantile& quantile = m_distribution.quantiles[at];
            Row& share =
                field(Row::Kind::Text, one ? inspectorTr("Quantile") : inspectorTr("Quantile %1").arg(at + 1),
                      shareText(quantile.probability), [at](Distribution& changed, const QString& entered) {
                          return at < changed.quantiles.size()
                                     ? take(changed.quantiles[at].probability, readShare(entered))
                                     : Done();
                      });
            share.hint = inspectorTr("of the times");
            Row& time =
                field(Row::Kind::Text, one ? inspectorTr("Time") : inspectorTr("Time %1").arg(at + 1),
                      durationText(quantile.time), [at](Distribution& changed, const QString& entered) {
                          return at < changed.quantiles.size()
                                     ? take(changed.quantiles[at].time, readDuration(entered))
                                     : Done();
                      });
            time.hint = inspectorTr("at most");
        }
    }

    void appendMeasured() {
        const MeasuredAs as = m_distribution.histogram ? MeasuredAs::Histogram : MeasuredAs::Samples;
        Row& given = field(Row::Kind::Choice, inspectorTr("Given by"), choiceId(as),
                           [](Distribution& changed, const QString& id) {
                               const bool now = changed.histogram.has_value();
                               const auto wanted = chosen<MeasuredAs>(id);
                               if (now != (wanted == MeasuredAs::Histogram))
                                   changed = measured(changed, wanted);
                               return Done();
                           });
        given.choices = choicesOf({"Samples", "Histogram"});
        as == MeasuredAs::Samples ? appendSamples() : appendHistogram();
    }

    void appendSamples() {
        if (m_distribution.samples.size() > mostSamples) return appendNumber(m_distribution.samples.size());
        Row& samples = field(Row::Kind::Note, inspectorTr("Samples"), durationsText(m_distribution.samples),
                             [](Distribution& changed, const QString& entered) {
                                 return take(changed.samples, readDurations(entered));
                             });
        samples.tip = inspectorTr("Measured times, each as likely as any other: 1 ms, 2.5 ms, 4 ms");
    }

    void appendHistogram() {
        const model::TimeHistogram& histogram = *m_distribution.histogram;
        if (histogram.weights.size() > mostSamples) return appendNumber(histogram.weights.size());
        std::vector<TimedNumber> lines;
        for (std::size_t at = 0; at < histogram.edges.size(); ++at)
            lines.push_back(
                {histogram.edges[at], at < histogram.weights.size() ? histogram.weights[at] : 0.0});
        Row& buckets = field(
            Row::Kind::Note, inspectorTr("Buckets"), timedNumbersText(lines),
            [](Distribution& changed, const QString& entered) { return takeBuckets(changed, entered); });
        buckets.tip = inspectorTr(
            "Where each bucket begins, and its weight; the last line ends the last bucket:\n"
            "0 ms: 30\n5 ms: 10\n20 ms: 0");
    }

    static Done takeBuckets(Distribution& changed, const QString& entered) {
        const auto lines = readTimedNumbers(entered, TimeUnit::Milliseconds);
        if (!lines) return tl::unexpected<model::Error>(lines.error());
        if (lines->size() < 2 || lines->back().number != 0)
            return model::failure({}, inspectorTr("At least two lines are expected, the last with the "
                                                  "weight 0: it ends the last bucket.")
                                          .toStdString());
        model::TimeHistogram& histogram = *changed.histogram;
        histogram.edges.clear();
        histogram.weights.clear();
        for (const TimedNumber& line : *lines) {
            histogram.edges.push_back(line.time);
            histogram.weights.push_back(line.number);
        }
        histogram.weights.pop_back();
        return {};
    }

    void appendNumber(std::size_t count) {
        Row row =
            factRow(inspectorTr("Measured"),
                    inspectorTr("%1 values, mean %2").arg(count).arg(durationText(meanOf(m_distribution))));
        row.indent = m_indent;
        m_rows.push_back(std::move(row));
    }

    std::vector<Row>& m_rows;
    const Distribution& m_distribution;
    QString m_what;
    DistributionEdit m_edit;
    int m_indent;
};

}  // namespace

model::Duration meanOf(const Distribution& distribution) {
    const double mean = model::shapeOf(distribution).value_or(model::TimeShape{}).mean;
    return model::Duration(std::llround(std::clamp(mean, 0.0, model::longestMilliseconds * 1e6)));
}

model::Result<void> takeMean(std::optional<Distribution>& time, const QString& entered) {
    if (entered.trimmed().isEmpty()) {
        time.reset();
        return {};
    }
    const auto mean = readDuration(entered);
    if (!mean) return tl::unexpected<model::Error>(mean.error());
    if (time && meanOf(*time) == *mean) return {};
    if (!time || !time->isByMean()) time = Distribution::exponential({});
    time->mean = *mean;
    return {};
}

void appendDistributionRows(std::vector<Row>& rows, const Distribution& distribution, const QString& what,
                            const DistributionEdit& edit, int indent) {
    DistributionRows(rows, distribution, what, edit, indent).append();
}

}  // namespace app
