#pragma once

#include <QObject>
#include <optional>
#include <vector>

#include "app/theme/theme.h"

namespace app {

class MainWindow;

/// The windows of the program, each with a model of its own.
class StudioWindows : public QObject {
    Q_OBJECT

public:
    /// With a scheme that holds instead of the preferred one, until another is chosen.
    explicit StudioWindows(std::optional<Scheme> scheme = {}, QObject* parent = nullptr);
    ~StudioWindows() override;

    /// One more window, with the start page.
    MainWindow& add();
    /// Opens each file: where it is open already, else in a window that shows no model, else in a new one.
    /// Without files a new window comes up.
    void open(const QStringList& files);
    /// Opens the models that were open last; false when there are none that are still there.
    bool restoreSession();
    /// Closes all windows, as far as the user lets it; the session is that of now.
    void quit();
    /// Quits, and wants to be started again with the same models.
    void reopen();
    bool wantsReopening() const { return m_reopens; }
    const std::vector<MainWindow*>& windows() const { return m_windows; }

private:
    MainWindow* windowOf(const QString& path) const;
    MainWindow* emptyWindow() const;
    void openIn(MainWindow& window, const QString& path);
    void noteSession();
    void offerReopening();

    std::optional<Scheme> m_scheme;
    std::vector<MainWindow*> m_windows;
    bool m_quitting = false;
    bool m_reopens = false;
};

}  // namespace app
