#include <QAbstractButton>
#include <QAction>
#include <QLabel>
#include <QLineEdit>
#include <QRegularExpression>
#include <QTabBar>
#include <QTextDocumentFragment>
#include <QTranslator>

#include "app/file/file.h"
#include "app/preferences/preferences_sheet.h"
#include "app/studio/keys_sheet.h"
#include "app/studio/main_window.h"
#include "app/studio/panel.h"
#include "app/studio/workbench.h"
#include "app/tour/tour.h"
#include "tests/app/program.h"

namespace {

const QChar mark(0x2021);

/// Marks every text that is asked for: what is seen without a mark was never asked for.
class PseudoTranslator : public QTranslator {
public:
    bool isEmpty() const override { return false; }
    QString translate(const char*, const char* text, const char*, int) const override {
        return mark + QString::fromUtf8(text);
    }
};

/// What a widget says.
QStringList wordsOf(const QWidget& widget) {
    QStringList words{widget.toolTip()};
    if (const auto* label = qobject_cast<const QLabel*>(&widget)) words << label->text();
    if (const auto* button = qobject_cast<const QAbstractButton*>(&widget)) words << button->text();
    if (const auto* field = qobject_cast<const QLineEdit*>(&widget)) words << field->placeholderText();
    if (const auto* tabs = qobject_cast<const QTabBar*>(&widget))
        for (int index = 0; index < tabs->count(); ++index) words << tabs->tabText(index);
    return words;
}

bool isWords(const QString& text) {
    static const QRegularExpression word("[A-Za-z]{3,}");
    return word.match(text).hasMatch();
}

}  // namespace

/// Whatever can be read passes through translation, but what the user's model says.
class TranslationTest : public QObject {
    Q_OBJECT

private slots:
    void initTestCase() {
        QVERIFY(QCoreApplication::installTranslator(&m_pseudo));
        const auto text = app::sampleText("shop");
        m_data = QString::fromStdString(text->first);
        // Names of keys, of the program, and units.
        for (const char* known : {"Lintel", "Ctrl", "Shift", "Del", "Return", "Esc", "Left", "Right",
                                  "Backspace", "rps", "min", "USD", "Enter", "gRPC", "Home", "End"})
            m_known << known;
        for (const app::Sample& sample : app::samples()) m_data += sample.title + sample.description;
    }

    void everythingIsTranslated() {
        app::MainWindow window(app::Scheme::Light);
        window.resize(1600, 1000);
        window.show();
        QStringList found = untranslatedIn(window);
        window.files().openSample("shop");
        for (const app::Mode mode : app::allModes) {
            window.setMode(mode);
            QTest::qWait(20);
            found << untranslatedIn(window);
        }
        window.setMode(app::Mode::Design);
        for (const app::StudioPanel& panel : app::panels()) window.action("view." + panel.id)->trigger();
        (new app::PreferencesSheet(&window))->show();
        (new app::KeysSheet(&window))->show();
        window.tour().start();
        QTest::qWait(20);
        found << untranslatedIn(window);
        found.removeDuplicates();
        QVERIFY2(found.isEmpty(), qPrintable("\n" + found.join('\n')));
    }

    void everyCommandIsTranslated() {
        for (const app::CommandGroup& group : app::commandGroups()) {
            QVERIFY2(group.title.startsWith(mark), qPrintable(group.title));
            for (const app::StudioCommand& command : group.commands)
                QVERIFY2(command.title.contains(mark), qPrintable(command.title));
            for (const auto& [title, gesture] : group.gestures)
                QVERIFY2(title.contains(mark) && (gesture.contains(mark) || !isForeign(gesture)),
                         qPrintable(title + ": " + gesture));
        }
    }

private:
    bool isForeign(const QString& text) const {
        QString left = text;
        for (const QString& known : m_known) left.remove(known);
        return isWords(left);
    }

    QStringList untranslatedIn(QWidget& window) const {
        QStringList found;
        for (const QWidget* widget : window.findChildren<QWidget*>()) {
            if (!widget->isVisible()) continue;
            for (const QString& rich : wordsOf(*widget)) {
                const QString text =
                    rich.contains('<') ? QTextDocumentFragment::fromHtml(rich).toPlainText() : rich;
                if (text.contains(mark) || !isForeign(text) || isOfTheModel(text) || isPath(text)) continue;
                found << QStringLiteral("%1: %2").arg(widget->metaObject()->className(), text);
            }
        }
        return found;
    }

    /// `gen/cpp/cart/clients.cpp`
    static bool isPath(const QString& text) {
        static const QRegularExpression path("^[\\w.-]+(/[\\w.-]+)+$");
        return path.match(text).hasMatch();
    }

    /// Names and texts of the sample, elided ones too.
    bool isOfTheModel(const QString& text) const {
        QString part = text.section(QChar(0x2026), 0, 0).trimmed();
        for (const QString& piece : part.split(QRegularExpression("[·,:×›\n]"), Qt::SkipEmptyParts))
            if (isForeign(piece) && !m_data.contains(piece.trimmed(), Qt::CaseInsensitive)) return false;
        return true;
    }

    app::TestSurroundings m_surroundings;
    PseudoTranslator m_pseudo;
    QString m_data;
    QStringList m_known;
};

int main(int argc, char** argv) {
    return app::runTest<TranslationTest>(argc, argv);
}
#include "translation_test.moc"
