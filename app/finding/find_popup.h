#pragma once

#include <QFrame>

#include "app/finding/document_index.h"
#include "app/finding/found_model.h"
#include "app/theme/theme.h"

class QHBoxLayout;
class QLabel;
class QLineEdit;
class QListView;
class QPushButton;
class QTimer;
class QToolButton;

namespace app {

class DiagramMode;
class StudioContext;

/// Finds elements in all diagrams while one types: it floats over the canvas, where all that was found is
/// ringed, and goes from one to the next.
class FindPopup : public QFrame {
    Q_OBJECT

public:
    FindPopup(StudioContext& studio, DiagramMode& mode, QWidget* parent);

    /// Opens it with what was typed last.
    void open();
    void close();
    /// Goes to the next hit, or the one before; opens it when it was never used.
    void step(int hits);
    QLineEdit* field() const { return m_field; }
    const FoundModel& model() const { return m_model; }
    /// The number of the hit that was gone to; -1 for none.
    int current() const { return m_current; }
    QString countText() const;
    /// The height that it takes where there is that much room.
    int heightWithin(int room) const;

signals:
    void resized();

protected:
    bool eventFilter(QObject* watched, QEvent* event) override;
    void keyPressEvent(QKeyEvent* event) override;

private:
    void build();
    void connectAll();
    void setTheme(const Theme& theme);
    void seek();
    void goTo(int hit);
    void goToCurrentRow();
    void showMarks();
    void showWords();
    void refreshChips();
    void toggle(const FindTerm& term);
    void offerTerms();
    void keepAsFilter();

    StudioContext& m_studio;
    DiagramMode& m_mode;
    DocumentIndex m_index;
    FoundModel m_model;
    Theme m_theme;
    int m_current = -1;
    bool m_going = false;
    QLineEdit* m_field;
    QLabel* m_count;
    QToolButton* m_terms;
    QToolButton* m_close;
    QWidget* m_chips;
    QHBoxLayout* m_chipLine;
    QLabel* m_words;
    QListView* m_list;
    QPushButton* m_keep;
    QTimer* m_pause;
};

}  // namespace app
