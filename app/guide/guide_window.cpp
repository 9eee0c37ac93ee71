#include "app/guide/guide_window.h"

#include <QHBoxLayout>
#include <QLabel>
#include <QLineEdit>
#include <QListWidget>
#include <QPushButton>
#include <QShortcut>
#include <QSignalBlocker>
#include <QTextBlock>
#include <QVBoxLayout>
#include <algorithm>

#include "app/guide/guide.h"
#include "app/preferences/key_choices.h"
#include "app/theme/widgets.h"

namespace app {

namespace {

constexpr int pictureWidth = 640;
constexpr int contentsWidth = 240;
const QString guideRoot = QStringLiteral("qrc:/guide/");

QString pageOf(const QUrl& url) {
    return url.fileName().section('.', 0, 0);
}

bool hasWords(const GuidePage& page, const QStringList& sought) {
    return std::all_of(sought.begin(), sought.end(),
                       [&](const QString& word) { return page.text.contains(word, Qt::CaseInsensitive); });
}

bool isListed(const QListWidget& contents, const QString& page) {
    for (int row = 0; row < contents.count(); ++row)
        if (contents.item(row)->data(Qt::UserRole).toString() == page) return true;
    return false;
}

}  // namespace

GuideReader::GuideReader(QWidget* parent) : QTextBrowser(parent) {
    setOpenExternalLinks(true);
    setFont(interFont(14));
    document()->setDocumentMargin(28);
    setAccessibleName(tr("Page of the guide"));
}

void GuideReader::showPage(const QString& id) {
    setSource(QUrl(guideRoot + (findGuidePage(id) ? id : QStringLiteral("README")) + ".md"));
}

QString GuideReader::page() const {
    return pageOf(source());
}

void GuideReader::doSetSource(const QUrl& name, QTextDocument::ResourceType type) {
    QTextBrowser::doSetSource(name, type);
    QTextCursor all(document());
    all.select(QTextCursor::Document);
    QTextBlockFormat spaced;
    spaced.setLineHeight(130, QTextBlockFormat::ProportionalHeight);
    all.mergeBlockFormat(spaced);
}

QVariant GuideReader::loadResource(int type, const QUrl& name) {
    if (type == QTextDocument::MarkdownResource) {
        const GuidePage* page = findGuidePage(pageOf(name));
        return page ? withCurrentKeys(page->text) : tr("# There is no such page");
    }
    if (type != QTextDocument::ImageResource) return QTextBrowser::loadResource(type, name);
    QImage image(QLatin1Char(':') + name.path());
    if (image.width() > pictureWidth) image.setDevicePixelRatio(double(image.width()) / pictureWidth);
    return image;
}

GuideWindow::GuideWindow(QWidget* studio)
    : QWidget(studio, Qt::Window),
      m_field(new QLineEdit(this)),
      m_contents(new QListWidget(this)),
      m_nothing(secondaryLabel(tr("No page has these words."), this)),
      m_reader(new GuideReader(this)) {
    setWindowTitle(tr("Lintel guide"));
    setProperty("look", QStringLiteral("panel"));
    setAttribute(Qt::WA_StyledBackground);
    resize(1000, 760);
    m_field->setPlaceholderText(tr("Search the guide"));
    m_field->setAccessibleName(tr("Search the guide"));
    m_field->setClearButtonEnabled(true);
    m_contents->setAccessibleName(tr("Contents"));
    auto* back = linkButton(tr("Back"), this);
    auto* forward = linkButton(tr("Forward"), this);
    back->setEnabled(false);
    forward->setEnabled(false);
    auto* ways = new QHBoxLayout;
    ways->addWidget(back);
    ways->addWidget(forward);
    ways->addStretch();
    auto* side = new QVBoxLayout;
    side->setContentsMargins(12, 12, 0, 12);
    side->setSpacing(8);
    side->addWidget(m_field);
    side->addLayout(ways);
    side->addWidget(m_nothing);
    side->addWidget(m_contents, 1);
    m_field->setFixedWidth(contentsWidth);
    m_contents->setFixedWidth(contentsWidth);
    auto* layout = new QHBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(12);
    layout->addLayout(side);
    layout->addWidget(separatorLine(Qt::Vertical, this));
    layout->addWidget(m_reader, 1);
    fill({});
    connect(back, &QPushButton::clicked, m_reader, &QTextBrowser::backward);
    connect(forward, &QPushButton::clicked, m_reader, &QTextBrowser::forward);
    connect(m_reader, &QTextBrowser::backwardAvailable, back, &QWidget::setEnabled);
    connect(m_reader, &QTextBrowser::forwardAvailable, forward, &QWidget::setEnabled);
    connect(m_reader, &QTextBrowser::sourceChanged, this, &GuideWindow::followPage);
    connect(m_contents, &QListWidget::currentItemChanged, this, [this](const QListWidgetItem* item) {
        if (item && item->data(Qt::UserRole).toString() != m_reader->page())
            m_reader->showPage(item->data(Qt::UserRole).toString());
    });
    connect(m_field, &QLineEdit::textChanged, this, &GuideWindow::seek);
    connect(&keyChoices(), &KeyChoices::changed, m_reader, &QTextBrowser::reload);
    connect(new QShortcut(Qt::Key_Escape, this), &QShortcut::activated, this, &QWidget::close);
    connect(new QShortcut(QKeySequence::Find, this), &QShortcut::activated, m_field,
            qOverload<>(&QWidget::setFocus));
}

void GuideWindow::fill(const QString& words) {
    const QStringList sought = words.split(' ', Qt::SkipEmptyParts);
    const QSignalBlocker quiet(m_contents);
    m_contents->clear();
    for (const GuidePage& page : guidePages()) {
        if (!hasWords(page, sought)) continue;
        auto* item = new QListWidgetItem(page.title, m_contents);
        item->setData(Qt::UserRole, page.id);
    }
    m_nothing->setVisible(m_contents->count() == 0);
}

/// The first page with all the words is shown, at the first place of them.
void GuideWindow::seek(const QString& words) {
    fill(words);
    const QString first = words.trimmed().section(' ', 0, 0);
    if (first.isEmpty() || m_contents->count() == 0) return followPage();
    if (!isListed(*m_contents, m_reader->page()))
        m_reader->showPage(m_contents->item(0)->data(Qt::UserRole).toString());
    followPage();
    m_reader->moveCursor(QTextCursor::Start);
    m_reader->find(first);
}

void GuideWindow::followPage() {
    const QSignalBlocker quiet(m_contents);
    for (int row = 0; row < m_contents->count(); ++row)
        if (m_contents->item(row)->data(Qt::UserRole).toString() == m_reader->page())
            m_contents->setCurrentRow(row);
}

void GuideWindow::showPage(const QString& id) {
    m_reader->showPage(id);
    followPage();
}

GuideWindow& showGuide(QWidget& studio, const QString& page) {
    auto* window = studio.findChild<GuideWindow*>({}, Qt::FindDirectChildrenOnly);
    if (!window) window = new GuideWindow(&studio);
    window->showPage(page);
    window->show();
    window->raise();
    window->activateWindow();
    return *window;
}

}  // namespace app
