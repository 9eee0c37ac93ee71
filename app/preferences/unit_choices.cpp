#include "app/preferences/unit_choices.h"

#include <QCoreApplication>
#include <QHash>
#include <QLocale>

#include "app/preferences/preferences.h"

namespace app {

namespace {

/// Read once: figures are written hundreds of times for each picture of a run.
struct UnitChoices {
    QString numbers, times, money;
};

const UnitChoices& unitChoices() {
    static UnitChoices choices{QStringLiteral("point"), QStringLiteral("fitting"), QStringLiteral("code")};
    static const Preferences* known = nullptr;
    if (!QCoreApplication::instance()) return choices;
    const auto read = [] {
        const Preferences& all = preferences();
        choices = {all.value(QStringLiteral("numbers")), all.value(QStringLiteral("times")),
                   all.value(QStringLiteral("money"))};
    };
    if (known == &preferences()) return choices;
    known = &preferences();
    QObject::connect(known, &Preferences::changed, known, read);
    read();
    return choices;
}

}  // namespace

QString chosenNumber(double value, int decimals) {
    QString text = QLocale(QLocale::English, QLocale::UnitedStates).toString(value, 'f', decimals);
    const QString& style = unitChoices().numbers;
    if (style == QLatin1String("space")) return text.replace(',', QChar(0x202f));
    if (style != QLatin1String("comma")) return text;
    for (QChar& sign : text) sign = sign == '.' ? ',' : sign == ',' ? '.' : sign;
    return text;
}

bool timesStayInMilliseconds() {
    return unitChoices().times == QLatin1String("ms");
}

QString chosenCurrency(const QString& code) {
    static const QHash<QString, QString> signs{{"USD", "$"}, {"EUR", "€"}, {"GBP", "£"}, {"JPY", "¥"},
                                               {"CNY", "¥"}, {"INR", "₹"}, {"KRW", "₩"}, {"CHF", "Fr."}};
    return unitChoices().money == QLatin1String("sign") ? signs.value(code, code) : code;
}

}  // namespace app
