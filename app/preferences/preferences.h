#pragma once

#include <QHash>
#include <QObject>

#include "app/preferences/preference.h"
#include "app/theme/theme.h"

namespace app {

/// What the user has set, as the user's settings keep it. One of the program: what is set in a window holds
/// in all of them at once.
class Preferences : public QObject {
    Q_OBJECT

public:
    using QObject::QObject;

    /// What was chosen; the fallback where nothing, or nothing that is among the choices, was.
    QString value(const QString& key) const;
    bool isOn(const QString& key) const { return value(key) == QLatin1String("true"); }
    int number(const QString& key) const { return value(key).toInt(); }
    void set(const QString& key, const QString& value);
    void turn(const QString& key, bool on);
    bool isFallback(const QString& key) const;
    void reset(const QString& key);
    void resetAll();

signals:
    void changed(const QString& key);
};

/// Those of the running program.
Preferences& preferences();

/// The look that they ask for.
Theme preferredTheme();
/// The scheme, where the choice may be that of the system.
Scheme preferredScheme();

}  // namespace app
