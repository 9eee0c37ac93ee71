#include "app/theme/theme.h"

#include <QApplication>
#include <QImage>
#include <QPainter>
#include <QTest>
#include <cmath>

#include "app/theme/apply_theme.h"
#include "app/theme/icon.h"
#include "app/theme/widgets.h"

using app::Scheme;
using app::Theme;

namespace {

double linear(double channel) {
    return channel <= 0.04045 ? channel / 12.92 : std::pow((channel + 0.055) / 1.055, 2.4);
}

double luminance(const QColor& colour) {
    return 0.2126 * linear(colour.redF()) + 0.7152 * linear(colour.greenF()) +
           0.0722 * linear(colour.blueF());
}

/// WCAG 2.1 contrast ratio.
double contrast(const QColor& one, const QColor& other) {
    const double high = std::max(luminance(one), luminance(other));
    const double low = std::min(luminance(one), luminance(other));
    return (high + 0.05) / (low + 0.05);
}

}  // namespace

class ThemeTest : public QObject {
    Q_OBJECT

private slots:
    void textIsReadableOnEverySurface_data() {
        QTest::addColumn<Scheme>("scheme");
        QTest::newRow("light") << Scheme::Light;
        QTest::newRow("dark") << Scheme::Dark;
    }

    void textIsReadableOnEverySurface() {
        QFETCH(Scheme, scheme);
        const Theme theme = Theme::of(scheme);
        for (const QColor& surface : {theme.canvas, theme.panel, theme.raised}) {
            QVERIFY(contrast(theme.text, surface) >= 7.0);
            QVERIFY(contrast(theme.secondary, surface) >= 4.5);
        }
        QVERIFY(contrast(theme.text, theme.accentSurface) >= 7.0);
        QVERIFY(contrast(theme.accent, theme.accentSurface) >= 4.5);
        QVERIFY(contrast(theme.onAccent, theme.accent) >= 4.5);
        for (const QColor& state : {theme.bad, theme.accent}) QVERIFY(contrast(state, theme.panel) >= 4.5);
        for (const QColor& state : {theme.good, theme.warning}) QVERIFY(contrast(state, theme.panel) >= 3.0);
    }

    void namesOfContextsAreReadableInTheDark() {
        const Theme theme = Theme::of(Scheme::Dark);
        for (int context = 0; context < 6; ++context)
            QVERIFY(contrast(theme.contextTitle(context), theme.canvas) >= 4.5);
    }

    void heatPassesThroughItsStopsAndIsContinuous() {
        const Theme theme = Theme::of(Scheme::Light);
        QCOMPARE(theme.heat(0), QColor(0x4e7fb8));
        QCOMPARE(theme.heat(0.40), QColor(0x6f97a8));
        QCOMPARE(theme.heat(0.65), QColor(0xe8b04b));
        QCOMPARE(theme.heat(0.95), QColor(0xf0643c));
        QCOMPARE(theme.heat(1), QColor(0xf0433c));
        QCOMPARE(theme.heat(-3), theme.heat(0));
        QCOMPARE(theme.heat(17), theme.heat(1));
        QCOMPARE(theme.heat(std::nan("")), theme.heat(0));
        for (int i = 0; i < 1000; ++i) {
            const QColor here = theme.heat(i / 1000.0);
            const QColor next = theme.heat((i + 1) / 1000.0);
            QVERIFY(std::abs(here.red() - next.red()) + std::abs(here.green() - next.green()) +
                        std::abs(here.blue() - next.blue()) <=
                    6);
        }
    }

    void contextColoursGoRound() {
        const Theme theme = Theme::of(Scheme::Dark);
        QCOMPARE(theme.context(6), theme.context(0));
        QCOMPARE(theme.context(-1), theme.context(5));
    }

    void styleSheetHasNoTokenLeft() {
        for (const Scheme scheme : {Scheme::Light, Scheme::Dark}) {
            const QString sheet = Theme::of(scheme).styleSheet();
            QVERIFY(!sheet.contains('@'));
            QVERIFY(!sheet.contains(QLatin1String(": ;")));
            QCOMPARE(sheet.count('{'), sheet.count('}'));
            QVERIFY(sheet.contains(Theme::of(scheme).accent.name()));
        }
    }

    void everyIconDraws() {
        const Theme theme = Theme::of(Scheme::Light);
        QVERIFY(app::iconNames().size() >= 60);
        for (const QString& name : app::iconNames()) {
            const QImage image = app::icon(name, theme).pixmap(QSize(20, 20)).toImage();
            int inked = 0;
            for (int y = 0; y < image.height(); ++y)
                for (int x = 0; x < image.width(); ++x) inked += qAlpha(image.pixel(x, y)) > 128;
            QVERIFY2(inked > 4, qPrintable(name));
        }
        QVERIFY(app::icon(QStringLiteral("no-such-icon"), theme).isNull());
    }

    void iconTakesTheColourOfItsState() {
        const Theme theme = Theme::of(Scheme::Dark);
        const QIcon icon = app::icon(QStringLiteral("stop"), theme);
        const auto ink = [&icon](QIcon::Mode mode, QIcon::State state) {
            const QImage image = icon.pixmap(QSize(200, 200), mode, state).toImage();
            return QColor(image.pixel(100, 25));  // The upper side of the square
        };
        QCOMPARE(ink(QIcon::Normal, QIcon::Off), theme.secondary);
        QCOMPARE(ink(QIcon::Normal, QIcon::On), theme.accent);
        QCOMPARE(ink(QIcon::Disabled, QIcon::Off), theme.faint);
    }

    void fieldsHaveTheirHeight() {
        app::applyTheme(*qApp, Theme::of(Scheme::Light));
        QWidget window;
        auto* button = new QPushButton(QStringLiteral("Run"), &window);
        button->ensurePolished();
        QCOMPARE(button->sizeHint().height(), 26);
        app::applyTheme(*qApp, Theme::of(Scheme::Dark));
        QCOMPARE(qApp->palette().color(QPalette::Window), Theme::of(Scheme::Dark).panel);
    }

    void segmentedControlTellsItsChoice() {
        app::SegmentedControl control({QStringLiteral("one"), QStringLiteral("two")});
        QCOMPARE(control.current(), 0);
        int told = -1;
        connect(&control, &app::SegmentedControl::currentChanged, this, [&told](int index) { told = index; });
        control.setCurrent(1);
        QCOMPARE(control.current(), 1);
        QCOMPARE(told, 1);
    }
};

int main(int argc, char** argv) {
    qputenv("QT_QPA_PLATFORM", "offscreen");
    QApplication application(argc, argv);
    ThemeTest test;
    return QTest::qExec(&test, argc, argv);
}

#include "theme_test.moc"
