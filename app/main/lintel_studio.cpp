#include <QApplication>
#include <QCommandLineParser>
#include <QIcon>
#include <QProcess>
#include <QSettings>
#include <QTranslator>
#include <algorithm>
#include <csignal>
#include <cstdio>

#include "app/preferences/preferences.h"
#include "app/studio/hand_over.h"
#include "app/studio/main_window.h"
#include "app/studio/recovery.h"
#include "app/studio/studio_windows.h"
#include "app/theme/icon.h"

// Outside of any namespace, as Q_INIT_RESOURCE wants it.
static void initialiseTranslations() {
    Q_INIT_RESOURCE(lintel_translations);
}

namespace {

const char* const scaleVariable = "QT_SCALE_FACTOR";

/// Tells what is wrong with an argument and how it is meant; the exit code of wrong usage.
int refuse(const QString& message) {
    fprintf(stderr, "lintel-studio: %s\n", qPrintable(message));
    return 2;
}

void nameProgram() {
    QCoreApplication::setApplicationName(QStringLiteral("lintel"));
    QCoreApplication::setOrganizationName(QStringLiteral("lintel"));
    QCoreApplication::setApplicationVersion(QStringLiteral(LINTEL_VERSION));
}

void describe(QCommandLineParser& arguments) {
    arguments.setApplicationDescription(
        QStringLiteral("Design, stress and ship a microservice architecture."));
    arguments.addHelpOption();
    arguments.addVersionOption();
    arguments.addPositionalArgument(QStringLiteral("file"),
                                    QStringLiteral("The models to open, each in a window of its own."),
                                    QStringLiteral("[FILE...]"));
    arguments.addOption({QStringLiteral("sample"), QStringLiteral("Open a sample, such as online-boutique."),
                         QStringLiteral("ID")});
    arguments.addOption({QStringLiteral("scheme"), QStringLiteral("Appearance: light, dark or contrast."),
                         QStringLiteral("SCHEME")});
    arguments.addOption(
        {QStringLiteral("mode"),
         QStringLiteral("Mode to start in: discover, decompose, design, simulate, compare or export."),
         QStringLiteral("NAME")});
    arguments.addOption({QStringLiteral("alone"),
                         QStringLiteral("Start a program of its own, even when a studio runs already.")});
    arguments.addOption({QStringLiteral("session"),
                         QStringLiteral("Open the models that were open last, whatever is preferred.")});
}

/// Help and version need no display.
bool wantsOnlyWords(int argc, char** argv) {
    return std::any_of(argv + 1, argv + argc, [](const char* word) {
        const QByteArray argument(word);
        return argument == "--help" || argument == "-h" || argument == "--help-all" ||
               argument == "--version" || argument == "-v";
    });
}

/// The size of the interface, on top of what the system asks for; Qt reads it when the program begins.
void setSize() {
    const int percent = QSettings().value(QStringLiteral("interfaceSize"), 100).toInt();
    if (percent == 100 || percent < 50 || percent > 300) return;
    bool isSet = false;
    const double system = qEnvironmentVariable(scaleVariable).toDouble(&isSet);
    qputenv(scaleVariable, QByteArray::number((isSet && system > 0 ? system : 1) * percent / 100.0));
}

std::optional<app::Scheme> schemeNamed(const QString& word) {
    for (const app::Scheme scheme : {app::Scheme::Light, app::Scheme::Dark, app::Scheme::HighContrast})
        if (word == app::schemeWord(scheme)) return scheme;
    return std::nullopt;
}

/// The words of the user's language, where they travel with the program.
void translate(QTranslator& words) {
    initialiseTranslations();
    if (words.load(QLocale(), QStringLiteral("lintel"), QStringLiteral("_"),
                   QStringLiteral(":/translations")))
        QCoreApplication::installTranslator(&words);
}

/// What was not saved is offered first: it is of the models of that session.
void restoreSession(app::StudioWindows& windows, app::MainWindow& window) {
    window.recovery().find([&windows](const std::vector<app::Leftover>& leftovers) {
        if (leftovers.empty()) windows.restoreSession();
    });
}

void startIn(app::MainWindow& window, app::Mode mode) {
    if (window.mode()) return window.setMode(mode);
    QObject::connect(
        &window.files(), &app::ModelFiles::loaded, &window, [&window, mode] { window.setMode(mode); },
        Qt::SingleShotConnection);
}

/// Starts the program again, in the surroundings that it was started in.
void startAgain(const QByteArray& systemScale) {
    QProcess program;
    QProcessEnvironment environment = QProcessEnvironment::systemEnvironment();
    environment.remove(scaleVariable);
    if (!systemScale.isEmpty()) environment.insert(scaleVariable, systemScale);
    program.setProcessEnvironment(environment);
    program.setProgram(QCoreApplication::applicationFilePath());
    program.setArguments({QStringLiteral("--session")});
    program.startDetached();
}

}  // namespace

int main(int argc, char** argv) {
    // A save that meets a file-size limit is an error message, not the end of the program.
    std::signal(SIGXFSZ, SIG_IGN);
    nameProgram();
    QCommandLineParser arguments;
    describe(arguments);
    if (wantsOnlyWords(argc, argv)) {
        const QCoreApplication program(argc, argv);
        arguments.process(program);  // Ends the program
    }
    const QByteArray systemScale = qgetenv(scaleVariable);
    setSize();
    QApplication application(argc, argv);
    QTranslator words;
    translate(words);
    QApplication::setApplicationDisplayName(QStringLiteral("Lintel"));
    QApplication::setDesktopFileName(QStringLiteral("lintel"));
    QApplication::setWindowIcon(app::programIcon());
    arguments.process(application);

    const auto scheme = schemeNamed(arguments.value(QStringLiteral("scheme")));
    if (arguments.isSet(QStringLiteral("scheme")) && !scheme)
        return refuse(QStringLiteral("--scheme is %1, expected light, dark or contrast")
                          .arg(arguments.value(QStringLiteral("scheme"))));
    const auto mode = app::modeFromWord(arguments.value(QStringLiteral("mode")));
    if (arguments.isSet(QStringLiteral("mode")) && !mode)
        return refuse(
            QStringLiteral("--mode is %1, expected discover, decompose, design, simulate, compare or export")
                .arg(arguments.value(QStringLiteral("mode"))));

    const QStringList files = arguments.positionalArguments();
    const bool plain = !arguments.isSet(QStringLiteral("sample")) && !scheme && !mode &&
                       !arguments.isSet(QStringLiteral("session"));
    app::HandOver handOver(app::HandOver::usualName());
    const bool alone = arguments.isSet(QStringLiteral("alone"));
    if (!alone && plain && app::HandOver::send(app::HandOver::usualName(), files)) return 0;

    app::StudioWindows windows(scheme);
    if (!alone && handOver.listen())
        QObject::connect(&handOver, &app::HandOver::received, &windows, &app::StudioWindows::open);
    app::MainWindow& window = windows.add();
    window.recovery().offer();
    if (!files.isEmpty())
        windows.open(files);
    else if (arguments.isSet(QStringLiteral("sample")))
        window.files().openSample(arguments.value(QStringLiteral("sample")));
    else if (arguments.isSet(QStringLiteral("session")) ||
             app::preferences().isOn(QStringLiteral("restoreSession")))
        restoreSession(windows, window);
    if (mode) startIn(window, *mode);
    window.offerTour();
    const int code = QApplication::exec();
    if (windows.wantsReopening() && windows.windows().empty()) startAgain(systemScale);
    return code;
}
