#include "app/studio/studio_context.h"

#include "app/studio/main_window.h"
#include "app/studio/workbench.h"

namespace app {

StudioContext::StudioContext(MainWindow& window) : m_window(window) {}

Document& StudioContext::document() const {
    return m_window.document();
}
Selection& StudioContext::selection() const {
    return m_window.selection();
}
ModelFiles& StudioContext::files() const {
    return m_window.files();
}
NoticeBar& StudioContext::notice() const {
    return m_window.notice();
}
ProblemFinder& StudioContext::problems() const {
    return m_window.problems();
}
BusyTasks& StudioContext::tasks() const {
    return m_window.tasks();
}
ViewStack& StudioContext::views() const {
    return m_window.workbench().views();
}
Workbench& StudioContext::workbench() const {
    return m_window.workbench();
}
const Theme& StudioContext::theme() const {
    return m_window.theme();
}

DiagramMode& StudioContext::diagram() const {
    m_window.showDiagram();
    return m_window.workbench().current();
}

void StudioContext::reveal(const QString& key) const {
    m_window.reveal(key);
}

}  // namespace app
