#pragma once

#include <QObject>
#include <functional>

#include "app/diagram/diagram_kind.h"

namespace app {

/// Which diagram is shown, and which were shown before it, as they were seen when they were left.
class ViewStack : public QObject {
    Q_OBJECT

public:
    explicit ViewStack(const DiagramPlace& first, QObject* parent = nullptr);

    const DiagramPlace& current() const { return m_stops[m_at].place; }
    /// Goes there; what lay ahead is forgotten.
    void show(const DiagramPlace& place);
    /// Goes to what the view shows, be it of the same diagram.
    void open(const model::View& view);
    /// Who tells what is seen just now: it is asked before that is left.
    void setEyes(std::function<model::View()> eyes) { m_eyes = std::move(eyes); }
    bool canGoBack() const { return m_at > 0; }
    bool canGoForward() const { return m_at + 1 < m_stops.size(); }
    void back();
    void forward();
    /// Forgets all and starts there, such as when another model was opened.
    void reset(const DiagramPlace& place);

signals:
    void changed(const app::DiagramPlace& place);
    /// After that, where it is known how the diagram is to be seen.
    void sighted(const model::View& view);

private:
    struct Stop {
        DiagramPlace place;
        std::optional<model::View> seen;
    };
    void remember();
    void goTo(std::size_t stop);
    void push(Stop stop);
    void arrive();

    std::vector<Stop> m_stops;
    std::size_t m_at = 0;
    std::function<model::View()> m_eyes;
};

}  // namespace app
