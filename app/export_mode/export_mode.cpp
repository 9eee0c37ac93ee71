#include "app/export_mode/export_mode.h"

#include <QCheckBox>
#include <QCoreApplication>
#include <QCryptographicHash>
#include <QDir>
#include <QElapsedTimer>
#include <QFileDialog>
#include <QFontDatabase>
#include <QHBoxLayout>
#include <QHeaderView>
#include <QLabel>
#include <QLineEdit>
#include <QPlainTextEdit>
#include <QPushButton>
#include <QScrollArea>
#include <QSettings>
#include <QSplitter>
#include <QTreeView>
#include <QVBoxLayout>
#include <QtConcurrent>
#include <array>

#include "app/export_mode/code_highlighter.h"
#include "app/export_mode/export_row_painter.h"
#include "app/studio/panel_header.h"
#include "app/theme/widgets.h"

namespace app {

namespace {

constexpr std::size_t longestPreview = 400'000;

/// Each model remembers its own folder; a model without a file has none.
QString folderSetting(const Document& document) {
    const QByteArray path = document.path().toUtf8();
    return path.isEmpty()
               ? QString()
               : "exportFolders/" + QCryptographicHash::hash(path, QCryptographicHash::Sha1).toHex();
}

/// What an exporter says of itself.
QString exporterWords(const std::string& words) {
    return QCoreApplication::translate("Exporter", words.c_str());
}

QString countWord(int count, const QString& word) {
    return QStringLiteral("%1 %2").arg(count).arg(word);
}

}  // namespace

ExportMode::ExportMode(Document& document, const Theme& theme, QWidget* parent)
    : QWidget(parent), m_document(document), m_theme(theme) {
    auto* splitter = new QSplitter(Qt::Horizontal, this);
    splitter->setHandleWidth(1);
    splitter->addWidget(buildTargets());
    splitter->addWidget(buildFiles());
    splitter->addWidget(buildPreview());
    splitter->setSizes({300, 420, 720});
    splitter->setStretchFactor(2, 1);
    splitter->setChildrenCollapsible(false);
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->addWidget(splitter);
    connect(&document, &Document::changed, this, &ExportMode::renderSoon);
    connect(&document, &Document::opened, this, [this] {
        m_shownPath.clear();
        m_message->hide();
        restoreFolder();
        renderSoon();
    });
    connect(&m_rendering, &QFutureWatcherBase::finished, this, &ExportMode::takeRendered);
    connect(&m_writing, &QFutureWatcherBase::finished, this, &ExportMode::takeWritten);
    restoreFolder();
}

void ExportMode::restoreFolder() {
    const QString setting = folderSetting(m_document);
    m_folder = setting.isEmpty() ? QString() : QSettings().value(setting).toString();
    m_folderField->setText(QDir::toNativeSeparators(m_folder));
}

ExportMode::~ExportMode() {
    m_rendering.waitForFinished();
    m_writing.waitForFinished();
}

QWidget* ExportMode::buildTargets() {
    auto* panel = new QWidget(this);
    panel->setProperty("look", QStringLiteral("panel"));
    panel->setAttribute(Qt::WA_StyledBackground);
    panel->setMinimumWidth(260);
    auto* header = new PanelHeader(panel);
    header->title()->setText(tr("Targets"));
    auto* list = new QWidget(panel);
    auto* rows = new QVBoxLayout(list);
    rows->setContentsMargins(12, 8, 12, 12);
    rows->setSpacing(4);
    for (const exporters::Exporter& exporter : exporters::exporterList()) {
        auto* box = new QCheckBox(exporterWords(exporter.title), list);
        box->setFont(interFont(13, QFont::DemiBold));
        box->setChecked(true);
        auto* tier = badge(tr("tier %1").arg(static_cast<int>(exporter.tier)), Tone::Plain, list);
        tier->setToolTip(exporter.tier == exporters::Tier::One
                             ? tr("Compiled, run or validated by the real tool in every run of the tests")
                             : tr("Validated against the project's own schemas"));
        auto* line = new QHBoxLayout;
        line->addWidget(box, 1);
        line->addWidget(tier);
        auto* explanation = secondaryLabel(exporterWords(exporter.explanation), list);
        explanation->setWordWrap(true);
        explanation->setContentsMargins(24, 0, 0, 8);
        rows->addLayout(line);
        rows->addWidget(explanation);
        m_targets.emplace_back(QString::fromStdString(exporter.id), box);
        connect(box, &QCheckBox::toggled, this, &ExportMode::renderSoon);
    }
    rows->addStretch();
    auto* scroll = new QScrollArea(panel);
    scroll->setAccessibleName(tr("What is exported"));
    scroll->setWidgetResizable(true);
    scroll->setWidget(list);
    auto* layout = new QVBoxLayout(panel);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(0);
    layout->addWidget(header);
    layout->addWidget(scroll, 1);
    return panel;
}

QWidget* ExportMode::buildFiles() {
    auto* panel = new QWidget(this);
    panel->setProperty("look", QStringLiteral("panel"));
    panel->setAttribute(Qt::WA_StyledBackground);
    panel->setMinimumWidth(320);
    auto* header = new PanelHeader(panel);
    header->title()->setText(tr("Files"));
    m_summary = header->addFigure();
    m_tree = new QTreeView(panel);
    m_tree->setModel(&m_files);
    m_tree->setHeaderHidden(true);
    m_tree->setUniformRowHeights(true);
    m_tree->setIndentation(16);
    m_tree->setItemDelegate(new ExportRowPainter(m_theme, m_tree));
    m_tree->setAccessibleName(tr("Files"));
    m_tree->header()->setStretchLastSection(false);
    m_tree->header()->setSectionResizeMode(0, QHeaderView::Stretch);
    m_tree->header()->setSectionResizeMode(1, QHeaderView::Fixed);
    m_tree->header()->resizeSection(1, 110);
    connect(m_tree->selectionModel(), &QItemSelectionModel::currentChanged, this, &ExportMode::preview);
    m_folderField = new QLineEdit(panel);
    m_folderField->setPlaceholderText(tr("Choose a folder to write to"));
    m_folderField->setAccessibleName(tr("Folder"));
    auto* browse = new QPushButton(tr("Choose…"), panel);
    m_write = primaryButton(tr("Write"), panel);
    m_write->setEnabled(false);
    m_message = new InlineMessage(panel);
    m_message->hide();
    auto* where = new QHBoxLayout;
    where->addWidget(m_folderField, 1);
    where->addWidget(browse);
    auto* below = new QVBoxLayout;
    below->setContentsMargins(12, 10, 12, 12);
    below->setSpacing(8);
    below->addWidget(m_message);
    below->addLayout(where);
    below->addWidget(m_write);
    auto* layout = new QVBoxLayout(panel);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(0);
    layout->addWidget(header);
    layout->addWidget(m_tree, 1);
    layout->addWidget(separatorLine(Qt::Horizontal, panel));
    layout->addLayout(below);
    connect(browse, &QPushButton::clicked, this, &ExportMode::chooseFolder);
    connect(m_write, &QPushButton::clicked, this, &ExportMode::write);
    connect(m_folderField, &QLineEdit::editingFinished, this, [this] { setFolder(m_folderField->text()); });
    return panel;
}

QWidget* ExportMode::buildPreview() {
    auto* panel = new QWidget(this);
    auto* header = new PanelHeader(panel);
    header->setProperty("look", QStringLiteral("panel"));
    header->setAttribute(Qt::WA_StyledBackground);
    m_previewTitle = header->title();
    m_previewOwner = header->addFigure();
    m_preview = new QPlainTextEdit(panel);
    m_preview->setObjectName(QStringLiteral("preview"));
    m_preview->setReadOnly(true);
    m_preview->setLineWrapMode(QPlainTextEdit::NoWrap);
    m_preview->setAccessibleName(tr("Content of the file"));
    QFont font = QFontDatabase::systemFont(QFontDatabase::FixedFont);
    font.setPixelSize(12);
    m_preview->setFont(font);
    m_highlighter = new CodeHighlighter(m_theme, m_preview->document());
    auto* layout = new QVBoxLayout(panel);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(0);
    layout->addWidget(header);
    layout->addWidget(m_preview, 1);
    return panel;
}

void ExportMode::setTheme(const Theme& theme) {
    m_theme = theme;
    m_highlighter->setTheme(theme);
    m_tree->setItemDelegate(new ExportRowPainter(theme, m_tree));
}

void ExportMode::setActive(bool active) {
    m_active = active;
    if (active && m_dirty) renderSoon();
}

QStringList ExportMode::chosenTargets() const {
    QStringList chosen;
    for (const auto& [id, box] : m_targets)
        if (box->isChecked()) chosen << id;
    return chosen;
}

void ExportMode::renderSoon() {
    m_dirty = true;
    if (!m_active || isWorking()) return;
    m_dirty = false;
    m_write->setEnabled(false);
    m_rendering.setFuture(
        QtConcurrent::run(renderPlan, m_document.version().project, chosenTargets(), m_folder));
}

ExportMode::Rendered ExportMode::renderPlan(const std::shared_ptr<const model::Project>& project,
                                            const QStringList& targets, const QString& folder) {
    Rendered rendered;
    QElapsedTimer timer;
    timer.start();
    if (targets.isEmpty()) return rendered;
    std::vector<std::string> ids;
    for (const QString& target : targets) ids.push_back(target.toStdString());
    auto files = exporters::render(*project, ids);
    if (!files) {
        rendered.error = QString::fromStdString(files.error().text());
        return rendered;
    }
    rendered.known = !folder.isEmpty();
    auto plan = rendered.known ? planExport(folder, *files) : model::Result<std::vector<PlannedFile>>();
    if (!plan) {
        rendered.error = QString::fromStdString(plan.error().text());
        rendered.known = false;
    }
    if (rendered.known)
        rendered.plan = std::move(*plan);
    else
        for (exporters::File& file : *files) rendered.plan.push_back({std::move(file), FileAction::Create});
    rendered.milliseconds = static_cast<double>(timer.nsecsElapsed()) / 1e6;
    return rendered;
}

void ExportMode::takeRendered() {
    Rendered rendered = m_rendering.result();
    showSummary(rendered);
    const bool fresh = m_files.plan().empty();
    m_files.show(std::move(rendered.plan), rendered.known);
    if (fresh || m_tree->currentIndex() == QModelIndex()) {
        m_tree->expandToDepth(1);
        const QModelIndex shown =
            m_shownPath.isEmpty() ? m_files.firstFile() : m_files.indexOfPath(m_shownPath);
        m_tree->setCurrentIndex(shown.isValid() ? shown : m_files.firstFile());
    }
    preview(m_tree->currentIndex());
    m_write->setEnabled(rendered.known && rendered.error.isEmpty() && !m_files.plan().empty());
    if (m_dirty)
        renderSoon();
    else
        emit settled();
}

void ExportMode::showSummary(const Rendered& rendered) {
    std::array<int, 7> counts{};
    for (const PlannedFile& planned : rendered.plan) ++counts[static_cast<std::size_t>(planned.action)];
    QStringList words;
    for (const FileAction action :
         {FileAction::Create, FileAction::Overwrite, FileAction::WriteNew, FileAction::Remove})
        if (counts[static_cast<std::size_t>(action)] > 0)
            words << countWord(counts[static_cast<std::size_t>(action)], actionWord(action));
    const int all = static_cast<int>(rendered.plan.size());
    m_summary->setText(!rendered.known   ? tr("%1 files").arg(all)
                       : words.isEmpty() ? tr("%1 files, nothing changes").arg(all)
                                         : words.join(QStringLiteral(" · ")));
    m_write->setText(!rendered.known   ? tr("Write %1 files").arg(all)
                     : words.isEmpty() ? tr("Nothing to write")
                                       : tr("Write"));
    const bool failed = !rendered.error.isEmpty();
    if (failed) m_message->setMessage(Tone::Bad, tr("This cannot be exported yet"), rendered.error);
    if (failed || m_message->property("tone").toString() == QStringLiteral("bad"))
        m_message->setVisible(failed);
}

void ExportMode::preview(const QModelIndex& index) {
    const int file = index.isValid() ? index.data(ExportTreeModel::FileRole).toInt() : -1;
    if (file < 0) {
        if (m_files.plan().empty()) {
            m_preview->clear();
            m_previewTitle->setText(tr("Nothing to show"));
            m_previewOwner->clear();
        }
        return;
    }
    const PlannedFile& planned = m_files.plan()[static_cast<std::size_t>(file)];
    m_shownPath = QString::fromStdString(planned.file.path);
    m_previewTitle->setText(m_shownPath);
    m_previewOwner->setText(planned.file.ownership == exporters::Ownership::Generated ? tr("generated")
                                                                                      : tr("yours to edit"));
    m_highlighter->setLanguage(CodeHighlighter::languageOf(m_shownPath));
    const std::string& content = planned.file.content;
    QString shown = QString::fromStdString(content.substr(0, longestPreview));
    if (content.size() > longestPreview)
        shown += tr("\n… %1 bytes more").arg(content.size() - longestPreview);
    if (m_preview->toPlainText() != shown) m_preview->setPlainText(shown);
}

void ExportMode::setFolder(const QString& folder) {
    const QString cleaned = folder.trimmed().isEmpty() ? QString() : QDir::cleanPath(folder.trimmed());
    m_folderField->setText(QDir::toNativeSeparators(cleaned));
    if (cleaned == m_folder) return;
    m_folder = cleaned;
    m_message->hide();
    if (const QString setting = folderSetting(m_document); !setting.isEmpty())
        QSettings().setValue(setting, m_folder);
    renderSoon();
}

void ExportMode::chooseFolder() {
    auto* dialog = new QFileDialog(this, tr("Export to"), m_folder);
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->setFileMode(QFileDialog::Directory);
    dialog->setOption(QFileDialog::ShowDirsOnly);
    connect(dialog, &QFileDialog::fileSelected, this, &ExportMode::setFolder);
    dialog->open();
}

void ExportMode::write() {
    if (isWorking() || m_folder.isEmpty() || m_files.plan().empty()) return;
    m_write->setEnabled(false);
    const auto writing = [](const QString& folder, const std::vector<PlannedFile>& plan) {
        if (!QDir().mkpath(folder)) return tr("%1: the folder cannot be made").arg(folder);
        const auto written = writeExport(folder, plan);
        return written ? QString() : QString::fromStdString(written.error().text());
    };
    m_writing.setFuture(QtConcurrent::run(writing, m_folder, m_files.plan()));
}

void ExportMode::takeWritten() {
    const QString error = m_writing.result();
    if (error.isEmpty()) {
        int touched = 0;
        for (const PlannedFile& planned : m_files.plan())
            if (planned.action == FileAction::Create || planned.action == FileAction::Overwrite ||
                planned.action == FileAction::WriteNew)
                ++touched;
        m_message->setMessage(Tone::Good,
                              touched == 1 ? tr("1 file written") : tr("%1 files written").arg(touched),
                              QDir::toNativeSeparators(m_folder));
    } else {
        m_message->setMessage(Tone::Bad, tr("The export was not written"), error);
    }
    m_message->show();
    renderSoon();
}

}  // namespace app
