#include "app/views/view_stack.h"

namespace app {

namespace {

/// Farther back than this nobody goes step by step.
constexpr std::size_t mostPlaces = 200;

}  // namespace

ViewStack::ViewStack(const DiagramPlace& first, QObject* parent) : QObject(parent) {
    m_stops.push_back({first, std::nullopt});
}

void ViewStack::remember() {
    if (m_eyes) m_stops[m_at].seen = m_eyes();
}

void ViewStack::push(Stop stop) {
    remember();
    m_stops.resize(m_at + 1);
    m_stops.push_back(std::move(stop));
    if (m_stops.size() > mostPlaces) m_stops.erase(m_stops.begin());
    m_at = m_stops.size() - 1;
    arrive();
}

void ViewStack::arrive() {
    // Who follows may go on to another place.
    const Stop stop = m_stops[m_at];
    emit changed(stop.place);
    if (stop.seen && current() == stop.place) emit sighted(*stop.seen);
}

void ViewStack::show(const DiagramPlace& place) {
    if (place != current()) push({place, std::nullopt});
}

void ViewStack::open(const model::View& view) {
    push({{QString::fromStdString(view.kind), QString::fromStdString(view.root)}, view});
}

void ViewStack::goTo(std::size_t stop) {
    remember();
    // The overlay is not of a diagram: it stays as it is.
    const auto& left = m_stops[m_at].seen;
    if (auto& seen = m_stops[stop].seen; seen && left) seen->overlay = left->overlay;
    m_at = stop;
    arrive();
}

void ViewStack::back() {
    if (canGoBack()) goTo(m_at - 1);
}

void ViewStack::forward() {
    if (canGoForward()) goTo(m_at + 1);
}

void ViewStack::reset(const DiagramPlace& place) {
    m_stops = {{place, std::nullopt}};
    m_at = 0;
    emit changed(current());
}

}  // namespace app
