#include "app/canvas/edge_field.h"

#include <QFontMetricsF>
#include <QLineF>
#include <algorithm>
#include <cmath>
#include <utility>

#include "app/theme/theme.h"

namespace app {
namespace {

using model::EdgeShape;

/// How far from the line between its ends an edge that is not routed yet may run, besides half its ends.
constexpr double edgeBulge = 140;
/// Between edges that join the same two nodes in straight lines.
constexpr double laneWidth = 14;
/// How far a label and an arrow stick out from their line.
constexpr QMarginsF edgeTrimmings{100, 40, 100, 40};
/// Up to here an edge of a big diagram looks for the sides where least is in its way.
constexpr double thoroughLength = 1'200;
/// Edges are filed in pieces of this length.
constexpr double filedLength = 1024;

double halfExtent(const QRectF& rect) {
    return std::max(rect.width(), rect.height()) / 2;
}

/// The corners that an edge passes near, from centre to centre.
std::vector<QPointF> roughWay(const EdgeEnds& ends) {
    std::vector<QPointF> way{ends.from.center()};
    way.insert(way.end(), ends.way.begin(), ends.way.end());
    way.push_back(ends.to.center());
    return way;
}

double bulgeOf(const EdgeEnds& ends) {
    return edgeBulge + std::max(halfExtent(ends.from), halfExtent(ends.to));
}

QRectF grown(const QRectF& rect, double by) {
    return rect.adjusted(-by, -by, by, by);
}

QRectF boxOf(const QPointF& a, const QPointF& b) {
    return QRectF(a, b).normalized();
}

}  // namespace

void EdgeField::reset(const EdgeGround& ground, std::vector<Ends> ends) {
    m_ends = std::move(ends);
    tie(ground.places.size());
}

void EdgeField::tie(std::size_t places) {
    m_firstTie.assign(places + 1, 0);
    const auto forEachEnd = [this](const auto& visit) {
        for (int edge = 0; edge < int(m_ends.size()); ++edge) {
            if (!isWhole(edge)) continue;
            visit(m_ends[edge].first, Tie{edge, true});
            visit(m_ends[edge].second, Tie{edge, false});
        }
    };
    forEachEnd([this](int place, const Tie&) { ++m_firstTie[place + 1]; });
    for (std::size_t i = 0; i < places; ++i) m_firstTie[i + 1] += m_firstTie[i];
    m_ties.resize(std::size_t(m_firstTie.back()));
    std::vector<int> next(m_firstTie.begin(), m_firstTie.end() - 1);
    forEachEnd([&](int place, const Tie& end) { m_ties[next[place]++] = end; });
}

void EdgeField::restart(const EdgeGround& ground, bool atOnce, bool detours) {
    m_states.assign(m_ends.size(), {});
    m_quays.assign(ground.places.size(), {});
    m_labels.clear(m_ends.size());
    m_atOnce = atOnce;
    m_detours = detours;
    const int count = int(m_ends.size());
    if (atOnce)
        for (int edge = 0; edge < count; ++edge) routeNow(ground, edge);
    fileAll(ground);
    if (atOnce)
        for (int edge = 0; edge < count; ++edge) label(ground, edge);
}

void EdgeField::adopt(EdgeField&& before, const Numbers& edges, const Numbers& places,
                      const std::vector<bool>& changed) {
    // A place whose ends are not the same as before puts all of them in order anew.
    std::vector<bool> other = changed;
    for (int place = 0; place < int(places.size()); ++place) {
        const int old = places[place];
        if (other[place] || old < 0) continue;
        const int count = m_firstTie[place + 1] - m_firstTie[place];
        other[place] = count != before.m_firstTie[old + 1] - before.m_firstTie[old];
        for (int i = 0; i < count && !other[place]; ++i) {
            const Tie& now = m_ties[m_firstTie[place] + i];
            other[place] = edges[now.edge] != before.m_ties[before.m_firstTie[old] + i].edge;
        }
        if (!other[place]) m_quays[place] = before.m_quays[old];
    }
    for (int edge = 0; edge < int(edges.size()); ++edge) {
        const int old = edges[edge];
        if (old < 0 || !isWhole(edge) || other[m_ends[edge].first] || other[m_ends[edge].second]) continue;
        if (before.m_states[old].loose) continue;
        m_states[edge] = std::move(before.m_states[old]);
        m_states[edge].rough = true;
        if (m_states[edge].labelled) m_labels.keep(edge, m_states[edge].route);
    }
    // What was put in order at one end stays so only with all of its docking.
    for (int place = 0; place < int(places.size()); ++place)
        forEachTie(place, [&](const Tie& end) {
            if (!m_states[end.edge].docked) m_quays[place].ordered = false;
        });
}

void EdgeField::fileAll(const EdgeGround& ground) {
    m_grid.clear();
    m_filings = 0;
    for (int edge = 0; edge < int(m_ends.size()); ++edge) {
        m_states[edge].rough = false;
        file(ground, edge);
    }
    m_neededFilings = m_filings;
}

void EdgeField::tidy(const EdgeGround& ground) {
    if (m_filings > 4 * m_neededFilings + 100'000) fileAll(ground);
}

/// The edge is found near all places where it may run.
void EdgeField::file(const EdgeGround& ground, int edge) {
    if (!isWhole(edge)) return;
    State& state = m_states[edge];
    if (state.routed) {
        for (int i = 1; i < state.route.line.size(); ++i)
            m_grid.insert(edge, boxOf(state.route.line[i - 1], state.route.line[i]));
        m_filings += std::size_t(state.route.line.size());
        return;
    }
    if (std::exchange(state.rough, true)) return;
    const EdgeEnds ends = endsOf(ground, edge);
    const double bulge = bulgeOf(ends);
    const std::vector<QPointF> way = roughWay(ends);
    for (std::size_t i = 1; i < way.size(); ++i) {
        const QLineF leg(way[i - 1], way[i]);
        // An orthogonal leg may turn anywhere in its box.
        const int parts =
            ends.shape == EdgeShape::Orthogonal ? 1 : std::max(1, int(std::ceil(leg.length() / filedLength)));
        m_filings += std::size_t(parts);
        for (int part = 0; part < parts; ++part)
            m_grid.insert(
                edge, grown(boxOf(leg.pointAt(double(part) / parts), leg.pointAt(double(part + 1) / parts)),
                            bulge));
    }
}

void EdgeField::forget(int edge) {
    State& state = m_states[edge];
    state.docked = state.routed = state.labelled = state.loose = false;
    state.docking = {};
    m_labels.remove(edge);
}

EdgeEnds EdgeField::endsOf(const EdgeGround& ground, int edge) const {
    const auto [from, to] = m_ends[edge];
    const DiagramEdge& drawn = ground.edges[edge];
    EdgeEnds ends{ground.places[from],   ground.places[to], ground.obstacleOf[from],
                  ground.obstacleOf[to], drawn.shape,       drawn.way};
    ends.loop = from == to;
    if (drawn.way.empty() && (drawn.shape == EdgeShape::Straight || ends.loop))
        ends.lane = laneOf(ground, edge);
    return ends;
}

/// Edges between the same two places run beside each other.
double EdgeField::laneOf(const EdgeGround& ground, int edge) const {
    const auto [from, to] = m_ends[edge];
    int count = 0, rank = 0;
    forEachTie(from, [&, from = from, to = to](const Tie& end) {
        const auto [otherFrom, otherTo] = m_ends[end.edge];
        const bool alike = (otherFrom == from && otherTo == to) || (otherFrom == to && otherTo == from);
        const DiagramEdge& other = ground.edges[end.edge];
        if (!alike || (from == to && !end.atStart) || !other.way.empty()) return;
        if (from != to && other.shape != EdgeShape::Straight) return;
        if (end.edge < edge) ++rank;
        ++count;
    });
    return from == to ? rank * laneWidth : (rank - (count - 1) / 2.0) * laneWidth;
}

/// Whether its ends share the sides of their places with others.
bool EdgeField::isSpread(const EdgeGround& ground, int edge) const {
    const DiagramEdge& drawn = ground.edges[edge];
    return drawn.way.empty() && drawn.shape != EdgeShape::Straight && !m_states[edge].loose &&
           m_ends[edge].first != m_ends[edge].second;
}

void EdgeField::dock(const EdgeGround& ground, int edge) {
    State& state = m_states[edge];
    if (state.docked) return;
    const EdgeEnds ends = endsOf(ground, edge);
    // A long way among thousands of nodes leads over some of them in any case.
    const bool thorough = m_atOnce || QLineF(ends.from.center(), ends.to.center()).length() < thoroughLength;
    state.docking = EdgeRouter(ground.obstacles, ground.obstacleGrid).docking(ends, thorough);
    state.docked = true;
}

void EdgeField::order(const EdgeGround& ground, int place) {
    Quay& quay = m_quays[place];
    if (quay.ordered) return;
    quay = {true, {}};
    std::array<std::vector<Berth>, 4> sides;
    forEachTie(place, [&](const Tie& end) {
        if (!isSpread(ground, end.edge)) return;
        dock(ground, end.edge);
        const Docking& docking = m_states[end.edge].docking;
        const RectSide side = end.atStart ? docking.from : docking.to;
        const QPointF far =
            ground.places[end.atStart ? m_ends[end.edge].second : m_ends[end.edge].first].center();
        sides[std::size_t(side)].push_back(
            {end.edge, end.atStart, isHorizontal(side) ? far.y() : far.x(), 0});
    });
    for (std::size_t side = 0; side < sides.size(); ++side) {
        quay.counts[side] = int(sides[side].size());
        spread(sides[side], sideLength(ground.places[place], RectSide(side)));
        for (const Berth& berth : sides[side]) {
            Docking& docking = m_states[berth.edge].docking;
            (berth.atStart ? docking.fromShift : docking.toShift) = berth.shift;
        }
    }
}

/// An end that has its side for itself moves so that the edge runs straight.
Docking EdgeField::straightened(const EdgeEnds& ends, int edge) const {
    Docking docking = m_states[edge].docking;
    if (docking.from == docking.to || isHorizontal(docking.from) != isHorizontal(docking.to)) return docking;
    const QPointF offset =
        portOf(ends.to, docking.to, docking.toShift) - portOf(ends.from, docking.from, docking.fromShift);
    const double skew = isHorizontal(docking.from) ? offset.y() : offset.x();
    const auto alone = [this](int place, RectSide side) {
        return m_quays[place].counts[std::size_t(side)] == 1;
    };
    const auto fits = [](const QRectF& rect, RectSide side, double shift) {
        return std::abs(shift) <= sideLength(rect, side) / 2 - 12;
    };
    if (alone(m_ends[edge].second, docking.to) && fits(ends.to, docking.to, docking.toShift - skew))
        docking.toShift -= skew;
    else if (alone(m_ends[edge].first, docking.from) &&
             fits(ends.from, docking.from, docking.fromShift + skew))
        docking.fromShift += skew;
    return docking;
}

void EdgeField::routeNow(const EdgeGround& ground, int edge) {
    State& state = m_states[edge];
    if (state.routed || !isWhole(edge)) return;
    const EdgeEnds ends = endsOf(ground, edge);
    Docking docking;
    if (isSpread(ground, edge)) {
        order(ground, m_ends[edge].first);
        order(ground, m_ends[edge].second);
        docking = straightened(ends, edge);
    } else {
        dock(ground, edge);
        docking = state.docking;
    }
    state.route =
        EdgeRouter(ground.obstacles, ground.obstacleGrid).route(ends, docking, m_detours && !state.loose);
    state.route.labelCentre = state.route.pointAt(0.5);
    state.routed = true;
}

void EdgeField::label(const EdgeGround& ground, int edge) {
    State& state = m_states[edge];
    if (state.labelled || !state.routed || state.route.line.isEmpty()) return;
    state.labelled = true;
    const QString& text = ground.edges[edge].label;
    if (!text.isEmpty())
        m_labels.place(edge, state.route, labelChipSize(text), ground.obstacles, ground.obstacleGrid);
}

void EdgeField::move(const EdgeGround& ground, const std::vector<int>& places, bool lightly) {
    std::vector<int> loosened;
    for (const int place : places) forEachTie(place, [&](const Tie& end) { loosened.push_back(end.edge); });
    std::sort(loosened.begin(), loosened.end());
    loosened.erase(std::unique(loosened.begin(), loosened.end()), loosened.end());
    for (const int edge : loosened) {
        m_states[edge].rough = false;
        loosen(ground, edge, lightly);
    }
}

void EdgeField::change(const EdgeGround& ground, int edge) {
    if (!isWhole(edge)) return;
    m_states[edge].rough = false;
    loosen(ground, edge, false);
}

/// The edge is routed anew, and its neighbours at both ends move aside.
void EdgeField::loosen(const EdgeGround& ground, int edge, bool lightly) {
    forget(edge);
    m_states[edge].loose = lightly;
    file(ground, edge);
    if (lightly) return;
    for (const int place : {m_ends[edge].first, m_ends[edge].second}) {
        if (!std::exchange(m_quays[place].ordered, false)) continue;
        forEachTie(place, [&](const Tie& end) {
            State& neighbour = m_states[end.edge];
            neighbour.routed = neighbour.labelled = false;
            m_labels.remove(end.edge);
            file(ground, end.edge);
        });
    }
}

void EdgeField::disturb(const EdgeGround& ground, const QRectF& rect) {
    const auto isLabelledIn = [&](const State& state) {
        if (!state.routed || !state.labelled || !state.route.labelShown) return false;
        QRectF chip({}, state.route.labelSize);
        chip.moveCenter(state.route.labelCentre);
        return chip.intersects(rect);
    };
    for (const int edge : m_grid.in(rect.marginsAdded(edgeTrimmings))) {
        State& state = m_states[edge];
        if (isLabelledIn(state)) state.labelled = false;
        if (state.docked && mayTouch(ground, edge, rect)) loosen(ground, edge, false);
    }
}

const EdgeRoute& EdgeField::route(const EdgeGround& ground, int edge) {
    routeNow(ground, edge);
    return m_states[edge].route;
}

/// Whether an edge that is not routed may come into the rectangle.
bool EdgeField::mayTouch(const EdgeGround& ground, int edge, const QRectF& rect) const {
    if (m_states[edge].routed) return m_states[edge].route.touches(rect);
    const EdgeEnds ends = endsOf(ground, edge);
    const QRectF near = grown(rect, bulgeOf(ends));
    const std::vector<QPointF> way = roughWay(ends);
    for (std::size_t i = 1; i < way.size(); ++i) {
        const bool anywhere = ends.shape == EdgeShape::Orthogonal;
        if (anywhere ? boxOf(way[i - 1], way[i]).intersects(near) : crosses(near, way[i - 1], way[i]))
            return true;
    }
    return false;
}

std::vector<int> EdgeField::in(const EdgeGround& ground, const QRectF& rect, bool labels) {
    const QRectF wide = rect.marginsAdded(edgeTrimmings);
    std::vector<int> seen;
    for (const int edge : m_grid.in(wide)) {
        if (!mayTouch(ground, edge, wide)) continue;
        routeNow(ground, edge);
        if (m_states[edge].route.touches(wide)) seen.push_back(edge);
    }
    if (labels)
        for (const int edge : seen) label(ground, edge);
    return seen;
}

int EdgeField::nearest(const EdgeGround& ground, const QPointF& point, double tolerance) {
    int found = -1;
    double least = tolerance;
    const QRectF around = grown(QRectF(point, QSizeF(0, 0)), tolerance);
    for (const int edge : m_grid.in(around)) {
        if (!mayTouch(ground, edge, around)) continue;
        routeNow(ground, edge);
        const double distance = m_states[edge].route.distanceTo(point);
        if (distance > least) continue;
        least = distance;
        found = edge;
    }
    return found;
}

QRectF EdgeField::bounds() const {
    QRectF bounds;
    for (const State& state : m_states)
        if (state.routed && !state.route.line.isEmpty()) bounds = bounds.united(state.route.bounds);
    return bounds;
}

QSizeF labelChipSize(const QString& label) {
    static const QFontMetricsF metrics(interFont(11));
    return {std::min(metrics.horizontalAdvance(label), 180.0) + 10, 18};
}

}  // namespace app
