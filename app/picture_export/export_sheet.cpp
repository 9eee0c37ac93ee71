#include "app/picture_export/export_sheet.h"

#include <QApplication>
#include <QClipboard>
#include <QDir>
#include <QFileDialog>
#include <QFileInfo>
#include <QKeyEvent>
#include <QLabel>
#include <QLineEdit>
#include <QMenu>
#include <QMimeData>
#include <QPrintPreviewDialog>
#include <QPrinter>
#include <QPushButton>
#include <QVBoxLayout>
#include <cmath>

#include "app/canvas/canvas_view.h"
#include "app/design/diagram_mode.h"
#include "app/document/document.h"
#include "app/picture_export/picture_part.h"
#include "app/picture_export/print_pages.h"
#include "app/studio/notice_bar.h"
#include "app/studio/selection.h"
#include "app/studio/workbench.h"
#include "app/theme/widgets.h"
#include "app/views/view_list.h"
#include "app/views/view_stack.h"

namespace app {

namespace {

constexpr int exportSheetWidth = 860;
constexpr QSize previewSize{440, 330};
constexpr double millimetresPerUnit = 25.4 / 96;

int countOfDiagrams(const Document& document) {
    model::Layout plain;
    return int(listedViews(document.project(), plain).size());
}

QString measures(const PictureSheet& sheet, const PictureChoice& choice) {
    const QSizeF size = sheet.size();
    const QString paper = ExportSheet::tr("%1 × %2 mm")
                              .arg(std::lround(size.width() * millimetresPerUnit))
                              .arg(std::lround(size.height() * millimetresPerUnit));
    if (choice.format != PictureFormat::Png)
        return ExportSheet::tr("%1 × %2 units, %3 on paper")
            .arg(std::lround(size.width()))
            .arg(std::lround(size.height()))
            .arg(paper);
    const QSize pixels = pixelsOf(size, choice.scale);
    return ExportSheet::tr("%1 × %2 pixels, %3").arg(pixels.width()).arg(pixels.height()).arg(paper);
}

}  // namespace

QMimeData* pictureMime(const PictureSubject& subject, const PictureChoice& choice) {
    const auto sheet = sheetOf(subject, choice);
    auto* data = new QMimeData;
    if (const auto svg = renderSheet(*sheet, PictureFormat::Svg, 1)) {
        data->setData(QStringLiteral("image/svg+xml"), *svg);
        data->setText(QString::fromUtf8(*svg));
    }
    if (const auto png = renderSheet(*sheet, PictureFormat::Png, choice.scale)) {
        data->setData(QStringLiteral("image/png"), *png);
        data->setImageData(QImage::fromData(*png));
    }
    return data;
}

ExportSheet::ExportSheet(StudioContext& studio, QWidget* window)
    : Sheet(tr("Export pictures"), exportSheetWidth, window),
      m_studio(studio),
      m_form(new PictureForm(int(studio.selection().keys().size()), countOfDiagrams(studio.document()),
                             card())) {
    setObjectName(QStringLiteral("exportSheet"));
    build();
    m_soon.setSingleShot(true);
    connect(&m_soon, &QTimer::timeout, this, &ExportSheet::showPreview);
    connect(m_form, &PictureForm::changed, this, &ExportSheet::refresh);
    refresh();
    showPreview();
}

void ExportSheet::build() {
    auto* columns = new QHBoxLayout;
    columns->setSpacing(28);
    auto* left = new QVBoxLayout;
    left->addWidget(m_form);
    left->addStretch();
    columns->addLayout(left, 1);
    columns->addWidget(buildPreview());
    content()->addSpacing(4);
    content()->addLayout(columns);
    content()->addWidget(buildPath());
    m_message = new InlineMessage(card());
    m_message->hide();
    content()->addWidget(m_message);
    auto* line = new QHBoxLayout;
    const auto add = [&](QPushButton* button, const char* id, void (ExportSheet::*act)()) {
        button->setObjectName(QLatin1String(id));
        connect(button, &QPushButton::clicked, this, act);
        line->addWidget(button);
        return button;
    };
    add(new QPushButton(tr("&Print…"), card()), "print", &ExportSheet::print);
    add(new QPushButton(tr("&Copy to the clipboard"), card()), "copy", &ExportSheet::copy);
    line->addStretch();
    auto* cancel = new QPushButton(tr("Cancel"), card());
    connect(cancel, &QPushButton::clicked, this, [this] { close(); });
    line->addWidget(cancel);
    add(primaryButton(tr("&Export"), card()), "write", &ExportSheet::write)->setDefault(true);
    content()->addSpacing(4);
    content()->addLayout(line);
}

QWidget* ExportSheet::buildPreview() {
    auto* frame = new QFrame(card());
    setLook(frame, "card");
    auto* column = new QVBoxLayout(frame);
    column->setContentsMargins(8, 8, 8, 8);
    m_picture = new QLabel(frame);
    m_picture->setFixedSize(previewSize);
    m_picture->setAlignment(Qt::AlignCenter);
    m_picture->setAccessibleName(tr("Preview"));
    m_size = secondaryLabel({}, frame);
    m_size->setAlignment(Qt::AlignCenter);
    column->addWidget(m_picture);
    column->addWidget(m_size);
    return frame;
}

QWidget* ExportSheet::buildPath() {
    auto* row = new QWidget(card());
    auto* line = new QHBoxLayout(row);
    line->setContentsMargins(0, 0, 0, 0);
    auto* label = new QLabel(tr("&File"), row);
    m_path = new QLineEdit(row);
    m_path->setAccessibleName(tr("File"));
    label->setBuddy(m_path);
    auto* other = new QPushButton(tr("&Browse…"), row);
    line->addWidget(label);
    line->addWidget(m_path, 1);
    line->addWidget(other);
    connect(m_path, &QLineEdit::textEdited, this, [this] {
        m_ownPath = true;
        m_message->hide();
        setInvalid(m_path, false);
    });
    connect(m_path, &QLineEdit::returnPressed, this, &ExportSheet::write);
    connect(other, &QPushButton::clicked, this, &ExportSheet::browse);
    return row;
}

void ExportSheet::browse() {
    auto* dialog = new QFileDialog(this, tr("Export to"), m_path->text());
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->setAcceptMode(QFileDialog::AcceptSave);
    dialog->setDefaultSuffix(endingOf(m_form->choice().format));
    connect(dialog, &QFileDialog::fileSelected, this, [this](const QString& path) {
        m_path->setText(path);
        m_ownPath = true;
        if (const auto format = pictureFormat(path)) {
            PictureChoice choice = m_form->choice();
            choice.format = *format;
            m_form->setChoice(choice);
        }
    });
    dialog->open();
}

QString ExportSheet::message() const {
    if (m_message->isHidden()) return {};
    QStringList words;
    for (const QLabel* label : m_message->findChildren<QLabel*>()) words << label->text();
    return words.join(u' ');
}

/// Of the diagram that is shown, with what lies over it.
PictureSubject ExportSheet::current() const {
    const Document& document = m_studio.document();
    const DiagramPlace& place = m_studio.views().current();
    const CanvasView& canvas = m_studio.workbench().current().canvas();
    PictureSubject subject = subjectOf(place, document.project(), document.layout());
    if (canvas.diagram().name == subject.diagram.name) {
        subject.diagram = canvas.diagram();
        subject.layer = canvas.layer();
    }
    return subject;
}

std::vector<PictureSubject> ExportSheet::subjects() const {
    const Document& document = m_studio.document();
    const PictureScope scope = m_form->choice().scope;
    if (scope == PictureScope::All) return allSubjects(document.project(), document.layout());
    PictureSubject subject = current();
    const CanvasView& canvas = m_studio.workbench().current().canvas();
    if (scope == PictureScope::Selection) {
        QStringList keys = m_studio.selection().keys();
        keys << canvas.selection();
        subject.diagram = selectedPart(subject.diagram, keys);
        subject.name += QStringLiteral("-selection");
    }
    if (scope == PictureScope::Seen)
        subject.part = canvas.mapToScene(canvas.viewport()->rect()).boundingRect();
    return {subject};
}

void ExportSheet::refresh() {
    m_message->hide();
    setInvalid(m_path, false);
    refreshPath();
    m_soon.start(120);
}

/// The name follows the choices until the user gives one; its ending always does.
void ExportSheet::refreshPath() {
    const PictureChoice choice = m_form->choice();
    const QString ending = endingOf(choice.format);
    if (m_ownPath) {
        const QFileInfo file(m_path->text());
        if (pictureFormat(file.fileName()) && file.suffix() != ending)
            m_path->setText(QDir(file.path()).filePath(file.completeBaseName() + u'.' + ending));
        return;
    }
    const QFileInfo model(m_studio.document().path());
    const QString folder = m_studio.document().path().isEmpty() ? QDir::homePath() : model.path();
    const std::string name = m_studio.document().project().name;
    const QString base = m_studio.document().path().isEmpty()
                             ? QString::fromStdString(model::slug(name, "model"))
                             : model.completeBaseName();
    const bool several =
        choice.scope == PictureScope::All && !(choice.format == PictureFormat::Pdf && choice.onePdf);
    const QString what = choice.scope == PictureScope::All ? QStringLiteral("diagrams") : current().name;
    m_path->setText(
        QDir(folder).filePath(base + u'-' + what + (several ? QString() : QString(u'.' + ending))));
}

/// Of all diagrams the one that is seen stands for them.
void ExportSheet::showPreview() {
    const PictureChoice choice = m_form->choice();
    const bool all = choice.scope == PictureScope::All;
    const auto sheet = sheetOf(all ? current() : subjects().front(), choice);
    const double ratio = devicePixelRatioF();
    const QSizeF size = sheet->size();
    const double scale =
        std::min({previewSize.width() / size.width(), previewSize.height() / size.height(), 1.0});
    QPixmap picture((size * scale * ratio).toSize().expandedTo({1, 1}));
    picture.setDevicePixelRatio(ratio);
    picture.fill(Qt::transparent);
    QPainter painter(&picture);
    painter.scale(scale, scale);
    sheet->paint(painter, 1);
    painter.end();
    m_picture->setPixmap(picture);
    m_size->setText(all ? tr("This one: %1").arg(measures(*sheet, choice)) : measures(*sheet, choice));
}

void ExportSheet::say(const model::Error& error) {
    m_message->setMessage(Tone::Bad, tr("Nothing was exported"), QString::fromStdString(error.text()));
    m_message->show();
    setInvalid(m_path, true);
    m_path->setFocus();
}

void ExportSheet::write() {
    const PictureChoice choice = m_form->choice();
    const QString path = m_path->text().trimmed();
    if (path.isEmpty()) return say({"file", tr("name a file to write").toStdString()});
    const auto files = makePictures(subjects(), choice);
    if (!files) return say(files.error());
    if (files->size() > 1 && !QDir().mkpath(path))
        return say({path.toStdString(), tr("the folder cannot be made").toStdString()});
    const auto written = writePictures(*files, path);
    if (!written) return say(written.error());
    m_form->remember();
    const QString what = written->size() == 1 ? written->front() : tr("%1 files").arg(written->size());
    m_studio.notice().say(Tone::Good, tr("Exported: %1").arg(what), {}, true);
    close();
}

void ExportSheet::copy() {
    const std::vector<PictureSubject> all = subjects();
    if (all.empty()) return say({"picture", tr("there is nothing to show").toStdString()});
    QApplication::clipboard()->setMimeData(pictureMime(all.front(), m_form->choice()));
    m_form->remember();
    m_studio.notice().say(Tone::Good, tr("Copied as picture and as SVG"), {}, true);
    close();
}

/// The preview brings page setup along; large sheets in their own size take several pages.
void ExportSheet::print() {
    auto* menu = new QMenu(this);
    menu->setAttribute(Qt::WA_DeleteOnClose);
    const auto start = [this](PrintSize size) {
        auto printer = std::make_shared<QPrinter>(QPrinter::HighResolution);
        printer->setDocName(m_studio.document().title());
        printer->setPageOrientation(QPageLayout::Landscape);
        auto* preview = new QPrintPreviewDialog(printer.get(), this);
        preview->setAttribute(Qt::WA_DeleteOnClose);
        preview->setWindowTitle(tr("Print"));
        PictureChoice choice = m_form->choice();
        choice.scheme = PictureScheme::Paper;
        connect(preview, &QPrintPreviewDialog::paintRequested, this,
                [this, printer, size, choice](QPrinter* paper) {
                    std::vector<std::unique_ptr<PictureSheet>> sheets;
                    for (const PictureSubject& subject : subjects())
                        sheets.push_back(sheetOf(subject, choice));
                    if (!printSheets(*paper, sheets, size))
                        say({"printer", tr("the printer does not take it").toStdString()});
                });
        preview->open();
    };
    menu->addAction(tr("Each diagram on one page"), this, [start] { start(PrintSize::OnePage); });
    menu->addAction(tr("In its own size, on several pages"), this, [start] { start(PrintSize::Tiles); });
    menu->popup(QCursor::pos());
}

void ExportSheet::keyPressEvent(QKeyEvent* event) {
    if (event->matches(QKeySequence::Copy)) return copy();
    if (event->key() == Qt::Key_Return || event->key() == Qt::Key_Enter) return write();
    Sheet::keyPressEvent(event);
}

}  // namespace app
