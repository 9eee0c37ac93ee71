#pragma once

#include <QWidget>

#include "app/diagram/diagram_kind.h"
#include "app/theme/theme.h"

class QHBoxLayout;
class QLabel;
class QLineEdit;
class QPushButton;
class QToolButton;

namespace app {

class DiagramLens;
class SegmentedControl;
class StudioContext;

/// Above the canvas while there is a focus: on what, how far, which way.
class FocusBar : public QWidget {
    Q_OBJECT

public:
    FocusBar(StudioContext& studio, DiagramLens& lens, QWidget* parent);

private:
    void refresh();
    void setTheme(const Theme& theme);

    StudioContext& m_studio;
    DiagramLens& m_lens;
    QLabel* m_subject;
    QToolButton* m_fewer;
    QLabel* m_hops;
    QToolButton* m_more;
    SegmentedControl* m_direction;
    QLabel* m_count;
};

/// Above the canvas while there is a filter: its terms as chips that can be taken away, and how much passes.
class FilterBar : public QWidget {
    Q_OBJECT

public:
    FilterBar(StudioContext& studio, DiagramLens& lens, QWidget* parent);
    /// Opens it without a filter, to make one.
    void begin();

private:
    void refresh();
    void refreshChips();
    void offerTerms();
    void setTheme(const Theme& theme);
    void clear();

    StudioContext& m_studio;
    DiagramLens& m_lens;
    Theme m_theme;
    QLabel* m_sign;
    QLineEdit* m_text;
    QWidget* m_chips;
    QHBoxLayout* m_chipLine;
    QStringList m_shownChips;
    QPushButton* m_add;
    QLabel* m_count;
    SegmentedControl* m_hide;
    std::optional<DiagramPlace> m_begun;  ///< The diagram whose filter is about to be made
};

}  // namespace app
