// Writes pictures of the real program into a folder: every mode, light and dark, on the samples.
#include <QAction>
#include <QApplication>
#include <QDir>
#include <QSettings>
#include <QTemporaryDir>
#include <QTest>
#include <cstdio>

#include "app/canvas/canvas_view.h"
#include "app/export_mode/export_mode.h"
#include "app/simulate/result_table.h"
#include "app/studio/command_palette.h"
#include "app/studio/main_window.h"
#include "app/studio/sheet.h"
#include "app/studio/workbench.h"

namespace {

using app::MainWindow;
using app::Mode;
using app::Scheme;

/// Lets the program work until the condition holds, at most so long.
template <class Condition>
bool waitFor(Condition condition, int milliseconds = 60'000) {
    return QTest::qWaitFor(condition, milliseconds);
}

class PictureBook {
public:
    PictureBook(MainWindow& window, QString folder, QString scheme)
        : m_window(window), m_folder(std::move(folder)), m_scheme(std::move(scheme)) {}

    void take(const QString& name) {
        QTest::qWait(250);
        const QString path = QStringLiteral("%1/%2-%3.png").arg(m_folder, name, m_scheme);
        m_failed |= !m_window.grab().save(path);
        std::printf("%s\n", qPrintable(path));
    }

    void openSample(const QString& id) {
        m_window.files().openSample(id);
        m_window.setMode(Mode::Design);
        QTest::qWait(400);
    }

    bool failed() const { return m_failed; }

private:
    MainWindow& m_window;
    QString m_folder;
    QString m_scheme;
    bool m_failed = false;
};

bool runScenario(MainWindow& window) {
    window.setMode(Mode::Simulate);
    app::SimulateMode& simulate = window.simulateMode();
    simulate.run();
    return waitFor([&] { return simulate.result() && !simulate.controller().isRunning(); });
}

QString firstService(const MainWindow& window, const QString& wanted) {
    for (const auto& service : const_cast<MainWindow&>(window).document().project().services)
        if (service.id.value() == wanted.toStdString()) return "service:" + wanted;
    const auto& services = const_cast<MainWindow&>(window).document().project().services;
    return services.empty() ? QString() : "service:" + QString::fromStdString(services.begin()->id.value());
}

void photographSample(PictureBook& book, MainWindow& window, const QString& sample, const QString& service) {
    book.openSample(sample);
    book.take(sample + "-design");
    window.selection().set({firstService(window, service)});
    book.take(sample + "-design-selected");
    window.selection().set({});
    book.take(sample + "-rates");
    window.setMode(Mode::Decompose);
    QTest::qWait(300);
    window.workbench().current().canvas().fitAll();
    book.take(sample + "-decompose");
    if (!runScenario(window))
        std::fprintf(stderr, "%s: the simulation did not end in time\n", qPrintable(sample));
    auto* const table = window.findChild<app::ResultTable*>();
    table->setKind(app::ResultTable::Kind::Operations);
    book.take(sample + "-simulate");
    table->setKind(app::ResultTable::Kind::Costs);
    book.take(sample + "-costs");
    window.setMode(Mode::Export);
    waitFor([&] { return !window.exportMode().isWorking() && !window.exportMode().files().plan().empty(); });
    book.take(sample + "-export");
}

void photographRooms(PictureBook& book, MainWindow& window) {
    for (const Mode mode : {Mode::Discover, Mode::Compare}) {
        window.setMode(mode);
        book.take(app::modeWord(mode));
    }
    window.setMode(Mode::Design);
    window.action("view.problems")->trigger();
    book.take("problems");
    window.action("view.problems")->trigger();
    for (const auto& service : window.document().project().services)
        for (const auto& operation : service.operations)
            if (operation.behaviour.size() > 2)
                window.selection().set({"operation:" + QString::fromStdString(operation.id.value())});
    book.take("operation");
    window.openPalette();
    book.take("palette");
    window.palette().hide();
    window.action("help.shortcuts")->trigger();
    book.take("shortcuts");
    for (app::Sheet* sheet : window.findChildren<app::Sheet*>()) delete sheet;
}

bool photograph(const QString& folder, Scheme scheme) {
    MainWindow window(scheme);
    window.resize(1600, 1000);
    window.show();
    PictureBook book(window, folder, scheme == Scheme::Dark ? "dark" : "light");
    book.take("start");
    photographSample(book, window, "online-boutique", "checkoutservice");
    photographSample(book, window, "shop", "order");
    photographRooms(book, window);
    return !book.failed();
}

}  // namespace

int main(int argc, char** argv) {
    if (qEnvironmentVariableIsEmpty("QT_QPA_PLATFORM")) qputenv("QT_QPA_PLATFORM", "offscreen");
    QApplication application(argc, argv);
    // The user's own settings stay out of the pictures, and the pictures out of the settings.
    QTemporaryDir settings;
    QSettings::setPath(QSettings::NativeFormat, QSettings::UserScope, settings.path());
    QApplication::setApplicationName("lintel");
    QApplication::setOrganizationName("lintel");
    if (argc != 2 || !QDir().mkpath(QString::fromLocal8Bit(argv[1]))) {
        std::fprintf(stderr, "usage: picture_book DIR\n");
        return 2;
    }
    const QString folder = QString::fromLocal8Bit(argv[1]);
    const bool light = photograph(folder, Scheme::Light);
    return photograph(folder, Scheme::Dark) && light ? 0 : 1;
}
