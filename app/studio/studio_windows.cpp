#include "app/studio/studio_windows.h"

#include <QFileInfo>
#include <algorithm>

#include "app/preferences/preferences.h"
#include "app/studio/main_window.h"
#include "app/studio/notice_bar.h"
#include "app/studio/window_memory.h"

namespace app {

StudioWindows::StudioWindows(std::optional<Scheme> scheme, QObject* parent)
    : QObject(parent), m_scheme(scheme) {
    connect(&preferences(), &Preferences::changed, this, [this](const QString& key) {
        if (key == QLatin1String("scheme")) m_scheme.reset();
        if (findPreference(key)->atStart) offerReopening();
    });
}

StudioWindows::~StudioWindows() {
    for (MainWindow* window : m_windows) window->disconnect(this);
    for (MainWindow* window : std::vector<MainWindow*>(m_windows)) delete window;
}

MainWindow& StudioWindows::add() {
    auto* window = new MainWindow(m_scheme.value_or(preferredScheme()));
    window->setAttribute(Qt::WA_DeleteOnClose);
    if (!m_windows.empty()) window->move(m_windows.back()->pos() + QPoint(32, 32));
    m_windows.push_back(window);
    connect(window, &QObject::destroyed, this, [this, window] {
        std::erase(m_windows, window);
        if (!m_windows.empty()) noteSession();
    });
    connect(window, &MainWindow::windowRequested, this, &StudioWindows::open);
    connect(window, &MainWindow::quitRequested, this, &StudioWindows::quit);
    connect(&window->files(), &ModelFiles::loaded, this, [this] {
        m_quitting = m_reopens = false;
        noteSession();
    });
    connect(&window->document(), &Document::pathChanged, this, &StudioWindows::noteSession);
    window->show();
    return *window;
}

MainWindow* StudioWindows::windowOf(const QString& path) const {
    const QString sought = QFileInfo(path).canonicalFilePath();
    const auto found = std::find_if(m_windows.begin(), m_windows.end(), [&](MainWindow* window) {
        const QString open = window->document().path();
        return !open.isEmpty() && !sought.isEmpty() && QFileInfo(open).canonicalFilePath() == sought;
    });
    return found == m_windows.end() ? nullptr : *found;
}

MainWindow* StudioWindows::emptyWindow() const {
    const auto found = std::find_if(m_windows.begin(), m_windows.end(), [](MainWindow* window) {
        return !window->mode() && !window->document().isModified() && !window->files().isLoading();
    });
    return found == m_windows.end() ? nullptr : *found;
}

void StudioWindows::openIn(MainWindow& window, const QString& path) {
    if (const auto sight = rememberedSight(path)) window.restoreGeometry(sight->geometry);
    window.files().openFile(path);
}

void StudioWindows::open(const QStringList& files) {
    MainWindow* last = files.isEmpty() ? &add() : nullptr;
    for (const QString& path : files) {
        last = windowOf(path);
        if (last) continue;
        last = emptyWindow();
        if (!last) last = &add();
        openIn(*last, path);
    }
    last->setWindowState((last->windowState() & ~Qt::WindowMinimized) | Qt::WindowActive);
    last->raise();
    last->activateWindow();
}

bool StudioWindows::restoreSession() {
    QStringList there;
    for (const QString& path : lastSession())
        if (QFileInfo(path).isFile()) there << path;
    if (!there.isEmpty()) open(there);
    return !there.isEmpty();
}

void StudioWindows::noteSession() {
    if (m_quitting) return;
    QStringList paths;
    for (MainWindow* window : m_windows)
        if (!window->document().path().isEmpty() && window->mode()) paths << window->document().path();
    rememberSession(paths);
}

void StudioWindows::quit() {
    noteSession();
    m_quitting = true;
    for (MainWindow* window : std::vector<MainWindow*>(m_windows)) window->close();
}

void StudioWindows::reopen() {
    m_reopens = true;
    quit();
}

void StudioWindows::offerReopening() {
    for (MainWindow* window : m_windows)
        window->notice().say(Tone::Info, tr("The new size holds when the studio opens anew."),
                             {{tr("Open it anew"), [this] { reopen(); }}});
}

}  // namespace app
