#pragma once

#include <QWidget>

#include "app/presenting/slides_model.h"
#include "app/studio/studio_context.h"

class QLineEdit;
class QListView;
class QPlainTextEdit;
class QPushButton;
class QToolButton;

namespace app {

/// Where slides are made: what is seen becomes one; their order, titles and texts.
class SlidesPanel : public QWidget {
    Q_OBJECT

public:
    SlidesPanel(StudioContext& studio, QWidget* parent);

    int current() const;
    void setCurrent(int slide);
    void addSeen();
    void remove();
    void moveUp() { move(-1); }
    void moveDown() { move(1); }

private:
    QWidget* buildButtons();
    QWidget* buildWords();
    QToolButton* addButton(const char* icon, const QString& tip, void (SlidesPanel::*act)());
    void move(int step);
    void goThere();
    void setTheme(const Theme& theme);
    void showWords();
    void takeWords();
    void refresh();

    StudioContext& m_studio;
    SlidesModel m_model;
    QListView* m_list;
    QLineEdit* m_title;
    QPlainTextEdit* m_text;
    QPushButton* m_present;
    QWidget* m_empty;
    std::vector<std::pair<QToolButton*, QString>> m_buttons;  ///< With their icons
};

}  // namespace app
