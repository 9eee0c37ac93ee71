#include "app/comparing/merge_offer.h"

#include <QApplication>
#include <QtConcurrent>

#include "app/comparing/merge_sheet.h"
#include "app/document/version_command.h"

namespace app {

namespace {

Theme shownTheme() {
    return Theme::of(QApplication::palette().color(QPalette::Window).lightness() < 128 ? Scheme::Dark
                                                                                       : Scheme::Light);
}

}  // namespace

MergeOffer::MergeOffer(ModelFiles& files) : QObject(&files), m_files(files) {
    connect(&files.document(), &Document::opened, this, [this] { m_merged.reset(); });
}

/// What was read or written last, as it is in the history; or what was merged since.
std::optional<Version> MergeOffer::base() const {
    const Document& document = m_files.document();
    if (m_merged && m_merged->state == document.stored()) return m_merged->version;
    const int saved = document.undoStack().cleanIndex();
    return saved < 0 ? std::nullopt : std::optional(versionAt(document, saved));
}

bool MergeOffer::isPossible() const {
    return m_files.document().isModified() && base().has_value();
}

void MergeOffer::open() {
    const QString path = m_files.document().path();
    QtConcurrent::run([path] {
        return loadModel(path);
    }).then(this, [this, path](const model::Result<ModelFile>& file) {
        if (path != m_files.document().path()) return;
        if (file)
            show(*file);
        else
            emit failed(tr("The file cannot be merged. %1").arg(QString::fromStdString(file.error().text())));
    });
}

void MergeOffer::show(const ModelFile& theirs) {
    Document& document = m_files.document();
    const auto from = base();
    if (!from) return;
    const Version outside{std::make_shared<const model::Project>(theirs.project),
                          std::make_shared<const model::Layout>(theirs.layout)};
    auto* sheet =
        new MergeSheet(document.title(), *from, document.version(), outside, shownTheme(), m_files.window());
    connect(sheet, &MergeSheet::merged, this,
            [this, &document, ours = document.version(), outside, state = theirs.state](
                const model::Project& project, const model::Layout& layout) {
                if (!sameValues(ours, document.version())) return open();  // It went on meanwhile
                document.apply(project, layout, tr("Merge the changes of %1").arg(document.title()));
                m_merged = Known{state, outside};
                document.acceptStored(state);
            });
    sheet->show();
}

}  // namespace app
