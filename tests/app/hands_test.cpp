// A random user of the real window leaves a whole model, and undoing everything leads back to the first
// bytes.
#include <QSettings>
#include <QTemporaryDir>
#include <QTest>

#include "model/check.h"
#include "model/json/json.h"
#include "tests/app/random_hands.h"

namespace {

std::string bytesOfDocument(const app::Document& document) {
    return model::writeProject(document.project()) + model::writeLayout(document.layout());
}

/// As many as LINTEL_GESTURES says.
int gesturesWanted(int otherwise) {
    const int wanted = qEnvironmentVariableIntValue("LINTEL_GESTURES");
    return wanted > 0 ? wanted : otherwise;
}

}  // namespace

class HandsTest : public QObject {
    Q_OBJECT

private slots:
    void initTestCase() {
        QCoreApplication::setOrganizationName("lintel-test");
        QCoreApplication::setApplicationName("lintel-test");
        QSettings::setPath(QSettings::NativeFormat, QSettings::UserScope, m_settings.path());
        qputenv("XDG_STATE_HOME", m_settings.path().toUtf8());
    }

    void anyGesturesLeaveAWholeModel_data() {
        QTest::addColumn<unsigned>("seed");
        const int seed = qEnvironmentVariableIntValue("LINTEL_SEED");
        if (seed > 0)
            QTest::addRow("seed %d", seed) << unsigned(seed);
        else
            for (const unsigned each : {1u, 2u}) QTest::addRow("seed %u", each) << each;
    }
    void anyGesturesLeaveAWholeModel() {
        QFETCH(unsigned, seed);
        app::MainWindow window(app::Scheme::Light);
        window.resize(1200, 800);
        window.show();
        window.files().openSample("shop");
        QCoreApplication::processEvents();
        const std::string first = bytesOfDocument(window.document());
        hands::RandomHands user(window, seed);
        QStringList last;
        const int gestures = gesturesWanted(500);
        for (int number = 0; number < gestures; ++number) {
            last << user.act();
            if (last.size() > 12) last.removeFirst();
            if (number % 20 == 19 && !isWhole(window.document(), number % 200 == 199))
                QFAIL(qPrintable(QString("seed %1, gesture %2, after %3: %4")
                                     .arg(seed)
                                     .arg(number)
                                     .arg(last.join(", "), m_problem)));
        }
        const int steps = window.document().undoStack().count();
        qInfo("seed %u: %d gestures, %d steps, %zu services", seed, gestures, steps,
              window.document().project().services.size());
        QVERIFY(steps > gestures / 20);
        window.document().undoStack().setIndex(0);
        QVERIFY2(bytesOfDocument(window.document()) == first, qPrintable(QString("seed %1").arg(seed)));
        window.document().undoStack().setIndex(steps);
        QVERIFY2(isWhole(window.document(), true), qPrintable(m_problem));
    }

private:
    /// Nothing dangles; and, where asked, what is written is read as the same.
    bool isWhole(const app::Document& document, bool roundTrip) {
        const auto problems = model::check(document.project(), 1);
        m_problem = problems.empty() ? QString() : QString::fromStdString(problems.front().text());
        if (!problems.empty()) return false;
        if (!roundTrip) return true;
        const auto project = model::parseProject(model::writeProject(document.project()));
        const auto layout = model::parseLayout(model::writeLayout(document.layout()));
        m_problem = "what was written is read as something else";
        return project && layout && project->project == document.project() && *layout == document.layout();
    }

    QTemporaryDir m_settings;
    QString m_problem;
};

int main(int argc, char** argv) {
    if (qEnvironmentVariableIsEmpty("QT_QPA_PLATFORM")) qputenv("QT_QPA_PLATFORM", "offscreen");
    QApplication application(argc, argv);
    HandsTest test;
    return QTest::qExec(&test, argc, argv);
}
#include "hands_test.moc"
