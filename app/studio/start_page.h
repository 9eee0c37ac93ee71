#pragma once

#include <QWidget>

#include "app/theme/theme.h"

class QVBoxLayout;

namespace app {

/// What is shown before a model is open: recent models, samples, new, open.
class StartPage : public QWidget {
    Q_OBJECT

public:
    StartPage(const Theme& theme, QWidget* parent);

    void setTheme(const Theme& theme);
    /// Reads the list of recent models again.
    void refresh();

signals:
    void newRequested();
    void openRequested();
    void fileChosen(const QString& path);
    void sampleChosen(const QString& id);

private:
    void build();
    QWidget* recentColumn();
    QWidget* sampleColumn();

    Theme m_theme;
    QWidget* m_content = nullptr;
};

}  // namespace app
