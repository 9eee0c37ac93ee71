#pragma once

#include <QAction>
#include <QApplication>
#include <QContextMenuEvent>
#include <QLineEdit>
#include <QMenu>
#include <QPlainTextEdit>
#include <QTest>
#include <QTreeView>
#include <QWheelEvent>
#include <random>

#include "app/canvas/canvas_view.h"
#include "app/canvas/diagram_geometry.h"
#include "app/canvas/resizing.h"
#include "app/studio/command.h"
#include "app/studio/main_window.h"
#include "app/studio/workbench.h"

/// Somebody who does anything at all with mouse and keyboard in the window of the studio.
namespace hands {

class RandomHands {
public:
    RandomHands(app::MainWindow& window, unsigned seed) : m_window(window), m_random(seed) {
        for (const app::CommandGroup& group : app::commandGroups())
            for (const app::StudioCommand& command : group.commands)
                if (isHarmless(command.id)) m_commands << command.id;
    }

    /// One gesture; gives its name.
    QString act() {
        const Gesture gesture = choose();
        if (!gesture.onCanvas || canvas().isVisible()) (this->*gesture.act)();
        tidy();
        return QLatin1String(gesture.name);
    }

    int pick(int count) { return std::uniform_int_distribution<int>(0, std::max(0, count - 1))(m_random); }

private:
    struct Gesture {
        const char* name;
        void (RandomHands::*act)();
        int weight;
        bool onCanvas;
    };

    /// Those that ask for files, end the program, leave the mode or start what goes on for long.
    static bool isHarmless(const QString& id) {
        static const QStringList rooms{"file.",    "help.",      "mode.",     "run.",
                                       "window.",  "export.",    "present.",  "simulate.",
                                       "compare.", "view.light", "view.dark", "view.views"};
        for (const QString& room : rooms)
            if (id.startsWith(room)) return false;
        return !id.contains("ayout") && id != "view.palette" && !id.startsWith("find.");
    }

    Gesture choose() {
        using H = RandomHands;
        static const Gesture gestures[] = {{"drag", &H::drag, 14, true},
                                           {"click", &H::click, 12, true},
                                           {"grip", &H::dragGrip, 5, true},
                                           {"pull", &H::pullHandle, 6, true},
                                           {"double click", &H::doubleClick, 4, true},
                                           {"wheel", &H::wheel, 5, true},
                                           {"key", &H::key, 26, true},
                                           {"type", &H::type, 6, false},
                                           {"menu", &H::menu, 8, true},
                                           {"command", &H::command, 4, false},
                                           {"inspector", &H::inspector, 5, false},
                                           {"tree", &H::tree, 4, false},
                                           {"undo", &H::undo, 4, false},
                                           {"redo", &H::redo, 2, false},
                                           {"diagram", &H::diagram, 2, false},
                                           {"tool", &H::tool, 3, true}};
        int sum = 0;
        for (const Gesture& gesture : gestures) sum += gesture.weight;
        int at = pick(sum);
        for (const Gesture& gesture : gestures)
            if ((at -= gesture.weight) < 0) return gesture;
        return gestures[0];
    }

    app::CanvasView& canvas() { return m_window.workbench().current().canvas(); }

    Qt::KeyboardModifiers someModifiers() {
        static const Qt::KeyboardModifiers all[] = {
            {}, {}, {}, Qt::ShiftModifier, Qt::ControlModifier, Qt::AltModifier};
        return all[pick(6)];
    }

    /// On an element, rather than anywhere.
    QPoint somewhere() {
        const app::Diagram& diagram = canvas().geometry().diagram();
        const QSize room = canvas().viewport()->size();
        QPoint at(pick(room.width()), pick(room.height()));
        if (pick(4) > 0 && !diagram.nodes.empty())
            at = canvas().mapFromScene(diagram.nodes[std::size_t(pick(int(diagram.nodes.size())))].centre);
        else if (pick(3) == 0 && !diagram.edges.empty())
            at = canvas().mapFromScene(
                canvas().geometry().route(pick(int(diagram.edges.size()))).bounds.center());
        else if (pick(3) == 0 && !diagram.regions.empty())
            at = canvas().mapFromScene(
                diagram.regions[std::size_t(pick(int(diagram.regions.size())))].rect.topLeft() +
                QPointF(8, 8));
        return {std::clamp(at.x(), 0, room.width() - 1), std::clamp(at.y(), 0, room.height() - 1)};
    }

    void moveTo(const QPoint& at, Qt::MouseButtons buttons, Qt::KeyboardModifiers keys = {}) {
        QMouseEvent event(QEvent::MouseMove, at, canvas().viewport()->mapToGlobal(at), Qt::NoButton, buttons,
                          keys);
        QApplication::sendEvent(canvas().viewport(), &event);
    }
    void dragFromTo(const QPoint& from, const QPoint& to, Qt::KeyboardModifiers keys,
                    Qt::MouseButton button = Qt::LeftButton) {
        QWidget* viewport = canvas().viewport();
        moveTo(from, {});
        QTest::mousePress(viewport, button, keys, from);
        moveTo((from + to) / 2, button, keys);
        moveTo(to, button, keys);
        if (pick(12) == 0) QTest::keyClick(&canvas(), Qt::Key_Escape);
        QTest::mouseRelease(viewport, button, keys, to);
    }
    void drag() {
        dragFromTo(somewhere(), somewhere(), someModifiers(),
                   pick(8) == 0 ? Qt::MiddleButton : Qt::LeftButton);
    }
    void click() { QTest::mouseClick(canvas().viewport(), Qt::LeftButton, someModifiers(), somewhere()); }
    void doubleClick() { QTest::mouseDClick(canvas().viewport(), Qt::LeftButton, {}, somewhere()); }
    void dragGrip() {
        const QPoint at = somewhere();
        QTest::mouseClick(canvas().viewport(), Qt::LeftButton, {}, at);
        const QStringList selection = canvas().selection();
        if (selection.size() != 1) return;
        const QRectF rect = canvas().geometry().rectOf(selection.first());
        const app::Grip grip = app::allGrips()[std::size_t(pick(8))];
        const QPoint from = canvas().mapFromScene(app::placeOf(grip, rect));
        dragFromTo(from, from + QPoint(pick(200) - 100, pick(120) - 60), someModifiers());
    }
    void pullHandle() {
        const app::Diagram& diagram = canvas().geometry().diagram();
        if (diagram.nodes.empty()) return;
        const QRectF rect = diagram.nodes[std::size_t(pick(int(diagram.nodes.size())))].rect();
        moveTo(canvas().mapFromScene(rect.center()), {});
        dragFromTo(canvas().mapFromScene(QPointF(rect.right(), rect.center().y())), somewhere(), {});
    }
    void wheel() {
        const QPoint at = somewhere();
        QWheelEvent event(at, canvas().viewport()->mapToGlobal(at), {}, {0, (pick(2) * 2 - 1) * 120},
                          Qt::NoButton, pick(2) ? Qt::ControlModifier : Qt::NoModifier, Qt::NoScrollPhase,
                          false);
        QApplication::sendEvent(canvas().viewport(), &event);
        if (canvas().zoom() < 0.3 || canvas().zoom() > 2) canvas().fitAll();
    }

    void key() {
        using namespace Qt;
        static const QKeyCombination keys[] = {Key_Delete,
                                               SHIFT | Key_Delete,
                                               CTRL | Key_D,
                                               CTRL | Key_C,
                                               CTRL | Key_C,
                                               CTRL | Key_X,
                                               CTRL | Key_V,
                                               CTRL | Key_V,
                                               CTRL | SHIFT | Key_V,
                                               CTRL | Key_G,
                                               CTRL | Key_A,
                                               Key_Tab,
                                               Key_Tab,
                                               Key_Backtab,
                                               Key_Left,
                                               Key_Right,
                                               SHIFT | Key_Up,
                                               Key_Down,
                                               CTRL | Key_Left,
                                               CTRL | Key_Right,
                                               CTRL | Key_Down,
                                               CTRL | ALT | Key_Right,
                                               CTRL | ALT | Key_Up,
                                               Key_N,
                                               Key_C,
                                               Key_Plus,
                                               Key_Minus,
                                               SHIFT | Key_H,
                                               CTRL | SHIFT | Key_L,
                                               Key_F2,
                                               Key_Return,
                                               Key_Return,
                                               Key_Escape,
                                               Key_Escape,
                                               SHIFT | Key_1,
                                               CTRL | Key_0,
                                               Key_Backspace,
                                               Key_A,
                                               Key_O,
                                               Key_Space};
        canvas().setFocus();
        const QKeyCombination pressed = keys[pick(int(std::size(keys)))];
        QTest::keyClick(&canvas(), pressed.key(), pressed.keyboardModifiers());
    }

    QString word() {
        static const QStringList words{"order", "payment ü", "日本", "a \"b\"", "x", "", "line one"};
        return words[pick(int(words.size()))];
    }
    /// Into whatever field stands on the canvas.
    void type() {
        for (auto* field : canvas().viewport()->findChildren<QLineEdit*>())
            if (field->isVisible()) return enter(*field, Qt::NoModifier);
        for (auto* field : canvas().viewport()->findChildren<QPlainTextEdit*>())
            if (field->isVisible()) return enter(*field, Qt::ControlModifier);
    }
    template <class Field>
    void enter(Field& field, Qt::KeyboardModifiers keys) {
        field.selectAll();
        for (const QChar letter : word()) {
            QKeyEvent event(QEvent::KeyPress, 0, {}, QString(letter));
            QApplication::sendEvent(&field, &event);
        }
        const bool take = pick(4) > 0;
        QTest::keyClick(&field, take ? Qt::Key_Return : Qt::Key_Escape, take ? keys : Qt::NoModifier);
    }

    void menu() {
        const QPoint at = somewhere();
        QContextMenuEvent event(pick(4) ? QContextMenuEvent::Mouse : QContextMenuEvent::Keyboard, at,
                                canvas().viewport()->mapToGlobal(at));
        QApplication::sendEvent(canvas().viewport(), &event);
        auto* shown = qobject_cast<QMenu*>(QApplication::activePopupWidget());
        if (!shown) return;
        QList<QAction*> lines;
        for (QAction* line : shown->actions())
            if (line->isEnabled() && !line->isSeparator() && !line->objectName().contains("ayout"))
                lines << line;
        if (lines.isEmpty()) return;
        QAction* line = lines[pick(int(lines.size()))];
        shown->close();
        line->trigger();
    }
    void command() {
        if (QAction* action = m_window.action(m_commands[pick(int(m_commands.size()))])) action->trigger();
    }
    void undo() { m_window.action("edit.undo")->trigger(); }
    void redo() { m_window.action("edit.redo")->trigger(); }

    void inspector() {
        QList<QLineEdit*> fields;
        for (auto* field : m_window.workbench().inspector().findChildren<QLineEdit*>())
            if (field->isVisible() && field->isEnabled() && !field->isReadOnly()) fields << field;
        if (fields.isEmpty()) return;
        static const QStringList texts{"3", "12 ms", "0.5", "-1", "NaN", "65 %", "name", "", "1e400", "10"};
        QLineEdit* field = fields[pick(int(fields.size()))];
        field->selectAll();
        QTest::keyClicks(field, texts[pick(int(texts.size()))]);
        QTest::keyClick(field, Qt::Key_Return);
    }
    void tree() {
        auto* view = m_window.workbench().tree().findChild<QTreeView*>();
        if (!view || !view->model()) return;
        QModelIndex at;
        for (int depth = 0; depth < 3 && view->model()->rowCount(at) > 0; ++depth) {
            at = view->model()->index(pick(view->model()->rowCount(at)), 0, at);
            if (pick(3) == 0) break;
        }
        view->setCurrentIndex(at);
        if (pick(8) == 0) QTest::keyClick(view, Qt::Key_Delete);
    }
    void diagram() {
        const auto& kinds = app::diagramKinds();
        const app::DiagramKind& kind = kinds[std::size_t(pick(int(kinds.size())))];
        QString root;
        if (!kind.rootKind.isEmpty()) {
            const auto& services = m_window.document().project().services;
            if (kind.rootKind != QLatin1String("service") || services.empty()) return;
            root = "service:" +
                   QString::fromStdString(services.at(std::size_t(pick(int(services.size())))).id.value());
        }
        m_window.workbench().views().show({kind.id, root});
        QCoreApplication::processEvents();
        canvas().fitAll();
    }
    void tool() {
        const auto& tools = m_window.workbench().current().editor().kind().tools;
        canvas().setTool(pick(4) == 0 ? app::connectTool
                                      : tools[std::size_t(pick(int(tools.size())))].look.id);
        click();
    }

    /// Closes what stands open; now and then the program gets to paint and to finish what it began.
    void tidy() {
        while (QWidget* popup = QApplication::activePopupWidget()) popup->close();
        if (++m_acts % 4 == 0) QCoreApplication::processEvents();
        if (m_acts % 40 == 0) QCoreApplication::sendPostedEvents(nullptr, QEvent::DeferredDelete);
        if (!m_window.workbench().isVisible()) m_window.setMode(app::Mode::Design);
    }

    app::MainWindow& m_window;
    std::mt19937 m_random;
    QStringList m_commands;
    int m_acts = 0;
};

}  // namespace hands
