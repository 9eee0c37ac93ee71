#include "app/comparing/compared_side.h"

#include <QFileDialog>
#include <QFileInfo>
#include <QLocale>
#include <QMenu>
#include <QPainter>
#include <QStyleOptionButton>
#include <QtConcurrent>

#include "app/document/version_command.h"
#include "app/file/file.h"
#include "app/theme/theme.h"
#include "model/json/json.h"

namespace app {

namespace {

constexpr int mostStepsListed = 60;

QString stepTitle(const Document& document, int step) {
    if (step == 0) return SideButton::tr("As opened");
    return QStringLiteral("%1. %2").arg(step).arg(document.step(step - 1).label.simplified());
}

QString revisionTitle(const GitRevision& revision) {
    return QStringLiteral("%1  %2").arg(revision.abbreviation, revision.subject.simplified().left(80));
}

}  // namespace

QString sideTitle(const ComparedSide& side, const Document& document) {
    switch (side.kind) {
        case ComparedSide::Kind::Open:
            return SideButton::tr("The open model");
        case ComparedSide::Kind::Saved:
            return SideButton::tr("As saved");
        case ComparedSide::Kind::Step:
            return side.step <= document.undoStack().count() ? stepTitle(document, side.step)
                                                             : SideButton::tr("A step that is gone");
        case ComparedSide::Kind::File:
        case ComparedSide::Kind::Revision:
            return side.title;
    }
    return {};
}

SideButton::SideButton(Document& document, const QString& role, QWidget* parent)
    : QPushButton(parent), m_document(document), m_role(role), m_menu(new QMenu(this)) {
    setMenu(m_menu);
    setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
    setMaximumWidth(420);
    connect(m_menu, &QMenu::aboutToShow, this, &SideButton::fillMenu);
    connect(&m_git, &GitHistory::listed, this, &SideButton::showRevisions);
    connect(&m_git, &GitHistory::failed, this, [this](const QString& why) {
        if (!m_revisions) return;
        m_revisions->clear();
        m_revisions->addAction(why)->setEnabled(false);
    });
    setSide({});
}

void SideButton::setSide(const ComparedSide& side) {
    m_side = side;
    const QString title = sideTitle(side, m_document);
    setText(QStringLiteral("%1: %2").arg(m_role, title));
    setAccessibleName(text());
    setToolTip(tr("Choose what stands on this side. Now: %1").arg(title));
}

void SideButton::choose(const ComparedSide& side) {
    setSide(side);
    emit chosen(side);
}

void SideButton::fillMenu() {
    m_menu->clear();
    m_menu->addAction(tr("The open model"), this, [this] { choose({}); });
    QAction* saved = m_menu->addAction(tr("As saved"), this, [this] {
        choose({ComparedSide::Kind::Saved, 0, {}, {}});
    });
    saved->setEnabled(!m_document.path().isEmpty());
    addSteps(*m_menu->addMenu(tr("A step of the history")));
    m_revisions = m_menu->addMenu(tr("A revision in git"));
    m_revisions->setEnabled(!m_document.path().isEmpty());
    if (!m_document.path().isEmpty()) addRevisions(*m_revisions);
    m_menu->addSeparator();
    m_menu->addAction(tr("Another file…"), this, &SideButton::askFile);
}

void SideButton::addSteps(QMenu& menu) {
    const int count = m_document.undoStack().count();
    for (int step = count; step >= std::max(0, count - mostStepsListed); --step) {
        QAction* action =
            menu.addAction(stepTitle(m_document, step).replace('&', QLatin1String("&&")), this, [this, step] {
                choose({ComparedSide::Kind::Step, step, {}, {}});
            });
        action->setCheckable(true);
        action->setChecked(m_side.kind == ComparedSide::Kind::Step && m_side.step == step);
    }
}

void SideButton::addRevisions(QMenu& menu) {
    menu.addAction(tr("Asking git…"))->setEnabled(false);
    m_git.list(m_document.path());
}

void SideButton::showRevisions(const std::vector<GitRevision>& revisions) {
    if (!m_revisions) return;
    m_revisions->clear();
    if (revisions.empty()) {
        m_revisions->addAction(tr("The file is in no git repository, or not yet committed"))
            ->setEnabled(false);
        return;
    }
    m_revisions->setToolTipsVisible(true);
    for (const GitRevision& revision : revisions) {
        QAction* action = m_revisions->addAction(
            revisionTitle(revision).replace('&', QLatin1String("&&")), this, [this, revision] {
                choose({ComparedSide::Kind::Revision, 0, m_document.path(), revision.hash,
                        revisionTitle(revision)});
            });
        action->setToolTip(
            tr("%1, %2").arg(revision.author, QLocale().toString(revision.time, QLocale::ShortFormat)));
    }
}

void SideButton::askFile() {
    auto* dialog =
        new QFileDialog(this, tr("Compare with a model"), QFileInfo(m_document.path()).absolutePath(),
                        tr("Lintel models (*.lintel);;All files (*)"));
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->setFileMode(QFileDialog::ExistingFile);
    connect(dialog, &QFileDialog::fileSelected, this, [this](const QString& path) {
        choose({ComparedSide::Kind::File, 0, path, {}, QFileInfo(path).fileName()});
    });
    dialog->open();
}

/// What does not fit is shortened.
void SideButton::paintEvent(QPaintEvent*) {
    QPainter painter(this);
    QStyleOptionButton option;
    initStyleOption(&option);
    option.text = fontMetrics().elidedText(text(), Qt::ElideRight, width() - 44);
    style()->drawControl(QStyle::CE_PushButton, &option, &painter, this);
}

SideReader::SideReader(Document& document, QObject* parent) : QObject(parent), m_document(document) {
    connect(&m_git, &GitHistory::fetched, this, &SideReader::takeText);
    connect(&m_git, &GitHistory::listed, this, [this] {
        m_reading = false;
        emit failed(tr("git is not installed here."));
    });
    connect(&m_git, &GitHistory::failed, this, [this](const QString& why) {
        m_reading = false;
        emit failed(why);
    });
}

void SideReader::read(const ComparedSide& side) {
    ++m_turn;
    m_reading = false;
    m_git.cancel();
    switch (side.kind) {
        case ComparedSide::Kind::Open:
            emit found(m_document.version());
            return;
        case ComparedSide::Kind::Step:
            emit found(versionAt(m_document, std::min(side.step, m_document.undoStack().count())));
            return;
        case ComparedSide::Kind::Saved:
            return readFile(m_document.path());
        case ComparedSide::Kind::File:
            return readFile(side.path);
        case ComparedSide::Kind::Revision:
            m_reading = true;
            m_git.fetch(side.path, side.revision);
            return;
    }
}

void SideReader::take(std::shared_ptr<const model::Project> project,
                      std::shared_ptr<const model::Layout> layout) {
    m_reading = false;
    emit found({std::move(project), std::move(layout)});
}

void SideReader::readFile(const QString& path) {
    m_reading = true;
    QtConcurrent::run([path] {
        return loadModel(path);
    }).then(this, [this, path, turn = m_turn](const model::Result<ModelFile>& file) {
        if (turn != m_turn) return;
        m_reading = false;
        if (!file) {
            emit failed(tr("%1 cannot be compared. %2")
                            .arg(QFileInfo(path).fileName(), QString::fromStdString(file.error().text())));
            return;
        }
        take(std::make_shared<const model::Project>(file->project),
             std::make_shared<const model::Layout>(file->layout));
    });
}

/// Revisions are shown with the places of the open model: how a diagram looked is no part of that file.
void SideReader::takeText(const QByteArray& content) {
    const auto parsed = model::parseProject({content.constData(), static_cast<std::size_t>(content.size())});
    m_reading = false;
    if (!parsed) {
        emit failed(tr("That revision is no model. %1").arg(QString::fromStdString(parsed.error().text())));
        return;
    }
    take(std::make_shared<const model::Project>(parsed->project), m_document.version().layout);
}

}  // namespace app
