#include "app/preferences/preferences.h"

#include <QCheckBox>
#include <QComboBox>
#include <QLabel>
#include <QLineEdit>
#include <QPushButton>
#include <QSignalSpy>
#include <QStyle>

#include "app/canvas/canvas_view.h"
#include "app/preferences/preferences_sheet.h"
#include "app/preferences/unit_choices.h"
#include "app/simulate/figure_text.h"
#include "app/studio/autosave.h"
#include "app/studio/main_window.h"
#include "tests/app/desk.h"
#include "tests/app/program.h"

using app::preferences;

/// What the user has set, and what follows from it.
class PreferencesTest : public QObject {
    Q_OBJECT

private slots:
    void init() {
        preferences().resetAll();
        QSettings().clear();
    }

    void everyPreferenceIsWhole() {
        QSet<QString> keys;
        for (const app::PreferencePage& page : app::preferencePages()) {
            QVERIFY(!page.title.isEmpty() && !page.preferences.empty());
            for (const app::Preference& each : page.preferences) {
                QVERIFY2(!keys.contains(each.key), qPrintable(each.key));
                keys.insert(each.key);
                QVERIFY2(!each.title.isEmpty() && each.text.endsWith('.'), qPrintable(each.key));
                QCOMPARE(preferences().value(each.key), each.fallback);
                // The fallback is among the choices, or nothing could choose it again.
                preferences().set(each.key, each.isSwitch() ? "true" : each.choices.front().first);
                preferences().set(each.key, each.fallback);
                QVERIFY2(preferences().isFallback(each.key), qPrintable(each.key));
            }
        }
        for (const char* key :
             {"scheme", "interfaceSize", "wheel", "times", "money", "numbers", "safeColours", "autosave",
              "autosaveSeconds", "reducedMotion", "restoreSession"})
            QVERIFY2(keys.contains(key), key);
    }

    void whatIsNoChoiceIsNotTaken() {
        preferences().set("wheel", "flies");
        QCOMPARE(preferences().value("wheel"), QString("scroll"));
        QSettings().setValue("wheel", "flies");
        QCOMPARE(preferences().value("wheel"), QString("scroll"));
    }

    void theSheetChangesAndResets() {
        app::MainWindow window(app::Scheme::Light);
        window.show();
        window.action("edit.preferences")->trigger();
        auto* sheet = window.findChild<app::PreferencesSheet*>();
        QVERIFY(sheet && sheet->isVisible());
        auto* scheme = sheet->findChild<QComboBox*>("scheme");
        scheme->setCurrentIndex(scheme->findData("contrast"));
        emit scheme->activated(scheme->currentIndex());
        QCOMPARE(QSettings().value("scheme").toString(), QString("contrast"));
        QCOMPARE(window.theme().scheme, app::Scheme::HighContrast);
        sheet->findChild<QCheckBox*>("safeColours")->click();
        QCOMPARE(window.theme(), app::Theme::of(app::Scheme::HighContrast, app::Colours::Safe));
        sheet->findChild<QPushButton*>("resetAll")->click();
        QVERIFY(preferences().isFallback("scheme") && preferences().isFallback("safeColours"));
        QVERIFY(!sheet->findChild<QCheckBox*>("safeColours")->isChecked());
        QCOMPARE(window.theme().colours, app::Colours::Usual);
    }

    void theSheetFindsByTyping() {
        app::MainWindow window(app::Scheme::Light);
        window.show();
        app::PreferencesSheet sheet(&window);
        sheet.setAttribute(Qt::WA_DeleteOnClose, false);
        sheet.show();
        const auto isShown = [&](const char* key) { return sheet.findChild<QWidget*>(key)->isVisible(); };
        QVERIFY(isShown("wheel") && isShown("scheme"));
        QTest::keyClicks(sheet.field(), "zooms");
        QVERIFY(isShown("wheel") && !isShown("scheme"));
        sheet.field()->setText("no such thing");
        QVERIFY(!isShown("wheel"));
    }

    void theWheelDoesWhatIsPreferred() {
        app::Desk desk;
        const double before = desk.view.zoom();
        desk.wheel({0, 0}, {0, 120});
        QCOMPARE(desk.view.zoom(), before);
        preferences().set("wheel", "zoom");
        desk.wheel({0, 0}, {0, 120});
        QVERIFY(desk.view.zoom() > before);
        const double zoomed = desk.view.zoom();
        desk.wheel({0, 0}, {0, 120}, Qt::ControlModifier);
        QCOMPARE(desk.view.zoom(), zoomed);
    }

    void resultsAreWrittenInTheUnitsOfChoice() {
        QCOMPARE(app::latencyText(3000), QString("3.0 s"));
        preferences().set("times", "ms");
        QCOMPARE(app::latencyText(3000), QString("3,000 ms"));
        preferences().set("numbers", "comma");
        QCOMPARE(app::chosenNumber(1234.5, 1), QString("1.234,5"));
        QCOMPARE(app::chosenCurrency("EUR"), QString("EUR"));
        preferences().set("money", "sign");
        QCOMPARE(app::chosenCurrency("EUR"), QString::fromUtf8("€"));
        QCOMPARE(app::chosenCurrency("XAU"), QString("XAU"));
    }

    void motionStopsWhenItIsToBeLess() {
        app::MainWindow window(app::Scheme::Light);
        const auto duration = [] { return qApp->style()->styleHint(QStyle::SH_Widget_Animation_Duration); };
        QVERIFY(duration() > 0);
        preferences().turn("reducedMotion", true);
        QCOMPARE(duration(), 0);
    }

    void otherWindowsFollow() {
        app::MainWindow one(app::Scheme::Light), other(app::Scheme::Light);
        one.setScheme(app::Scheme::Dark);
        QCOMPARE(other.theme().scheme, app::Scheme::Dark);
    }

private:
    app::TestSurroundings m_surroundings;
};

int main(int argc, char** argv) {
    return app::runTest<PreferencesTest>(argc, argv);
}
#include "preferences_test.moc"
