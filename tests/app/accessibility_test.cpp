#include <QAccessible>
#include <QAction>
#include <QApplication>
#include <QTabBar>

#include "app/canvas/canvas_view.h"
#include "app/preferences/preferences_sheet.h"
#include "app/studio/keys_sheet.h"
#include "app/studio/main_window.h"
#include "app/studio/notice_bar.h"
#include "app/studio/panel.h"
#include "app/studio/workbench.h"
#include "tests/app/program.h"

namespace {

/// What can be reached by the keyboard, as it is seen just now.
QList<QWidget*> controlsOf(QWidget& window) {
    QList<QWidget*> controls;
    for (QWidget* widget : window.findChildren<QWidget*>())
        if (widget->isVisible() && widget->window() == &window && (widget->focusPolicy() & Qt::TabFocus) &&
            !widget->focusProxy())
            controls << widget;
    return controls;
}

QString nameOf(QWidget* widget) {
    QAccessibleInterface* reader = QAccessible::queryAccessibleInterface(widget);
    return reader ? reader->text(QAccessible::Name) : QString();
}

QString whereIs(const QWidget* widget) {
    QString path;
    for (; widget; widget = widget->parentWidget())
        path.prepend(QStringLiteral(" > %1#%2").arg(widget->metaObject()->className(), widget->objectName()));
    return path;
}

QStringList namelessIn(QWidget& window) {
    QStringList nameless;
    for (QWidget* widget : controlsOf(window))
        if (nameOf(widget).trimmed().isEmpty()) nameless << whereIs(widget);
    return nameless;
}

}  // namespace

/// What somebody needs who does not see the window, or has no mouse.
class AccessibilityTest : public QObject {
    Q_OBJECT

private slots:
    void everyControlHasAName() {
        app::MainWindow window(app::Scheme::Light);
        window.resize(1600, 1000);
        window.show();
        QStringList nameless = namelessIn(window);
        window.files().openSample("shop");
        for (const app::Mode mode : app::allModes) {
            window.setMode(mode);
            QTest::qWait(20);
            nameless << namelessIn(window);
        }
        window.setMode(app::Mode::Design);
        window.workbench().reveal(
            "service:" + QString::fromStdString(window.document().project().services.begin()->id.value()));
        for (const app::StudioPanel& panel : app::panels()) {
            window.action("view." + panel.id)->trigger();
            nameless << namelessIn(window);
        }
        window.showTables();
        nameless << namelessIn(window);
        (new app::PreferencesSheet(&window))->show();
        (new app::KeysSheet(&window))->show();
        nameless << namelessIn(window);
        nameless.removeDuplicates();
        QVERIFY2(nameless.isEmpty(), qPrintable("\n" + nameless.join('\n')));
    }

    /// Tab leads to every control of the window, once around.
    void tabReachesEverything() {
        app::MainWindow window(app::Scheme::Light);
        window.resize(1600, 1000);
        window.show();
        QVERIFY(QTest::qWaitForWindowActive(&window));
        QSet<QWidget*> reached;
        for (QWidget* at = window.nextInFocusChain(); at != &window; at = at->nextInFocusChain())
            reached.insert(at);
        for (QWidget* control : controlsOf(window))
            QVERIFY2(reached.contains(control), qPrintable(whereIs(control)));
    }

    /// Who goes by the keyboard sees where they are.
    void theFocusIsSeen_data() {
        QTest::addColumn<app::Scheme>("scheme");
        QTest::newRow("light") << app::Scheme::Light;
        QTest::newRow("dark") << app::Scheme::Dark;
        QTest::newRow("contrast") << app::Scheme::HighContrast;
    }

    void theFocusIsSeen() {
        QFETCH(app::Scheme, scheme);
        app::MainWindow window(scheme);
        window.resize(1400, 900);
        window.show();
        QVERIFY(QTest::qWaitForWindowActive(&window));
        QStringList unseen;
        for (QWidget* control : controlsOf(window)) {
            if (!control->isEnabled() || control->property("look").toString() == "canvas") continue;
            window.setFocus();
            const QImage without = control->grab().toImage();
            control->setFocus(Qt::TabFocusReason);
            if (control->grab().toImage() == without) unseen << whereIs(control);
        }
        QVERIFY2(unseen.isEmpty(), qPrintable("\n" + unseen.join('\n')));
    }

    void aDiagramIsAListOfItsElements() {
        app::MainWindow window(app::Scheme::Light);
        window.show();
        window.files().openSample("shop");
        app::CanvasView& canvas = window.workbench().current().canvas();
        QAccessibleInterface* list = QAccessible::queryAccessibleInterface(&canvas);
        QCOMPARE(list->role(), QAccessible::List);
        QVERIFY(!list->text(QAccessible::Name).isEmpty());
        QCOMPARE(list->childCount(), int(canvas.diagram().nodes.size()));
        const QString key = canvas.diagram().nodes.front().key;
        QVERIFY(!list->child(0)->state().selected);
        canvas.setSelection({key});
        QVERIFY(list->child(0)->state().selected);
        QCOMPARE(list->child(0)->text(QAccessible::Name), canvas.diagram().nodes.front().title);
        QVERIFY(!list->child(0)->text(QAccessible::Description).isEmpty());
    }

    void messagesAreReadOut() {
        app::MainWindow window(app::Scheme::Light);
        window.show();
        window.notice().say(app::Tone::Warning, "The file was changed");
        QCOMPARE(nameOf(&window.notice()), QString("The file was changed"));
    }

private:
    app::TestSurroundings m_surroundings;
};

int main(int argc, char** argv) {
    return app::runTest<AccessibilityTest>(argc, argv);
}
#include "accessibility_test.moc"
