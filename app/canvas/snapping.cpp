#include "app/canvas/snapping.h"

#include <algorithm>
#include <cmath>
#include <optional>

#include "app/canvas/diagram_geometry.h"

namespace app {
namespace {

/// What is farther away draws nothing: nobody compares with it, and looking at all would take too long.
constexpr double neighbourhood = 900;
/// Gaps that are wider are no rhythm.
constexpr double widestGap = 400;

/// One direction of a rectangle, so that rows and columns are one matter.
struct Span {
    double low, high;
    double middle() const { return (low + high) / 2; }
    double length() const { return high - low; }
    bool meets(const Span& other) const { return low < other.high && other.low < high; }
};
Span spanOf(const QRectF& rect, bool across) {
    return across ? Span{rect.left(), rect.right()} : Span{rect.top(), rect.bottom()};
}
/// A line in that direction.
QLineF lineAlong(bool across, double from, double to, double at) {
    return across ? QLineF(from, at, to, at) : QLineF(at, from, at, to);
}

/// Finds what draws a rectangle in one direction.
class Attraction {
public:
    Attraction(const std::vector<QRectF>& others, const QRectF& rect, bool across, double reach)
        : m_others(others), m_rect(rect), m_across(across), m_reach(reach) {}

    /// How far it is drawn, when anything is within reach.
    std::optional<double> pull(Snap& snap) {
        seekLines();
        seekGaps();
        if (!m_pull) return std::nullopt;
        show(snap);
        return m_pull;
    }

private:
    void consider(double pull, double distance) {
        if (std::abs(pull) > m_reach) return;
        const bool nearer = !m_pull || std::abs(pull) < std::abs(*m_pull) - 1e-6 ||
                            (std::abs(pull) < std::abs(*m_pull) + 1e-6 && distance < m_distance);
        if (!nearer) return;
        m_pull = pull;
        m_distance = distance;
    }
    void seekLines() {
        const Span self = spanOf(m_rect, m_across);
        for (const QRectF& rect : m_others) {
            const Span other = spanOf(rect, m_across);
            const double distance = QLineF(rect.center(), m_rect.center()).length();
            consider(other.middle() - self.middle(), distance);
            for (const double border : {other.low, other.high})
                for (const double own : {self.low, self.high}) consider(border - own, distance + 1);
        }
    }
    /// Those in its row (or column), in order.
    std::vector<Span> mates() const {
        std::vector<Span> mates;
        for (const QRectF& rect : m_others)
            if (spanOf(rect, !m_across).meets(spanOf(m_rect, !m_across)))
                mates.push_back(spanOf(rect, m_across));
        std::sort(mates.begin(), mates.end(),
                  [](const Span& left, const Span& right) { return left.low < right.low; });
        return mates;
    }
    void seekGaps() {
        const Span self = spanOf(m_rect, m_across);
        const std::vector<Span> row = mates();
        const auto after = std::find_if(row.begin(), row.end(),
                                        [&](const Span& mate) { return mate.middle() > self.middle(); });
        const std::size_t next = std::size_t(after - row.begin());
        if (next > 0 && next < row.size()) {  // in the middle between two
            const double room = row[next].low - row[next - 1].high - self.length();
            if (room >= 0 && room < 2 * widestGap) consider(row[next - 1].high + room / 2 - self.low, 0);
        }
        if (next > 1) {  // as far from the last as that from the one before
            const double gap = row[next - 1].low - row[next - 2].high;
            if (gap > 0 && gap < widestGap) consider(row[next - 1].high + gap - self.low, 0);
        }
        if (next + 1 < row.size()) {
            const double gap = row[next + 1].low - row[next].high;
            if (gap > 0 && gap < widestGap) consider(row[next].low - gap - self.high, 0);
        }
    }

    void show(Snap& snap) const {
        const QPointF way = m_across ? QPointF(*m_pull, 0) : QPointF(0, *m_pull);
        const QRectF at = m_rect.translated(way);
        showLines(snap, at);
        showGaps(snap, at);
    }
    void showLines(Snap& snap, const QRectF& at) const {
        const Span self = spanOf(at, m_across);
        for (const double place : {self.low, self.middle(), self.high}) {
            Span line = spanOf(at, !m_across);
            bool found = false;
            for (const QRectF& rect : m_others) {
                const Span other = spanOf(rect, m_across);
                const bool middles = std::abs(place - self.middle()) < 0.01;
                const bool meets =
                    middles ? std::abs(other.middle() - place) < 0.01
                            : std::abs(other.low - place) < 0.01 || std::abs(other.high - place) < 0.01;
                if (!meets) continue;
                found = true;
                line.low = std::min(line.low, spanOf(rect, !m_across).low);
                line.high = std::max(line.high, spanOf(rect, !m_across).high);
            }
            if (found) snap.guides.push_back(lineAlong(!m_across, line.low, line.high, place));
        }
    }
    /// The gaps beside it that are equal to another one beside it or beyond its neighbour.
    void showGaps(Snap& snap, const QRectF& at) const {
        const Span self = spanOf(at, m_across);
        const std::vector<Span> row = mates();
        const double level = spanOf(at, !m_across).middle();
        const auto after = std::find_if(row.begin(), row.end(),
                                        [&](const Span& mate) { return mate.middle() > self.middle(); });
        const std::size_t next = std::size_t(after - row.begin());
        std::vector<Span> gaps;
        if (next > 1) gaps.push_back({row[next - 2].high, row[next - 1].low});
        if (next > 0) gaps.push_back({row[next - 1].high, self.low});
        if (next < row.size()) gaps.push_back({self.high, row[next].low});
        if (next + 1 < row.size()) gaps.push_back({row[next].high, row[next + 1].low});
        for (std::size_t i = 0; i + 1 < gaps.size(); ++i) {
            const bool equal = gaps[i].length() > 1 && gaps[i].length() < 2 * widestGap &&
                               std::abs(gaps[i].length() - gaps[i + 1].length()) < 0.01;
            if (!equal) continue;
            for (const Span& gap : {gaps[i], gaps[i + 1]})
                snap.gaps.push_back(lineAlong(m_across, gap.low, gap.high, level));
        }
    }

    const std::vector<QRectF>& m_others;
    const QRectF m_rect;
    const bool m_across;
    const double m_reach;
    std::optional<double> m_pull;
    double m_distance = 0;
};

std::vector<QRectF> neighboursOf(const Snapping& snapping, const QRectF& rect) {
    std::vector<QRectF> others;
    const QRectF near = rect.adjusted(-neighbourhood, -neighbourhood, neighbourhood, neighbourhood);
    for (const int index : snapping.geometry.nodesIn(near)) {
        const DiagramNode& node = snapping.geometry.node(index);
        if (!snapping.dragged.contains(node.key)) others.push_back(node.rect());
    }
    return others;
}

}  // namespace

Snap snapped(const Snapping& snapping, const QRectF& rect) {
    const std::vector<QRectF> others = neighboursOf(snapping, rect);
    Snap snap;
    if (const auto pull = Attraction(others, rect, true, snapping.reach).pull(snap)) {
        snap.shift.setX(*pull);
        snap.across = true;
    }
    const std::size_t guides = snap.guides.size(), gaps = snap.gaps.size();
    if (const auto pull = Attraction(others, rect, false, snapping.reach).pull(snap)) {
        snap.shift.setY(*pull);
        snap.down = true;
    }
    // What was found across lies where the rectangle comes to lie.
    for (std::size_t i = 0; i < gaps; ++i) snap.gaps[i].translate(0, snap.shift.y());
    for (std::size_t i = guides; i < snap.guides.size(); ++i)
        snap.guides[i] =
            QLineF(std::min(snap.guides[i].x1(), rect.left() + snap.shift.x()), snap.guides[i].y1(),
                   std::max(snap.guides[i].x2(), rect.right() + snap.shift.x()), snap.guides[i].y2());
    return snap;
}

QSizeF snappedSize(const Snapping& snapping, const QRectF& rect) {
    QSizeF size = rect.size();
    double across = snapping.reach, down = snapping.reach;
    for (const QRectF& other : neighboursOf(snapping, rect)) {
        if (const double away = std::abs(other.width() - rect.width()); away < across) {
            across = away;
            size.setWidth(other.width());
        }
        if (const double away = std::abs(other.height() - rect.height()); away < down) {
            down = away;
            size.setHeight(other.height());
        }
    }
    return size;
}

}  // namespace app
