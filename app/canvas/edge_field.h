#pragma once

#include <array>
#include <vector>

#include "app/canvas/edge_router.h"
#include "app/canvas/label_placement.h"
#include "app/diagram/diagram.h"

namespace app {

/// What the edges of a diagram run between and around. Its places are the nodes, then the regions.
struct EdgeGround {
    const std::vector<DiagramEdge>& edges;
    const std::vector<QRectF>& places;
    const std::vector<QRectF>& obstacles;
    const SpatialGrid& obstacleGrid;
    const std::vector<int>& obstacleOf;  ///< By place; -1 where it is none
};

/// The edges of a diagram with their routes and the places of their labels. An edge is routed when it is
/// first looked at and keeps its route until something changes near it; those of a small diagram are routed
/// at once and led around nodes.
class EdgeField {
public:
    /// The places that an edge joins; -1 where it has no end.
    using Ends = std::pair<int, int>;
    /// Numbers of another field, by those of this one; -1 for what is new.
    using Numbers = std::vector<int>;

    EdgeField() : m_grid(1024) {}

    /// Starts anew with other edges.
    void reset(const EdgeGround& ground, std::vector<Ends> ends);
    /// Routes everything anew; of a small diagram at once.
    void restart(const EdgeGround& ground, bool atOnce, bool detours);
    /// Takes from a field of the version before what is still true; `changed` are the places with other
    /// rectangles than there.
    void adopt(EdgeField&& before, const Numbers& edges, const Numbers& places,
               const std::vector<bool>& changed);
    void setTitles(std::vector<QRectF> titles) { m_labels.setTitles(std::move(titles)); }

    /// The places have other rectangles. `lightly`: what runs to them is not put in order with its
    /// neighbours, as while they are dragged.
    void move(const EdgeGround& ground, const std::vector<int>& places, bool lightly);
    /// The edge has another shape, way or label.
    void change(const EdgeGround& ground, int edge);
    /// What passes there finds another way.
    void disturb(const EdgeGround& ground, const QRectF& rect);

    /// Forgets where things were before, once that is most of what is filed.
    void tidy(const EdgeGround& ground);

    const EdgeRoute& route(const EdgeGround& ground, int edge);
    /// The edges that are seen in the rectangle, in ascending order; their labels find a place when they are
    /// asked for.
    std::vector<int> in(const EdgeGround& ground, const QRectF& rect, bool labels);
    /// The edge nearest to the point, at most so far from it; -1 for none.
    int nearest(const EdgeGround& ground, const QPointF& point, double tolerance);
    bool isWhole(int edge) const { return m_ends[edge].first >= 0 && m_ends[edge].second >= 0; }
    /// Of all that has been routed.
    QRectF bounds() const;
    const std::vector<Ends>& ends() const { return m_ends; }

private:
    struct State {
        bool docked = false, routed = false, labelled = false;
        bool loose = false;  ///< Routed by itself, without regard to its neighbours
        bool rough = false;  ///< Filed wherever it may run
        Docking docking;
        EdgeRoute route;
    };
    /// The end of an edge at a place.
    struct Tie {
        int edge;
        bool atStart;
    };
    /// How many ends lie at each side of a place, once they are put in order.
    struct Quay {
        bool ordered = false;
        std::array<int, 4> counts{};
    };

    void tie(std::size_t places);
    void file(const EdgeGround& ground, int edge);
    void fileAll(const EdgeGround& ground);
    void forget(int edge);
    void loosen(const EdgeGround& ground, int edge, bool lightly);
    EdgeEnds endsOf(const EdgeGround& ground, int edge) const;
    double laneOf(const EdgeGround& ground, int edge) const;
    bool isSpread(const EdgeGround& ground, int edge) const;
    void dock(const EdgeGround& ground, int edge);
    void order(const EdgeGround& ground, int place);
    Docking straightened(const EdgeEnds& ends, int edge) const;
    void routeNow(const EdgeGround& ground, int edge);
    void label(const EdgeGround& ground, int edge);
    bool mayTouch(const EdgeGround& ground, int edge, const QRectF& rect) const;
    template <class Visitor>
    void forEachTie(int place, const Visitor& visit) const {
        for (int i = m_firstTie[place]; i < m_firstTie[place + 1]; ++i) visit(m_ties[i]);
    }

    std::vector<Ends> m_ends;
    std::vector<int> m_firstTie;  ///< By place, into the ties
    std::vector<Tie> m_ties;
    std::vector<State> m_states;
    std::vector<Quay> m_quays;
    SpatialGrid m_grid;
    LabelPlacement m_labels;
    std::size_t m_filings = 0, m_neededFilings = 0;
    bool m_atOnce = false, m_detours = false;
};

/// The size of the chip that an edge's label stands on.
QSizeF labelChipSize(const QString& label);

}  // namespace app
