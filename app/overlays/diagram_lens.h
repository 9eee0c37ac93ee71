#pragma once

#include <QObject>

#include "app/finding/document_index.h"
#include "app/overlays/overlay_kind.h"
#include "app/overlays/sieve.h"

namespace app {

class DiagramMode;
class StudioContext;
class ViewStack;

/// How the diagrams of a window are looked at: through an overlay, and, each diagram for itself, with a focus
/// and a filter. It follows the model, the figures and the theme, and tells each view what is seen.
class DiagramLens : public QObject {
    Q_OBJECT

public:
    DiagramLens(StudioContext& studio, DiagramMode& mode, ViewStack& views, QObject* parent);

    /// Id of the overlay; empty without one.
    QString overlay() const { return m_overlay; }
    void setOverlay(const QString& id);
    /// What the overlay shows of the diagram.
    const OverlayPicture& picture() const { return m_picture; }

    const std::optional<model::ViewFocus>& focus() const { return state().focus; }
    void setFocus(const std::optional<model::ViewFocus>& focus);
    void focusOnSelection();
    /// So many more, or fewer, within what can be reached.
    void addHops(int more);
    void setDirection(model::FocusDirection direction);
    /// Nodes in the focus; 0 when the diagram shows none of its elements.
    int inFocus() const { return m_inFocus; }
    int farthest() const { return m_farthest; }

    const std::optional<model::ViewFilter>& filter() const { return state().filter; }
    void setFilter(const std::optional<model::ViewFilter>& filter);
    /// Switches a term of the filter on or off.
    void toggle(const FindTerm& term);
    /// What does not pass the filter is left out instead of dimmed.
    bool hides() const { return m_hides; }
    void setHides(bool hides);
    void stopHiding() { setHides(false); }
    const Sifted& sifted() const { return m_sifted; }

    const ElementIndex& index() { return m_index.now(); }
    /// What is seen, as a view without a name; and the same again.
    model::View seen() const;
    void look(const model::View& view);

signals:
    void changed();

private:
    struct State {
        std::optional<model::ViewFocus> focus;
        std::optional<model::ViewFilter> filter;
    };
    const State& state() const;
    State& ownState();
    void connectAll();
    Diagram sieve(Diagram diagram);
    /// Lays all over the diagram that is shown.
    void refresh();
    void refreshDimming();
    void refreshOverlay();
    Figures figures() const;

    StudioContext& m_studio;
    DiagramMode& m_mode;
    ViewStack& m_views;
    DocumentIndex m_index;
    QHash<QString, State> m_states;  ///< By name of the diagram
    QString m_overlay;
    OverlayPicture m_picture;
    Sifted m_sifted;
    bool m_hides = false;
    int m_inFocus = 0;
    int m_farthest = 0;
};

}  // namespace app
