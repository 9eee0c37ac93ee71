#pragma once

#include <functional>
#include <limits>
#include <map>
#include <vector>

#include "model/result.h"
#include "simulator/run_result.h"

namespace simulator {

/// How many of the runs at one place turned out well.
struct Votes {
    int well = 0;
    int of = 0;

    bool isWell() const { return 2 * well > of; }
};

/// Looks for the place along a line of positive numbers up to which runs turn out well. `ask` tries several
/// places at once, and may fail.
class BoundarySearch {
public:
    using Ask = std::function<model::Result<std::vector<Votes>>(const std::vector<double>&)>;

    explicit BoundarySearch(Ask ask) : m_ask(std::move(ask)) {}

    /// Whether most of the runs there turn out well.
    model::Result<bool> isWellAt(double place);
    /// From a place onwards in steps of that factor, at most so many, until the verdict is another; false
    /// when it never is.
    model::Result<bool> climb(double from, double factor, int steps);
    /// Narrows the boundary down to `precision`, relative, between the places that were tried. Its value is
    /// between the last place that is mostly well and the first that is mostly not; its bounds are the next
    /// places on which all runs agree, looked for further out where none were tried: six
    /// steps at most, and no further than `most`.
    model::Result<Figure> narrow(double precision, double most = std::numeric_limits<double>::infinity());

private:
    model::Result<bool> tryAll(const std::vector<double>& places);
    model::Result<double> whereAllAgree(double from, double factor, bool well, double most);
    double lastWell() const;  ///< Below the first that is not; 0 when there is none
    double firstBad() const;

    Ask m_ask;
    std::map<double, Votes> m_tried;
};

}  // namespace simulator
