#include "app/views/view_stack.h"

namespace app {

namespace {

/// Farther back than this nobody goes step by step.
constexpr std::size_t mostPlaces = 200;

}  // namespace

ViewStack::ViewStack(const DiagramPlace& first, QObject* parent) : QObject(parent), m_places{first} {}

void ViewStack::show(const DiagramPlace& place) {
    if (place == current()) return;
    m_places.resize(m_at + 1);
    m_places.push_back(place);
    if (m_places.size() > mostPlaces) m_places.erase(m_places.begin());
    m_at = m_places.size() - 1;
    emit changed(current());
}

void ViewStack::back() {
    if (!canGoBack()) return;
    --m_at;
    emit changed(current());
}

void ViewStack::forward() {
    if (!canGoForward()) return;
    ++m_at;
    emit changed(current());
}

void ViewStack::reset(const DiagramPlace& place) {
    m_places = {place};
    m_at = 0;
    emit changed(current());
}

}  // namespace app
