#include "exporters/grpc_cpp/behaviour_text.h"

#include <algorithm>

#include "model/probability/time_shape.h"

namespace exporters {

namespace {

std::string indent(int level) {
    return std::string(static_cast<std::size_t>(level) * 4, ' ');
}

const char* timeFunction(model::DistributionKind kind) {
    switch (kind) {
        case model::DistributionKind::Constant:
            return "constant";
        case model::DistributionKind::Uniform:
            return "uniform";
        case model::DistributionKind::Exponential:
            return "exponential";
        case model::DistributionKind::Erlang:
            return "erlang";
        case model::DistributionKind::Gamma:
            return "gamma";
        case model::DistributionKind::HyperExponential:
            return "hyperExponential";
        case model::DistributionKind::LogNormal:
            return "logNormal";
        case model::DistributionKind::Weibull:
            return "weibull";
        case model::DistributionKind::Pareto:
            return "pareto";
        case model::DistributionKind::Empirical:
            break;
    }
    return "samples";
}

bool hasVariation(model::DistributionKind kind) {
    return kind != model::DistributionKind::Constant && kind != model::DistributionKind::Exponential;
}

template <class Range, class Text>
std::string listText(const Range& values, Text text) {
    std::string list;
    for (const auto& value : values) list += (list.empty() ? "" : ", ") + text(value);
    return "{" + list + "}";
}

std::string secondsText(model::Duration time) {
    return cppNumber(std::max(0.0, model::inSeconds(time)));
}

/// Of very many samples, some that lie alike: sources of a megabyte serve nobody.
std::string samplesText(std::vector<model::Duration> samples) {
    constexpr std::size_t most = 1000;
    std::sort(samples.begin(), samples.end());
    if (samples.size() > most) {
        std::vector<model::Duration> some;
        for (std::size_t at = 0; at < most; ++at)
            some.push_back(samples[(2 * at + 1) * samples.size() / (2 * most)]);
        samples = std::move(some);
    }
    return "synthetic::samples(" + listText(samples, secondsText) + ")";
}

std::string timeText(const model::Distribution& time) {
    if (time.histogram)
        return "synthetic::histogram(" + listText(time.histogram->edges, secondsText) + ", " +
               listText(time.histogram->weights, cppNumber) + ")";
    if (time.kind == model::DistributionKind::Empirical) return samplesText(time.samples);
    const model::TimeShape shape = model::shapeOf(time).value_or(model::TimeShape{});
    std::string text = std::string("synthetic::") + timeFunction(shape.kind) + "(" +
                       cppNumber(std::max(0.0, shape.mean / 1e9));
    if (hasVariation(shape.kind)) text += ", " + cppNumber(shape.cv);
    return text + ")";
}

/// Writes each kind of step.
class StepWriter {
public:
    StepWriter(const Skeleton& skeleton, int level) : m_skeleton(skeleton), m_level(level) {}

    std::string operator()(const model::Compute& compute) const {
        return indent(m_level) + "synthetic::pause(" + timeText(compute.time) + ")";
    }

    /// A call of what is not set up, or offers no method, is left out.
    std::string operator()(const model::Call& call) const {
        const SkeletonCall* found = m_skeleton.callOf(call);
        if (!found) return {};
        const std::string& stub = found->stub;
        const auto& stubs = m_skeleton.stubs;
        const auto client = std::find_if(stubs.begin(), stubs.end(),
                                         [&](const SkeletonStub& each) { return each.member == stub; });
        return indent(m_level) + "[this](Call& call) {\n" + indent(m_level + 1) + "if (!m_clients.has" +
               client->name + "()) return grpc::Status::OK;\n" + indent(m_level + 1) + found->responseType +
               " response;\n" + indent(m_level + 1) + "return m_clients." + found->function +
               "(call, {}, response);\n" + indent(m_level) + "}";
    }

    std::string operator()(const model::Parallel& parallel) const {
        if (parallel.branches.empty()) return {};
        const auto count = static_cast<std::int32_t>(parallel.branches.size());
        std::int32_t needed = count;
        if (parallel.join == model::Join::Any) needed = 1;
        if (parallel.join == model::Join::Quorum) needed = std::clamp(parallel.quorum, 1, count);
        std::string text = indent(m_level) + "synthetic::parallel(" + std::to_string(needed) + ", {\n";
        for (const model::Behaviour& branch : parallel.branches)
            text += behaviourText(m_skeleton, branch, m_level + 1) + ",\n";
        return text + indent(m_level) + "})";
    }

    std::string operator()(const model::Branch& branch) const {
        if (branch.alternatives.empty()) return {};
        std::string text = indent(m_level) + "synthetic::choice({\n";
        for (const model::Alternative& alternative : branch.alternatives)
            text += indent(m_level + 1) + "{" + cppNumber(alternative.probability) + ",\n" +
                    behaviourText(m_skeleton, alternative.steps, m_level + 1) + "},\n";
        return text + indent(m_level) + "})";
    }

    /// Publishers do not wait, and the skeleton has no broker: nothing to do.
    std::string operator()(const model::Publish&) const { return {}; }

    std::string operator()(const model::StoreQuery& query) const {
        const model::DataStore* store = m_skeleton.project->stores.find(query.store);
        if (!query.time && !store) return {};
        const bool reads = query.access == model::StoreAccess::Read;
        const model::Distribution time = query.time ? *query.time
                                         : reads    ? store->readTime
                                                    : store->writeTime;
        return indent(m_level) + "synthetic::pause(" + timeText(time) + ")";
    }

    std::string operator()(const model::CacheLookup& lookup) const {
        const model::Distribution time = lookup.time.value_or(model::Distribution{});
        return indent(m_level) + "synthetic::lookup(" + cppNumber(lookup.hitRatio) + ", " + timeText(time) +
               ",\n" + behaviourText(m_skeleton, lookup.onMiss, m_level + 1) + ")";
    }

    std::string operator()(const model::Loop& loop) const {
        return indent(m_level) + "synthetic::repeat(" + std::to_string(loop.times) + ",\n" +
               behaviourText(m_skeleton, loop.steps, m_level + 1) + ")";
    }

    std::string operator()(const model::Fallback& fallback) const {
        return indent(m_level) + "synthetic::fallback(\n" +
               behaviourText(m_skeleton, fallback.steps, m_level + 1) + ",\n" +
               behaviourText(m_skeleton, fallback.onFailure, m_level + 1) + ")";
    }

    std::string operator()(const model::Fail& failure) const {
        return indent(m_level) + "synthetic::fail(" + cppNumber(failure.probability) + ")";
    }

    /// The skeleton has no lock: its steps alone.
    std::string operator()(const model::Lock& lock) const {
        return behaviourText(m_skeleton, lock.steps, m_level);
    }

    /// Each part with what undoes those before it when it fails.
    std::string operator()(const model::Saga& saga) const {
        std::string parts;
        for (std::size_t at = 0; at < saga.parts.size(); ++at) {
            std::string undoing;
            for (std::size_t before = at; before-- > 0;)
                undoing += behaviourText(m_skeleton, saga.parts[before].compensation, m_level + 3) + ",\n";
            parts += indent(m_level + 1) + "synthetic::fallback(\n" +
                     behaviourText(m_skeleton, saga.parts[at].steps, m_level + 2) + ",\n" +
                     indent(m_level + 2) + "synthetic::sequence({\n" + undoing + indent(m_level + 3) +
                     "synthetic::fail(1),\n" + indent(m_level + 2) + "})),\n";
        }
        return indent(m_level) + "synthetic::sequence({\n" + parts + indent(m_level) + "})";
    }

    /// The work of all participants, then their commits.
    std::string operator()(const model::TwoPhaseCommit& transaction) const {
        std::string prepares;
        std::string commits;
        for (const model::Participant& participant : transaction.participants) {
            const model::DataStore* store = m_skeleton.project->stores.find(participant.store);
            const model::Distribution own = store ? store->writeTime : model::Distribution{};
            const std::string pause = indent(m_level + 2) + "synthetic::pause(";
            prepares += pause + timeText(participant.prepare.value_or(own)) + "),\n";
            commits += pause + timeText(participant.commit.value_or(model::Distribution{})) + "),\n";
        }
        const std::string all = indent(m_level + 1) + "synthetic::parallel(" +
                                std::to_string(transaction.participants.size()) + ", {\n";
        return indent(m_level) + "synthetic::sequence({\n" + all + prepares + indent(m_level + 1) + "}),\n" +
               all + commits + indent(m_level + 1) + "}),\n" + indent(m_level) + "})";
    }

private:
    const Skeleton& m_skeleton;
    int m_level;
};

}  // namespace

std::string behaviourText(const Skeleton& skeleton, const model::Behaviour& behaviour, int level) {
    std::string steps;
    for (const model::Step& step : behaviour) {
        const std::string text = std::visit(StepWriter(skeleton, level + 1), step.action);
        if (!text.empty()) steps += text + ",\n";
    }
    if (steps.empty()) return indent(level) + "synthetic::sequence({})";
    return indent(level) + "synthetic::sequence({\n" + steps + indent(level) + "})";
}

}  // namespace exporters
