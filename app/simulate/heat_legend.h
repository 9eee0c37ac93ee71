#pragma once

#include <QWidget>

#include "app/simulate/heat.h"
#include "app/theme/theme.h"

namespace app {

/// The heat scale with its numbers, for the quantity that is shown on the diagram.
class HeatLegend : public QWidget {
    Q_OBJECT

public:
    explicit HeatLegend(QWidget* parent = nullptr);
    void setTheme(const Theme& theme);
    void setQuantity(HeatQuantity quantity);

protected:
    void paintEvent(QPaintEvent* event) override;

private:
    Theme m_theme;
    HeatQuantity m_quantity = HeatQuantity::Utilisation;
};

}  // namespace app
