#include "app/studio/studio_style.h"

#include <utility>

namespace app {

namespace {

const char* const studioRules = R"(
QMainWindow, QWidget#studio { background: @canvas@; }
QWidget#topBar { background: @panel@; border-bottom: 1px solid @line@; }
QWidget#modeBar { background: @panel@; border-right: 1px solid @line@; }
QWidget#statusLine { background: @panel@; border-top: 1px solid @line@; }
QWidget#modeBar QToolButton#mode { border: none; border-radius: 8px; color: @secondary@; padding: 8px 0 6px 0; margin: 0; }
QWidget#modeBar QToolButton#mode:hover { background: @hover@; color: @text@; }
QWidget#modeBar QToolButton#mode:checked { background: @accentSurface@; color: @accent@; }
QWidget#modeBar QToolButton#mode:focus { border: 2px solid @accent@; }
QPushButton#brand { border: none; background: transparent; padding: 0 4px; color: @text@; }
QPushButton#brand:hover { background: @hover@; }
QPushButton#brand:focus { border: 1px solid @accent@; padding: 0 3px; }
QPushButton#crumb { border: 1px solid transparent; background: transparent; padding: 0 4px; min-height: 22px; border-radius: 4px; color: @text@; }
QPushButton#crumb[look="last"] { padding-right: 18px; }
QPushButton#crumb::menu-indicator { image: url(:/marks/down-@scheme@.svg); width: 12px; height: 12px; subcontrol-origin: padding; subcontrol-position: right center; right: 4px; }
QPushButton#crumb:hover { background: @hover@; }
QPushButton#crumb:focus { border: 1px solid @accent@; }
QPushButton#search { background: @raised@; border: 1px solid @strongLine@; border-radius: 6px; padding: 0; min-height: 0; }
QPushButton#search:hover { border-color: @faint@; }
QPushButton#search:focus { border: 2px solid @accent@; }
QLabel#key { border-radius: 4px; padding: 0 6px; min-height: 16px; max-height: 16px; }
QPushButton#chip { border: 1px solid @accent@; border-radius: 10px; color: @accent@; background: transparent; padding: 0 10px; min-height: 18px; max-height: 18px; }
QPushButton#chip:hover { background: @accentSurface@; }
QPushButton#chip:focus { border: 2px solid @accent@; }
QWidget#statusLine QPushButton { border: none; background: transparent; color: @secondary@; padding: 0 6px; min-height: 20px; border-radius: 4px; }
QWidget#statusLine QPushButton:hover { color: @text@; background: @hover@; }
QWidget#statusLine QPushButton:checked { color: @accent@; }
QWidget#statusLine QPushButton:focus { border: 1px solid @accent@; padding: 0 5px; }
QWidget#statusLine QLabel { color: @secondary@; }
QFrame#notice { background: @noticeSurface@; border: none; border-bottom: 1px solid @line@; }
QFrame#card { background: @raised@; border: 1px solid @line@; border-radius: 8px; }
QFrame#card:hover { border-color: @accent@; }
QPushButton#openCard { background: @raised@; border: 1px solid @line@; border-radius: 8px; text-align: left; padding: 0; }
QPushButton#openCard:hover { border-color: @accent@; background: @raised@; }
QPushButton#openCard:focus { border: 2px solid @accent@; }
QWidget#sheet { background: @raised@; border: 1px solid @strongLine@; border-radius: 10px; }
QWidget#sheetPage { background: @raised@; }
QPushButton#keys { background: @panel@; border-radius: 4px; min-height: 20px; padding: 0 8px; color: @secondary@; }
QPushButton#keys:hover { color: @text@; border-color: @accent@; }
QPushButton#keys:focus { border: 2px solid @accent@; padding: 0 7px; min-height: 18px; }
QFrame#coachMark { background: @raised@; border: 2px solid @accent@; border-radius: 10px; }
QLabel[look="keycap"] { background: @panel@; border: 1px solid @strongLine@; border-radius: 4px; padding: 0 6px; color: @secondary@; min-height: 18px; }
QScrollArea { background: transparent; border: none; }
QPlainTextEdit#preview { border: none; border-radius: 0; background: @raised@; padding: 8px 12px; }
QPlainTextEdit#note, QPlainTextEdit#note:focus { border: none; padding: 0; background: @raised@; min-height: 0; }
QPlainTextEdit#preview:focus { border: none; padding: 8px 12px; }
)";

}  // namespace

QString studioStyleSheet(const Theme& theme) {
    QString rules = QString::fromLatin1(studioRules);
    const QColor hover = theme.isDark() ? theme.raised : theme.canvas;
    const std::pair<const char*, QColor> tokens[] = {{"canvas", theme.canvas},
                                                     {"panel", theme.panel},
                                                     {"raised", theme.raised},
                                                     {"line", theme.line},
                                                     {"strongLine", theme.strongLine},
                                                     {"text", theme.text},
                                                     {"secondary", theme.secondary},
                                                     {"faint", theme.faint},
                                                     {"accent", theme.accent},
                                                     {"accentSurface", theme.accentSurface},
                                                     {"hover", hover},
                                                     {"noticeSurface", theme.accentSurface}};
    rules.replace(QStringLiteral("@scheme@"),
                  theme.isDark() ? QStringLiteral("dark") : QStringLiteral("light"));
    for (const auto& [name, colour] : tokens)
        rules.replace(QStringLiteral("@%1@").arg(QLatin1String(name)), colour.name());
    return rules;
}

}  // namespace app
