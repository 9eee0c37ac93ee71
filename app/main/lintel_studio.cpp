#include <QApplication>
#include <QCommandLineParser>
#include <QSettings>
#include <csignal>
#include <cstdio>

#include "app/studio/main_window.h"
#include "app/studio/recovery.h"

namespace {

app::Scheme schemeFrom(const QString& word) {
    return word == QStringLiteral("dark") ? app::Scheme::Dark : app::Scheme::Light;
}

/// Tells what is wrong with an argument and how it is meant; the exit code of wrong usage.
int refuse(const QString& message) {
    fprintf(stderr, "lintel-studio: %s\n", qPrintable(message));
    return 2;
}

}  // namespace

int main(int argc, char** argv) {
    // A save that meets a file-size limit is an error message, not the end of the program.
    std::signal(SIGXFSZ, SIG_IGN);
    QApplication application(argc, argv);
    QApplication::setApplicationName(QStringLiteral("lintel"));
    QApplication::setOrganizationName(QStringLiteral("lintel"));
    QApplication::setApplicationDisplayName(QStringLiteral("Lintel"));

    QCommandLineParser arguments;
    arguments.setApplicationDescription(
        QStringLiteral("Design, stress and ship a microservice architecture."));
    arguments.addHelpOption();
    arguments.addPositionalArgument(QStringLiteral("file"), QStringLiteral("The model to open."),
                                    QStringLiteral("[FILE]"));
    arguments.addOption({QStringLiteral("sample"), QStringLiteral("Open a sample, such as online-boutique."),
                         QStringLiteral("ID")});
    arguments.addOption(
        {QStringLiteral("scheme"), QStringLiteral("Appearance: light or dark."), QStringLiteral("SCHEME")});
    arguments.addOption(
        {QStringLiteral("mode"),
         QStringLiteral("Mode to start in: discover, decompose, design, simulate, compare or export."),
         QStringLiteral("NAME")});
    arguments.process(application);

    const QString scheme = arguments.isSet(QStringLiteral("scheme"))
                               ? arguments.value(QStringLiteral("scheme"))
                               : QSettings().value(QStringLiteral("scheme")).toString();
    if (arguments.isSet(QStringLiteral("scheme")) && scheme != QStringLiteral("light") &&
        scheme != QStringLiteral("dark"))
        return refuse(QStringLiteral("--scheme is %1, expected light or dark").arg(scheme));
    const auto mode = app::modeFromWord(arguments.value(QStringLiteral("mode")));
    if (arguments.isSet(QStringLiteral("mode")) && !mode)
        return refuse(
            QStringLiteral("--mode is %1, expected discover, decompose, design, simulate, compare or export")
                .arg(arguments.value(QStringLiteral("mode"))));
    if (arguments.positionalArguments().size() > 1) return refuse(QStringLiteral("one file is expected"));

    app::MainWindow window(schemeFrom(scheme));
    window.show();
    window.recovery().offer();
    if (arguments.isSet(QStringLiteral("sample")))
        window.files().openSample(arguments.value(QStringLiteral("sample")));
    for (const QString& path : arguments.positionalArguments()) window.files().openFile(path);
    if (mode) {
        if (window.mode())
            window.setMode(*mode);
        else
            QObject::connect(
                &window.files(), &app::ModelFiles::loaded, &window,
                [&window, mode] { window.setMode(*mode); }, Qt::SingleShotConnection);
    }
    return QApplication::exec();
}
