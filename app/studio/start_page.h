#pragma once

#include <QPointer>
#include <QWidget>
#include <vector>

#include "app/recovery/journal_file.h"
#include "app/theme/theme.h"

class QBoxLayout;

namespace app {

class StartCard;

/// What is shown before a model is open: what can be begun, learned and recovered, the recent models with
/// their pictures, and the samples.
class StartPage : public QWidget {
    Q_OBJECT

public:
    StartPage(const Theme& theme, QWidget* parent);

    void setTheme(const Theme& theme);
    /// Reads the list of recent models again.
    void refresh();
    void setRecovered(const std::vector<Leftover>& leftovers);

signals:
    void fileChosen(const QString& path);
    /// The file, in a window of its own.
    void windowChosen(const QString& path);
    void sampleChosen(const QString& id);
    /// A command of the studio, by id.
    void commandChosen(const QString& id);

protected:
    bool eventFilter(QObject* watched, QEvent* event) override;
    void keyPressEvent(QKeyEvent* event) override;
    void resizeEvent(QResizeEvent* event) override;
    void showEvent(QShowEvent* event) override;

private:
    /// How wide the parts are in a window of this width.
    struct Measures {
        int side, gap, wide, tiles;
        int tile() const { return (wide - (tiles - 1) * 12) / tiles; }
    };

    Measures measures() const;
    void build();
    QWidget* head(QWidget* parent);
    QWidget* sideColumn(QWidget* parent);
    QWidget* wideColumn(QWidget* parent);
    void addCommand(QBoxLayout* column, const char* icon, const QString& title, const QString& text,
                    const char* command);
    QWidget* recentTiles(QWidget* parent);
    QWidget* sampleRows(QWidget* parent);
    StartCard* recentTile(const QString& path, QWidget* parent);
    void showMenu(const QString& path, const QPoint& at);
    void paintPictures();
    void forget(const QString& path);
    bool step(int key);

    Theme m_theme;
    std::vector<Leftover> m_leftovers;
    QWidget* m_content = nullptr;
    int m_tiles = 0;
    std::vector<std::pair<QString, QPointer<StartCard>>> m_unpainted;  ///< Tiles by path
};

}  // namespace app
