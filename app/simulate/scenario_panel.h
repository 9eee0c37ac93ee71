#pragma once

#include <QWidget>

#include "app/simulate/heat.h"
#include "app/theme/theme.h"
#include "model/edit.h"
#include "model/json/changes.h"

class QButtonGroup;
class QComboBox;
class QLabel;
class QLineEdit;
class QVBoxLayout;

namespace app {

class Document;
class HeatLegend;

/// The left panel: which scenario, its load, its faults, the parameters of the run (editable), and what the
/// colours on the diagram stand for.
class ScenarioPanel : public QWidget {
    Q_OBJECT

public:
    explicit ScenarioPanel(Document& document, QWidget* parent = nullptr);

    void setTheme(const Theme& theme);
    /// The scenario chosen; null when the model has none.
    const model::Scenario* scenario() const;
    void choose(const model::ScenarioId& id);
    /// Shows the document's version again.
    void refresh();

signals:
    void scenarioChanged();
    void quantityChanged(app::HeatQuantity quantity);
    void createRequested();
    void revealRequested(const QString& nodeKey);

private:
    void buildRunSection(QVBoxLayout* layout);
    void buildHeatSection(QVBoxLayout* layout);
    void fillChoice();
    void fillFacts();
    void fillParameters();
    void addFact(QVBoxLayout* layout, const QString& name, const QString& value, const QString& tip);
    void addFault(const model::Fault& fault);
    void addChange(const model::ModelChange& change);
    QLineEdit* parameterField(QVBoxLayout* layout, const QString& name, const QString& tip);
    void editLength();
    void editReplications();
    void editSeed();
    void apply(model::Scenario scenario, const QString& label, QLineEdit* field);
    void refuse(QLineEdit* field, const QString& why);

    Document& m_document;
    Theme m_theme;
    model::ScenarioId m_chosen;
    QComboBox* m_choice;
    QLabel* m_description;
    QWidget* m_empty;
    QWidget* m_content;
    QVBoxLayout* m_load;
    QVBoxLayout* m_faults;
    QLabel* m_changesHead;
    QVBoxLayout* m_changes;
    QLineEdit* m_length = nullptr;
    QLineEdit* m_replications = nullptr;
    QLineEdit* m_seed = nullptr;
    QLabel* m_refusal = nullptr;
    HeatLegend* m_legend;
};

}  // namespace app
