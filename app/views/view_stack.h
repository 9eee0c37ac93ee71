#pragma once

#include <QObject>

#include "app/diagram/diagram_kind.h"

namespace app {

/// Which diagram is shown, and which were shown before it.
class ViewStack : public QObject {
    Q_OBJECT

public:
    explicit ViewStack(const DiagramPlace& first, QObject* parent = nullptr);

    const DiagramPlace& current() const { return m_places[m_at]; }
    /// Goes there; what lay ahead is forgotten.
    void show(const DiagramPlace& place);
    bool canGoBack() const { return m_at > 0; }
    bool canGoForward() const { return m_at + 1 < m_places.size(); }
    void back();
    void forward();
    /// Forgets all and starts there, such as when another model was opened.
    void reset(const DiagramPlace& place);

signals:
    void changed(const app::DiagramPlace& place);

private:
    std::vector<DiagramPlace> m_places;
    std::size_t m_at = 0;
};

}  // namespace app
