#include "simulator/experiment/recovery.h"

#include <algorithm>
#include <cmath>
#include <string_view>
#include <vector>

namespace simulator {

namespace {

constexpr double smoothedSeconds = 5;
constexpr double smoothedJourneys = 200;
constexpr double piledShare = 0.01;        ///< Of the load
constexpr double leastPiled = 5;           ///< Requests more than before: fewer may come and go by chance
constexpr double drainedShare = 1.0 / 16;  ///< Of the backlog, from the first third to the last
constexpr double noteworthyBacklog = 1;    ///< [s] of load

void addValues(const std::vector<Series>& series, std::string_view name, std::vector<double>& sum) {
    for (const Series& one : series) {
        if (one.name != name) continue;
        sum.resize(std::max(sum.size(), one.values.size()));
        for (std::size_t at = 0; at < one.values.size(); ++at)
            if (!std::isnan(one.values[at])) sum[at] += one.values[at];
    }
}

double meanBetween(const std::vector<double>& values, std::size_t from, std::size_t to) {
    to = std::min(to, values.size());
    if (from >= to) return 0;
    double sum = 0;
    for (std::size_t at = from; at < to; ++at) sum += values[at];
    return sum / static_cast<double>(to - from);
}

/// All journeys, and all that waits, by intervals.
struct CourseOfRun {
    explicit CourseOfRun(const RunResult& result) : interval(result.seriesInterval) {
        for (const FlowResult& journey : result.journeys) {
            addValues(journey.series, "offered_rps", offered);
            addValues(journey.series, "goodput_rps", good);
        }
        for (const StationResult& station : result.stations) addValues(station.series, "queue", waiting);
        good.resize(offered.size());
        waiting.resize(offered.size());
    }

    std::size_t size() const { return offered.size(); }
    std::size_t indexOf(double seconds) const {
        return std::min(size(), static_cast<std::size_t>(std::ceil(std::max(0.0, seconds) / interval)));
    }
    double shareBetween(std::size_t from, std::size_t to) const {
        const double started = meanBetween(offered, from, to);
        return started > 0 ? std::min(1.0, meanBetween(good, from, to) / started) : 1;
    }

    double interval;
    std::vector<double> offered;
    std::vector<double> good;
    std::vector<double> waiting;
};

/// After the last interval whose users were not served; the start when all were.
std::size_t endOfTrouble(const CourseOfRun& course, std::size_t start, double usual) {
    const double rate = meanBetween(course.offered, 0, course.size());
    const double wanted = std::max(smoothedSeconds, rate > 0 ? smoothedJourneys / rate : 0);
    const auto width = static_cast<std::size_t>(std::max(1.0, std::ceil(wanted / course.interval)));
    for (std::size_t end = course.size(); end > start; --end) {
        const std::size_t begin = std::max(start, end > width ? end - width : 0);
        if (course.shareBetween(begin, end) < servedShare * usual) return end;
    }
    return start;
}

}  // namespace

Recovery recoveryOf(const RunResult& result, double since, double usual) {
    const CourseOfRun course(result);
    const std::size_t start = course.indexOf(since);
    const std::size_t third = (course.size() - start) / 3;
    Recovery recovery;
    if (third == 0) return recovery;
    recovery.served = course.shareBetween(course.size() - third, course.size());
    const std::size_t end = endOfTrouble(course, start, usual);
    const double quiet = static_cast<double>(course.size() - end) * course.interval;
    const bool isServed = quiet > std::max(smoothedSeconds, 5 * course.interval);
    if (isServed) recovery.after = static_cast<double>(end - start) * course.interval;
    const double load = meanBetween(course.offered, start, course.size());
    const double first = meanBetween(course.waiting, start, start + third);
    const double last = meanBetween(course.waiting, course.size() - third, course.size());
    const double between = static_cast<double>(course.size() - start - third) * course.interval;
    const bool pilesUp = last - first > std::max(leastPiled, piledShare * load * between);
    const bool drains = first >= noteworthyBacklog * load && last <= (1 - drainedShare) * first;
    recovery.isWell = (isServed && !pilesUp) || drains;
    return recovery;
}

double usualShareOf(const RunResult& result) {
    const CourseOfRun course(result);
    return course.shareBetween(course.size() / 2, course.size());
}

}  // namespace simulator
