#include "app/simulate/cascade_panel.h"

#include <QHBoxLayout>
#include <QScrollArea>
#include <QScrollBar>
#include <QVBoxLayout>
#include <algorithm>

#include "app/simulate/figure_text.h"
#include "app/studio/panel_header.h"
#include "app/theme/widgets.h"

namespace app {
namespace {

/// More would bury the chain; those that heal come first.
constexpr std::size_t mostRemedies = 8;

}  // namespace

CascadePanel::CascadePanel(QWidget* parent)
    : QWidget(parent), m_theme(Theme::of(Scheme::Light)), m_scroll(new QScrollArea(this)) {
    setProperty("look", QStringLiteral("panel"));
    setAttribute(Qt::WA_StyledBackground);
    auto* header = new PanelHeader(this);
    header->title()->setText(tr("Cascade"));
    m_summary = header->addBadge();
    m_scroll->setWidgetResizable(true);
    m_scroll->setFrameShape(QFrame::NoFrame);
    m_scroll->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    m_scroll->setFocusPolicy(Qt::NoFocus);
    m_scroll->setAccessibleName(tr("How the failures followed from one another"));
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(0);
    layout->addWidget(header);
    layout->addWidget(m_scroll, 1);
    hide();
}

void CascadePanel::setTheme(const Theme& theme) {
    m_theme = theme;
    rebuild();
}

void CascadePanel::explain(std::shared_ptr<const model::Project> project, const model::ScenarioId& scenario) {
    clear();
    m_project = std::move(project);
    m_scenario = scenario;
    m_explaining.begin([this, project = m_project, scenario](const BackgroundTask::Worker& worker) {
        auto found = cascadeOf(*project, scenario, worker.stop);
        return [this, found = std::move(found)] {
            m_cascade = found;
            rebuild();
            emit changed();
        };
    });
}

void CascadePanel::clear() {
    m_explaining.cancel();
    m_healing.cancel();
    m_cascade = nullptr;
    m_remedies.reset();
    rebuild();
}

void CascadePanel::findRemedies() {
    if (!m_project || m_healing.isRunning()) return;
    m_remedies.reset();
    m_healing.begin([this, project = m_project, scenario = m_scenario](const BackgroundTask::Worker& worker) {
        auto found = remediesOf(*project, scenario, worker.stop, [this, &worker](double share) {
            worker.report([this, share] {
                if (m_progress) m_progress->setText(tr("Trying single changes · %1").arg(percentText(share)));
            });
        });
        return [this, found = std::move(found)] {
            m_remedies = found;
            rebuild();
            emit changed();
        };
    });
    rebuild();
}

void CascadePanel::cancelRemedies() {
    m_healing.cancel();
    rebuild();
    emit changed();
}

void CascadePanel::rebuild() {
    setVisible(m_cascade && !m_cascade->events.empty());
    m_progress = nullptr;
    const int scrolled = m_scroll->verticalScrollBar()->value();
    m_body = new QWidget;
    m_body->setProperty("look", QStringLiteral("panel"));
    m_rows = new QVBoxLayout(m_body);
    m_rows->setContentsMargins(12, 10, 12, 12);
    m_rows->setSpacing(0);
    if (m_cascade) {
        addChain();
        addEnd();
        addRemedies();
        addBlastRadius();
    }
    m_rows->addStretch();
    showSummary();
    m_scroll->setWidget(m_body);
    m_scroll->verticalScrollBar()->setValue(scrolled);
}

void CascadePanel::showSummary() {
    if (!m_cascade) return;
    if (m_cascade->outlivesTrigger) {
        m_summary->setText(tr("✕ outlives its trigger"));
        setTone(m_summary, Tone::Bad);
    } else if (m_cascade->recovered) {
        m_summary->setText(tr("✓ over at %1").arg(clockText(*m_cascade->recovered)));
        setTone(m_summary, Tone::Good);
    } else if (m_cascade->blastRadius.empty()) {
        m_summary->setText(tr("users hardly noticed"));
        setTone(m_summary, Tone::Plain);
    } else {
        m_summary->setText(tr("not over at the end"));
        setTone(m_summary, Tone::Warning);
    }
}

void CascadePanel::addHead(const QString& text) {
    if (m_rows->count() > 0) m_rows->addSpacing(14);
    m_rows->addWidget(sectionHead(text, m_body));
    m_rows->addSpacing(4);
}

QLabel* CascadePanel::addText(const QString& html) {
    auto* label = new QLabel(m_body);
    label->setTextFormat(Qt::RichText);
    label->setWordWrap(true);
    label->setTextInteractionFlags(Qt::TextBrowserInteraction);
    label->setText(html);
    m_rows->addWidget(label);
    return label;
}

void CascadePanel::addChain() {
    for (std::size_t at = 0; at < m_cascade->events.size(); ++at) addLink(at);
}

// Its head is a link: to the moment on the timeline, and to the place on the diagram.
void CascadePanel::addLink(std::size_t number) {
    const simulator::CascadeEvent& event = m_cascade->events[number];
    const QString entity = QString::fromStdString(event.entity);
    const QString because = event.dueTo ? tr("because of %1").arg(*event.dueTo + 1) : QString();
    const QColor sign = m_cascade->firstDomino == number ? m_theme.bad : m_theme.text;
    QLabel* link = addText(
        QStringLiteral("<a href='%1' style='color:%2; text-decoration:none; font-weight:600'>%3 · %4 %5</a>"
                       "<span style='color:%6'>&nbsp; %7</span><br><span style='color:%8'>%9</span>")
            .arg(number)
            .arg(sign.name())
            .arg(number + 1)
            .arg(clockText(event.from, true), entity.toHtmlEscaped(), m_theme.faint.name(), because,
                 m_theme.secondary.name(), QString::fromStdString(event.sentence).toHtmlEscaped()));
    link->setToolTip(tr("Look at this moment and this place"));
    link->setAccessibleName(tr("%1: %2").arg(entity, QString::fromStdString(event.sentence)));
    connect(link, &QLabel::linkActivated, this, [this, number] { choose(number); });
    m_rows->addSpacing(8);
}

void CascadePanel::choose(std::size_t number) {
    if (!m_cascade || number >= m_cascade->events.size()) return;
    const simulator::CascadeEvent& event = m_cascade->events[number];
    emit momentRequested(event.from);
    if (const QString key = nodeOf(event.entity); !key.isEmpty()) emit revealRequested(key);
}

QString CascadePanel::nodeOf(const std::string& entity) const {
    const auto key = [&](const char* kind, const std::string& id) {
        return QLatin1String(kind) + QLatin1Char(':') + QString::fromStdString(id);
    };
    if (m_project->services.find(model::ServiceId(entity))) return key("service", entity);
    if (m_project->stores.find(model::DataStoreId(entity))) return key("store", entity);
    if (m_project->channels.find(model::ChannelId(entity))) return key("channel", entity);
    const std::string service = entity.substr(0, entity.find('.'));
    return m_project->services.find(model::ServiceId(service)) ? key("service", service) : QString();
}

void CascadePanel::addEnd() {
    if (!m_cascade->outlivesTrigger) return;
    const QString since = m_cascade->sustainedSince ? clockText(*m_cascade->sustainedSince, true) : QString();
    addText(QStringLiteral("<span style='color:%1'>%2</span>")
                .arg(m_theme.bad.name(),
                     since.isEmpty() ? tr("The trigger is over, and users still fail.")
                                     : tr("The trigger is over, and users still fail: since %1 it sustains "
                                          "itself.")
                                           .arg(since)));
}

void CascadePanel::addRemedies() {
    if (m_cascade->blastRadius.empty()) return;
    addHead(tr("What heals it"));
    if (m_healing.isRunning()) {
        m_progress = secondaryLabel(tr("Trying single changes"), m_body);
        auto* line = new QHBoxLayout;
        line->addWidget(m_progress, 1);
        QPushButton* cancel = linkButton(tr("Cancel"), m_body);
        connect(cancel, &QPushButton::clicked, this, &CascadePanel::cancelRemedies, Qt::QueuedConnection);
        line->addWidget(cancel);
        m_rows->addLayout(line);
        return;
    }
    if (m_remedies) {
        for (std::size_t at = 0; at < std::min(mostRemedies, m_remedies->fixes.size()); ++at)
            addRemedy(m_remedies->fixes[at]);
        if (!m_remedies->problem.isEmpty()) {
            QLabel* problem = secondaryLabel(m_remedies->problem, m_body);
            problem->setWordWrap(true);
            m_rows->addWidget(problem);
        }
        return;
    }
    QPushButton* find = linkButton(tr("Try single changes"), m_body);
    find->setToolTip(tr("Simulates each change of the catalogue with the same trigger, a few times"));
    connect(find, &QPushButton::clicked, this, &CascadePanel::findRemedies, Qt::QueuedConnection);
    m_rows->addWidget(find, 0, Qt::AlignLeft);
}

void CascadePanel::addRemedy(const simulator::TriedFix& tried) {
    auto* row = new QWidget(m_body);
    auto* line = new QHBoxLayout(row);
    line->setContentsMargins(0, 2, 0, 2);
    line->setSpacing(8);
    auto* name = new QLabel(QString::fromStdString(tried.fix.title), row);
    name->setTextFormat(Qt::PlainText);
    name->setWordWrap(true);
    const QString effect = !tried.heals     ? tr("✕ does not")
                           : tried.recovery ? tr("✓ in %1").arg(waitText(*tried.recovery))
                                            : tr("✓ heals");
    QLabel* figure = secondaryLabel(effect, row);
    setLook(figure, "figure");
    setTone(figure, tried.heals ? Tone::Good : Tone::Bad);
    row->setToolTip(tr("Recovered in %1 of %2 runs; %3 served in the end")
                        .arg(tried.recovered)
                        .arg(m_remedies->runs)
                        .arg(percentText(tried.served)));
    line->addWidget(name, 1);
    line->addWidget(figure, 0, Qt::AlignTop);
    if (tried.heals) {
        QPushButton* make = linkButton(tr("try"), row);
        make->setToolTip(tr("Make a scenario with this change"));
        make->setAccessibleName(tr("Make a scenario with: %1").arg(name->text()));
        connect(
            make, &QPushButton::clicked, this,
            [this, title = name->text(), changes = tried.fix.changes] {
                emit variantRequested(title, changes);
            },
            Qt::QueuedConnection);
        line->addWidget(make, 0, Qt::AlignTop);
    }
    m_rows->addWidget(row);
}

void CascadePanel::addBlastRadius() {
    if (m_cascade->blastRadius.empty()) return;
    addHead(tr("Blast radius"));
    for (const std::string& journey : m_cascade->blastRadius) {
        QLabel* name = secondaryLabel(QString::fromStdString(journey), m_body);
        name->setTextInteractionFlags(Qt::TextSelectableByMouse);
        m_rows->addWidget(name);
    }
    addText(QStringLiteral("<span style='color:%1'>%2</span>")
                .arg(m_theme.secondary.name(), tr("At the worst %1 of the requests of users were served.")
                                                   .arg(percentText(m_cascade->worstShare))));
}

}  // namespace app
