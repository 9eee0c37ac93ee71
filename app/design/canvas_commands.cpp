#include "app/design/canvas_commands.h"

#include <QClipboard>
#include <QCoreApplication>
#include <QGuiApplication>
#include <QMimeData>

#include "app/canvas/canvas_view.h"
#include "app/canvas/diagram_geometry.h"
#include "app/design/diagram_editor.h"
#include "app/design/group_edit.h"
#include "app/design/note_edit.h"
#include "app/design/view_edit.h"
#include "app/diagram/appearance.h"

namespace app {

struct CanvasCommands::Entry {
    const char* id;
    void (CanvasCommands::*act)();
    bool (CanvasCommands::*can)() const;
};

const std::vector<CanvasCommands::Entry>& CanvasCommands::entries() {
    using C = CanvasCommands;
    static const std::vector<Entry> entries{
        {"edit.copy", &C::copy, &C::hasElements},       {"edit.cut", &C::cut, &C::hasElements},
        {"edit.paste", &C::paste, &C::hasClip},         {"edit.pasteLink", &C::pasteLink, &C::hasClip},
        {"edit.hide", &C::hide, &C::hasSelection},      {"view.showHidden", &C::showHidden, &C::hasHidden},
        {"view.collapse", &C::collapse, &C::hasFrames}, {"view.expand", &C::expand, &C::hasGroups},
        {"edit.lock", &C::toggleLock, &C::hasElements}, {"edit.resetSize", &C::resetSizes, &C::hasSizes},
        {"add.note", &C::addNote, &C::always},          {"edit.group", &C::group, &C::canGroup}};
    return entries;
}

CanvasCommands::CanvasCommands(Document& document, DiagramEditor& editor)
    : QObject(&editor), m_document(document), m_editor(editor) {}

bool CanvasCommands::run(const QString& command) {
    for (const Entry& entry : entries()) {
        if (command != QLatin1String(entry.id)) continue;
        (this->*entry.act)();
        return true;
    }
    return false;
}

bool CanvasCommands::canRun(const QString& command) const {
    for (const Entry& entry : entries())
        if (command == QLatin1String(entry.id)) return (this->*entry.can)();
    return false;
}

QStringList CanvasCommands::selected() const {
    return m_editor.canvas().selection();
}

QStringList CanvasCommands::elements() const {
    QStringList keys;
    for (const QString& key : selected())
        if (!key.contains(u'>') && m_editor.canvas().geometry().edgeIndex(key) < 0) keys << elementOfKey(key);
    keys.removeDuplicates();
    return keys;
}

/// Frames that are selected, or around what is selected.
QStringList CanvasCommands::foldable() const {
    if (m_editor.kind().rearrange) return {};
    const DiagramGeometry& geometry = m_editor.canvas().geometry();
    QStringList frames;
    for (const QString& key : selected()) {
        const int node = geometry.nodeIndex(key);
        if (geometry.regionIndex(key) >= 0)
            frames << key;
        else if (node >= 0 && geometry.regionIndex(geometry.node(node).region) >= 0)
            frames << geometry.node(node).region;
    }
    frames.removeDuplicates();
    return frames;
}

QStringList CanvasCommands::folded() const {
    const DiagramGeometry& geometry = m_editor.canvas().geometry();
    QStringList groups;
    for (const QString& key : selected())
        if (const int node = geometry.nodeIndex(key); node >= 0 && geometry.node(node).folded) groups << key;
    return groups;
}

QString originOf(const Document& document) {
    if (!document.path().isEmpty()) return document.path();
    return QStringLiteral("#%1.%2").arg(QCoreApplication::applicationPid()).arg(quintptr(&document), 0, 16);
}

QString CanvasCommands::origin() const {
    return originOf(m_document);
}

bool CanvasCommands::hasSelection() const {
    return !selected().isEmpty();
}
bool CanvasCommands::hasElements() const {
    return !elements().isEmpty();
}
bool CanvasCommands::hasClip() const {
    const QMimeData* data = QGuiApplication::clipboard()->mimeData();
    return data && data->hasFormat(clipType);
}
bool CanvasCommands::hasHidden() const {
    return m_editor.canvas().diagram().hidden > 0;
}
bool CanvasCommands::hasFrames() const {
    return !foldable().isEmpty();
}
bool CanvasCommands::hasGroups() const {
    return !folded().isEmpty();
}
bool CanvasCommands::hasSizes() const {
    const DiagramGeometry& geometry = m_editor.canvas().geometry();
    for (const QString& key : selected())
        if (const int node = geometry.nodeIndex(key); node >= 0 && geometry.node(node).resized) return true;
    return false;
}
bool CanvasCommands::canGroup() const {
    const bool frames = m_editor.kind().tool(QStringLiteral("context")) != nullptr;
    const QStringList keys = elements();
    return frames && std::any_of(keys.begin(), keys.end(), [](const QString& key) {
               return key.startsWith(QLatin1String("service:")) || key.startsWith(QLatin1String("channel:"));
           });
}

void CanvasCommands::copy() {
    Clip clip = clipOf(m_editor.pinned(), m_editor.diagramName(), elements());
    if (clip.empty()) return m_editor.canvas().showHint(tr("Nothing is selected that could be copied."));
    clip.origin = origin();
    const QByteArray bytes = clipBytes(clip);
    if (bytes.size() > largestClip)
        return m_editor.canvas().showHint(tr("This is too much to be copied at once: select less."));
    auto* data = new QMimeData;
    data->setData(clipType, bytes);
    data->setText(clipText(clip));
    QGuiApplication::clipboard()->setMimeData(data);
    m_editor.canvas().showHint(tr("Copied %1").arg(namesOf(m_document.project(), clip.keys)));
}

void CanvasCommands::cut() {
    const QStringList keys = elements();
    if (keys.isEmpty()) return;
    copy();
    auto edit = m_editor.removal(keys);
    if (edit) edit->label = tr("Cut %1").arg(namesOf(m_document.project(), keys));
    m_editor.apply(std::move(edit));
}

void CanvasCommands::paste() {
    pasteWith(false);
}
void CanvasCommands::pasteLink() {
    pasteWith(true);
}

void CanvasCommands::pasteWith(bool link) {
    const QMimeData* data = QGuiApplication::clipboard()->mimeData();
    if (!data || !data->hasFormat(clipType))
        return m_editor.canvas().showHint(tr("There is nothing on the clipboard that can be pasted here."));
    const auto clip = clipFrom(data->data(clipType));
    if (!clip) return m_editor.canvas().showHint(QString::fromStdString(clip.error().message));
    const NewPlace at = m_editor.newPlace(m_editor.canvas().pointedAt());
    const PastePlace place{at.diagram, at.centre, at.context};
    m_editor.apply(link ? app::pasteLink(m_editor.pinned(), *clip, place, origin())
                        : pasteCopy(m_editor.pinned(), *clip, place));
}

void CanvasCommands::hide() {
    const QStringList keys = selected();
    if (keys.isEmpty()) return;
    // A part of an element is not left out of what the element is.
    if (m_editor.kind().remove) return m_editor.remove(keys);
    const DiagramGeometry& geometry = m_editor.canvas().geometry();
    QStringList hidden;
    bool edges = false;
    for (const QString& key : keys) {
        const bool edge = geometry.edgeIndex(key) >= 0;
        edges |= edge && !isAnchor(key);
        hidden << (edge ? key : elementOfKey(key));
    }
    hidden.removeDuplicates();
    const bool onlyNotes = std::all_of(keys.begin(), keys.end(),
                                       [](const QString& key) { return isNote(key) || isAnchor(key); });
    m_editor.apply(hideElements(m_editor.pinned(), m_editor.diagramName(), hidden));
    if (onlyNotes) return;
    m_editor.canvas().showHint(
        edges ? tr("Hidden in this diagram. Shift+Del removes a connection from the model.")
              : tr("Hidden in this diagram. Shift+Del removes from the model."));
}

void CanvasCommands::showHidden() {
    m_editor.canvas().showHint({});
    if (hasHidden()) m_editor.apply(showElements(m_editor.pinned(), m_editor.diagramName(), {}));
}

void CanvasCommands::collapse() {
    m_editor.fold(foldable(), true);
}
void CanvasCommands::expand() {
    m_editor.fold(folded(), false);
}

void CanvasCommands::toggleLock() {
    const QStringList keys = elements();
    if (keys.isEmpty()) return;
    const model::KeySet& locked = appearanceOf(m_document.layout(), m_editor.diagramName()).locked;
    const bool all = std::all_of(keys.begin(), keys.end(),
                                 [&](const QString& key) { return locked.contains(key.toStdString()); });
    m_editor.apply(lockElements(m_editor.pinned(), m_editor.diagramName(), keys, !all));
}

void CanvasCommands::resetSizes() {
    const QStringList keys = selected();
    if (!keys.isEmpty()) m_editor.apply(app::resetSizes(m_editor.pinned(), m_editor.diagramName(), keys));
}

void CanvasCommands::addNote() {
    m_editor.addAt(QStringLiteral("note"), m_editor.canvas().pointedAt());
}

void CanvasCommands::group() {
    const QStringList keys = elements();
    if (!canGroup())
        return m_editor.canvas().showHint(tr("Services and channels can be grouped: select some of them."));
    m_editor.createNamed(
        [keys](const Version& version, const QString& name) { return groupIntoContext(version, keys, name); },
        provisionalName(m_document.project(), NewElement::Context));
}

}  // namespace app
