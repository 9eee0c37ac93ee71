#include <QCoreApplication>

#include "app/preferences/preference.h"

namespace app {

namespace {

QString unitsPageTr(const char* words) {
    return QCoreApplication::translate("UnitsPage", words);
}

}  // namespace

PreferencePage unitsPage() {
    return {2,
            unitsPageTr("Units"),
            {{"times",
              unitsPageTr("Times in results"),
              unitsPageTr("How latencies of runs and estimates are written."),
              "fitting",
              {{"fitting", unitsPageTr("ms, s or min, as fits")}, {"ms", unitsPageTr("Always ms")}}},
             {"money",
              unitsPageTr("Currency"),
              unitsPageTr("The currency itself is that of the model's prices."),
              "code",
              {{"code", unitsPageTr("As its code: USD")}, {"sign", unitsPageTr("As its sign: $")}}},
             {"numbers",
              unitsPageTr("Numbers in results"),
              unitsPageTr("How thousands and decimals are parted."),
              "point",
              {{"point", QStringLiteral("1,234.5")},
               {"comma", QStringLiteral("1.234,5")},
               {"space", QStringLiteral("1 234.5")}}}}};
}

}  // namespace app
