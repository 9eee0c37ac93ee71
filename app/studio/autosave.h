#pragma once

#include <QTimer>

#include "app/studio/model_files.h"

namespace app {

/// Saves the model to its file whenever the user pauses, if they want that (the setting `autosave`; off at
/// first). It never makes a file, and never writes where others have written: then saving is asked for.
class Autosave : public QObject {
    Q_OBJECT

public:
    explicit Autosave(ModelFiles& files);

    static bool isOn();
    void turn(bool on);

private:
    void pause();
    void save();

    ModelFiles& m_files;
    QTimer m_pause;
};

}  // namespace app
