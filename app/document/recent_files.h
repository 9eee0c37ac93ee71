#pragma once

#include <QStringList>

namespace app {

/// The models that were open last, newest first, as the user's settings remember them. Files that are gone
/// are left out.
QStringList recentFiles();
/// With those that are gone.
QStringList rememberedFiles();
void rememberFile(const QString& path);
void forgetFile(const QString& path);
void forgetRecentFiles();

}  // namespace app
