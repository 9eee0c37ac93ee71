#include <QHash>
#include <QString>

#include "app/theme/theme.h"

namespace app {
namespace {

// Words between @ are tokens of the theme.
const char* const fieldRules = R"(
QLineEdit, QComboBox, QAbstractSpinBox {
    background: @raised@; color: @text@; border: 1px solid @strongLine@; border-radius: 6px;
    min-height: 24px; padding: 0 8px; selection-background-color: @accentSurface@; selection-color: @text@;
}
QPlainTextEdit, QTextEdit {
    background: @raised@; color: @text@; border: 1px solid @strongLine@; border-radius: 6px;
    padding: 4px; selection-background-color: @accentSurface@; selection-color: @text@;
}
QLineEdit:hover, QComboBox:hover, QAbstractSpinBox:hover { border-color: @faint@; }
QLineEdit:focus, QComboBox:focus, QAbstractSpinBox:focus, QPlainTextEdit:focus, QTextEdit:focus {
    border: 2px solid @accent@; padding-left: 7px; padding-right: 7px; min-height: 22px;
}
QLineEdit:disabled, QComboBox:disabled, QAbstractSpinBox:disabled { background: @panel@; color: @faint@; border-color: @line@; }
QLineEdit[invalid="true"], QAbstractSpinBox[invalid="true"] { border-color: @bad@; }
QComboBox::drop-down { border: none; width: 22px; subcontrol-position: center right; }
QComboBox::down-arrow { image: url(:/marks/down-@scheme@.svg); width: 14px; height: 14px; }
QComboBox QAbstractItemView {
    background: @raised@; color: @text@; border: 1px solid @strongLine@; padding: 4px; outline: 0;
    selection-background-color: @accentSurface@; selection-color: @accent@;
}
QComboBox QAbstractItemView::item { min-height: 24px; }
QAbstractSpinBox::up-button, QAbstractSpinBox::down-button { border: none; background: transparent; width: 16px; }
QAbstractSpinBox::up-arrow { image: url(:/marks/up-@scheme@.svg); width: 10px; height: 10px; }
QAbstractSpinBox::down-arrow { image: url(:/marks/down-@scheme@.svg); width: 10px; height: 10px; }
QCheckBox, QRadioButton { spacing: 8px; min-height: 24px; }
QCheckBox::indicator { width: 14px; height: 14px; border: 1px solid @strongLine@; border-radius: 4px; background: @raised@; }
QCheckBox::indicator:hover { border-color: @faint@; }
QCheckBox::indicator:checked { background: @accent@; border-color: @accent@; image: url(:/marks/check-@scheme@.svg); }
QCheckBox::indicator:focus { border: 2px solid @accent@; width: 12px; height: 12px; }
QRadioButton::indicator { width: 14px; height: 14px; border: 1px solid @strongLine@; border-radius: 8px; background: @raised@; }
QRadioButton::indicator:checked { border: 5px solid @accent@; width: 6px; height: 6px; }
QCheckBox:focus, QRadioButton:focus { color: @accent@; }
)";

const char* const listRules = R"(
QTreeView, QListView, QTableView {
    background: @panel@; alternate-background-color: @panel@; color: @text@; border: none; outline: 0;
    selection-background-color: @accentSurface@; selection-color: @accent@; gridline-color: @line@;
}
QTreeView::item, QListView::item { min-height: 24px; padding: 0 4px; border: none; }
QTableView::item { padding: 0 8px; border: none; }
QTreeView::item:hover, QListView::item:hover { background: @hover@; }
QTreeView::item:selected, QListView::item:selected, QTableView::item:selected { background: @accentSurface@; color: @accent@; }
QTreeView::branch:selected { background: @accentSurface@; }
QTreeView::branch:has-children:closed { image: url(:/marks/right-@scheme@.svg); }
QTreeView::branch:has-children:open { image: url(:/marks/down-@scheme@.svg); }
QTreeView:focus, QListView:focus, QTableView:focus { border: 1px solid @accent@; }
QHeaderView { background: @panel@; border: none; }
QHeaderView::section {
    background: @panel@; color: @secondary@; border: none; border-bottom: 1px solid @line@; padding: 0 11px; min-height: 28px;
}
QHeaderView::section:hover { color: @text@; }
QHeaderView::down-arrow { image: url(:/marks/down-@scheme@.svg); width: 12px; height: 12px; }
QHeaderView::up-arrow { image: url(:/marks/up-@scheme@.svg); width: 12px; height: 12px; }
QTableCornerButton::section { background: @panel@; border: none; }
)";

const char* const buttonRules = R"(
QPushButton {
    background: @raised@; color: @text@; border: 1px solid @strongLine@; border-radius: 6px; min-height: 24px; padding: 0 12px;
    outline: 0;
}
QPushButton:hover { background: @hover@; border-color: @faint@; }
QPushButton:pressed, QPushButton:checked { background: @accentSurface@; color: @accent@; border-color: @accent@; }
QPushButton:focus { border: 2px solid @accent@; padding: 0 11px; min-height: 22px; }
QPushButton:disabled { color: @faint@; background: @panel@; border-color: @line@; }
QPushButton[look="primary"] { background: @accent@; color: @onAccent@; border-color: @accent@; font-weight: 600; min-height: 28px; }
QPushButton[look="primary"]:hover { background: @accentHover@; border-color: @accentHover@; }
QPushButton[look="primary"]:focus { border: 2px solid @text@; padding: 0 11px; min-height: 26px; }
QPushButton[look="primary"]:disabled { background: @line@; color: @faint@; border-color: @line@; }
QPushButton[look="link"] { background: transparent; border: none; color: @accent@; padding: 0 2px; text-align: left; }
QPushButton[look="link"]:hover { text-decoration: underline; }
QPushButton[look="link"]:focus { border: 1px solid @accent@; border-radius: 4px; padding: 0 1px; }
QPushButton[look="segment"] { background: transparent; border: none; color: @secondary@; min-height: 22px; padding: 0 10px; }
QPushButton[look="segment"]:checked { background: @accentSurface@; color: @accent@; font-weight: 600; }
QPushButton[look="segment"]:focus { border: 1px solid @accent@; padding: 0 9px; min-height: 20px; }
QPushButton[look="row"] {
    background: transparent; border: none; border-radius: 0; text-align: left; padding: 0 12px; min-height: 24px; color: @text@;
}
QPushButton[look="row"]:hover { background: @hover@; }
QPushButton[look="row"]:checked { background: @accentSurface@; color: @accent@; }
QPushButton[look="row"]:focus { border: 1px solid @accent@; padding: 0 11px; min-height: 22px; }
QToolButton { background: transparent; color: @text@; border: 1px solid transparent; border-radius: 6px; padding: 3px; }
QToolButton:hover { background: @hover@; }
QToolButton:pressed, QToolButton:checked { background: @accentSurface@; color: @accent@; }
QToolButton:focus { border: 1px solid @accent@; }
QToolButton:disabled { color: @faint@; }
QToolButton::menu-indicator { image: none; }
)";

const char* const frameRules = R"(
QWidget[look="panel"], QFrame[look="panel"] { background: @panel@; }
QWidget[look="canvas"] { background: @canvas@; }
QFrame[look="card"] { background: @raised@; border: 1px solid @line@; border-radius: 8px; }
QFrame[look="floating"] { background: @raised@; border: 1px solid @strongLine@; border-radius: 10px; }
QFrame[look="line"] { background: @line@; border: none; }
QFrame[look="segments"] { background: @raised@; border: 1px solid @strongLine@; border-radius: 6px; }
QFrame[look="message"][tone="info"] { background: @accentSurface@; border: 1px solid @accent@; border-radius: 8px; }
QFrame[look="message"][tone="good"] { background: @goodSurface@; border: 1px solid @good@; border-radius: 8px; }
QFrame[look="message"][tone="warning"] { background: @warningSurface@; border: 1px solid @warning@; border-radius: 8px; }
QFrame[look="message"][tone="bad"] { background: @badSurface@; border: 1px solid @bad@; border-radius: 8px; }
QLabel { background: transparent; }
QLabel[look="secondary"], QLabel[look="section"] { color: @secondary@; }
QLabel[look="faint"] { color: @faint@; }
QLabel[tone="info"] { color: @accent@; }
QLabel[tone="good"] { color: @good@; }
QLabel[tone="warning"] { color: @warning@; }
QLabel[tone="bad"] { color: @bad@; }
QLabel[look="badge"] { border: 1px solid @strongLine@; border-radius: 10px; padding: 0 8px; min-height: 18px; max-height: 18px; color: @secondary@; }
QLabel[look="badge"][tone="info"] { border-color: @accent@; color: @accent@; }
QLabel[look="badge"][tone="good"] { border-color: @good@; color: @good@; }
QLabel[look="badge"][tone="warning"] { border-color: @warning@; color: @warning@; }
QLabel[look="badge"][tone="bad"] { border-color: @bad@; color: @bad@; }
QSplitter::handle { background: @line@; }
QSplitter::handle:horizontal { width: 1px; }
QSplitter::handle:vertical { height: 1px; }
QSplitter::handle:hover { background: @accent@; }
QProgressBar { background: @line@; border: none; border-radius: 2px; max-height: 4px; min-height: 4px; text-align: center; }
QProgressBar::chunk { background: @accent@; border-radius: 2px; }
QTabWidget::pane { border: none; border-top: 1px solid @line@; }
QTabBar { background: transparent; }
QTabBar::tab { background: transparent; color: @secondary@; border: none; border-bottom: 2px solid transparent; padding: 0 4px; margin: 0 8px; min-height: 30px; }
QTabBar::tab:hover { color: @text@; }
QTabBar::tab:selected { color: @text@; border-bottom: 2px solid @accent@; }
QTabBar::tab:focus { color: @accent@; }
QToolTip { background: @raised@; color: @text@; border: 1px solid @strongLine@; padding: 4px 8px; }
QMenuBar { background: @panel@; color: @text@; }
QMenuBar::item { padding: 4px 8px; background: transparent; border-radius: 4px; }
QMenuBar::item:selected { background: @accentSurface@; color: @accent@; }
QMenu { background: @raised@; color: @text@; border: 1px solid @strongLine@; padding: 4px; }
QMenu::item { padding: 4px 24px 4px 12px; min-height: 18px; border-radius: 4px; }
QMenu::icon { padding-left: 8px; }
QMenu::item:selected { background: @accentSurface@; color: @accent@; }
QMenu::item:disabled { color: @faint@; }
QMenu::separator { height: 1px; background: @line@; margin: 4px 8px; }
QStatusBar { background: @panel@; color: @secondary@; border-top: 1px solid @line@; }
QStatusBar::item { border: none; }
QDockWidget { color: @text@; }
QDockWidget::title { background: @panel@; padding: 6px 12px; border-bottom: 1px solid @line@; }
QGroupBox { border: 1px solid @line@; border-radius: 8px; margin-top: 16px; padding-top: 8px; }
QGroupBox::title { subcontrol-origin: margin; left: 8px; color: @secondary@; }
)";

const char* const scrollRules = R"(
QAbstractScrollArea { border: none; }
QScrollBar:vertical { background: transparent; width: 10px; margin: 0; }
QScrollBar:horizontal { background: transparent; height: 10px; margin: 0; }
QScrollBar::handle { background: @strongLine@; border-radius: 3px; margin: 2px; }
QScrollBar::handle:vertical { min-height: 28px; }
QScrollBar::handle:horizontal { min-width: 28px; }
QScrollBar::handle:hover { background: @faint@; }
QScrollBar::add-line, QScrollBar::sub-line { width: 0; height: 0; }
QScrollBar::add-page, QScrollBar::sub-page { background: transparent; }
QAbstractScrollArea::corner { background: transparent; border: none; }
)";

QColor blended(const QColor& over, const QColor& under, double share) {
    const auto part = [share](int top, int bottom) {
        return static_cast<int>(bottom + (top - bottom) * share);
    };
    return {part(over.red(), under.red()), part(over.green(), under.green()),
            part(over.blue(), under.blue())};
}

QHash<QString, QString> styleTokens(const Theme& theme) {
    const bool dark = theme.isDark();
    return {{"canvas", theme.canvas.name()},
            {"panel", theme.panel.name()},
            {"raised", theme.raised.name()},
            {"line", theme.line.name()},
            {"strongLine", theme.strongLine.name()},
            {"text", theme.text.name()},
            {"secondary", theme.secondary.name()},
            {"faint", theme.faint.name()},
            {"accent", theme.accent.name()},
            {"accentSurface", theme.accentSurface.name()},
            {"accentHover", blended(theme.text, theme.accent, 0.14).name()},
            {"onAccent", theme.onAccent.name()},
            {"good", theme.good.name()},
            {"warning", theme.warning.name()},
            {"bad", theme.bad.name()},
            {"goodSurface", blended(theme.good, theme.panel, 0.09).name()},
            {"warningSurface", blended(theme.warning, theme.panel, 0.09).name()},
            {"badSurface", blended(theme.bad, theme.panel, 0.09).name()},
            {"hover", blended(theme.text, theme.panel, 0.05).name()},
            {"scheme", dark ? "dark" : "light"}};
}

QString withTokens(const QString& rules, const QHash<QString, QString>& tokens) {
    const QStringList parts = rules.split('@');
    QString text;
    for (int i = 0; i < parts.size(); ++i) text += i % 2 == 0 ? parts[i] : tokens.value(parts[i]);
    return text;
}

}  // namespace

QString Theme::styleSheet() const {
    const QHash<QString, QString> tokens = styleTokens(*this);
    QString sheet;
    for (const char* const rules : {fieldRules, listRules, buttonRules, frameRules, scrollRules})
        sheet += withTokens(QString::fromLatin1(rules), tokens);
    return sheet;
}

}  // namespace app
