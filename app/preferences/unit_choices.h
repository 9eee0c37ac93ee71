#pragma once

#include <QString>

namespace app {

/// A number with its thousands and decimals parted as the user likes it.
QString chosenNumber(double value, int decimals);
/// Whether times of results stay in milliseconds.
bool timesStayInMilliseconds();
/// `USD` or `$`; a currency without a known sign is its code.
QString chosenCurrency(const QString& code);

}  // namespace app
