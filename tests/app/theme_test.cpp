#include "app/theme/theme.h"

#include <QApplication>
#include <QImage>
#include <QPainter>
#include <QTest>
#include <algorithm>
#include <array>
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

struct Vision {
    double matrix[3][3];
};

constexpr Vision visions[] = {
    {{{1, 0, 0}, {0, 1, 0}, {0, 0, 1}}},
    {{{0.152286, 1.052583, -0.204868}, {0.114503, 0.786281, 0.099216}, {-0.003882, -0.048116, 1.051998}}},
    {{{0.367322, 0.860646, -0.227968}, {0.280085, 0.672501, 0.047413}, {-0.011820, 0.042940, 0.968881}}},
    {{{1.255528, -0.076749, -0.178779}, {-0.078411, 0.930809, 0.147602}, {0.004733, 0.691367, 0.303900}}}};

using Lab = std::array<double, 3>;

/// The colour as it is seen, in CIELAB, where distances are those of the eye.
Lab seenBy(const Vision& vision, const QColor& colour) {
    const double light[3] = {linear(colour.redF()), linear(colour.greenF()), linear(colour.blueF())};
    double seen[3] = {};
    for (int row = 0; row < 3; ++row) {
        for (int column = 0; column < 3; ++column) seen[row] += vision.matrix[row][column] * light[column];
        seen[row] = std::clamp(seen[row], 0.0, 1.0);
    }
    const auto root = [](double t) { return t > 0.008856 ? std::cbrt(t) : 7.787 * t + 16.0 / 116; };
    const double x = root((0.4124 * seen[0] + 0.3576 * seen[1] + 0.1805 * seen[2]) / 0.9505);
    const double y = root(0.2126 * seen[0] + 0.7152 * seen[1] + 0.0722 * seen[2]);
    const double z = root((0.0193 * seen[0] + 0.1192 * seen[1] + 0.9505 * seen[2]) / 1.089);
    return {116 * y - 16, 500 * (x - y), 200 * (y - z)};
}

double distance(const Lab& one, const Lab& other) {
    return std::hypot(one[0] - other[0], one[1] - other[1], one[2] - other[2]);
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

    /// High contrast: 7 to 1 for all text, 4.5 to 1 for every outline.
    void highContrastIsHigh() {
        for (const app::Colours colours : {app::Colours::Usual, app::Colours::Safe}) {
            const Theme theme = Theme::of(Scheme::HighContrast, colours);
            for (const QColor& surface : {theme.canvas, theme.panel, theme.raised}) {
                for (const QColor& text : {theme.text, theme.secondary, theme.faint, theme.accent, theme.good,
                                           theme.warning, theme.bad})
                    QVERIFY2(contrast(text, surface) >= 7.0, qPrintable(text.name()));
                for (const QColor& line : {theme.line, theme.strongLine, theme.edge})
                    QVERIFY2(contrast(line, surface) >= 4.5, qPrintable(line.name()));
                for (int context = 0; context < 6; ++context)
                    QVERIFY(contrast(theme.contextTitle(context), surface) >= 7.0);
            }
            QVERIFY(contrast(theme.text, theme.accentSurface) >= 7.0);
            QVERIFY(contrast(theme.accent, theme.accentSurface) >= 7.0);
            QVERIFY(contrast(theme.onAccent, theme.accent) >= 7.0);
        }
    }

    /// For those who see no red, no green, or no blue: Machado, Oliveira and Fernandes 2009.
    void safeColoursDifferForEverybody() {
        const Theme theme = Theme::of(Scheme::Light, app::Colours::Safe);
        for (const Vision& vision : visions)
            for (int one = 0; one < 6; ++one) {
                QVERIFY(contrast(theme.context(one), theme.panel) >= 3.0);
                for (int other = 0; other < one; ++other)
                    QVERIFY2(distance(seenBy(vision, theme.context(one)),
                                      seenBy(vision, theme.context(other))) > 25,
                             qPrintable(theme.context(one).name() + theme.context(other).name()));
            }
    }

    /// Lightness alone tells it: hotter is farther from the surface.
    void safeHeatIsReadWithoutColours() {
        for (const Scheme scheme : {Scheme::Light, Scheme::Dark, Scheme::HighContrast}) {
            const Theme theme = Theme::of(scheme, app::Colours::Safe);
            double before = 0;
            for (int step = 0; step <= 20; ++step) {
                const double now = contrast(theme.heat(step / 20.0), theme.panel);
                QVERIFY2(now >= before, qPrintable(QString::number(step)));
                before = now;
            }
            QVERIFY(before > 7);
        }
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
        for (const Scheme scheme : {Scheme::Light, Scheme::Dark, Scheme::HighContrast}) {
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
