#include "app/picture_export/picture_form.h"

#include <QCheckBox>
#include <QFormLayout>
#include <QSettings>
#include <QSpinBox>
#include <QStandardItemModel>

#include "app/theme/widgets.h"

namespace app {

namespace {

/// Pixels for each unit; a unit is 1/96 inch.
constexpr double densities[] = {1, 2, 3, 150 / 96.0, 300 / 96.0};

QString settingKey(const char* name) {
    return QStringLiteral("pictures/%1").arg(QLatin1String(name));
}

}  // namespace

PictureForm::PictureForm(int selected, int diagrams, QWidget* parent) : QWidget(parent) {
    auto* form = new QFormLayout(this);
    form->setContentsMargins(0, 0, 0, 0);
    form->setHorizontalSpacing(16);
    form->setVerticalSpacing(10);
    form->setLabelAlignment(Qt::AlignLeft);
    m_scope = addBox(tr("&What"), {tr("What is seen"), tr("The selection (%1)").arg(selected),
                                   tr("The whole diagram"), tr("All diagrams (%1)").arg(diagrams)});
    auto* items = qobject_cast<QStandardItemModel*>(m_scope->model());
    if (items && selected == 0) items->item(int(PictureScope::Selection))->setEnabled(false);
    m_format =
        addSegments(tr("Format"), {QStringLiteral("SVG"), QStringLiteral("PNG"), QStringLiteral("PDF")});
    m_density = addBox(tr("&Density"), {tr("1× (96 dpi)"), tr("2× (192 dpi)"), tr("3× (288 dpi)"),
                                        tr("150 dpi"), tr("300 dpi")});
    m_scheme = addSegments(tr("Colours"), {tr("Light"), tr("Dark"), tr("Paper"), tr("Contrast")});
    m_margin = new QSpinBox(this);
    m_margin->setRange(0, 200);
    m_margin->setSuffix(tr(" px"));
    m_margin->setAccessibleName(tr("Margin"));
    form->addRow(tr("&Margin"), m_margin);
    const auto addCheck = [&](const QString& text, const QString& tip) {
        auto* box = new QCheckBox(text, this);
        box->setToolTip(tip);
        form->addRow(QString(), box);
        connect(box, &QCheckBox::toggled, this, &PictureForm::refresh);
        return box;
    };
    m_legend = addCheck(tr("&Legend"), tr("What shapes, lines and colours mean"));
    m_title = addCheck(tr("&Title"), tr("The names of the model and of the diagram"));
    m_transparent = addCheck(tr("T&ransparent background"), tr("Nothing below the diagram"));
    m_onePdf = addCheck(tr("&One file, a page for each diagram"), tr("Else one file for each diagram"));
    connect(m_margin, &QSpinBox::valueChanged, this, &PictureForm::refresh);
    PictureChoice choice;
    const QSettings settings;
    choice.scope = selected > 1 ? PictureScope::Selection : PictureScope::Diagram;
    choice.format =
        static_cast<PictureFormat>(std::clamp(settings.value(settingKey("format"), 0).toInt(), 0, 2));
    choice.scheme =
        static_cast<PictureScheme>(std::clamp(settings.value(settingKey("scheme"), 0).toInt(), 0, 3));
    choice.scale = settings.value(settingKey("scale"), 2).toDouble();
    choice.legend = settings.value(settingKey("legend"), true).toBool();
    choice.title = settings.value(settingKey("title"), true).toBool();
    choice.transparent = settings.value(settingKey("transparent"), false).toBool();
    choice.margin = settings.value(settingKey("margin"), 32).toDouble();
    setChoice(choice);
}

QComboBox* PictureForm::addBox(const QString& title, const QStringList& choices) {
    auto* box = new CalmComboBox(this);
    box->addItems(choices);
    box->setAccessibleName(QString(title).remove(u'&'));
    static_cast<QFormLayout*>(layout())->addRow(title, box);
    connect(box, &QComboBox::currentIndexChanged, this, &PictureForm::refresh);
    return box;
}

SegmentedControl* PictureForm::addSegments(const QString& title, const QStringList& choices) {
    auto* control = new SegmentedControl(choices, this);
    control->setAccessibleName(title);
    static_cast<QFormLayout*>(layout())->addRow(title, control);
    connect(control, &SegmentedControl::currentChanged, this, &PictureForm::refresh);
    return control;
}

PictureChoice PictureForm::choice() const {
    PictureChoice choice;
    choice.scope = static_cast<PictureScope>(m_scope->currentIndex());
    choice.format = static_cast<PictureFormat>(m_format->current());
    choice.scheme = static_cast<PictureScheme>(m_scheme->current());
    choice.scale = densities[std::max(0, m_density->currentIndex())];
    choice.legend = m_legend->isChecked();
    choice.title = m_title->isChecked();
    choice.transparent = m_transparent->isChecked();
    choice.margin = m_margin->value();
    choice.onePdf = m_onePdf->isChecked();
    return choice;
}

void PictureForm::setChoice(const PictureChoice& choice) {
    {
        const QSignalBlocker quiet(this);
        m_scope->setCurrentIndex(int(choice.scope));
        m_format->setCurrent(int(choice.format));
        m_scheme->setCurrent(int(choice.scheme));
        const auto* density = std::find(std::begin(densities), std::end(densities), choice.scale);
        m_density->setCurrentIndex(density == std::end(densities) ? 1 : int(density - std::begin(densities)));
        m_legend->setChecked(choice.legend);
        m_title->setChecked(choice.title);
        m_transparent->setChecked(choice.transparent);
        m_margin->setValue(int(choice.margin));
        m_onePdf->setChecked(choice.onePdf);
    }
    refresh();
}

void PictureForm::remember() const {
    const PictureChoice now = choice();
    QSettings settings;
    settings.setValue(settingKey("format"), int(now.format));
    settings.setValue(settingKey("scheme"), int(now.scheme));
    settings.setValue(settingKey("scale"), now.scale);
    settings.setValue(settingKey("legend"), now.legend);
    settings.setValue(settingKey("title"), now.title);
    settings.setValue(settingKey("transparent"), now.transparent);
    settings.setValue(settingKey("margin"), now.margin);
}

/// Only what means something can be chosen.
void PictureForm::refresh() {
    const PictureChoice now = choice();
    m_density->setEnabled(now.format == PictureFormat::Png);
    m_onePdf->setVisible(now.format == PictureFormat::Pdf && now.scope == PictureScope::All);
    emit changed();
}

}  // namespace app
