#include "simulator/cascade/ending.h"

#include <fmt/format.h>

#include <algorithm>

#include "simulator/cascade/words.h"

namespace simulator {

namespace {

constexpr double allServed = 0.995;  ///< Of the requests of users: the rest is no news
constexpr double nearlyAllServed = 0.95;
constexpr std::size_t mostWatchers = 6;

std::string servedText(const Cascade& cascade) {
    const std::string mean = percentText(cascade.meanShare);
    const std::string worst = percentText(cascade.worstShare);
    return fmt::format("{} of their requests were served from the first trigger on{}", mean,
                       mean == worst ? "" : ", " + worst + " at the worst");
}

/// Who noticed, where some did not.
std::string whoNoticed(const RunResult& result, const Cascade& cascade) {
    std::vector<std::string> hardly, unharmed;
    for (const FlowResult& journey : result.journeys)
        if (std::ranges::find(cascade.blastRadius, journey.id) == cascade.blastRadius.end())
            (journey.failures() ? hardly : unharmed).push_back(journey.id);
    std::string text = "Users of " + listText(cascade.blastRadius) + " noticed: " + servedText(cascade) + ".";
    if (!hardly.empty()) text += " Users of " + listText(hardly) + " hardly did.";
    if (!unharmed.empty()) text += " Users of " + listText(unharmed) + " did not.";
    return text;
}

std::string usersText(const RunResult& result, const Cascade& cascade) {
    if (!cascade.blastRadius.empty()) return whoNoticed(result, cascade);
    if (cascade.worstShare > allServed) return "Users were served all the time.";
    if (cascade.worstShare >= nearlyAllServed) return "Users hardly noticed: " + servedText(cascade) + ".";
    return "For a moment users noticed: " + servedText(cascade) + ".";
}

std::string watchersText(const Cascade& cascade) {
    if (cascade.detections.empty()) return {};
    std::vector<std::string> others;
    for (std::size_t at = 1; at < std::min(cascade.detections.size(), mostWatchers); ++at)
        others.push_back(cascade.detections[at].by + " at " + momentText(cascade.detections[at].at));
    std::string text =
        fmt::format(" It was first noticed at {}, by {}", momentText(*cascade.detected), cascade.detectedBy);
    if (!others.empty()) text += "; then by " + listText(others);
    if (cascade.detections.size() > mostWatchers)
        text += fmt::format(", and {} more", cascade.detections.size() - mostWatchers);
    return text + '.';
}

std::string recoveryText(const Cascade& cascade) {
    const bool everBad = !cascade.blastRadius.empty() || cascade.recovered;
    if (!everBad) return {};
    if (cascade.recovered) {
        std::string text = " They are served as before since " + momentText(*cascade.recovered);
        if (cascade.triggerEnd && *cascade.recovered >= *cascade.triggerEnd)
            text += fmt::format(", {} after the trigger was over",
                                momentText(*cascade.recovered - *cascade.triggerEnd));
        return text + '.';
    }
    if (cascade.outlivesTrigger)
        return fmt::format(" The trigger was over at {}, but it never recovered.",
                           momentText(*cascade.triggerEnd));
    return " It had not recovered by the end.";
}

// Without a run that tried it, no more is known than that the trigger is gone; one without a length cannot be
// shorter.
std::string sinceText(const Cascade& cascade) {
    const auto isMoment = [](const CascadeEvent& event) {
        const bool isTrigger = event.mechanism == Mechanism::Fault || event.mechanism == Mechanism::MoreLoad;
        return !isTrigger || (event.to && *event.to <= event.from);
    };
    if (!cascade.sustainedIsTried || std::ranges::all_of(cascade.events, isMoment))
        return fmt::format("Since {}, when the trigger was over, it keeps itself going",
                           momentText(*cascade.sustainedSince));
    if (*cascade.sustainedSince >= *cascade.triggerEnd - 0.05)
        return fmt::format(
            "Since {} it keeps itself going, not before: had the trigger been any shorter, it "
            "would have recovered",
            momentText(*cascade.sustainedSince));
    return fmt::format(
        "Since {} it keeps itself going: a trigger that was over by then would have been enough",
        momentText(*cascade.sustainedSince));
}

// What stays full makes itself slow, or has more waiting than it can ever work off.
std::string fullForEver(const Cascade& cascade) {
    const auto full = std::ranges::find_if(cascade.events, [](const CascadeEvent& event) {
        return event.mechanism == Mechanism::Saturated && !event.to;
    });
    if (full == cascade.events.end()) return {};
    for (const CascadeCondition& condition : cascade.conditions)
        if (condition.growsWithLoad && condition.entity == full->entity)
            return fmt::format(
                " The circle: {} {}, the longer the more requests are there, and so many are there because "
                "it "
                "does.",
                full->entity, condition.phrase);
    return fmt::format(
        " The circle: {} has more to do than it can work off, and requests go on to wait there.",
        full->entity);
}

std::string attemptsLoop(const Cascade& cascade, const CascadeEvent& more) {
    return fmt::format(
        " The circle: {}; they are made again, so that {} is asked for {} instead of {}, and with so much to "
        "do it stays too slow to answer them.",
        cascade.events[*more.dueTo].clause, more.entity, rateText(more.load->came),
        rateText(more.load->usuallyCame));
}

// The circle that keeps it going: failures bring attempts, these fill what makes them fail.
std::string loopText(const Cascade& cascade) {
    for (const CascadeEvent& more : cascade.events)
        if (more.mechanism == Mechanism::MoreAttempts && !more.to && more.dueTo)
            return attemptsLoop(cascade, more);
    for (const CascadeEvent& full : cascade.events) {
        if (full.mechanism != Mechanism::Saturated || full.to || !full.dueTo) continue;
        const CascadeEvent& misses = cascade.events[*full.dueTo];
        if (misses.mechanism == Mechanism::CacheMisses && !misses.to)
            return fmt::format(
                " The circle: what {} misses is asked of {}, which is too full to answer in time, so that "
                "little is filled in.",
                misses.entity, full.entity);
    }
    return fullForEver(cascade);
}

std::string missedText(const MissedWindow& window) {
    const auto figure = [&](double number) {
        return window.unit == "share" ? percentText(number) : fmt::format("{:.4g} {}", number, window.unit);
    };
    return fmt::format("`{}` was {} from {} to {}, with a limit of {}", window.objective,
                       figure(window.value), momentText(window.from), momentText(window.to),
                       figure(window.limit));
}

std::string hypothesisText(const SteadyStateResult& steady) {
    switch (steady.verdict) {
        case SteadyStateResult::Verdict::NotStated:
            return {};
        case SteadyStateResult::Verdict::Passed:
            return "The steady state held: no objective was missed in " +
                   countText(static_cast<double>(steady.judged), "window") + ".";
        case SteadyStateResult::Verdict::NotJudged:
            return "Whether the steady state holds was not to be seen: " + steady.note + ".";
        case SteadyStateResult::Verdict::Failed:
            break;
    }
    if (!steady.aborted.empty())
        return fmt::format("The run was ended at {}: {}.", momentText(steady.aborted.front().to),
                           missedText(steady.aborted.front()));
    const std::string text = fmt::format(
        "The steady state did not hold: objectives were missed in {} of {} windows",
        countText(static_cast<double>(steady.missedCount)), countText(static_cast<double>(steady.judged)));
    return text + (steady.missed.empty() ? "." : "; " + missedText(steady.missed.front()) + ".");
}

}  // namespace

std::vector<std::string> endingOf(const RunResult& result, const Cascade& cascade) {
    std::vector<std::string> text{usersText(result, cascade) + watchersText(cascade) + recoveryText(cascade)};
    if (cascade.outlivesTrigger) text.push_back(sinceText(cascade) + '.' + loopText(cascade));
    if (const std::string verdict = hypothesisText(result.steadyState); !verdict.empty())
        text.push_back(verdict);
    return text;
}

}  // namespace simulator
